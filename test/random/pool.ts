/** All technologies that random systems are made of: the catalogue's, those of systems here, and a newcomer's own. */
import { existsSync, readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import type { Definition } from '../../model/component';
import { Problems } from '../../model/problems';
import { checkShape } from '../../model/shape';
import type { Flow, System } from '../../model/system';
import { loadSystems } from '../../systems';
import { SHOP } from '../support/system';
import { type OwnOptions, own, ownOptions } from './own';
import { CHOSEN, type Options, type Technology } from './technologies';

/** Where technologies live, and what clusters bring. */
const ROOMS = ['catalogue', 'platform'];

/** Everything that the files of these rooms export, by name; of a product in a folder, what its `index.ts` does. */
export async function exported(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const room of ROOMS) {
    const files = readdirSync(room)
      .sort()
      .flatMap((name) =>
        name.endsWith('.ts') ? name : existsSync(`${room}/${name}/index.ts`) ? `${name}/index.ts` : [],
      );
    for (const file of files) Object.assign(all, await import(/* @vite-ignore */ `../../${room}/${file}`));
  }
  return all;
}

/** What a function makes of nothing; undefined where it wants to be told more. */
export function bare(value: unknown): unknown {
  try {
    return typeof value === 'function' ? value({}) : undefined;
  } catch {
    return undefined;
  }
}

const isDefinition = (value: unknown): value is Definition =>
  typeof value === 'object' && value !== null && 'technology' in value && 'tier' in value && 'image' in value;

/** Whether nothing is missing in it that only a person can choose, such as a size. */
const isWhole = (definition: Definition): boolean =>
  checkShape({ ...SHOP, components: { one: definition } }, new Problems());

const alone = { needs: [], knows: [] } as const;

/** Functions of the catalogue that nobody has to be told how to call. */
const unasked = (all: Record<string, unknown>): Technology[] =>
  Object.entries(all)
    .filter(([call, value]) => {
      const made = bare(value);
      return !CHOSEN.some((one) => one.call === call) && isDefinition(made) && isWhole(made);
    })
    .map(([call, value]) => ({
      ...alone,
      call,
      options: fc.constant({}),
      make: () => (value as (options: object) => Definition)({}),
    }));

/** What a system has of a technology that is known in no other way, as it has it. */
const inSystems = (systems: readonly System[], known: ReadonlySet<string>): Technology[] =>
  systems.flatMap(({ name, components, flows }) =>
    Object.entries(components)
      .filter(
        ([component, definition]) =>
          !known.has(definition.technology) && isAlone(component, flows, definition),
      )
      .map(([component, definition]) => ({
        ...alone,
        call: `${name}/${component}`,
        options: fc.constant({}),
        make: () => definition,
      })),
  );

/** Whether it can be without the others of its system: nobody has said which of them it needs. */
const isAlone = (component: string, flows: readonly Flow[], { scaling, traffic }: Definition): boolean =>
  scaling?.on !== 'queue' &&
  !traffic &&
  !flows.some(({ from, to }) => from === component && to !== 'internet');

/** Technologies of a newcomer's own: several files, so that a system may have some of each. */
export const OWN: readonly string[] = ['bookkeeper', 'courier', 'archive'];

const owned = (call: string): Technology => ({
  ...alone,
  call,
  options: ownOptions as fc.Arbitrary<Options>,
  make: (chosen) => own(call, chosen as OwnOptions),
});

/** By their calls. */
export async function technologies(): Promise<ReadonlyMap<string, Technology>> {
  const found = [...CHOSEN, ...unasked(await exported())];
  const known = new Set(found.map((one) => one.make(usual(one), () => 'another').technology));
  const all = [...found, ...inSystems(await loadSystems(), known), ...OWN.map(owned)];
  return new Map(all.map((one) => [one.call, one]));
}

/** Options of one that nobody wished for. */
export const usual = ({ options }: Technology): Options => fc.sample(options, { numRuns: 1, seed: 1 })[0]!;
