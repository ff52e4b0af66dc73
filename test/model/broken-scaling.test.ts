import type { Cluster } from '../../model/cluster';
import type { Idle, Scaling } from '../../model/scaling';
import type { System } from '../../model/system';
import { broken } from '../support/broken';
import { CLUSTER, SHOP, WEB, withComponent, withEnvironment } from '../support/system';

const KEDA = { namespace: 'keda', podLabels: { app: 'keda-operator' } };
const byUse: Scaling = { on: 'cpu', target: 70, max: 3 };
const byQueue: Scaling = { on: 'queue', server: 'store', queues: { orders: 5 }, max: 3 };
const withQueues = withComponent('store', {
  queueTriggers: ({ host, queue }) => [{ type: 'store', metadata: { host, queue } }],
});

const web = (scaling: Scaling, patch: object = {}): System => withComponent('web', { scaling, ...patch });
const worker = (
  scaling: Partial<Scaling>,
  system = withQueues,
  cluster: Cluster = { ...CLUSTER, keda: KEDA },
): System =>
  withEnvironment(
    { phase: 3, cluster },
    withComponent('worker', { scaling: { ...byQueue, ...scaling } as Scaling }, system),
  );

const idle: Idle = { after: 600, meanwhile: 'Work waits.' };
const withCollector = withComponent('store', {
  queryTrigger: ({ expr }) => ({ type: 'prometheus', metadata: { query: expr } }),
});
const queried = (
  scaling: object,
  system = withCollector,
  cluster: Cluster = { ...CLUSTER, keda: KEDA },
  name = 'worker',
): System =>
  withEnvironment(
    { phase: 3, cluster },
    withComponent(
      name,
      { scaling: { on: 'query', expr: 'sum(work)', perPod: 2, max: 3, ...scaling } },
      system,
    ),
  );

