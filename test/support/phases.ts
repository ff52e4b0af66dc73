/** Every environment at every phase, made in memory: the road behind and ahead of what is committed. */
import { synthesize } from '../../charts/synth';
import { resolve } from '../../model/resolve';
import { PHASES, type Phase } from '../../model/system';
import { loadSystems } from '../../systems';
import { type DistEnvironment, environments, parse } from './dist';
import { type Change, changed, VARIANTS, type Variant } from './variants';

export const ALL_PHASES = Object.keys(PHASES).map(Number) as Phase[];

/** Something to judge, with a name that is known before it is made. */
export interface Case {
  readonly name: string;
  load(): Promise<DistEnvironment>;
}

const made = new Map<string, Promise<DistEnvironment>>();

async function make(
  system: string,
  environment: string,
  phase: Phase,
  change: Change = (same) => same,
): Promise<DistEnvironment> {
  const found = (await loadSystems()).find(({ name }) => name === system);
  if (!found) throw new Error(`dist/${system} has no definition`);
  const plan = resolve(change(changed(found, environment, { phase }), environment), environment);
  // By name, as a folder is read.
  const files = [...synthesize(plan)].sort().map(([path, text]) => {
    const tier = path.slice(path.lastIndexOf('/') + 1).replace('.k8s.yaml', '');
    return { system, environment, tier, path, text, objects: parse(text) };
  });
  const objects = files.flatMap((file) => file.objects);
  return { name: `${system}/${environment}`, system, environment, files, objects, plan };
}

/** @throws Error when no definition asks for the environment */
export function environmentAt(
  system: string,
  environment: string,
  phase: Phase,
  variant?: Variant,
): Promise<DistEnvironment> {
  const name = `${system}/${environment}${variant ? ` ${variant.name}` : ''} at phase ${phase}`;
  const known = made.get(name) ?? make(system, environment, phase, variant?.change);
  made.set(name, known);
  return known;
}

/** Each variant of an environment, at each of its phases. */
export const variantsOf = (system: string, environment: string): { variant: Variant; phase: Phase }[] =>
  VARIANTS.filter((variant) => variant.has(system, environment)).flatMap((variant) =>
    variant.phases.map((phase) => ({ variant, phase })),
  );

/** What is committed, each of it at each phase, and what it may become. */
export const CASES: readonly Case[] = environments().flatMap((committed) => {
  const { name, system, environment } = committed;
  return [
    { name, load: () => Promise.resolve(committed) },
    ...ALL_PHASES.map((phase) => ({
      name: `${name} at phase ${phase}`,
      load: () => environmentAt(system, environment, phase),
    })),
    ...variantsOf(system, environment).map(({ variant, phase }) => ({
      name: `${name} ${variant.name} at phase ${phase}`,
      load: () => environmentAt(system, environment, phase, variant),
    })),
  ];
});
