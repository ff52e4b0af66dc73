/** The two commands, from a definition to a report. */
import { namespaceOf } from '../model/resolve/draft';
import type { Phase } from '../model/system';
import { needs } from './add-ons';
import { uncommittedIn } from './git';
import type { Placed } from './objects';
import { phaseName } from './phases';
import { pinOf } from './pin';
import { comparison, type Report } from './report';
import { folderOf, read, type Source, type Target } from './sources';
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
  const after = await read(target, { kind: 'phase', phase: to }, root);
  const found = comparison(before, after);
  const { addOns, unneeded } = needs(before, after, target.environment.cluster.gateway.addOn);
  const names = labels(target);
  const journey = {
    system: target.system.name,
    ...names,
    environment: target.name,
    pin: pinOf(target, root),
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
      // The files are those of the phase it is at, so only from there can they be behind.
      ...(from === target.environment.phase ? await behind(target, before, root) : []),
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

/** What has to be done before a step: what is in the cluster is what was committed and applied. */
export async function behind(target: Target, now: readonly Placed[], root: string): Promise<string[]> {
  if (comparison(await read(target, { kind: 'files' }, root), now).changes.length > 0)
    return ['dist is not what the definition says now: run `npx cdk8s synth`, commit and apply that first.'];
  return uncommitted(folderOf(target), root).map((note) => `${note} Commit and apply that first.`);
}

/** A note when files of a folder are other than at the last commit; none where there is no git to ask. */
export function uncommitted(folder: string, root: string): string[] {
  const files = uncommittedIn(folder, root) ?? [];
  return files.length === 0 ? [] : [`In ${folder}/ is what is not committed: ${files.join(', ')}.`];
}

/** What is other between two sources. */
export async function diff(target: Target, from: Source, to: Source, root: string): Promise<Report> {
  const [before, after] = [await read(target, from, root), await read(target, to, root)];
  return {
    ...labels(target),
    ...comparison(before, after),
    from: sourceName(from),
    to: sourceName(to),
    notes: notes(folderOf(target), from, to, root),
  };
}

/** Who compares with what is committed wants to know when the files in front of him are others. */
export const notes = (folder: string, from: Source, to: Source, root: string): string[] =>
  from.kind === 'committed' || to.kind === 'committed' ? uncommitted(folder, root) : [];

export function sourceName(source: Source): string {
  if (source.kind === 'phase') return phaseName(source.phase);
  if (source.kind === 'git') return `dist at ${source.ref}`;
  if (source.kind === 'files') return 'the files of dist';
  return source.kind === 'committed' ? 'the committed dist' : 'the working definition';
}
