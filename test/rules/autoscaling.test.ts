import {
  isOperated,
  type KubeObject,
  kindOf,
  type Labels,
  podTemplates,
  type Scaler,
  title,
} from '../support/kubernetes';
import { quantity } from '../support/quantity';
import { another, find, findThat, inObject, type Rule, rule, those, without } from '../support/rule';
import { planOf } from '../support/systems';

const SCALERS = ['HorizontalPodAutoscaler', 'ScaledObject'];

const scalers = (objects: readonly KubeObject[]): { name: string; spec: Scaler }[] =>
  objects
    .filter(({ kind }) => SCALERS.includes(kind))
    .map((object) => ({ name: title(object), spec: object.spec as Scaler }));

/** Whether an autoscaler says how many pods it has. */
const isScaled = (_: unknown, { metadata }: KubeObject, objects: readonly KubeObject[]): boolean =>
  scalers(objects).some(({ spec }) => spec.scaleTargetRef.name === metadata.name);

const counted: Rule = async (objects, environment) => {
  const { components } = await planOf(environment);
  const rests = (name: string): boolean =>
    components.some((one) => one.name === name && one.scaling?.idle !== undefined);
  return [
    ...podTemplates(objects).flatMap(({ owner, kind, name }) => {
      // It ends, and has one pod meanwhile; an operator counts for itself.
      if (kind.endsWith('Job') || isOperated({ kind })) return [];
      const { replicas } = find(objects, owner.split('/')[0]!, name).spec as { replicas?: number };
      const by = scalers(objects).filter(({ spec }) => spec.scaleTargetRef.name === name);
      if (by.length > 1) return [`${owner} is scaled by ${by.map((one) => one.name).join(' and ')}`];
      if (by.length === 1 && replicas !== undefined)
        return [`${owner} is set back to ${replicas} at each sync`];
      return by.length === 0 && replicas === undefined
        ? [`${owner} has one pod because nobody says more`]
        : [];
    }),
    ...scalers(objects).flatMap(({ name, spec }) => {
      const least = spec.minReplicas ?? spec.minReplicaCount ?? 0;
      const most = spec.maxReplicas ?? spec.maxReplicaCount ?? 0;
      const isIdle = spec.idleReplicaCount !== undefined;
      if (least < 1 || (isIdle && !rests(spec.scaleTargetRef.name)))
        return [`${name} may take the last pod away`];
      if (!isIdle && rests(spec.scaleTargetRef.name)) return [`${name} keeps a pod that has nothing to do`];
      return most < least ? [`${name} has ${most} for its most and ${least} for its least`] : [];
    }),
  ];
};

rule('each number of pods has exactly one owner, and is nothing only where that was said', counted, [
  ['the manifest too', inObject(those('Deployment', isScaled), 'spec.replicas', 2), /is set back to 2/],
  ['nobody', without('HorizontalPodAutoscaler'), /Deployment\/.* has one pod because/],
  [
    'two autoscalers',
    another('HorizontalPodAutoscaler', 'metadata.name', 'second'),
    /is scaled by HorizontalPodAutoscaler\/.* and HorizontalPodAutoscaler\/second/,
  ],
  ['to nothing', inObject('ScaledObject', 'spec.minReplicaCount', 0), /may take the last pod/],
  [
    'to nothing after a while',
    inObject(
      those('ScaledObject', ({ idleReplicaCount }: Scaler) => idleReplicaCount === undefined),
      'spec',
      (spec: Scaler) => ({ ...spec, idleReplicaCount: 0 }),
    ),
    /may take the last pod/,
  ],
  [
    'a pod for nothing',
    inObject(
      those('ScaledObject', ({ idleReplicaCount }: Scaler) => idleReplicaCount === 0),
      'spec.idleReplicaCount',
      undefined,
    ),
    /keeps a pod that has nothing to do/,
  ],
  ['no maximum', inObject('HorizontalPodAutoscaler', 'spec.maxReplicas', 0), /has 0 for its most and/],
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
    inObject('HorizontalPodAutoscaler', `${METRIC}.container`, 'another'),
    /another requests no cpu to take a share of/,
  ],
  ['the whole pod', inObject('HorizontalPodAutoscaler', METRIC, undefined), /measures the helpers/],
  ['no patience', inObject('HorizontalPodAutoscaler', DOWN, 0), /as quick to go as to come/],
]);

