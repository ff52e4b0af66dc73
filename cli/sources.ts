/** Where objects come from: files of a commit, or a definition at its own or another phase. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../model/plan';
import { DefinitionError, didYouMean } from '../model/problems';
import { resolve } from '../model/resolve';
import type { Environment, Phase, System } from '../model/system';
import { UsageError } from './errors';
import { filesAt } from './git';
import { type Placed, parseTier } from './objects';
import { parsePhase } from './phases';

export type Source =
  /** The files of the last commit: git's HEAD. */
  | { readonly kind: 'committed' }
  | { readonly kind: 'working' }
  /** The files of another commit: what a pull request starts from. */
  | { readonly kind: 'git'; readonly ref: string }
  /** The files as they are now, committed or not. No person asks for them. */
  | { readonly kind: 'files' }
  | { readonly kind: 'phase'; readonly phase: Phase };

/** An environment that exists. */
export interface Target {
  readonly system: System;
  readonly name: string;
  readonly environment: Environment;
}

const ENDING = '.k8s.yaml';

/** @throws UsageError that names the nearest source. */
export function parseSource(text: string): Source {
  if (text === 'committed' || text === 'working') return { kind: text };
  if (text.startsWith('phase:')) return { kind: 'phase', phase: parsePhase(text.slice('phase:'.length)) };
  if (text.startsWith('git:')) return { kind: 'git', ref: text.slice('git:'.length) };
  const choices = ['committed', 'working', 'phase:1', 'phase:2', 'phase:3', 'phase:4', 'git:<commit>'];
  throw new UsageError(`there is nothing called '${text}' to compare${didYouMean(text, choices)}`);
}

/** @throws UsageError that names the nearest system or environment. */
export function findTarget(systems: readonly System[], text: string): Target {
  const [systemName = '', name, ...rest] = text.split('/');
  const system = systems.find((candidate) => candidate.name === systemName);
  if (!system) {
    const names = systems.map((candidate) => candidate.name);
    throw new UsageError(`there is no system '${systemName}'${didYouMean(systemName, names)}`);
  }
  const choices = Object.keys(system.environments);
  if (name === undefined || rest.length > 0) {
    const example = choices.map((choice) => `${systemName}/${choice}`).join(', ');
    throw new UsageError(`'${text}' is not <system>/<environment>. Valid: ${example}`);
  }
  const environment = system.environments[name];
  if (!environment || !choices.includes(name)) {
    throw new UsageError(`${systemName} has no environment '${name}'${didYouMean(name, choices)}`);
  }
  return { system, name, environment };
}

/** Where the files of an environment stand. */
export const folderOf = ({ system, name }: Target): string => `dist/${system.name}/${name}`;

/**
 * All objects of an environment, in the order of the tiers. Writes nothing.
 * @throws DefinitionError when the definition is wrong at that phase.
 * @throws UsageError when git cannot tell what is committed.
 */
export async function read(target: Target, source: Source, root: string): Promise<Placed[]> {
  const folder = folderOf(target);
  const stored = storedFiles(source, folder, root);
  if (stored) return tiers(stored);
  return synthesized(target, source.kind === 'phase' ? source.phase : target.environment.phase);
}

/** A folder of `dist` as a source keeps it, by path; undefined where its files have to be made. */
export function storedFiles(
  source: Source,
  folder: string,
  root: string,
): ReadonlyMap<string, string> | undefined {
  if (source.kind === 'files') return filesIn(folder, root);
  if (source.kind === 'committed') return filesAt('HEAD', folder, root);
  return source.kind === 'git' ? filesAt(source.ref, folder, root) : undefined;
}

/** An environment that was never synthesized has no files yet. */
function filesIn(folder: string, root: string): Map<string, string> {
  if (!existsSync(join(root, folder))) return new Map();
  const paths = readdirSync(join(root, folder)).map((file) => `${folder}/${file}`);
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** The objects of files, tier by tier. */
export function tiers(files: ReadonlyMap<string, string>): Placed[] {
  return [...files]
    .filter(([path]) => path.endsWith(ENDING))
    .flatMap(([path, text]) => parseTier(path.slice(path.lastIndexOf('/') + 1, -ENDING.length), text));
}

async function synthesized({ system, name, environment }: Target, phase: Phase): Promise<Placed[]> {
  const environments = { ...system.environments, [name]: { ...environment, phase } };
  const plan = resolveAt({ ...system, environments }, name, phase === environment.phase ? undefined : phase);
  // The charts take the most time to load, and only this needs them.
  const { synthesize } = await import('../charts/synth.js');
  return tiers(synthesize(plan));
}

/** Like `resolve`; at another phase than the written one, each problem says at which. */
function resolveAt(system: System, name: string, phase: Phase | undefined): Plan {
  try {
    return resolve(system, name);
  } catch (error) {
    if (phase === undefined || !(error instanceof DefinitionError)) throw error;
    throw new DefinitionError(
      error.problems.map(({ path, message }) => ({ path: `${path}, at phase ${phase}`, message })),
    );
  }
}
