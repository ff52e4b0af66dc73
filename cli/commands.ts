/** The two commands, from a definition to a report. */
import { namespaceOf } from '../model/resolve/draft';
import { operatorsIn } from '../model/resolve/operated';
import type { Phase } from '../model/system';
import { addOnsBetween } from '../platform';
import { phaseName } from './phases';
import { comparison, type Report } from './report';
import { read, type Source, type Target } from './sources';
import { steps } from './steps';

const labels = ({ system, name }: Target) => ({
  environment: `${system.name}/${name}`,
  namespace: namespaceOf(system, name),
});

/**
 * What another phase would change. `root` holds `dist`.
 * @param from where it starts. @default the phase that the environment is pinned to
 */
export async function plan(
  target: Target,
  to: Phase,
  root: string,
  from: Phase = target.environment.phase,
): Promise<Report> {
  const before = await read(target, { kind: 'phase', phase: from }, root);
  const found = comparison(before, await read(target, { kind: 'phase', phase: to }, root));
  // The files are those of the phase it is at, so only from there can they be behind.
  const stale =
    from === target.environment.phase &&
    comparison(await read(target, { kind: 'committed' }, root), before).changes.length > 0;
  const { addOn: gateway } = target.environment.cluster.gateway;
  const operators = operatorsIn(target.system, target.name);
  const addOns = addOnsBetween(from, to, gateway, operators);
  const unneeded = addOnsBetween(to, from, gateway, operators);
  const names = labels(target);
  const journey = {
    system: target.system.name,
    ...names,
    environment: target.name,
    from,
    to,
    addOns,
    unneeded,
  };
  return {
    ...names,
    ...found,
    from: phaseName(from),
    to: phaseName(to),
    notes: [
      ...(stale
        ? ['dist is not what the definition says now: run `npx cdk8s synth` and apply that first.']
        : []),
      ...(from !== to && found.changes.length === 0
        ? ['No chart does anything at this phase yet that it does not do at the present one.']
        : []),
      ...(Math.abs(to - from) > 1
        ? ['This goes over several phases at once; one at a time is easier to review.']
        : []),
    ],
    road: { from, to, addOns, steps: from === to ? [] : steps({ ...journey, ...found }) },
  };
}

/** What is other between two sources. */
export async function diff(target: Target, from: Source, to: Source, root: string): Promise<Report> {
  const [before, after] = [await read(target, from, root), await read(target, to, root)];
  return {
    ...labels(target),
    ...comparison(before, after),
    from: sourceName(from),
    to: sourceName(to),
    notes: [],
  };
}

export function sourceName(source: Source): string {
  if (source.kind === 'phase') return phaseName(source.phase);
  if (source.kind === 'git') return `dist at ${source.ref}`;
  return source.kind === 'committed' ? 'the committed dist' : 'the working definition';
}
