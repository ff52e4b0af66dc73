/**
 * `npm run bench`: what `npx cdk8s synth` costs here over an empty cdk8s project with cdk8s-cli as it is, in wall
 * seconds, and what one more environment would cost. The two projects run in turn (A B A B ...), so that a
 * machine that slows down slows both. Every run writes every file: what is there already would cost less.
 *
 *   npm run bench -- --runs 7 --limit 1.5
 *
 * Exit status: 0 within the limit, 1 above it or when a synth fails, 2 for a wrong option.
 * It runs in temporary folders that it removes: a copy of this repository, and the empty project.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { files } from '../main';
import { resolveAll } from '../model/resolve';
import { loadSystems } from '../systems';

const root = join(__dirname, '..');

/** The official typescript-app template's program: one chart with nothing in it. */
const emptyMain = `import { Construct } from 'constructs';
import { App, Chart, ChartProps } from 'cdk8s';

export class MyChart extends Chart {
  constructor(scope: Construct, id: string, props: ChartProps = { }) {
    super(scope, id, props);

    // define resources here

  }
}

const app = new App();
new MyChart(app, 'empty');
app.synth();
`;

interface Options {
  /** Counted runs of each project, after one run of each that is not counted. */
  readonly runs: number;
  /** Highest ratio ours / empty, the median over the pairs. */
  readonly limit: number;
}

function options(): Options {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '7' },
      limit: { type: 'string', default: '1.5' },
    },
  });
  const runs = Number(values.runs);
  const limit = Number(values.limit);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs ${values.runs}: give a whole number, 1 or more`);
  if (!(limit > 0)) throw new Error(`--limit ${values.limit}: give a number above 0`);
  return { runs, limit };
}

/** The quickest usual way to run TypeScript; the template's own, ts-node, takes longer. */
const EMPTY_SETTINGS = 'language: typescript\napp: node --require tsx/cjs main.ts\n';

/** Makes the empty project in a folder: our tools and settings, the template's program. */
function createEmptyProject(folder: string): void {
  cpSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  writeFileSync(join(folder, 'cdk8s.yaml'), EMPTY_SETTINGS);
  linkPackages(folder);
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true, "type": "commonjs" }\n');
  writeFileSync(join(folder, 'main.ts'), emptyMain);
}

/** The packages that are here, with cdk8s-cli as its makers publish it: what everybody else starts. */
function linkPackages(folder: string): void {
  const [ours, theirs] = [join(root, 'node_modules'), join(folder, 'node_modules')];
  mkdirSync(join(theirs, '.bin'), { recursive: true });
  for (const name of readdirSync(ours))
    if (name !== '.bin') symlinkSync(join(ours, name), join(theirs, name));
  for (const name of readdirSync(join(ours, '.bin')))
    if (name !== 'cdk8s') symlinkSync(join(ours, '.bin', name), join(theirs, '.bin', name));
  symlinkSync(join(root, 'tools/cdk8s/node_modules/cdk8s-cli/bin/cdk8s'), join(theirs, '.bin/cdk8s'));
}

/** Makes a copy of this repository, without what a synth does not read. */
function createCopy(folder: string): void {
  for (const part of readdirSync(root)) {
    if (part.startsWith('.') || ['node_modules', 'dist', 'tools', 'test'].includes(part)) continue;
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  cpSync(join(root, 'tools', 'run.js'), join(folder, 'tools', 'run.js'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
}

/**
 * Wall seconds of one `npx cdk8s synth` in a project, which has no files yet.
 * @throws with what it printed when it fails
 */
async function synth(project: string, signal: AbortSignal): Promise<number> {
  rmSync(join(project, 'dist'), { recursive: true, force: true });
  const start = process.hrtime.bigint();
  await promisify(execFile)('npx', ['cdk8s', 'synth'], {
    cwd: project,
    maxBuffer: 64 * 1024 * 1024,
    // Nobody's network is measured.
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    signal,
  });
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function row(name: string, numbers: readonly number[], digits = 2): string {
  const columns = [Math.min(...numbers), median(numbers), Math.max(...numbers)];
  return name.padEnd(22) + columns.map((number) => number.toFixed(digits).padStart(8)).join('');
}

/** Rounds in which one more environment is timed; the first of them still compile. */
const ROUNDS = 20;

/**
 * Prints what one more environment costs: all of them are made again and again in this process, and nothing
 * is written. One with many words of its own costs a little more.
 */
async function oneMore(): Promise<void> {
  const systems = await loadSystems();
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const plans = resolveAll(systems);
    files(plans);
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1000 / plans.length);
  }
  console.log(`processor milliseconds, ${ROUNDS} rounds`);
  console.log(row('one more environment', costs, 0));
}

/** Runs both projects in turn and prints the table; the ratio is the median over the pairs. */
async function compare(copy: string, empty: string, runs: number, signal: AbortSignal): Promise<number> {
  const ours: number[] = [];
  const theirs: number[] = [];
  await synth(copy, signal);
  await synth(empty, signal);
  for (let run = 0; run < runs; run++) {
    ours.push(await synth(copy, signal));
    theirs.push(await synth(empty, signal));
  }
  const pairs = ours.map((seconds, run) => seconds / theirs[run]!);
  console.log(`npx cdk8s synth, wall seconds, ${runs} runs each in turn after one that is not counted`);
  console.log(`${' '.repeat(22)}     min  median     max`);
  console.log(row('this repository', ours));
  console.log(row('empty project', theirs));
  console.log(row('ratio pair by pair', pairs));
  console.log(`ratio of the medians ${(median(ours) / median(theirs)).toFixed(2)}`);
  return median(pairs);
}

async function main({ runs, limit }: Options): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-bench-'));
  const [copy, empty] = ['copy', 'empty'].map((name) => join(folder, name)) as [string, string];
  try {
    mkdirSync(copy);
    mkdirSync(empty);
    createCopy(copy);
    createEmptyProject(empty);
    const ratio = await compare(copy, empty, runs, stop.signal);
    await oneMore();
    if (ratio <= limit) return 0;
    console.error(`The ratio pair by pair, ${ratio.toFixed(2)}, is above the limit of ${limit}.`);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prints why it stopped; a failed synth says it in what it printed. */
function report(error: Error & { stdout?: string; stderr?: string }): void {
  console.error([error.message, error.stdout, error.stderr].filter(Boolean).join('\n'));
}

let chosen: Options | undefined;
try {
  chosen = options();
} catch (error) {
  report(error as Error);
  process.exitCode = 2;
}
if (chosen) {
  main(chosen)
    .then((status) => {
      process.exitCode = status;
    })
    .catch((error) => {
      report(error);
      process.exitCode = 1;
    });
}
