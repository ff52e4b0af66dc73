import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { crdsNeededBy, readCrds } from '../lab/crds';
import { kyvernoDefinitions, otherDefinitions } from '../lab/kyverno-parts';
import { MissingProgramError, program } from '../lab/programs';
import { fetchForAddOns, imagesOfAddOns } from './add-ons';
import { LAYOUT } from './cluster';
import { ENVIRONMENTS, environmentsToStart } from './environments';
import { buildImages, imagesFor, platformImages } from './images/build';
import { KYVERNO_IMAGE } from './kyverno';
import { missingForNode } from './needs';
import { fetchForProviders } from './providers';
import { inSandbox } from './sandbox';
import { environmentsWanted, policiesOf, writeEnvironments } from './write-environments';

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

/**
 * `tsx tools/node/enter.ts <program> [argument…] [--all]`: runs a program where real nodes can be started.
 *
 * `--all`: with an environment of each system, and all that takes too long for every run.
 */
async function main([command, ...given]: string[]): Promise<number> {
  if (!command) throw new Error('name the program to run in the sandbox');
  const args = given.filter((one) => one !== '--all');
  if (args.length < given.length) process.env.PHASEWISE_NODE_ALL = '1';
  const missing = missingForNode();
  if (missing) throw new MissingProgramError(missing);
  for (const name of PROGRAMS) await program(name);
  const made = [await writeEnvironments(await environmentsWanted(args.length < given.length))];
  try {
    process.env[ENVIRONMENTS] = made[0];
    const units = environmentsToStart();
    const asked = crdsNeededBy(units.flatMap(({ objects }) => objects));
    for (const crds of asked) await readCrds(crds);
    await fetchForAddOns(units);
    await fetchForProviders(units);
    const images = [...units.flatMap(({ objects }) => imagesFor(objects)), ...(await imagesOfAddOns(units))];
    if (process.env.PHASEWISE_NODE_ALL && (await Promise.all(units.map(policiesOf))).some(Boolean)) {
      for (const crds of kyvernoDefinitions()) await readCrds(crds);
      await otherDefinitions();
      images.push(KYVERNO_IMAGE);
    }
    made.push(await buildImages([...new Set([...images, ...platformImages()])]));
    process.env[LAYOUT] = made[1];
    return await inSandbox(resolve(__dirname, '../../node_modules/.bin', command), args);
  } finally {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
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
