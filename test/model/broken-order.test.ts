import { broken } from '../support/broken';
import { SHOP, withEnvironment } from '../support/system';

const after = (startAfter: Record<string, string[]>) => ({ ...SHOP, startAfter });

broken('the start order that no flow tells', {
  'somebody unknown waits': {
    system: after({ wrker: ['store'] }),
    path: 'shop/startAfter/wrker',
    message: "there is no component 'wrker'. Did you mean 'worker'?",
  },
  'something unknown is waited for': {
    system: after({ worker: ['webb'] }),
    path: 'shop/startAfter/worker',
    message: "there is no component 'webb'. Did you mean 'web'?",
  },
  'it waits for itself': {
    system: after({ worker: ['worker'] }),
    path: 'shop/startAfter/worker',
    message: 'cannot start after itself',
  },
  'a flow says so already': {
    system: after({ worker: ['store'] }),
    path: 'shop/startAfter/worker',
    message: "'worker' has a flow to 'store', so it starts after it anyway",
  },
  'each waits for the other': {
    system: after({ store: ['worker'] }),
    path: 'shop/startAfter',
    message: 'store → worker → store is a circle',
  },
});

broken('what an environment does without', {
  'nobody of that name': {
    system: withEnvironment({ without: ['wokrer'] }),
    path: 'shop/live/without',
    message: "there is no component 'wokrer'. Did you mean 'worker'?",
  },
  'an override of what is not there': {
    system: withEnvironment({ without: ['worker'], overrides: { worker: { replicas: 2 } } }),
    path: 'shop/live/overrides/worker',
    message: "there is no component 'worker'",
  },
});
