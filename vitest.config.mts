import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** How many cluster tests run beside each other, each on a control plane of its own. */
const workers = Number(process.env.PHASEWISE_WORKERS || 1);

/** Files that need programs which are built late come late, so that nothing waits for a build alone. */
const LATER = [
  /\/test\/cluster\/configuration/,
  /\/test\/cluster\/argocd/,
  /\/test\/cluster\/(cloudnative-pg|external-secrets|policies)/,
  /\/test\/cluster\/edge-traefik/,
];
const turn = ({ moduleId }: TestSpecification): number => LATER.findIndex((files) => files.test(moduleId));

/** Files that start programs for many seconds: as the last ones they would leave other processors idle. */
const LONG = /\/test\/(main|write|readme|loading|cli\/command)\.test\.ts$/;
const isShort = ({ moduleId }: TestSpecification): number => Number(!LONG.test(moduleId));

class LaterLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // A stable sort: within a turn the order is vitest's own.
    return (await super.sort(files)).sort((a, b) => turn(a) - turn(b) || isShort(a) - isShort(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LaterLast },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cluster/**', 'test/node/**'],
          // Nothing here leaves state behind, so files may share a worker: a third of the time.
          isolate: false,
          // One for each processor: much of the time goes to programs that the tests start.
          maxWorkers: '100%',
          // A synth of everything, on a machine with other work to do.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          globalSetup: ['test/cluster/setup.ts'],
          // The files of one worker take turns on its control plane.
          maxWorkers: workers,
          fileParallelism: workers > 1,
          env: { PHASEWISE_WORKERS: String(workers) },
          testTimeout: 600_000,
          hookTimeout: 1_800_000,
        },
      },
      {
        test: {
          name: 'node',
          include: ['test/node/**/*.test.ts'],
          globalSetup: ['test/node/setup.ts'],
          // All of them share the nodes.
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
