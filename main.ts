/** Every system, every environment, every chart, and Argo CD on top: definitions in, YAML and topology pages out. */
import { resolve } from 'node:path';
import { synthesize } from './charts/synth';
import { gitops } from './gitops';
import type { Plan } from './model/plan';
import { DefinitionError } from './model/problems';
import { topologyPage } from './pages/topology';
import { loadPlans } from './systems';
import { DIST, LISTED, list, mend, PAGES, replace, WriteError, writeInto } from './write';

/** cdk8s-cli names the folder; run by hand it is `dist`. */
const OUTPUT = process.env.CDK8S_OUTDIR ?? DIST;

/** All files by path, made before anything is written: a mistake leaves the last good files alone. */
export function files(plans: readonly Plan[]): Map<string, string> {
  const all = new Map([...manifests(plans)].map(([path, text]) => [`${DIST}/${path}`, text]));
  for (const system of new Set(plans.map((plan) => plan.system))) {
    const page = topologyPage(plans.filter((plan) => plan.system === system));
    all.set(`${PAGES}/${system}.md`, page);
  }
  return all;
}

/** By path below `dist`. */
function manifests(plans: readonly Plan[]): Map<string, string> {
  const own = new Map(plans.flatMap((plan) => [...synthesize(plan)]));
  return new Map([...own, ...gitops(plans, own)]);
}

async function main(): Promise<void> {
  mend();
  const plans = await loadPlans();
  const isListed = resolve(OUTPUT) === resolve(LISTED);
  // The pages tell of `dist`, so files elsewhere come without them.
  if (!isListed && resolve(OUTPUT) !== resolve(DIST)) return writeInto(OUTPUT, manifests(plans));
  replace(files(plans));
  if (isListed) list();
}

if (require.main === module) {
  main().catch((error: unknown) => {
    if (!(error instanceof DefinitionError || error instanceof WriteError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  });
}
