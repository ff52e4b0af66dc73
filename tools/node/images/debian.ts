/**
 * Programs from Debian's archive. Packages are unpacked once into one folder, a pool; an image gets the programs it names
 * and the libraries they ask for, and nothing else, as small images do.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { must, run } from '../../lab/exec';
import { imageCache } from './places';

/** The release whose versions are nearest to what the catalogue runs. */
const RELEASE = 'forky';
const ARCHIVE = 'http://deb.debian.org/debian';
/** What images take programs from. A pool is fetched when an image is made of it, and not before. */
const POOLS = {
  servers: [
    'busybox-static',
    'ca-certificates',
    'curl',
    'haproxy',
    'libstdc++6',
    'nginx',
    'postgresql-client-18',
    'prometheus-nginx-exporter',
    'rabbitmq-server',
    'redis-server',
    'redis-tools',
  ],
  // What it opens by itself is in packages that none of its own ask for.
  browser: ['busybox-static', 'chromium-headless-shell', 'fontconfig-config', 'fonts-dejavu-core'],
  backup: ['apache2-utils', 'busybox-static', 'jq'],
  archive: ['barman-cli-cloud', 'busybox-static', 'ca-certificates', 'python3-lz4', 'python3-zstandard'],
} as const;

type Pool = keyof typeof POOLS;

const made = new Map<Pool, Promise<string>>();

/** A folder with packages, unpacked; fetched once. */
export function debianPool(name: Pool = 'servers'): Promise<string> {
  const pool = made.get(name) ?? makePool(POOLS[name]);
  made.set(name, pool);
  return pool;
}

async function makePool(packages: readonly string[]): Promise<string> {
  const key = createHash('sha256')
    .update(JSON.stringify([RELEASE, packages]))
    .digest('hex')
    .slice(0, 12);
  const pool = join(imageCache('debian'), key);
  if (existsSync(pool)) return pool;
  const aside = `${pool}.${process.pid}`;
  process.stderr.write(`fetching packages of Debian ${RELEASE} (once)\n`);
  const started = Date.now();
  // `extract`: unpacked, no script of a package runs. An archive that a mirror has kept for a while is good enough.
  const how = ['--variant=extract', '--mode=root', '--quiet', '--aptopt=Acquire::Check-Valid-Until "false"'];
  await must('mmdebstrap', [...how, `--include=${packages.join(',')}`, RELEASE, aside, ARCHIVE], {
    timeout: 900,
  });
  for (const folder of ['doc', 'man', 'locale', 'info', 'lintian', 'perl5']) {
    rmSync(join(aside, 'usr/share', folder), { recursive: true, force: true });
  }
  // Programs ask for their loader in /lib64.
  for (const name of ['bin', 'lib', 'lib64', 'sbin']) symlinkSync(`usr/${name}`, join(aside, name));
  renameSync(aside, pool);
  process.stderr.write(`fetched them in ${Math.round((Date.now() - started) / 1000)} s\n`);
  return pool;
}

/** Copies programs, libraries or folders of the pool to the same paths below `root`, with all libraries they need. */
export async function copyFromDebian(root: string, paths: readonly string[], from?: Pool): Promise<void> {
  const pool = await debianPool(from);
  const wanted = paths.flatMap((path) => filesBelow(pool, path));
  const libraries = await librariesOf(pool, wanted);
  const all = [...new Set([...wanted, ...libraries].flatMap((path) => withTargets(pool, path)))];
  const list = all.map((path) => `.${path}\0`).join('');
  const copy = 'tar -C "$1" --no-recursion --null -T - -cf - | tar -C "$2" -xpf -';
  await must('sh', ['-ec', copy, 'sh', pool, root], { stdin: list, timeout: 600 });
}

/** The path itself, or every file and link below it. @throws when the pool has no such path */
function filesBelow(pool: string, path: string): string[] {
  const entry = lstatSync(join(pool, path), { throwIfNoEntry: false });
  if (!entry) throw new Error(`no package of images/debian.ts has ${path}`);
  if (!entry.isDirectory()) return [path];
  return [path, ...readdirSync(join(pool, path)).flatMap((name) => filesBelow(pool, join(path, name)))];
}

/** A path and, where it is a link, what it leads to. */
function withTargets(pool: string, path: string): string[] {
  const full = join(pool, path);
  if (!lstatSync(full).isSymbolicLink()) return [path];
  const next = resolve(dirname(path), readlinkSync(full));
  return existsSync(join(pool, next)) ? [path, ...withTargets(pool, next)] : [path];
}

const LOADER = '/usr/lib64/ld-linux-x86-64.so.2';

/** The shared libraries that programs and libraries ask the loader for, and the loader. */
async function librariesOf(pool: string, paths: readonly string[]): Promise<string[]> {
  const binaries = paths.filter((path) => isBinary(join(pool, path)));
  if (binaries.length === 0) return [];
  // The loader of the pool, in the pool: it finds what the image's own will find. Static programs make it complain.
  const list = `for file; do ${LOADER} --list "$file" 2>&1; done`;
  const { stdout } = await run('chroot', [pool, '/usr/bin/busybox', 'sh', '-c', list, 'sh', ...binaries]);
  const missing = /^\s*(\S+) => not found/m.exec(stdout);
  if (missing) throw new Error(`no package of images/debian.ts has the library ${missing[1]}`);
  const found = [...stdout.matchAll(/=> (\/\S+) \(0x/g)].map(([, path]) =>
    path!.replace(/^\/lib/, '/usr/lib'),
  );
  return found.length > 0 ? [LOADER, ...new Set(found)] : [];
}

function isBinary(file: string): boolean {
  const entry = statSync(file, { throwIfNoEntry: false });
  if (!entry?.isFile() || entry.size < 4) return false;
  const start = Buffer.alloc(4);
  const opened = openSync(file, 'r');
  readSync(opened, start);
  closeSync(opened);
  return start.toString('latin1') === '\x7fELF';
}
