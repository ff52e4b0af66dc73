import {
  type Container,
  isOperated,
  type KubeObject,
  kindOf,
  type Labels,
  podTemplates,
  type Scaler,
  title,
} from '../support/kubernetes';
import { quantity } from '../support/quantity';
import { another, find, inObject, rule, without } from '../support/rule';

const SCALERS = ['HorizontalPodAutoscaler', 'ScaledObject'];

const scalers = (objects: readonly KubeObject[]): { name: string; spec: Scaler }[] =>
  objects
    .filter(({ kind }) => SCALERS.includes(kind))
    .map((object) => ({ name: title(object), spec: object.spec as Scaler }));

const counted = (objects: readonly KubeObject[]): string[] => [
  ...podTemplates(objects).flatMap(({ owner, kind, name }) => {
    // It ends, and has one pod meanwhile; an operator counts for itself.
    if (kind === 'Job' || isOperated({ kind })) return [];
    const { replicas } = find(objects, owner.split('/')[0]!, name).spec as { replicas?: number };
    const by = scalers(objects).filter(({ spec }) => spec.scaleTargetRef.name === name);
    if (by.length > 1) return [`${owner} is scaled by ${by.map((one) => one.name).join(' and ')}`];
    if (by.length === 1 && replicas !== undefined)
      return [`${owner} is set back to ${replicas} at each sync`];
    return by.length === 0 && replicas === undefined ? [`${owner} has one pod because nobody says more`] : [];
  }),
  ...scalers(objects).flatMap(({ name, spec }) => {
    const least = spec.minReplicas ?? spec.minReplicaCount ?? 0;
    const most = spec.maxReplicas ?? spec.maxReplicaCount ?? 0;
    if (least < 1) return [`${name} may take the last pod away`];
    return most < least ? [`${name} has ${most} for its most and ${least} for its least`] : [];
  }),
];

rule('each number of pods has exactly one owner, and is never nothing', counted, [
  ['the manifest too', inObject('Deployment/api', 'spec.replicas', 2), /Deployment\/api is set back to 2/],
  ['nobody', without('HorizontalPodAutoscaler/api'), /Deployment\/api has one pod because/],
  [
    'two autoscalers',
    another('ScaledObject/worker-indexing', 'spec.scaleTargetRef.name', 'api'),
    /Deployment\/api is scaled by HorizontalPodAutoscaler\/api and ScaledObject/,
  ],
  [
    'to nothing',
    inObject('ScaledObject/worker-indexing', 'spec.minReplicaCount', 0),
    /may take the last pod/,
  ],
  ['no maximum', inObject('HorizontalPodAutoscaler/api', 'spec.maxReplicas', 1), /has 1 for its most and 2/],
]);

interface Hpa {
  scaleTargetRef: { name: string };
  metrics: {
    containerResource?: { container: string; name: string; target: { averageUtilization: number } };
  }[];
  behavior: Record<'scaleUp' | 'scaleDown', { stabilizationWindowSeconds: number }>;
}

const shares = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'HorizontalPodAutoscaler').flatMap((object) => {
    const { scaleTargetRef, metrics, behavior } = object.spec as Hpa;
    const pod = podTemplates(objects).find(({ name }) => name === scaleTargetRef.name);
    const wrong = metrics.flatMap(({ containerResource: of }) => {
      if (!of) return [`${title(object)} measures the helpers in the pod too`];
      const container = pod?.spec.containers.find(({ name }) => name === of.container);
      return container?.resources?.requests?.[of.name]
        ? []
        : [`${title(object)}: ${of.container} requests no ${of.name} to take a share of`];
    });
    const { scaleUp, scaleDown } = behavior;
    return scaleUp.stabilizationWindowSeconds < scaleDown.stabilizationWindowSeconds
      ? wrong
      : [...wrong, `${title(object)} is as quick to go as to come`];
  });

const METRIC = 'spec.metrics.0.containerResource';
const DOWN = 'spec.behavior.scaleDown.stabilizationWindowSeconds';

rule('a load brings pods at once, and a pause does not take them', shares, [
  [
    'another container',
    inObject('HorizontalPodAutoscaler/api', `${METRIC}.container`, 'exporter'),
    /exporter requests no cpu to take a share of/,
  ],
  ['the whole pod', inObject('HorizontalPodAutoscaler/api', METRIC, undefined), /measures the helpers/],
  ['no patience', inObject('HorizontalPodAutoscaler/api', DOWN, 0), /as quick to go as to come/],
]);

interface Triggered {
  scaleTargetRef: { name: string };
  triggers: { metadata: { queueName: string; host: string }; authenticationRef: { name: string } }[];
}
interface Login {
  secretTargetRef: { parameter: string; name: string; key: string }[];
}

const variable = (container: Container | undefined, name: string): string | undefined =>
  container?.env?.find((one) => one.name === name)?.value;

const queues = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'ScaledObject').flatMap((object) => {
    const { scaleTargetRef, triggers } = object.spec as Triggered;
    const pod = podTemplates(objects).find(({ name }) => name === scaleTargetRef.name);
    const own = variable(pod?.spec.containers[0], 'QUEUE_NAME');
    return triggers.flatMap(({ metadata, authenticationRef }) => {
      const login = find(objects, 'TriggerAuthentication', authenticationRef.name).spec as Login;
      const parameters = login.secretTargetRef.map(({ parameter }) => parameter).sort();
      const account = variable(pod?.spec.containers[0], 'RABBITMQ_URL');
      const { host } = new URL(metadata.host.replace(/^amqp/, 'http'));
      return [
        ...(metadata.queueName === own ? [] : [`${title(object)} reads ${metadata.queueName}, not ${own}`]),
        ...(parameters.join() === 'password,username' ? [] : [`${title(object)} logs in with ${parameters}`]),
        ...(account?.includes(`//${scaleTargetRef.name}:`) ? [] : [`${title(object)} has no account`]),
        // KEDA's own namespace has no Service of that name.
        ...(/^[\w-]+\.[\w-]+\.svc\./.test(host)
          ? []
          : [`${title(object)} cannot find ${host} from its namespace`]),
      ];
    });
  });

