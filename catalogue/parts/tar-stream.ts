/**
 * What programs share that save a store which is asked by HTTP: a tar as it comes, which any program reads, and back.
 * Nothing of it lies on a disk, or in memory for longer than it takes to pass.
 */
import { DOOR, type Drill, type Stream } from '../../model/backup';
import { NODE, nodeScript } from './node-stream';

/** A tar has blocks of 512 bytes. */
const BOTH = `const padded = (size) => Math.ceil(size / 512) * 512;
`;

const WRITE = String.raw`
const write = async (bytes) => { if (!process.stdout.write(bytes)) await once(process.stdout, "drain"); };
const padding = (size) => Buffer.alloc(padded(size) - size);
const octal = (number, length) => number.toString(8).padStart(length - 1, "0") + "\0";

// POSIX.1-2001, pax: the header of 512 bytes, before it one with what that has no room for.
function header(name, size, time, type) {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(size < 2 ** 33 ? size : 0, 12) + octal(time, 12), 100);
  block.write("        " + type, 148);
  block.write("ustar\x0000", 257);
  block.write(octal(block.reduce((sum, byte) => sum + byte, 0), 7) + " ", 148);
  return block;
}
function record(name, value) {
  const rest = Buffer.byteLength(" " + name + "=" + value + "\n");
  let length = rest;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return length + " " + name + "=" + value + "\n";
}
// Name, size and what else is to be kept, then the bytes as they come. Sums by another name are looked at when all has come.
async function entry(path, size, time, kept, body, sums) {
  const records = [["path", path], ["size", String(size)], ["PHASEWISE.kept", JSON.stringify(kept)]];
  const more = Buffer.from(records.map(([name, value]) => record(name, value)).join(""));
  await write(Buffer.concat([header("pax", more.length, time, "x"), more, padding(more.length), header("object", size, time, "0")]));
  const counted = Object.keys(sums).map((name) => [name, createHash(name)]);
  let seen = 0;
  for await (const part of body) {
    seen += part.length;
    for (const [, sum] of counted) sum.update(part);
    await write(part);
  }
  if (seen !== size) throw new Error(path + " ended after " + seen + " of " + size + " bytes");
  for (const [name, sum] of counted)
    if (sums[name] && sum.digest("hex") !== sums[name]) throw new Error(path + " is damaged: another sum");
  await write(padding(size));
}
const end = () => write(Buffer.alloc(1024));
`;

const READ = `
let left = Buffer.alloc(0);
const input = process.stdin[Symbol.asyncIterator]();
// Up to so many bytes, of what there is.
async function some(most) {
  if (left.length === 0) {
    const { done, value } = await input.next();
    if (done) throw new Error("the snapshot ends too early: what came before is there");
    left = value;
  }
  const part = left.subarray(0, most);
  left = left.subarray(part.length);
  return part;
}
async function exactly(size) {
  const parts = [];
  for (let missing = size; missing > 0; missing -= parts[parts.length - 1].length) parts.push(await some(missing));
  return Buffer.concat(parts);
}
const sizeIn = (block) => parseInt(block.toString("latin1", 124, 136), 8);
function recordsOf(bytes) {
  const records = {};
  for (let at = 0; at < bytes.length; ) {
    const length = parseInt(bytes.toString("latin1", at, at + 20), 10);
    const line = bytes.toString("utf8", bytes.indexOf(32, at) + 1, at + length - 1);
    records[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
    at += length;
  }
  return records;
}
// The next entry without its bytes; nothing at the end, which must be there.
async function next() {
  const first = await exactly(512);
  if (first.every((byte) => byte === 0)) return undefined;
  if (first.toString("latin1", 257, 262) !== "ustar" || first[156] !== 120) throw new Error("this is no snapshot of such a store");
  const more = await exactly(padded(sizeIn(first)));
  const { path, size, "PHASEWISE.kept": kept } = recordsOf(more.subarray(0, sizeIn(first)));
  await exactly(512);
  return { path, size: Number(size), kept: JSON.parse(kept) };
}
// So many bytes into a request, and its answer. It may come before they end: it is refused, and nobody reads the rest.
async function sent(asked, size, seen = () => undefined) {
  const answered = once(asked, "response");
  answered.catch(() => undefined);
  for (let missing = size; missing > 0; ) {
    const part = await some(missing);
    missing -= part.length;
    seen(part);
    if (!asked.write(part)) await Promise.race([once(asked, "drain"), answered]);
  }
  return { end: async (rest) => { asked.end(rest); const [answer] = await answered; return answer; } };
}
`;

type Ends = { readonly dump: Stream; readonly restore: Stream };

/**
 * Both ends of such a store. Each program has a function `main`; `asks` is what both of them ask it by.
 * @param programs JavaScript without apostrophes
 */
export function tarStreams(
  programs: { readonly asks: string; readonly dump: string; readonly restore: string },
  at: Pick<Stream, 'facts' | 'port'>,
): Ends {
  return {
    dump: { ...NODE, ...at, script: nodeScript(BOTH, programs.asks, WRITE, programs.dump) },
    restore: { ...NODE, ...at, script: nodeScript(BOTH, programs.asks, READ, programs.restore) },
  };
}

const OWN = `
// Until the server of this work answers.
async function started(ask) {
  for (let left = 600; ; left -= 1) {
    const answer = await once(ask().end(), "response").then(([one]) => one.resume(), () => undefined);
    if (answer && answer.statusCode === 200) return;
    if (left === 0) throw new Error("the server of this work did not start within two minutes");
    await sleep(200);
  }
}
`;

/** A password of this pod alone, of which its server is told. */
const BEGIN = `left=4500
until [ -e ${DOOR}/here ]; do
  if [ "$left" -le 0 ]; then echo "failed: the server beside did not start" >&2; exit 1; fi
  left=$((left - 1))
  sleep 0.2
done
own=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \\n')
mkfifo -m 600 ${DOOR}/door
exec 9> ${DOOR}/door
echo "$own" >&9
`;

/**
 * Such a snapshot is tried out in a server of the work's own.
 * @param programs JavaScript without apostrophes, with a function `main`; `started` waits for the server
 * @param env shell that says where that server is, by `$own`
 * @param server of `drillServer`
 */
export const tarDrill = (
  programs: readonly string[],
  env: string,
  server: NonNullable<Drill['server']>,
): Drill => ({
  ...NODE,
  script: `${BEGIN}${env}${nodeScript(BOTH, READ, OWN, ...programs)}`,
  server,
});

/**
 * A server of such a drill: it starts when the work has come and told its password, and ends with it.
 * @param command runs it, by `$password`
 * @param folders of its data, of which nothing is left
 */
export const drillServer = (command: string, ...folders: readonly string[]): string => `trap 'exit 143' TERM
: > ${DOOR}/here
until [ -p ${DOOR}/door ]; do sleep 0.2; done
exec < ${DOOR}/door
read -r password
${command} < /dev/null & server=$!
# The other end is open for as long as the work lives.
cat > /dev/null
kill -9 "$server" || true
{ wait "$server" || true; } 2> /dev/null
rm -rf ${folders.map((one) => `${one}/* ${one}/.[!.]*`).join(' ')}
`;
