import { Resolver } from 'node:dns/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon, stopDaemon } from '../../lab/exec';
import { program } from '../../lab/programs';
import { LAN } from '../network';
import { untilDone } from './until';

/** Answers the nodes, which ask the sandbox for all names of the outside. */
export async function tellNames(
  folder: string,
  addresses: ReadonlyMap<string, string>,
): Promise<() => Promise<void>> {
  const hosts = [...addresses].map(([host, address]) => `    ${address} ${host}\n`).join('');
  const file = join(folder, 'Corefile');
  writeFileSync(file, `.:53 {\n  bind ${LAN.host}\n  hosts {\n${hosts}  }\n}\n`);
  const daemon = startDaemon(
    'provided-names',
    await program('coredns'),
    ['-conf', file],
    join(folder, 'names.log'),
  );
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([LAN.host]);
  await untilDone(daemon, () => resolver.resolve4([...addresses.keys()][0]!));
  return () => stopDaemon(daemon);
}
