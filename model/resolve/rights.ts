/** What clients may do with what a server keeps apart. */
import type { Right } from '../component';
import type { System } from '../system';

export type RightsByName = Readonly<Record<string, readonly Right[]>>;

/** Those that flows say of one client, together; else what the server gives unasked. In the server's own order. */
export function rightsOf(system: System, client: string, server: string): RightsByName {
  const { rights } = system.components[server]!;
  if (!rights) return {};
  const said = system.flows.filter(({ from, to }) => from === client && to === server);
  const isSaid = said.some((flow) => flow.rights);
  return Object.fromEntries(
    rights.of.flatMap((name) => {
      const given = isSaid ? said.flatMap((flow) => flow.rights?.[name] ?? []) : (rights.unsaid ?? []);
      return given.length > 0 ? [[name, [...new Set(given)]]] : [];
    }),
  );
}
