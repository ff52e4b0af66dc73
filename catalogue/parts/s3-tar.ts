/**
 * Object storage as one tar, and back, with what S3 knows of an object beside its bytes.
 *
 * By programs of our own, because the known ones lose something on the way: `rclone archive create` leaves out the type and
 * the metadata of an object, and nothing but files can be made of it again; `mc mirror` needs a disk as large as the data.
 */

/** Requests signed by AWS Signature Version 4. Source: docs.aws.amazon.com, "Signature Version 4 signing process". */
const ASK = String.raw`
const { createHmac } = require("node:crypto");
const endpoint = new URL(process.env.S3_ENDPOINT);
const http = require(endpoint.protocol === "https:" ? "node:https" : "node:http");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const { S3_REGION: region, S3_ACCESS_KEY: account, S3_SECRET_KEY: secret } = process.env;
// Ours and what the provider calls it: uploads=acme-uploads.
const buckets = new Map(process.env.S3_BUCKETS.split(" ").map((pair) => pair.split("=")));
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();
const escaped = (text) =>
  encodeURIComponent(text).replace(/[^A-Za-z0-9_.~%-]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());

// The body is not part of what is signed: it is sent as it comes.
function request(method, path, query = {}, more = {}) {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const headers = { host: endpoint.host, "x-amz-content-sha256": "UNSIGNED-PAYLOAD", "x-amz-date": now, ...more };
  const names = Object.keys(headers).sort();
  const search = Object.keys(query).sort().map((name) => escaped(name) + "=" + escaped(query[name])).join("&");
  const pathname = "/" + path.split("/").map(escaped).join("/");
  const lines = names.map((name) => name + ":" + String(headers[name]).trim().replace(/ +/g, " ") + "\n").join("");
  const canonical = [method, pathname, search, lines, names.join(";"), "UNSIGNED-PAYLOAD"].join("\n");
  const scope = [now.slice(0, 8), region, "s3", "aws4_request"].join("/");
  // A header that is not ASCII is bytes to Node.js, a letter each.
  const sum = createHash("sha256").update(Buffer.from(canonical, "latin1")).digest("hex");
  const key = scope.split("/").reduce(hmac, "AWS4" + secret);
  const signature = hmac(key, ["AWS4-HMAC-SHA256", now, scope, sum].join("\n")).toString("hex");
  const parts = [["Credential", account + "/" + scope], ["SignedHeaders", names.join(";")], ["Signature", signature]];
  headers.authorization = "AWS4-HMAC-SHA256 " + parts.map((part) => part.join("=")).join(", ");
  const target = pathname + (search && "?" + search);
  const { hostname, port } = endpoint;
  const asked = http.request({ method, hostname, port, path: target, headers, agent, timeout: 300000 });
  asked.on("timeout", () => asked.destroy(new Error("no answer for 5 minutes")));
  return asked;
}
// A server that is busy or starts again is asked again, four times in all.
async function tried(ask) {
  for (let n = 1; ; n += 1) {
    try {
      const [answer] = await once(ask(), "response");
      if (answer.statusCode < 500 || n === 4) return answer;
      answer.resume();
    } catch (error) {
      if (n === 4) throw error;
    }
    await sleep(300 * n * n);
  }
}
const get = (path, query) => tried(() => request("GET", path, query).end());
const failed = (what, answer, text) =>
  new Error(what + ": " + answer.statusCode + " " + ((/<Code>(.*?)<\/Code>/.exec(text) || [])[1] || ""));
const plain = (xml) =>
  xml.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, "\"").replace(/&#34;/g, "\"").replace(/&amp;/g, "&");

// Names of objects, in order, a page at a time.
async function* keysOf(bucket, most) {
  for (let page; ; ) {
    const query = { "list-type": "2", "encoding-type": "url", "max-keys": String(most) };
    if (page) query["continuation-token"] = page;
    const answer = await get(bucket, query);
    const text = await textOf(answer);
    if (answer.statusCode !== 200) throw failed("list of bucket " + bucket, answer, text);
    for (const [, key] of text.matchAll(/<Contents>[\s\S]*?<Key>([\s\S]*?)<\/Key>/g))
      yield decodeURIComponent(plain(key).replace(/\+/g, "%20"));
    const next = /<NextContinuationToken>([\s\S]*?)<\/NextContinuationToken>/.exec(text);
    if (!next) return;
    page = plain(next[1]);
  }
}
const KEPT = /^(content-(type|encoding|disposition|language)|cache-control|x-amz-meta-.*)$/;
const keptOf = ({ headers }) => Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT.test(name)).sort());
// The sum of what was not uploaded in parts, which the server keeps as the version of an object.
const sumOf = ({ headers }) => (/^"?([0-9a-f]{32})"?$/.exec(headers.etag || "") || [])[1];
`;

const DUMP = `
async function main() {
  for (const [bucket, there] of buckets) {
    let count = 0;
    for await (const key of keysOf(there, 1000)) {
      const answer = await get(there + "/" + key);
      if (answer.statusCode === 200) {
        const time = Math.floor(Date.parse(answer.headers["last-modified"]) / 1000);
        await entry(bucket + "/" + key, Number(answer.headers["content-length"]), time, keptOf(answer), answer, { md5: sumOf(answer) });
        count += 1;
        continue;
      }
      const text = await textOf(answer);
      // Deleted since it was listed.
      if (answer.statusCode !== 404) throw failed(bucket + "/" + key, answer, text);
    }
    say(bucket + ": " + count + " objects");
  }
  await end();
}`;

const PUT = `
// What is larger is sent as it comes, once.
const HELD = 8 * 1024 * 1024;
// Returns the sum of what came from the snapshot.
async function put(path, size, kept) {
  const headers = { ...kept, "content-length": String(size) };
  const sum = createHash("md5");
  let answer;
  if (size > HELD) {
    answer = await (await sent(request("PUT", path, {}, headers), size, (part) => sum.update(part))).end();
  } else {
    const body = await exactly(size);
    sum.update(body);
    answer = await tried(() => request("PUT", path, {}, headers).end(body));
  }
  const text = await textOf(answer);
  if (answer.statusCode !== 200) throw failed(path, answer, text);
  const came = sum.digest("hex");
  if (sumOf(answer) && sumOf(answer) !== came) throw new Error(path + " came to be something else: another sum");
  await exactly(padded(size) - size);
  return came;
}
// Where it belongs here.
function placeOf({ path }) {
  const [bucket] = path.split("/", 1);
  if (!buckets.has(bucket)) throw new Error("there is no bucket " + bucket + " here: what came before is there");
  return buckets.get(bucket) + path.slice(bucket.length);
}`;

const RESTORE = `
async function main() {
  for (const [bucket, there] of buckets) {
    for await (const key of keysOf(there, 1)) {
      say("refused: bucket " + bucket + " is not empty, it has " + JSON.stringify(key) + ". Bring it back into a new one.");
      process.exit(1);
    }
  }
  let count = 0;
  for (let one = await next(); one; one = await next()) {
    await put(placeOf(one), one.size, one.kept);
    count += 1;
  }
  say("restored: " + count + " objects");
}`;

/** By JavaScript without apostrophes. Of what it is brought back by there is `put`, `placeOf` and `keysOf` for others too. */
export const OBJECTS = { asks: ASK, dump: DUMP, restore: PUT + RESTORE };
export const BROUGHT = ASK + PUT;
