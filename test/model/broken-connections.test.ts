import { expect, test } from 'vitest';
import type { Definition } from '../../model/component';
import type { Flow } from '../../model/system';
import { broken } from '../support/broken';
import { problemsOf, SHOP, STORE, WEB, withComponent, withEnvironment } from '../support/system';

/** The shop with a store that takes so many connections, and these words in the flow from the web. */
const shop = (most: number, said: Partial<Flow> = {}, web: Partial<Definition> = {}) => {
  const store = withComponent('store', { ...STORE, connections: { most, each: 10 } });
  const flows = SHOP.flows.map((flow) => (flow.from === 'web' ? { ...flow, ...said } : flow));
  return withComponent('web', { ...WEB, ...web }, { ...store, flows });
};
const BY_USE = { on: 'cpu', target: 70, max: 6 } as const;
const STORE_PATH = 'shop/live/components/store/connections';
const FLOW = 'shop/flows[web → store]';

broken('connections of clients', {
  'more than the server takes, where no flow says a number': {
    // Each has one pod, and one more while it is updated.
    system: shop(39),
    path: STORE_PATH,
    message:
      "its clients may open 40 at once (2 pods of 'web' with 10, 2 pods of 'worker' with 10), and it takes 39",
  },
  'more than the server takes at the most pods of an autoscaler, whatever the phase': {
    system: shop(100, { connections: 20 }, { scaling: BY_USE }),
    path: STORE_PATH,
    message: "its clients may open 160 at once (7 pods of 'web' with 20",
  },
  'no pool at all': {
    system: shop(99, { pool: 0 }),
    path: `${FLOW}.pool`,
    message: '0 is not a number of connections',
  },
  'fewer than one pool': {
    system: shop(99, { pool: 5, connections: 4 }),
    path: `${FLOW}.connections`,
    message: '4 are fewer than one pool of 5',
  },
  'a number that nobody counts': {
    system: { ...SHOP, flows: SHOP.flows.map((flow) => (flow.from === 'web' ? { ...flow, pool: 5 } : flow)) },
    path: `${FLOW}.pool`,
    message: "'store' does not count its connections; leave it out",
  },
});

test('as many as the server takes are in order, and a pool is what a flow opens where it says no more', () => {
  expect(problemsOf(shop(40))).toEqual([]);
  expect(problemsOf(shop(30, { pool: 5 }))).toEqual([]);
  expect(problemsOf(shop(29, { pool: 5 }))).toHaveLength(1);
});

test('work that ends has one pod, and what a provider runs is for the provider to count', () => {
  const job = { workload: 'Job', ports: {}, probes: undefined } as const;
  expect(problemsOf({ ...shop(30, {}, job), routes: [] })).toEqual([]);
  const elsewhere = withEnvironment(
    { external: { store: { host: 'store.example', port: 443 } } },
    shop(1, { pool: 5 }),
  );
  expect(problemsOf(elsewhere)).toEqual([]);
});
