/** Every environment in one go, and what Argo CD is told: what a pull request does. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GITOPS_FOLDER, isProduction } from '../model/gitops';
import { compare } from '../model/problems';
import { resolveAll } from '../model/resolve';
import type { System } from '../model/system';
import { diff, sourceName } from './commands';
import { filesAt } from './git';
import { parseTier } from './objects';
import { comparison, type Report } from './report';
import type { Source } from './sources';

/** All environments, production first, then all clusters; those without a difference too. */
export async function diffAll(
  systems: readonly System[],
  from: Source,
  to: Source,
  root: string,
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
    const report = await diff(target, from, to, root);
    reports.push(isProduction(target.name) ? { ...report, production: true } : report);
  }
  return [...reports, ...(await clusters(systems, from, to, root))];
}

type Files = ReadonlyMap<string, string>;

async function clusters(
  systems: readonly System[],
  from: Source,
  to: Source,
  root: string,
): Promise<Report[]> {
  const names = new Set(
    systems.flatMap(({ environments }) => Object.values(environments).map(({ cluster }) => cluster.name)),
  );
  const [before, after] = [
    await argoFiles(from, systems, names, root),
    await argoFiles(to, systems, names, root),
  ];
  return [...names].sort(compare).map((name) => {
    const objects = (files: Files) =>
      [...files]
        .filter(([path]) => path.startsWith(`${GITOPS_FOLDER}/${name}/`))
        .flatMap(([path, text]) => parseTier(path.split('/')[2]!.replace('.k8s.yaml', ''), text));
    return {
      environment: `Argo CD in ${name}`,
      namespace: 'argocd',
      ...comparison(objects(before), objects(after)),
      from: sourceName(from),
      to: sourceName(to),
      notes: [],
    };
  });
}

/** Path below `dist` → text. */
async function argoFiles(
  source: Source,
  systems: readonly System[],
  names: ReadonlySet<string>,
  root: string,
): Promise<Files> {
  if (source.kind === 'committed' || source.kind === 'git') {
    const found = [...names].flatMap((name) => {
      const folder = `dist/${GITOPS_FOLDER}/${name}`;
      return [
        ...(source.kind === 'git' ? filesAt(source.ref, folder, root) : filesIn(join(root, folder), folder)),
      ];
    });
    return new Map(found.map(([path, text]) => [path.replace(/^dist\//, ''), text]));
  }
  // What Argo CD is told depends on no single environment's phase, so it is the definition's in any case.
  const [{ synthesize }, { gitops }] = await Promise.all([
    import('../charts/synth.js'),
    import('../gitops/index.js'),
  ]);
  const plans = resolveAll(systems);
  return gitops(plans, new Map(plans.flatMap((plan) => [...synthesize(plan)])));
}

const filesIn = (folder: string, path: string): [string, string][] =>
  existsSync(folder)
    ? readdirSync(folder).map((file) => [`${path}/${file}`, readFileSync(join(folder, file), 'utf8')])
    : [];
