/** Every environment in one go, and what Argo CD is told: what a pull request does. */
import { GITOPS_FOLDER, isProduction } from '../model/gitops';
import { compare, DefinitionError, Problems } from '../model/problems';
import { resolveAll } from '../model/resolve';
import type { System } from '../model/system';
import { diff, notes, sourceName } from './commands';
import type { Placed } from './objects';
import { comparison, type Report } from './report';
import { type Source, storedFiles, tiers } from './sources';

/**
 * All environments, production first, then all clusters; those without a difference too.
 * @param problems what is wrong with systems that cannot be compared
 * @throws DefinitionError with those, and with what is wrong in any environment
 */
export async function diffAll(
  systems: readonly System[],
  from: Source,
  to: Source,
  root: string,
  problems = new Problems(),
): Promise<Report[]> {
  const targets = systems
    .flatMap((system) =>
      Object.entries(system.environments).map(([name, environment]) => ({ system, name, environment })),
    )
    .sort(
      (a, b) =>
        Number(isProduction(b.name)) - Number(isProduction(a.name)) ||
        compare(`${a.system.name}/${a.name}`, `${b.system.name}/${b.name}`),
    );
  const reports: Report[] = [];
  for (const target of targets) {
    try {
      const report = await diff(target, from, to, root);
      reports.push(isProduction(target.name) ? { ...report, production: true } : report);
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
      problems.addAll(error.problems);
    }
  }
  if (problems.any) throw new DefinitionError(problems.list);
  return [...reports, ...(await clusters(systems, from, to, root))];
}

async function clusters(
  systems: readonly System[],
  from: Source,
  to: Source,
  root: string,
): Promise<Report[]> {
  const names = new Set(
    systems.flatMap(({ environments }) => Object.values(environments).map(({ cluster }) => cluster.name)),
  );
  let made: Promise<ReadonlyMap<string, string>> | undefined;
  const objects = async (source: Source, name: string): Promise<Placed[]> => {
    const folder = `${GITOPS_FOLDER}/${name}`;
    const stored = storedFiles(source, `dist/${folder}`, root);
    if (stored) return tiers(stored);
    // Of all clusters at once, and for both sides.
    made ??= make(systems);
    return tiers(new Map([...(await made)].filter(([path]) => path.startsWith(`${folder}/`))));
  };
  const reports: Report[] = [];
  for (const name of [...names].sort(compare)) {
    reports.push({
      environment: `Argo CD in ${name}`,
      namespace: 'argocd',
      ...comparison(await objects(from, name), await objects(to, name)),
      from: sourceName(from),
      to: sourceName(to),
      notes: notes(`dist/${GITOPS_FOLDER}/${name}`, from, to, root),
    });
  }
  return reports;
}

/** What Argo CD is told depends on no single environment's phase, so it is the definition's in any case. */
async function make(systems: readonly System[]): Promise<ReadonlyMap<string, string>> {
  const [{ synthesize }, { gitops }] = await Promise.all([
    import('../charts/synth.js'),
    import('../gitops/index.js'),
  ]);
  const plans = resolveAll(systems);
  return gitops(plans, new Map(plans.flatMap((plan) => [...synthesize(plan)])));
}
