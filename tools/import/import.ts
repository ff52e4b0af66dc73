/**
 * `npm run import`: writes `imports/` anew from the CRD files in the folder PHASEWISE_CRD_MIRROR, for the
 * kinds in `kinds.ts`. A file in `imports/` that is no longer made is removed.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './generate';
import { kinds } from './kinds';

const target = join(__dirname, '..', '..', 'imports');

/** Names the CRD files that are not in the folder; all of them when there is no folder. */
function missing(folder: string | undefined): string[] {
  const files = [...new Set(kinds.map(({ file }) => file))];
  return files.filter((file) => !folder || !existsSync(join(folder, file)));
}

function main(): number {
  const folder = process.env.PHASEWISE_CRD_MIRROR;
  const absent = missing(folder);
  if (!folder || absent.length > 0) {
    console.error(
      `${folder ? `Not in ${folder}` : 'PHASEWISE_CRD_MIRROR is not set'}: ${absent.join(', ')}.\n` +
        'Put the CRD files of the releases in one folder under these names (tools/lab/crds.lock.yaml has the\n' +
        'address and the checksum of each), then: PHASEWISE_CRD_MIRROR=<that folder> npm run import',
    );
    return 1;
  }
  const bindings = generate(folder, kinds);
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(target)) if (!bindings.has(name)) rmSync(join(target, name));
  for (const [name, text] of bindings) {
    writeFileSync(join(target, name), text);
    console.log(`imports/${name}: ${Math.ceil(Buffer.byteLength(text) / 1000)} kB`);
  }
  return 0;
}

process.exitCode = main();
