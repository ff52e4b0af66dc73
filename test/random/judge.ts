/** Everything that is true of every valid system, asked of one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plan as planStep } from '../../cli/commands';
import { renderMarkdown } from '../../cli/render/markdown';
import { renderText } from '../../cli/render/text';
import { findTarget } from '../../cli/sources';
import { files } from '../../main';
import type { Plan } from '../../model/plan';
import { DefinitionError } from '../../model/problems';
import { resolveAll } from '../../model/resolve';
import type { Phase, System } from '../../model/system';
import { type DistEnvironment, parse } from '../support/dist';
import type { WrittenLaw } from '../support/law';
import { pageProblems } from '../support/page';
import { ALL_PHASES, environmentOf, planAt } from '../support/phases';
import { said, type WrittenRule } from '../support/rule';
import { turnedAround } from '../support/shuffle';

/** One thing that is wrong, and where. */
export interface Finding {
  /** `shop/production at phase 2`, or the system alone. */
  readonly where: string;
  /** Title of the rule. */
  readonly rule: string;
  readonly says: readonly string[];
}

export interface Judges {
  readonly rules: readonly WrittenRule[];
  readonly laws: readonly WrittenLaw[];
  /**
   * Defects that have found a place, as `rule: defect`, and are not tried again; undefined where all of them are tried
   * everywhere.
   */
  readonly tried?: Set<string>;
  /** The same, of all that were tried. */
  readonly placed: Set<string>;
}

export const defectName = ({ title }: WrittenRule, [name]: WrittenRule['defects'][number]): string =>
  `${title}: ${name}`;

/** What somebody says who must not throw. */
async function quietly<T>(
  found: Finding[],
  where: string,
  rule: string,
  ask: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const told = error instanceof DefinitionError ? error.message : ((error as Error).stack ?? String(error));
    found.push({ where, rule, says: [told] });
    return undefined;
  }
}

/** Empty where all is well. */
export async function judge(system: System, judges: Judges): Promise<Finding[]> {
  const found: Finding[] = [];
  const plans = await quietly(found, system.name, 'a valid definition is not refused', () =>
    resolveAll([system]),
  );
  if (!plans) return found;
  const made = await quietly(found, system.name, 'it can be made', () => files(plans));
  if (!made) return found;
  sameBytes(found, system, made);
  told(found, system, plans, made);
  const committed = plans.map((plan) => environmentFrom(made, plan));
  await gitops(found, system, made, committed, judges);
  for (const environment of Object.keys(system.environments)) {
    const phases = ALL_PHASES.filter((phase) => planAt(system, environment, phase));
    for (const phase of phases) {
      const name = `${system.name}/${environment} at phase ${phase}`;
      const pinned = system.environments[environment]!.phase === phase;
      const one = pinned
        ? committed.find((other) => other.environment === environment)!
        : environmentOf(planAt(system, environment, phase)!);
      await rules(found, name, one, judges);
    }
    await road(found, system, environment, phases);
  }
  return found;
}

function environmentFrom(made: ReadonlyMap<string, string>, plan: Plan): DistEnvironment {
  const { system, environment } = plan;
  const folder = join('dist', system, environment);
  const all = [...made]
    .filter(([path]) => path.startsWith(`${folder}/`))
    .sort()
    .map(([path, text]) => {
      const tier = path.slice(folder.length + 1).replace('.k8s.yaml', '');
      return { system, environment, tier, path, text, objects: parse(text) };
    });
  return {
    name: `${system}/${environment}`,
    system,
    environment,
    files: all,
    objects: all.flatMap(({ objects }) => objects),
    plan,
  };
}

function sameBytes(found: Finding[], system: System, made: ReadonlyMap<string, string>): void {
  const other = (title: string, again: System): void => {
    const now = files(resolveAll([again]));
    const paths = [...new Set([...made.keys(), ...now.keys()])].filter(
      (path) => made.get(path) !== now.get(path),
    );
    if (paths.length > 0) found.push({ where: system.name, rule: title, says: paths });
  };
  other('the same definition gives the same bytes', system);
  other('written down in any order, a definition gives the same bytes', turnedAround(system));
}

function told(
  found: Finding[],
  system: System,
  plans: readonly Plan[],
  made: ReadonlyMap<string, string>,
): void {
  const page = made.get(join('docs', 'systems', `${system.name}.md`)) ?? '';
  const says = pageProblems(page, plans);
  if (says.length > 0) found.push({ where: system.name, rule: 'its page is whole', says });
}

async function gitops(
  found: Finding[],
  system: System,
  made: ReadonlyMap<string, string>,
  environments: readonly DistEnvironment[],
  { laws }: Judges,
): Promise<void> {
  const clusters = new Map<string, ReturnType<typeof parse>>();
  for (const [path, text] of made) {
    const name = /^dist\/argocd\/([^/]+)\//.exec(path)?.[1];
    if (name) clusters.set(name, [...(clusters.get(name) ?? []), ...parse(text)]);
  }
  const all = [...clusters].sort().map(([name, objects]) => ({ name, objects }));
  for (const { title, check } of laws)
    await quietly(found, system.name, title, () => check({ clusters: all, environments }));
}

async function rules(found: Finding[], where: string, one: DistEnvironment, judges: Judges): Promise<void> {
  for (const rule of judges.rules) {
    const says = await quietly(found, where, rule.title, () => rule.judge(one.objects, one));
    if (says?.length) found.push({ where, rule: rule.title, says });
    // A defect beside another one proves nothing.
    if (says?.length !== 0) continue;
    for (const defect of rule.defects) {
      const name = defectName(rule, defect);
      if (judges.tried?.has(name)) continue;
      const noticed = await quietly(found, where, `${name} would be noticed`, () => said(rule, defect, one));
      if (noticed === undefined) continue;
      judges.placed.add(name);
      judges.tried?.add(name);
    }
  }
}

/** `phasewise plan` from each phase to the next and back: it answers, and nothing is refused or lost on the way. */
async function road(
  found: Finding[],
  system: System,
  environment: string,
  phases: readonly Phase[],
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'phasewise-random-'));
  const target = findTarget([system], `${system.name}/${environment}`);
  const steps = phases.slice(1).flatMap((to, index): [Phase, Phase][] => [
    [phases[index]!, to],
    [to, phases[index]!],
  ]);
  for (const [from, to] of steps) {
    const where = `${system.name}/${environment} from phase ${from} to ${to}`;
    await quietly(found, where, 'a step of the road can be planned', async () => {
      const report = await planStep(target, to, root, from);
      const text = renderText(report, false) + renderMarkdown(report);
      const { refused, lost } = report.effects;
      const says = [
        ...refused.map(({ object, message }) => `${object.kind}/${object.metadata.name}: ${message}`),
        ...lost
          .filter(({ object }) => object.kind !== 'ExternalSecret')
          .map(({ object, message }) => `${object.kind}/${object.metadata.name}: ${message}`),
        ...(/\bundefined\b|\[object /.test(text) ? ['the report has a lost value'] : []),
      ];
      if (says.length > 0) found.push({ where, rule: 'a step of the road loses nothing', says });
    });
  }
  rmSync(root, { recursive: true, force: true });
}
