import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** How many cluster tests run beside each other, each on a control plane of its own. */
const workers = Number(process.env.PHASEWISE_WORKERS || 1);

/** What needs the programs that take longest to build comes last, so that it never waits for them alone. */
const LATE = /\/test\/cluster\/(argocd|cloudnative-pg|policies)/;
class LateLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const late = ({ moduleId }: TestSpecification): boolean => LATE.test(moduleId);
    return [...sorted.filter((file) => !late(file)), ...sorted.filter(late)];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LateLast },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cluster/**'],
          // Nothing here leaves state behind, so files may share a worker: a third of the time.
          isolate: false,
          // A synth of everything, on a machine with other work to do.
          testTimeout: 30_000,
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
    ],
  },
});
