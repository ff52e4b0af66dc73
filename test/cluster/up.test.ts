/** `npm run cluster` holds keys and tokens in a folder, and says that it leaves nothing behind: however it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, type TestContext, test } from 'vitest';
import { readLock } from '../../tools/lab/crds';
import { sleep } from '../../tools/lab/exec';
import type { Program } from '../../tools/lab/programs';
import { ROOT } from '../support/dist';
import { needBuilt } from './lab';

const PROGRAMS: readonly Program[] = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'kubectl',
];
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** What it takes for the folder of temporary files; its own, so that no other cluster's is looked at. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'phasewise-up-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The command as npm runs it, in a group of processes of its own, as at a terminal. */
async function start(
  context: TestContext,
  env: Readonly<Record<string, string>> = {},
): Promise<ChildProcess> {
  for (const name of PROGRAMS) await needBuilt(context, name);
  return spawn('sh', ['-c', scripts.cluster], {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, ...env, TMPDIR: folder },
  });
}

const labs = () => readdirSync(folder).filter((name) => name.startsWith('phasewise-lab-'));

/** Command lines of processes that were told of the folder; none where the system does not tell them. */
const processes = (): string[] =>
  (existsSync('/proc') ? readdirSync('/proc') : [])
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(folder) ? [line] : [];
      } catch {
        return [];
      }
    });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

/** Sends a signal to all of them, as a terminal does, and waits for the end. */
async function end(child: ChildProcess, signal: NodeJS.Signals, times = 1): Promise<void> {
  const gone = new Promise((done) => child.once('close', done));
  for (let time = 0; time < times; time++) {
    process.kill(-child.pid!, signal);
    await sleep(10);
  }
  await gone;
}

test('Ctrl-C, and once more by an impatient hand', async (context) => {
  const child = await start(context);
  let said = '';
  child.stdout!.on('data', (chunk) => (said += chunk));
  await until(() => said.includes('leaves nothing behind') || child.exitCode !== null);
  expect(said).toContain(`export KUBECONFIG=${join(folder, labs()[0]!, 'kubeconfig')}`);
  if (existsSync('/proc')) expect(processes().length).toBeGreaterThan(4);
  await end(child, 'SIGINT', 2);
  expect({ labs: labs(), processes: processes() }).toEqual({ labs: [], processes: [] });
});

test.for(['SIGTERM', 'SIGHUP'] as const)('%s in the middle of its start', async (signal, context) => {
  const child = await start(context);
  await until(() => labs().some((name) => existsSync(join(folder, name, 'kube-apiserver.log'))));
  await end(child, signal);
  expect({ labs: labs(), processes: processes() }).toEqual({ labs: [], processes: [] });
});

test('a start that fails half-way', async (context) => {
  const mirror = join(folder, 'definitions');
  mkdirSync(mirror);
  for (const { name } of readLock()) writeFileSync(join(mirror, `${name}.yaml`), 'kind: None\n');
  const child = await start(context, { PHASEWISE_CRD_MIRROR: mirror });
  let said = '';
  child.stderr!.on('data', (chunk) => (said += chunk));
  expect(await new Promise((done) => child.once('close', done))).toBe(1);
  expect(said).toContain('does not match crds.lock.yaml');
  expect({ labs: labs(), processes: processes() }).toEqual({ labs: [], processes: [] });
});
