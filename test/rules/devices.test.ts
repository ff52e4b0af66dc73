/** GPUs and the like: who asks for one is put where it is, waits for no second one, and takes no more than was given. */
import { type KubeObject, kindOf, type PodTemplate, podTemplates, title } from '../support/kubernetes';
import { inObject, inPod, type Rule, rule, those } from '../support/rule';
import { NothingToBreak, type Seed } from '../support/seeds';
import { planOf } from '../support/systems';

/** Kubernetes' own resources have no domain. */
const devicesOf = (list: Readonly<Record<string, string>> = {}): [string, number][] =>
  Object.entries(list).flatMap(([name, count]) => (name.includes('/') ? [[name, Number(count)]] : []));

const asked = ({ spec }: PodTemplate): [string, number][] =>
  spec.containers.flatMap(({ resources }) => devicesOf(resources?.limits));

const hasDevice = (pod: PodTemplate): boolean => asked(pod).length > 0;

interface Placed {
  nodeSelector?: Record<string, string>;
  tolerations?: { key: string; value?: string; effect: string }[];
  runtimeClassName?: string;
}

const placed: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const pools = Object.values(plan.cluster.pools ?? {});
  return podTemplates(objects).flatMap((pod) => {
    const { owner, name, spec } = pod;
    const wanted = plan.components.find((component) => component.name === name)?.device;
    const found = asked(pod);
    if (!wanted) return found.map(([resource]) => `${owner} takes ${resource} that nothing asks for`);
    const [resource, count] = found[0] ?? [];
    const { nodeSelector, tolerations = [], runtimeClassName } = spec as Placed;
    const pool = pools.find(
      ({ nodeLabels, ...one }) =>
        one.resource === resource &&
        Object.entries(nodeLabels).every(([key, value]) => nodeSelector?.[key] === value),
    );
    const requests = devicesOf(spec.containers[0]!.resources?.requests);
    return [
      count === wanted.count && resource === wanted.resource ? '' : `takes ${count} ${resource}`,
      JSON.stringify(requests) === JSON.stringify(found) ? '' : 'requests other devices than its limit',
      pool ? '' : 'may be put where no such device is',
      !pool?.taint ||
      tolerations.some(({ key, effect }) => key === pool.taint!.key && effect === pool.taint!.effect)
        ? ''
        : 'is kept off the machines of its pool',
      runtimeClassName === pool?.runtimeClass ? '' : 'does not get its device from the runtime',
    ]
      .filter(Boolean)
      .map((finding) => `${owner} ${finding}`);
  });
};

const DEVICE = 'nvidia\\.com/gpu';

/** Wherever the definition says that there is one. */
const device = (path: string, value: unknown) => inPod(path, value, hasDevice);

rule('a pod with a device is put where the device is', placed, [
  ['any machine', device('nodeSelector', undefined), /may be put where no such device is/],
  ['no toleration', device('tolerations', undefined), /is kept off/],
  ['the usual runtime', device('runtimeClassName', undefined), /does not get its device/],
  ['another number', device(`containers.0.resources.limits.${DEVICE}`, '7'), /takes 7 nvidia/],
  [
    'a share of one',
    device(`containers.0.resources.requests.${DEVICE}`, '0'),
    /requests other devices than its limit/,
  ],
  [
    'a device for a program that runs on the processor',
    inPod(
      `containers.0.resources.limits`,
      { memory: '1Gi', 'nvidia.com/gpu': '1' },
      (pod) => !hasDevice(pod),
    ),
    /that nothing asks for/,
  ],
]);

interface Rolling {
  strategy: { type: string; rollingUpdate?: { maxSurge: number; maxUnavailable: number } };
}

const surge = (objects: readonly KubeObject[]): string[] => {
  const withDevice = podTemplates(objects).filter(hasDevice);
  return [
    ...kindOf(objects, 'Deployment').flatMap((object) => {
      const { strategy } = object.spec as Rolling;
      const waits = strategy.rollingUpdate?.maxSurge !== 0 || strategy.rollingUpdate.maxUnavailable === 0;
      return withDevice.some(({ owner }) => owner === title(object)) && strategy.type !== 'Recreate' && waits
        ? [`${title(object)}: a new version waits for a device more`]
        : [];
    }),
    ...kindOf(objects, 'VerticalPodAutoscaler').flatMap((object) => {
      const { targetRef, updatePolicy } = object.spec as {
        targetRef: { kind: string; name: string };
        updatePolicy?: { updateMode?: string };
      };
      const owner = `${targetRef.kind}/${targetRef.name}`;
      return withDevice.some((pod) => pod.owner === owner) && updatePolicy?.updateMode !== 'Off'
        ? [`${owner} may be made anew to be resized, and lose its device`]
        : [];
    }),
  ];
};

const deployed = those('Deployment', (_, object, objects) =>
  podTemplates(objects).some((pod) => pod.owner === title(object) && hasDevice(pod)),
);
const advised = those('VerticalPodAutoscaler', ({ targetRef }, __, objects) =>
  podTemplates(objects).some((pod) => pod.name === targetRef.name && hasDevice(pod)),
);

rule('an update waits for no device that may not be there', surge, [
  ['a pod more', inObject(deployed, 'spec.strategy.rollingUpdate.maxSurge', 1), /waits for a device more/],
  ['none less', inObject(deployed, 'spec.strategy.rollingUpdate.maxUnavailable', 0), /waits for a device/],
  ['a resize', inObject(advised, 'spec.updatePolicy.updateMode', 'Recreate'), /may be made anew/],
]);

const quota: Rule = async (objects, environment) => {
  const { budget, cluster, phase } = await planOf(environment);
  const hard = new Map(
    kindOf(objects, 'ResourceQuota').flatMap(({ spec }) => Object.entries((spec as { hard: object }).hard)),
  );
  const pools = Object.entries(cluster.pools ?? {});
  return [...new Set(pools.map(([, { resource }]) => resource))].flatMap((resource) => {
    const given = pools
      .filter(([, pool]) => pool.resource === resource)
      .reduce((sum, [name]) => sum + (budget.devices?.[name] ?? 0), 0);
    const taken = podTemplates(objects).reduce(
      (sum, pod) => sum + pod.most * (asked(pod).find(([name]) => name === resource)?.[1] ?? 0),
      0,
    );
    const says = hard.get(`requests.${resource}`);
    return [
      ...(phase >= 2 && Number(says) !== given ? [`the quota gives ${says} ${resource}, not ${given}`] : []),
      ...(taken > given ? [`${taken} ${resource} are asked for, of ${given}`] : []),
    ];
  });
};

const moreOf: Seed = (objects) => {
  const pod = podTemplates(objects).find(hasDevice);
  if (!pod) throw new NothingToBreak('nobody has a device');
  pod.spec.containers[0]!.resources!.limits!['nvidia.com/gpu'] = '10000';
};

rule('no environment takes devices that are not its own', quota, [
  ['no quota', inObject('ResourceQuota', `spec.hard.requests\\.${DEVICE}`, undefined), /gives undefined/],
  ['a larger one', inObject('ResourceQuota', `spec.hard.requests\\.${DEVICE}`, 1000), /gives 1000/],
  ['more than was given', moreOf, /1\d{4} nvidia.com\/gpu are asked for/],
]);