const TRIGGER = 'spec.triggers.0.metadata';

rule('each worker is scaled by its own queue', queues, [
  [
    "another's queue",
    inObject('ScaledObject/worker-indexing', `${TRIGGER}.queueName`, 'webhook.dispatch.q'),
    /reads webhook.dispatch.q, not indexing.q/,
  ],
  [
    'half a login',
    inObject('TriggerAuthentication/worker-indexing', 'spec.secretTargetRef.0', {
      parameter: 'password',
      name: 'a',
      key: 'b',
    }),
    /logs in with password,password/,
  ],
  [
    'a short name',
    inObject('ScaledObject/worker-indexing', `${TRIGGER}.host`, 'amqp://rabbitmq:5672/kaleem'),
    /cannot find rabbitmq:5672 from its namespace/,
  ],
]);

interface Vertical {
  targetRef: { kind: string; name: string };
  updatePolicy: { updateMode: string; minReplicas?: number };
  resourcePolicy?: {
    containerPolicies: {
      containerName: string;
      mode?: string;
      controlledValues?: string;
      minAllowed?: Labels;
      maxAllowed?: Labels;
    }[];
  };
}

const sizes = (objects: readonly KubeObject[]): string[] => {
  const vertical = kindOf(objects, 'VerticalPodAutoscaler');
  if (vertical.length === 0) return [];
  const unseen = podTemplates(objects).filter(
    // A Job ends before there is anything to learn of it, and an operator would take back what another wrote.
    ({ kind, name }) =>
      kind !== 'Job' &&
      !isOperated({ kind }) &&
      !vertical.some(({ spec }) => (spec as Vertical).targetRef.name === name),
  );
  return [
    ...unseen.map(({ owner }) => `nobody says how large ${owner} should be`),
    ...vertical.flatMap((object) => boundsOf(objects, object)),
  ];
};

function boundsOf(objects: readonly KubeObject[], object: KubeObject): string[] {
  const { targetRef, updatePolicy, resourcePolicy } = object.spec as Vertical;
  if (updatePolicy.updateMode === 'Off') return [];
  const what = title(object);
  if (scalers(objects).some(({ spec }) => spec.scaleTargetRef.name === targetRef.name))
    return [`${what} changes what another autoscaler takes its share of`];
  const pod = podTemplates(objects).find(({ name }) => name === targetRef.name)!;
  return pod.spec.containers.flatMap((container) => {
    const policies = resourcePolicy?.containerPolicies ?? [];
    const policy =
      policies.find(({ containerName }) => containerName === container.name) ??
      policies.find(({ containerName }) => containerName === '*');
    if (policy?.mode === 'Off') return [];
    const { minAllowed, maxAllowed, controlledValues } = policy ?? {};
    if (controlledValues !== 'RequestsOnly') return [`${what} changes the limits of ${container.name}`];
    const { requests = {}, limits = {} } = container.resources ?? {};
    return (['cpu', 'memory'] as const).flatMap((name) => {
      const [low, now, high] = [minAllowed?.[name], requests[name], maxAllowed?.[name]];
      if (!low || !now || !high) return [`${what} has no bounds for the ${name} of ${container.name}`];
      if (!(quantity(low) <= quantity(now) && quantity(now) <= quantity(high)))
        return [`${what}: ${name} starts out of bounds`];
      return limits[name] && quantity(high) > quantity(limits[name])
        ? [`${what}: ${name} above its limit`]
        : [];
    });
  });
}

const POLICY = 'spec.resourcePolicy.containerPolicies.0';

rule('requests follow the use, in bounds, and never against another autoscaler', sizes, [
  ['nobody watches', without('VerticalPodAutoscaler/mongodb'), /how large StatefulSet\/mongodb should be/],
  [
    'both at once',
    inObject('VerticalPodAutoscaler/api', 'spec.updatePolicy.updateMode', 'InPlaceOrRecreate'),
    /VerticalPodAutoscaler\/api changes what another autoscaler/,
  ],
  [
    'limits too',
    inObject('VerticalPodAutoscaler/mongodb', `${POLICY}.controlledValues`, undefined),
    /changes the limits of mongodb/,
  ],
  [
    'helpers too',
    inObject('VerticalPodAutoscaler/mongodb', 'spec.resourcePolicy.containerPolicies.1.mode', 'Auto'),
    /changes the limits of exporter/,
  ],
  [
    'no bounds',
    inObject('VerticalPodAutoscaler/redis', `${POLICY}.maxAllowed.cpu`, ''),
    /no bounds for the cpu/,
  ],
  [
    'above',
    inObject('VerticalPodAutoscaler/redis', `${POLICY}.maxAllowed.memory`, '9Gi'),
    /memory above its/,
  ],
  ['below', inObject('VerticalPodAutoscaler/redis', `${POLICY}.minAllowed.cpu`, '3'), /cpu starts out of/],
]);
