/** Whoever writes a fact into the catalogue sees it used: by a system that is here, or by the lab's own, which nodes run. */
import { expect, it } from 'vitest';
import type { Address } from '../../model/component';
import { savedAs } from '../../model/resolve/backups';
import type { System } from '../../model/system';
import { loadSystems } from '../../systems';
import { everyFact } from '../../tools/node/every-fact';
import { usual } from '../random/pool';
import { CHOSEN } from '../random/technologies';

const at: Address = {
  host: 'h',
  members: ['h'],
  port: () => 1,
  tls: false,
  pool: 1,
  rights: {},
  username: 'u',
  password: 'p',
};
/** `postgres uri`; an operator's servers tell what those of the plain technology tell, and no operator runs on nodes. */
const named = (technology: string, fact: string) =>
  `${technology === 'cloudnative-pg' ? 'postgres' : technology} ${fact}`;

/** Facts by which a system's programs, and the work on its backups, are told of its servers. */
const usedIn = ({ components, flows, backups }: System): string[] => [
  ...flows.flatMap(({ to, env }) =>
    Object.values(env ?? {}).map((fact) => named(components[to]?.technology ?? to, fact)),
  ),
  ...Object.values(backups ? components : {}).flatMap((definition) => {
    const { dump, restore } = savedAs(definition) ?? {};
    const facts = { ...dump?.facts, ...restore?.facts };
    return Object.values(facts).map((fact) => named(definition.technology, fact));
  }),
];

it('uses every fact that the catalogue tells', async () => {
  const used = new Set([...(await loadSystems()), everyFact].flatMap(usedIn));
  const told = CHOSEN.map((one) => one.make(usual(one), () => 'another')).flatMap((definition) =>
    // Who keeps backups tells of itself to the work that it makes, and to nobody else.
    Object.keys((!definition.keepsBackups && definition.connect?.(at)) || {}).map((fact) =>
      named(definition.technology, fact),
    ),
  );
  expect(told.filter((one) => !used.has(one))).toEqual([]);
  // Systems alone do not use all: without the lab's own this would say nothing.
  const without = new Set((await loadSystems()).flatMap(usedIn));
  expect(told.filter((one) => !without.has(one))).not.toEqual([]);
});
