import { expect, test } from 'vitest';
import { ALL_PHASES, cases } from '../support/phases';
import { VARIANTS } from '../support/variants';

test.each(['kaleem', 'sentineliq'])(
  'the whole road is open to every environment of %s, and to its production in all its sizes',
  async (system) => {
    const own = (await cases()).filter((one) => one.system === system);
    for (const environment of ['development', 'staging', 'production']) {
      const plain = own.filter((one) => one.environment === environment && !one.variant);
      expect(plain.map(({ phase }) => phase).sort(), environment).toEqual(ALL_PHASES);
    }
    const variants = own.filter(({ environment, variant }) => environment === 'production' && variant);
    const wanted = VARIANTS.filter(({ name }) => system === 'sentineliq' || name === 'with canaries');
    expect(variants.map(({ variant, phase }) => `${variant!.name} ${phase}`)).toEqual(
      wanted.flatMap(({ name, phases }) => phases.map((phase) => `${name} ${phase}`)),
    );
  },
);
