/**
 * `npm run test:random`: systems made at random, each held against every rule, at every phase it can have, with every
 * defect that it can have.
 *
 *   npm run test:random -- --runs 500 --seed 7
 *
 * Without a seed it takes a new one, and says which. With `--path` it shows one failure again.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const { runs, path } = values;
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
if (!/^[1-9]\d*$/.test(runs)) throw new Error(`--runs ${runs}: give a whole number, 1 or more`);
if (!/^-?\d+$/.test(seed)) throw new Error(`--seed ${seed}: give a whole number`);

console.log(`${runs} systems of seed ${seed}`);
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'unit', 'test/random'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PHASEWISE_RANDOM_RUNS: runs,
    PHASEWISE_RANDOM_SEED: seed,
    ...(path && { PHASEWISE_RANDOM_PATH: path }),
  },
});
process.exitCode = status ?? 1;
