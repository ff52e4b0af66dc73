import type { PlannedComponent } from '../../model/plan';
import { type Container, isOperated, kindOf, type PodTemplate, podTemplates } from '../support/kubernetes';
import { inPod, type Rule, rule } from '../support/rule';
import { planOf } from '../support/systems';

const named = (secret: string, key: string): string => `${key} of Secret ${secret}`;

/** Keys of Secrets and volumes with something secret in them that a container is given. */
function held({ env = [], volumeMounts = [] }: Container, { spec, claims }: PodTemplate): string[] {
  const keys = env.flatMap(({ valueFrom }) => {
    const from = valueFrom?.secretKeyRef;
    return from ? named(from.name, from.key) : [];
  });
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name, volume]));
  const mounts = volumeMounts.flatMap(({ name }) =>
    claims.includes(name) || name === 'rendered' || volumes.get(name)?.secret ? `volume ${name}` : [],
  );
  return [...keys, ...mounts];
}

type Objects = Parameters<Rule>[0];

/** What is asked for by name in the files that the container fills in. */
function inTemplates({ args = [], env = [] }: Container, pod: PodTemplate, objects: Objects): string[] {
  const configMap = pod.spec.volumes?.find(({ name }) => name === 'config')?.configMap?.name;
  const files = kindOf(objects, 'ConfigMap').find(({ metadata }) => metadata.name === configMap)?.data ?? {};
  const text = args.map((file) => files[file] ?? '').join('\n');
  return env.flatMap(({ name, valueFrom }) => {
    const from = valueFrom?.secretKeyRef;
    return from && text.includes(`\${${name}}`) ? named(from.name, from.key) : [];
  });
}

/** What a helper may hold. One that is not known here needs nothing. */
function needed(
  helper: Container,
  pod: PodTemplate,
  objects: Objects,
  component: PlannedComponent | undefined,
): string[] {
  if (helper.name === 'render-config') return ['volume rendered', ...inTemplates(helper, pod, objects)];
  if (helper.name !== 'wait-to-start') return [];
  const { env = [], files = [] } = component?.wait ?? {};
  return [
    ...env.flatMap((variable) => ('from' in variable ? named(variable.from.secret, variable.from.key) : [])),
    ...(files.some(({ secrets }) => Object.keys(secrets ?? {}).length > 0) ? ['volume rendered'] : []),
  ];
}

const helpers: Rule = async (objects, environment) => {
  const { components } = await planOf(environment);
  return podTemplates(objects)
    .filter((pod) => !isOperated(pod))
    .flatMap((pod) => {
      const component = components.find(({ name }) => name === pod.name);
      return (pod.spec.initContainers ?? []).flatMap((helper) => {
        const allowed = needed(helper, pod, objects, component);
        return held(helper, pod)
          .filter((one) => !allowed.includes(one))
          .map((one) => `${pod.owner} ${helper.name}: holds ${one}, which it has no use for`);
      });
    });
};

const secret = (name: string) => ({
  name: 'TOO_MUCH',
  valueFrom: { secretKeyRef: { name, key: 'password' } },
});
/** In the place of all helpers of a pod. */
const helper = (name: string, more: object) => [{ name, image: 'redis:7', ...more }];
/** One whose first helper writes files, with a value of a Secret that it takes by one name alone. */
const fillsIn = ({ spec }: PodTemplate): boolean => {
  const [first] = spec.initContainers ?? [];
  const keys = (first?.env ?? []).map(({ valueFrom }) => JSON.stringify(valueFrom?.secretKeyRef));
  return first?.name === 'render-config' && keys[0] !== undefined && keys.indexOf(keys[0], 1) < 0;
};

rule('a helper holds no more secrets than its work needs', helpers, [
  [
    'a question with every key of the program',
    inPod('initContainers', helper('wait-to-start', { env: [secret('nobodys-key')] })),
    / wait-to-start: holds password of Secret nobodys-key/,
  ],
  [
    'a copy of files with a key',
    inPod('initContainers', helper('copy-etc', { env: [secret('a-key')] })),
    / copy-etc: holds password of Secret a-key/,
  ],
  [
    'a file with a key that is in no template',
    inPod('initContainers.0.env.0.name', 'NOBODY_PASSWORD', fillsIn),
    / render-config: holds \S+ of Secret /,
  ],
  [
    'one that sees what another filled in',
    inPod('initContainers', helper('peek', { volumeMounts: [{ name: 'rendered', mountPath: '/x' }] })),
    / peek: holds volume rendered/,
  ],
  [
    'one that sees the data',
    inPod(
      'initContainers',
      helper('peek', { volumeMounts: [{ name: 'data', mountPath: '/x' }] }),
      ({ claims }) => claims.includes('data'),
    ),
    / peek: holds volume data/,
  ],
]);
