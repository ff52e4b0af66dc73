/** Every system, every environment, every chart: definitions in, YAML and topology pages out. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { synthesize } from './charts/synth';
import { DefinitionError } from './model/problems';
import { loadPlans } from './systems';

/** cdk8s-cli names the folder; run by hand it is `dist`. */
const OUTPUT = process.env.CDK8S_OUTDIR ?? 'dist';

function main(): void {
  // Everything is made before anything is written: a mistake leaves the last good files alone.
  const files = loadPlans().flatMap((plan) => [...synthesize(plan)]);
  rmSync(OUTPUT, { recursive: true, force: true });
  for (const [path, content] of files) {
    const target = join(OUTPUT, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

try {
  main();
} catch (error) {
  if (!(error instanceof DefinitionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
