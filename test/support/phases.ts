/** Every environment at every phase, made in memory: the road behind and ahead of what is committed. */
import { synthesize } from '../../charts/synth';
import { resolve } from '../../model/resolve';
import { PHASES, type Phase, type System } from '../../model/system';
import { loadSystems } from '../../systems';
import { type DistEnvironment, environments, parse } from './dist';

export const ALL_PHASES = Object.keys(PHASES).map(Number) as Phase[];

/** Something to judge, with a name that is known before it is made. */
export interface Case {
  readonly name: string;
  load(): Promise<DistEnvironment>;
}

/** The same system with one environment at another phase. */
export const atPhase = (system: System, environment: string, phase: Phase): System => ({
  ...system,
  environments: {
    ...system.environments,
    [environment]: { ...system.environments[environment]!, phase },
  },
});

type Change = (system: System, environment: string) => System;

/** A next version beside each component that people reach and that may have one, with a tenth of the requests. */
export const withCanaries: Change = (system, environment) => {
  const routed = system.routes
    .map(({ to }) => to)
    .filter((name) => {
      const { workload, singleton } = system.components[name]!;
      return workload === 'Deployment' && !singleton;
    });
  const canary = Object.fromEntries(routed.map((name) => [name, { tag: '9.9.9', weight: 10 }]));
  return {
    ...system,
    environments: { ...system.environments, [environment]: { ...system.environments[environment]!, canary } },
  };
};

const made = new Map<string, Promise<DistEnvironment>>();

async function make(
  system: string,
  environment: string,
  phase: Phase,
  change: Change = (same) => same,
): Promise<DistEnvironment> {
  const found = (await loadSystems()).find(({ name }) => name === system);
  if (!found) throw new Error(`dist/${system} has no definition`);
  const plan = resolve(change(atPhase(found, environment, phase), environment), environment);
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
  change?: Change,
): Promise<DistEnvironment> {
  const name = `${system}/${environment} at phase ${phase}${change ? `, ${change.name}` : ''}`;
  const known = made.get(name) ?? make(system, environment, phase, change);
  made.set(name, known);
  return known;
}

/** What is committed, and each of it at each phase. */
export const CASES: readonly Case[] = environments().flatMap((committed) => [
  { name: committed.name, load: () => Promise.resolve(committed) },
  ...ALL_PHASES.map((phase) => ({
    name: `${committed.name} at phase ${phase}`,
    load: () => environmentAt(committed.system, committed.environment, phase),
  })),
  // No environment has a canary for long, so none may be committed: it is judged all the same.
  ...(committed.environment === 'production'
    ? [
        {
          name: `${committed.name} with canaries at phase 4`,
          load: () => environmentAt(committed.system, committed.environment, 4, withCanaries),
        },
      ]
    : []),
]);