broken('how a component scales', {
  'less than it starts with': {
    system: web({ ...byUse, max: 1 }, { replicas: 2 }),
    path: 'shop/components/web/scaling/max',
    message: '1 is not a number of pods from 2 (its replicas) up',
  },
  'an environment with less than it starts with': {
    system: withEnvironment({ overrides: { web: { replicas: 4 } } }, web(byUse)),
    path: 'shop/components/web/scaling/max',
    message: '3 is not a number of pods from 4',
  },
  'an environment that allows half a pod': {
    system: withEnvironment({ overrides: { web: { maxReplicas: 2.5 } } }, web(byUse)),
    path: 'shop/live/overrides/web/maxReplicas',
    message: '2.5 is not a number of pods',
  },
  'an environment with more of what does not scale': {
    system: withEnvironment({ overrides: { web: { maxReplicas: 2 } } }),
    path: 'shop/live/overrides/web/maxReplicas',
    message: "'web' does not scale; give it 'scaling' or leave this out",
  },
  'more of what there can be one of': {
    system: web(byUse, { singleton: 'it keeps sessions' }),
    path: 'shop/components/web/scaling',
    message: "'web' can only run once (it keeps sessions)",
  },
  'more of what keeps data': {
    system: withComponent('store', { scaling: byUse }),
    path: 'shop/components/store/scaling',
    message: 'a volume stays behind when its pod goes',
  },
  'a share above the whole': {
    system: web({ ...byUse, target: 0.7 }),
    path: 'shop/components/web/scaling/target',
    message: 'write 70 for 70 %',
  },
  'a share of nothing': {
    system: web(byUse, { resources: { requests: { cpu: '0', memory: '1Mi' }, limits: { memory: '1Mi' } } }),
    path: 'shop/components/web/scaling',
    message: "'web' requests no processor, so there is nothing to take 70 % of",
  },
  'a queue nobody may wait in': {
    system: worker({ queues: { orders: 0, refunds: 2 } }),
    path: 'shop/components/worker/scaling/queues/orders',
    message: '0 messages; 1 is the least',
  },
  'no queue at all': {
    system: worker({ queues: {} }),
    path: 'shop/components/worker/scaling/queues',
    message: 'names no queue; name one, or leave scaling out',
  },
  'a queue of a misspelt broker': {
    system: worker({ server: 'stoer' }),
    path: 'shop/components/worker/scaling/server',
    message: "'worker' has no flow to 'stoer', so its queues are not its own. Did you mean 'store'?",
  },
  'a queue of what has none': {
    system: worker({}, SHOP),
    path: 'shop/components/worker/scaling/server',
    message: "'store' has no queues whose length an autoscaler could ask for",
  },
  'a queue without an account': {
    system: worker(
      {},
      withComponent('store', { accounts: undefined, connect: () => ({ uri: 'store://store' }) }, withQueues),
    ),
    path: 'shop/components/worker/scaling/server',
    message: "'store' has no accounts",
  },
  'a queue on a cluster without KEDA': {
    system: worker({}, withQueues, CLUSTER),
    path: 'shop/live/cluster.keda',
    message: "'worker' is scaled by queues of 'store', but cluster 'lab' has no KEDA",
  },
  'a query where nothing collects metrics': {
    system: queried({}, SHOP),
    path: 'shop/components/worker/scaling',
    message: "'worker' is scaled by a query, and nothing in 'live' collects metrics that can be asked",
  },
  'a query on a cluster without KEDA': {
    system: queried({}, withCollector, CLUSTER),
    path: 'shop/live/cluster.keda',
    message: "'worker' is scaled by a query, but cluster 'lab' has no KEDA",
  },
  'a query that asks nothing': {
    system: queried({ expr: ' ' }),
    path: 'shop/components/worker/scaling/expr',
    message: 'asks nothing',
  },
  'nothing that a pod could do': {
    system: queried({ perPod: 0 }),
    path: 'shop/components/worker/scaling/perPod',
    message: '0 is no part of the work',
  },
  'none before one could have started': {
    system: queried({ idle: { ...idle, after: 30 } }),
    path: 'shop/components/worker/scaling.idle.after',
    message: '30 s; a start may take 60 s, so that is the least',
  },
  'none, and nobody is told what that means': {
    system: queried({ idle: { ...idle, meanwhile: ' ' } }),
    path: 'shop/components/worker/scaling.idle.meanwhile',
    message: 'is empty; say what those who ask it meet',
  },
  'none, and always two': {
    system: withComponent('worker', { replicas: 3, minAvailable: 2 }, queried({ idle })),
    path: 'shop/components/worker/scaling.idle',
    message: "promises that 2 of its pods stay ('minAvailable')",
  },
  'none where people come': {
    system: { ...queried({ idle }, withCollector, { ...CLUSTER, keda: KEDA }, 'web') },
    path: 'shop/components/web/scaling.idle',
    message: "people come to 'web' by a route",
  },
  'none, and nobody to wake it': {
    system: withComponent(
      'worker',
      { ports: WEB.ports, metrics: [{ port: 'http', path: '/metrics', emits: ['worker_jobs'] }] },
      queried({ idle, expr: 'sum(rate(worker_jobs_count[1m])) or vector(0)' }),
    ),
    path: 'shop/components/worker/scaling.expr',
    message: "'worker_jobs_count' is told by the pods of 'worker' alone",
  },
  'none of what is counted by its processor': {
    system: web({ ...byUse, idle } as never),
    path: 'shop/components/web/scaling.idle',
    message: "nothing here is called 'idle'",
  },
  'more pods than the budget holds': {
    system: withEnvironment(
      { phase: 3, budget: { cpu: '1', memory: '8Gi', source: 'half of the lab' } },
      web({ ...byUse, max: 9 }),
    ),
    path: 'shop/live/budget',
    message: 'of processor at the most its autoscalers may while everything is updated, more than 1 (half of',
  },
});
