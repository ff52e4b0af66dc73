/** Where the definition of an environment says at which phase it is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './sources';

/** The one file of the system that writes this phase, or its folder where several do, or none does so in these words. */
export function pinOf({ system, environment: { phase } }: Target, root: string): string {
  const folder = `systems/${system.name}`;
  if (!existsSync(join(root, folder))) return 'its definition';
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const pins = files.filter((file) =>
    new RegExp(`\\bphase: ${phase}\\b`).test(readFileSync(join(root, folder, file), 'utf8')),
  );
  return pins.length === 1 ? `${folder}/${pins[0]}` : `${folder}/`;
}
