/** Every environment at every phase it can have, made in memory: the road behind and ahead of what is committed. */
import { synthesize } from '../../charts/synth';
import type { Plan } from '../../model/plan';
import { DefinitionError } from '../../model/problems';
import { resolve } from '../../model/resolve';
import { PHASES, type Phase, type System } from '../../model/system';
import { loadSystems } from '../../systems';
import { type DistEnvironment, environments, parse } from './dist';
import { changed, VARIANTS, type Variant } from './variants';

export const ALL_PHASES = Object.keys(PHASES).map(Number) as Phase[];

/** Something to judge, with a name that is known before it is made. */
export interface Case {
  readonly name: string;
  readonly system: string;
  readonly environment: string;
  readonly phase: Phase;
  /** Absent where it is what the definition says. */
  readonly variant?: Variant;
  /** Whether it is read from `dist`, or made here. */
  readonly committed: boolean;
  load(): Promise<DistEnvironment>;
}

/**
 * The plan of an environment at a phase, or undefined where its definition does not allow for that: the cluster has no
 * mesh, the budget is what the phase behind needs. What it says of its own phase is told where everything is resolved.
 */
export function planAt(
  system: System,
  environment: string,
  phase: Phase,
  variant?: Variant,
): Plan | undefined {
  try {
    const at = changed(system, environment, { phase });
    return resolve(variant?.change(at, environment) ?? at, environment);
  } catch (error) {
    if (error instanceof DefinitionError) return undefined;
    throw error;
  }
}

/** An environment made of a plan, as it would be read from `dist`. */
export function environmentOf(plan: Plan): DistEnvironment {
  const { system, environment } = plan;
  // By name, as a folder is read.
  const files = [...synthesize(plan)].sort().map(([path, text]) => {
    const tier = path.slice(path.lastIndexOf('/') + 1).replace('.k8s.yaml', '');
    return { system, environment, tier, path, text, objects: parse(text) };
  });
  const objects = files.flatMap((file) => file.objects);
  return { name: `${system}/${environment}`, system, environment, files, objects, plan };
}

const made = new Map<string, DistEnvironment>();
/** Plans of those that were found to be possible, until they are made. */
const possible = new Map<string, Plan>();
const nameAt = (system: string, environment: string, phase: Phase, variant?: Variant): string =>
  `${system}/${environment}${variant ? ` ${variant.name}` : ''} at phase ${phase}`;

/** @throws Error when no definition asks for the environment, or the one that does does not allow for the phase */
export async function environmentAt(
  system: string,
  environment: string,
  phase: Phase,
  variant?: Variant,
): Promise<DistEnvironment> {
  const name = nameAt(system, environment, phase, variant);
  const known = made.get(name);
  if (known) return known;
  const found = (await loadSystems()).find((one) => one.name === system);
  const plan =
    possible.get(name) ?? (found?.environments[environment] && planAt(found, environment, phase, variant));
  if (!plan) throw new Error(`no definition asks for ${name}`);
  possible.delete(name);
  const one = environmentOf(plan);
  made.set(name, one);
  return one;
}

let all: Promise<readonly Case[]> | undefined;

/** What is committed, each of it at each other phase that it can have, and what it may become. */
export function cases(): Promise<readonly Case[]> {
  all ??= findCases();
  return all;
}

async function findCases(): Promise<Case[]> {
  const systems = await loadSystems();
  return environments().flatMap((committed): Case[] => {
    const { name, system, environment } = committed;
    const definition = systems.find((one) => one.name === system);
    const pinned = definition?.environments[environment]?.phase;
    // The test that compares dist with the definitions names files that nobody asks for.
    if (!definition || !pinned) return [];
    const at = (phase: Phase, variant?: Variant): Case => ({
      name: nameAt(system, environment, phase, variant),
      system,
      environment,
      phase,
      variant,
      committed: false,
      load: () => environmentAt(system, environment, phase, variant),
    });
    const variants = VARIANTS.filter((variant) => variant.has(definition, environment));
    return [
      { name, system, environment, phase: pinned, committed: true, load: () => Promise.resolve(committed) },
      ...[
        ...ALL_PHASES.filter((phase) => phase !== pinned).map((phase) => at(phase)),
        ...variants.flatMap((variant) => variant.phases.map((phase) => at(phase, variant))),
      ].filter(({ name: at, phase, variant }) => {
        const plan = planAt(definition, environment, phase, variant);
        if (plan) possible.set(at, plan);
        return plan;
      }),
    ];
  });
}