interface Triggered {
  scaleTargetRef: { name: string };
  advanced: { scalingModifiers?: { formula: string } };
  triggers: {
    type: string;
    name?: string;
    metadata: Readonly<Record<string, string>>;
    authenticationRef: { name: string };
  }[];
}
/** By figures of the system's own, which ask for no login. */
const isByQuery = ({ triggers }: Triggered): boolean => triggers.every(({ type }) => type === 'prometheus');

interface Login {
  secretTargetRef: { parameter: string; name: string; key: string }[];
}

interface Account {
  target: { name: string; template?: { data?: { username?: string } } };
}

const nameOf = ({ name }: { name: string }): string => name;

/** Whose account a Secret holds; a provider's is the same for all, and has a name that nobody here knows. */
function ownerOf(objects: readonly KubeObject[], secret: string, name: string): string | undefined {
  const made = kindOf(objects, 'ExternalSecret').find(({ spec }) => (spec as Account).target.name === secret);
  return made ? ((made.spec as Account).target.template?.data?.username ?? name) : undefined;
}

/** The queue that is asked about: each broker has words of its own. */
const queueOf = ({ queueName, listName = '' }: Readonly<Record<string, string>>): string =>
  queueName ?? /^bull:(.*):(?:wait|prioritized)$/.exec(listName)?.[1] ?? listName;

/** Where it is asked, as a host name. */
const hostOf = ({ host, address }: Readonly<Record<string, string>>): string =>
  host ? new URL(host.replace(/^amqps?/, 'http')).hostname : (address ?? '').replace(/:\d+$/, '');

const queues: Rule = async (objects, environment) => {
  const { components, external } = await planOf(environment);
  const byQueues = kindOf(objects, 'ScaledObject').filter(({ spec }) => !isByQuery(spec as Triggered));
  return byQueues.flatMap((object) => {
    const { scaleTargetRef, triggers, advanced } = object.spec as Triggered;
    const pod = podTemplates(objects).find(({ name }) => name === scaleTargetRef.name);
    const [program] = pod?.spec.containers ?? [];
    const told = program?.env?.find(({ name }) => name === 'QUEUE_NAME')?.value;
    const component = components.find(({ name }) => name === scaleTargetRef.name);
    // What its program is told, where it is told.
    const own = told
      ? [told]
      : component?.scaling?.on === 'queue'
        ? component.scaling.queues.map(nameOf)
        : [];
    const asked = new Set(triggers.map(({ metadata }) => queueOf(metadata)));
    const formula = advanced.scalingModifiers?.formula;
    const wrong = own
      .filter((queue) => !asked.has(queue))
      .map((queue) => `${title(object)} overlooks ${queue}`);
    for (const { name, metadata } of triggers) {
      const isCounted = triggers.length === 1 || formula?.split(/\W+/).includes(name ?? '');
      if (!isCounted) wrong.push(`${title(object)} asks for ${queueOf(metadata)} and does not count it`);
    }
    const each = triggers.flatMap(({ metadata, authenticationRef }) => {
      const login = find(objects, 'TriggerAuthentication', authenticationRef.name).spec as Login;
      const parameters = login.secretTargetRef.map(({ parameter }) => parameter).sort();
      const [queue, hostname] = [queueOf(metadata), hostOf(metadata)];
      const owners = login.secretTargetRef.map((one) => ownerOf(objects, one.name, scaleTargetRef.name));
      const strangers = [...new Set(owners)].filter((owner) => owner !== scaleTargetRef.name);
      return [
        ...(own.includes(queue) ? [] : [`${title(object)} reads ${queue}, not ${own.join(', ')}`]),
        ...(parameters.join() === 'password,username' ? [] : [`${title(object)} logs in with ${parameters}`]),
        ...strangers.map((owner) => `${title(object)} logs in as ${owner ?? 'nobody'}`),
        // KEDA's own namespace has no Service of that name.
        ...(/^[\w-]+\.[\w-]+\.svc\./.test(hostname) ||
        Object.values(external).some(({ host }) => host === hostname)
          ? []
          : [`${title(object)} cannot find ${hostname} from its namespace`]),
      ];
    });
    return [...wrong, ...each];
  });
};

