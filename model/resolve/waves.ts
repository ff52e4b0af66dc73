/** Start order: a component's wave comes after the waves of everything it connects to, or starts after. */
import { compare } from '../problems';
import { type Draft, systemPath } from './draft';

/** Wave of the first components; namespace, policies, secrets and configuration come before. */
const FIRST = 1;

/** Wave by component name. A cycle is reported with the way round. */
export function planWaves(draft: Draft): Map<string, number> {
  const waves = new Map<string, number>();
  const servers = new Map<string, Set<string>>();
  for (const { client, server } of draft.links) {
    // An external service or the internet is there already.
    if (!draft.components.has(server)) continue;
    servers.set(client, (servers.get(client) ?? new Set()).add(server));
  }
  for (const [later, earlier] of Object.entries(draft.startAfter)) {
    servers.set(later, new Set([...(servers.get(later) ?? []), ...earlier]));
  }
  const visit = (name: string, trail: readonly string[]): number => {
    const known = waves.get(name);
    if (known !== undefined) return known;
    if (trail.includes(name)) {
      const round = trail.slice(trail.indexOf(name));
      const start = round.indexOf([...round].sort(compare)[0]!);
      const way = [...round.slice(start), ...round.slice(0, start), round[start]!];
      const ordered = way.some((later, index) => draft.startAfter[later]?.includes(way[index + 1] ?? ''));
      draft.problems.add(
        systemPath(draft.system, ordered ? 'startAfter' : 'flows'),
        `${way.join(' → ')} is a circle, so nothing in it can start first; take one arrow out`,
      );
      return FIRST;
    }
    const before = [...(servers.get(name) ?? [])].map((server) => visit(server, [...trail, name]));
    const wave = Math.max(FIRST, ...before.map((other) => other + 1));
    waves.set(name, wave);
    return wave;
  };
  for (const name of draft.components.keys()) visit(name, []);
  return waves;
}
