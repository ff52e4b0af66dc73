import { expect, test } from 'vitest';
import { broken } from '../support/broken';
import { OPERATED, store, WHOLE } from '../support/operated';
import { problemsOf, withComponent } from '../support/system';

test('a store that an operator runs is fine when the cluster names the operator', () => {
  expect(problemsOf(store(WHOLE))).toEqual([]);
});

broken('what an operator runs', {
  'a cluster without the operator': {
    system: store(WHOLE, {}),
    path: 'shop/live/cluster.operators',
    message:
      "'store' is run by CloudNativePG, but cluster 'lab' has none; name its pods, or run 'store' without an operator",
  },
  'nobody to run it': {
    system: store({ ...WHOLE, operated: undefined }),
    path: 'shop/components/store/operated',
    message: 'says which operator runs it, and from what resource; add it',
  },
  'an operator for what we run ourselves': {
    system: withComponent('web', { operated: OPERATED }, store(WHOLE)),
    path: 'shop/components/web/operated',
    message: 'is for what an operator runs, not for a Deployment; leave it out',
  },
  'a variable that no pod would get': {
    system: store({ ...WHOLE, env: { A: 'b' } }),
    path: 'shop/components/store/env',
    message: 'CloudNativePG makes the pods, so nobody would read it; say it in the resource, or leave it out',
  },
  'a port that is not there': {
    system: store({ ...WHOLE, operated: { ...OPERATED, controls: ['stor'] } }),
    path: 'shop/components/store/operated',
    message: "CloudNativePG asks port 'stor', which is not among the ports",
  },
  'two Secrets of one name': {
    system: store({ ...WHOLE, operated: { ...OPERATED, secrets: () => ['store-web'] } }),
    path: 'shop/components/store',
    message: "CloudNativePG makes a Secret 'store-web' itself; rename the component or its client",
  },
  'a resource that cannot be made': {
    system: store({
      ...WHOLE,
      operated: {
        ...OPERATED,
        resource: () => {
          throw new Error('no such version');
        },
      },
    }),
    path: 'shop/components/store',
    message: 'no such version',
  },
});