/** An account of the system's own by which an autoscaler asks. */
const isScaler = ({ target }: Account, _: KubeObject, objects: readonly KubeObject[]): boolean =>
  target.template?.data?.username !== undefined &&
  kindOf(objects, 'TriggerAuthentication').some(({ spec }) =>
    (spec as Login).secretTargetRef.some(({ name }) => name === target.name),
  );

const TRIGGER = 'spec.triggers.0.metadata';
const LOGIN = 'spec.secretTargetRef';

/** One that adds up what several questions find. */
const adds = those('ScaledObject', ({ advanced }: Triggered) => advanced.scalingModifiers !== undefined);
const FORMULA = 'spec.advanced.scalingModifiers';

const working = those('ScaledObject', (spec: Triggered) => !isByQuery(spec));

rule('each worker is scaled by its own queues, all of them', queues, [
  ["another's queue", inObject(working, `${TRIGGER}.queueName`, 'another.q'), /reads another.q, not /],
  [
    'half a login',
    inObject('TriggerAuthentication', `${LOGIN}.0.parameter`, 'password'),
    /logs in with password,password/,
  ],
  ['no login', inObject('TriggerAuthentication', `${LOGIN}.0.name`, 'somebodys'), /logs in as nobody/],
  [
    "another's login",
    (objects) => {
      const account = findThat(objects, those('ExternalSecret', isScaler)).spec as Account;
      account.target.template!.data!.username = 'somebody';
    },
    /logs in as somebody/,
  ],
  [
    'a queue less',
    inObject(adds, `${FORMULA}.formula`, (all: string) => all.split(' + ').slice(1).join(' + ')),
    /does not count it/,
  ],
  ['the longest alone', inObject(adds, FORMULA, undefined), /does not count it/],
  [
    'one of two',
    inObject(adds, 'spec.triggers', (all: Triggered['triggers']) => all.slice(-1)),
    /overlooks /,
  ],
  [
    'a short name',
    inObject(working, `${TRIGGER}.host`, 'amqp://rabbitmq:5672/shop'),
    /cannot find rabbitmq from its namespace/,
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
      !kind.endsWith('Job') &&
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

const besideAnother = ({ targetRef }: Vertical, _: KubeObject, objects: readonly KubeObject[]): boolean =>
  scalers(objects).some(({ spec }) => spec.scaleTargetRef.name === targetRef.name);
/** One that changes what it watches. */
const changes = ({ updatePolicy }: Vertical): boolean => updatePolicy.updateMode !== 'Off';
/** One of several, or there would be no sign that anybody should watch. */
const one = those('VerticalPodAutoscaler', (_, __, all) => kindOf(all, 'VerticalPodAutoscaler').length > 1);
const alone = those('VerticalPodAutoscaler', changes);
const helped = (spec: Vertical): boolean =>
  changes(spec) && spec.resourcePolicy?.containerPolicies[1]?.mode === 'Off';

rule('requests follow the use, in bounds, and never against another autoscaler', sizes, [
  ['nobody watches', without(one), /nobody says how large (Deployment|StatefulSet)\/.* should be/],
  [
    'both at once',
    inObject(those('VerticalPodAutoscaler', besideAnother), 'spec.updatePolicy.updateMode', 'Recreate'),
    /changes what another autoscaler/,
  ],
  ['limits too', inObject(alone, `${POLICY}.controlledValues`, undefined), /changes the limits of/],
  [
    'helpers too',
    inObject(those('VerticalPodAutoscaler', helped), 'spec.resourcePolicy.containerPolicies.1.mode', 'Auto'),
    /changes the limits of/,
  ],
  ['no bounds', inObject(alone, `${POLICY}.maxAllowed.cpu`, ''), /no bounds for the cpu/],
  ['above', inObject(alone, `${POLICY}.maxAllowed.memory`, '900Gi'), /memory above its/],
  ['below', inObject(alone, `${POLICY}.minAllowed.cpu`, '300'), /cpu starts out of/],
]);
