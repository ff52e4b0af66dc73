/** Every system, every environment, every chart, and Argo CD on top: definitions in, YAML and topology pages out. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { synthesize } from './charts/synth';
import { gitops } from './gitops';
import type { Plan } from './model/plan';
import { DefinitionError } from './model/problems';
import { topologyPage } from './pages/topology';
import { loadPlans } from './systems';

/** cdk8s-cli names the folder; run by hand it is `dist`. */
const OUTPUT = process.env.CDK8S_OUTDIR ?? 'dist';
const PAGES = join('docs', 'systems');

/** All files by path, made before anything is written: a mistake leaves the last good files alone. */
export function files(plans: readonly Plan[]): Map<string, string> {
  const manifests = new Map(plans.flatMap((plan) => [...synthesize(plan)]));
  const all = new Map<string, string>();
  for (const [path, content] of [...manifests, ...gitops(plans, manifests)])
    all.set(join(OUTPUT, path), content);
  for (const system of new Set(plans.map((plan) => plan.system))) {
    const page = topologyPage(plans.filter((plan) => plan.system === system));
    all.set(join(PAGES, `${system}.md`), page);
  }
  return all;
}

async function main(): Promise<void> {
  const all = files(await loadPlans());
  for (const folder of [OUTPUT, PAGES]) rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of all) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

if (require.main === module) {
  main().catch((error: unknown) => {
    if (!(error instanceof DefinitionError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
}
