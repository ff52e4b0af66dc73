/** A real Elasticsearch without x-pack, from the jars of Maven Central: no logins, no life cycles, the same mappings. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import { freePorts } from './control-plane';
import { type Daemon, sleep, startDaemon, stopDaemon, which } from './exec';
import { cacheFolder, MissingProgramError } from './programs';

const CENTRAL = 'https://repo1.maven.org/maven2';
/** The module that speaks HTTP; a node loads it from a folder of its own, with a descriptor. */
const MODULE = /^(netty-|transport-netty4-)/;
/** Seconds a node may take to answer on a busy machine. */
const PATIENCE = 180;

/** Path at Maven Central → SHA-256. */
const readLock = (): Record<string, string> =>
  load(readFileSync(join(__dirname, 'elasticsearch.lock.yaml'), 'utf8')) as Record<string, string>;

/** The version that the lock file pins, such as `8.19.20`. */
export const elasticsearchVersion = (): string =>
  Object.keys(readLock())
    .map((path) => /^org\/elasticsearch\/elasticsearch\/([^/]+)\//.exec(path)?.[1])
    .find((version) => version !== undefined)!;

/** The jars in the cache, fetched first where one is missing. @throws Error when one is not what the lock file says */
async function jars(): Promise<string[]> {
  const folder = join(cacheFolder(), 'jars');
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  for (const [path, sha256] of Object.entries(readLock())) {
    const file = join(folder, basename(path));
    if (!existsSync(file) || digest(readFileSync(file)) !== sha256) {
      const answer = await fetch(`${CENTRAL}/${path}`);
      if (!answer.ok) throw new Error(`${CENTRAL}/${path} answered ${answer.status}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (digest(bytes) !== sha256) throw new Error(`${path} is not what elasticsearch.lock.yaml pins`);
      // Written aside: a run that is cut off leaves no half file.
      const aside = `${file}.${process.pid}`;
      writeFileSync(aside, bytes);
      renameSync(aside, file);
    }
    files.push(file);
  }
  return files;
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export interface Elasticsearch {
  /** @returns status and body of the answer; text is sent as lines of JSON */
  call(method: string, path: string, body?: object | string): Promise<{ status: number; body: Answer }>;
  stop(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is the business of each API
export type Answer = any;

/** Starts a node on loopback. @throws MissingProgramError without a JDK of version 17 or later */
export async function startElasticsearch(): Promise<Elasticsearch> {
  const java = which('javac') && which('java');
  if (!java) throw new MissingProgramError('a JDK is missing (Debian package openjdk-17-jdk-headless)');
  const files = await jars();
  const home = mkdtempSync(join(tmpdir(), 'phasewise-elasticsearch-'));
  await layOut(home, files);
  const [port] = await freePorts(1);
  const classes = files.filter((file) => !MODULE.test(basename(file)));
  const source = join(__dirname, '../java/Elasticsearch.java');
  // The image's stack for a thread.
  const options = ['-Xss1m', '-Xmx512m', `-Des.path.home=${home}`, '-cp', classes.join(':')];
  const daemon = startDaemon('elasticsearch', java, [...options, source, home, `${port}`], join(home, 'log'));
  const address = `http://127.0.0.1:${port}`;
  try {
    await answering(address, daemon);
  } catch (error) {
    await stop(daemon, home);
    throw error;
  }
  return { call: (...asked) => call(address, daemon, ...asked), stop: () => stop(daemon, home) };
}

async function layOut(home: string, files: readonly string[]): Promise<void> {
  const module = join(home, 'modules/transport-netty4');
  for (const folder of [module, join(home, 'config'), join(home, 'lib')])
    mkdirSync(folder, { recursive: true });
  for (const file of files.filter((one) => MODULE.test(basename(one)))) {
    await copyFile(file, join(module, basename(file)));
  }
  const version = elasticsearchVersion();
  const descriptor = {
    name: 'transport-netty4',
    description: 'HTTP',
    version,
    classname: 'org.elasticsearch.transport.netty4.Netty4Plugin',
    'java.version': 17,
    'elasticsearch.version': version,
  };
  const lines = Object.entries(descriptor).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(join(module, 'plugin-descriptor.properties'), lines.join(''));
}

async function answering(address: string, daemon: Daemon): Promise<void> {
  for (const end = Date.now() + PATIENCE * 1000; Date.now() < end; await sleep(300)) {
    daemon.check();
    const health = await fetch(`${address}/_cluster/health?wait_for_status=yellow&timeout=1s`).catch(
      () => undefined,
    );
    if (health?.ok) return;
  }
  throw new Error(`Elasticsearch did not answer within ${PATIENCE} s`);
}

async function call(address: string, daemon: Daemon, method: string, path: string, body?: object | string) {
  daemon.check();
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: { 'Content-Type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' },
    body: typeof body === 'object' ? JSON.stringify(body) : body,
    signal: AbortSignal.timeout(120_000),
  });
  return { status: answer.status, body: (await answer.json()) as Answer };
}

async function stop(daemon: Daemon, home: string): Promise<void> {
  await stopDaemon(daemon, 20);
  rmSync(home, { recursive: true, force: true });
}
