/** Paths of a port that are for nobody outside: metrics, and what the component keeps to itself. */
import type { Definition } from '../component';
import { isWithin, trimmed } from '../paths';
import { compare } from '../problems';

/** Each path once, by name; what lies below another one is left to that. */
export function hiddenPaths(definition: Definition, port: number): string[] {
  const serves = (name: string): boolean => definition.ports[name]?.number === port;
  const paths = [
    ...(definition.metrics ?? []).filter((endpoint) => serves(endpoint.port)).map(({ path }) => path),
    ...Object.entries(definition.privatePaths ?? {}).flatMap(([name, own]) => (serves(name) ? own : [])),
  ];
  const all = [...new Set(paths.map(trimmed))].sort(compare);
  return all.filter((path) => !all.some((other) => other !== path && isWithin(path, other)));
}
