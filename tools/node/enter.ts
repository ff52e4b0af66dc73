import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { crdsNeededBy, readCrds } from '../lab/crds';
import { imagesOf } from '../lab/pods';
import { MissingProgramError, program } from '../lab/programs';
import { LAYOUT } from './cluster';
import { environmentsToStart } from './environments';
import { buildImages, platformImages } from './images/build';
import { missingForNode } from './needs';
import { inSandbox } from './sandbox';

/** What the nodes run beside pods; built before the sandbox, which has no way out, is entered. */
const PROGRAMS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'kubelet',
  'kube-proxy',
  'kube-router',
] as const;

/** `tsx tools/node/enter.ts <program> [argument…]`: runs a program where real nodes can be started. */
async function main([command, ...args]: string[]): Promise<number> {
  if (!command) throw new Error('name the program to run in the sandbox');
  const missing = missingForNode();
  if (missing) throw new MissingProgramError(missing);
  for (const name of PROGRAMS) await program(name);
  const units = environmentsToStart();
  for (const crds of crdsNeededBy(units.flatMap(({ objects }) => objects))) await readCrds(crds);
  const images = units.flatMap(({ objects }) => objects.flatMap(imagesOf));
  const layout = await buildImages([...new Set([...images, ...platformImages()])]);
  process.env[LAYOUT] = layout;
  try {
    return await inSandbox(resolve(__dirname, '../../node_modules/.bin', command), args);
  } finally {
    rmSync(layout, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
