import { expect, test } from 'vitest';
import { ALL_PHASES, cases } from '../support/phases';

const CANARIES = 'production with canaries 4';

test.each([
  ['kaleem', [CANARIES]],
  [
    'sentineliq',
    [
      'development with first data 3',
      CANARIES,
      'production of enterprise size 3',
      'production of enterprise size 4',
    ],
  ],
  ['whalli', [CANARIES]],
  [
    'dokploy-saas',
    [
      // No canaries: its servers have no room for a third of everything beside the mesh.
      'production with every switch 3',
      'production of horizontal form 3',
      'production of horizontal form 4',
    ],
  ],
])(
  'the whole road is open to every environment of %s, and to all that it may become',
  async (system, wanted) => {
    const own = (await cases()).filter((one) => one.system === system);
    for (const environment of ['development', 'staging', 'production']) {
      const plain = own.filter((one) => one.environment === environment && !one.variant);
      expect(plain.map(({ phase }) => phase).sort(), environment).toEqual(ALL_PHASES);
    }
    const variants = own.filter(({ variant }) => variant);
    expect(
      variants.map(({ environment, variant, phase }) => `${environment} ${variant!.name} ${phase}`),
    ).toEqual(wanted);
  },
);
