/** What of a port is for nobody outside: metrics, and what the component keeps to itself. */
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

/** By name. */
export const droppedHeaders = ({ ports, privateHeaders = {} }: Definition, port: number): string[] => {
  const own = Object.entries(privateHeaders).flatMap(([name, all]) =>
    ports[name]?.number === port ? all : [],
  );
  return [...new Set(own)].sort(compare);
};
