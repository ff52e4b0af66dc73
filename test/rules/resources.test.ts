import { together } from '../../model/overlap';
import { scheduled } from '../../tools/lab/workloads';
import {
  containersOf,
  eachContainer,
  type KubeObject,
  kindOf,
  type Labels,
  type PodTemplate,
  podTemplates,
  type Volume,
} from '../support/kubernetes';
import { quantity } from '../support/quantity';
import { inPod, type Rule, rule } from '../support/rule';
import { planOf } from '../support/systems';

const limits = (objects: readonly KubeObject[]): string[] =>
  eachContainer(objects, ({ resources }) => {
    const { requests = {}, limits: most = {} }: { requests?: Labels; limits?: Labels } = resources ?? {};
    return [
      ...['cpu', 'memory'].map((name) => !requests[name] && `requests no ${name}`),
      !most.memory && 'no memory limit',
      ...Object.keys(most).map(
        (name) =>
          requests[name] !== undefined &&
          quantity(requests[name]) > quantity(most[name]!) &&
          `requests more ${name} than its limit`,
      ),
    ];
  });

rule('one leaking program cannot starve the node, and the scheduler knows what each needs', limits, [
  ['no requests', inPod('containers.0.resources.requests', {}), /requests no cpu[\s\S]*requests no memory/],
  ['no memory limit', inPod('containers.0.resources.limits', {}), /no memory limit/],
  ['memory above its limit', inPod('containers.0.resources.requests.memory', '64Ti'), /more memory than/],
  [
    'processor above its limit',
    inPod('containers.0.resources.requests.cpu', '600', ({ spec }) =>
      Boolean(spec.containers[0]!.resources?.limits?.cpu),
    ),
    /more cpu than/,
  ],
]);

interface Vertical {
  targetRef: { name: string };
  updatePolicy: { updateMode: string };
  resourcePolicy?: { containerPolicies: { containerName: string; maxAllowed?: Labels }[] };
}

/** The most that a vertical autoscaler may ask for a container; undefined where it changes nothing. */
const grown = (objects: readonly KubeObject[], pod: string, container: string): Labels | undefined =>
  kindOf(objects, 'VerticalPodAutoscaler')
    .map(({ spec }) => spec as Vertical)
    .filter(({ targetRef, updatePolicy }) => targetRef.name === pod && updatePolicy.updateMode !== 'Off')
    .flatMap(({ resourcePolicy }) => resourcePolicy?.containerPolicies ?? [])
    .find(({ containerName }) => containerName === container)?.maxAllowed;

/** What the scheduler counts of a pod: all containers at once, or the largest init container. */
function podRequest(
  pod: ReturnType<typeof podTemplates>[number],
  name: string,
  objects: readonly KubeObject[],
): number {
  const of = (container: { name: string; resources?: { requests?: Labels } }): number =>
    quantity(
      grown(objects, pod.name, container.name)?.[name] ?? container.resources?.requests?.[name] ?? '0',
    );
  const together = pod.spec.containers.reduce((sum, container) => sum + of(container), 0);
  return Math.max(together, ...(pod.spec.initContainers ?? []).map(of));
}

/** Work on a schedule that may be there at one moment; not what people begin, when others are away. */
const atOnce = (objects: readonly KubeObject[]): string[][] =>
  together(
    kindOf(objects, 'CronJob')
      .filter(({ spec }) => !(spec as { suspend?: boolean }).suspend)
      .map((one) => scheduled(one as Parameters<typeof scheduled>[0])),
  ).map((works) => works.map(({ name }) => `CronJob/${name}`));

interface Edge {
  kubernetes: { deployment: { replicas: number; container: { resources: { requests: Labels } } } };
}

const budget: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const edges = kindOf(objects, 'NginxProxy').map(({ spec }) => (spec as Edge).kubernetes.deployment);
  return (['cpu', 'memory'] as const).flatMap((name) => {
    const of = (some: readonly PodTemplate[]): number =>
      some.reduce((sum, pod) => sum + pod.most * podRequest(pod, name, objects), 0);
    const all = podTemplates(objects);
    const pods =
      of(all.filter(({ kind }) => kind !== 'CronJob')) +
      Math.max(0, ...atOnce(objects).map((works) => of(all.filter(({ owner }) => works.includes(owner)))));
    const gateways = edges.reduce(
      (sum, { replicas, container }) => sum + replicas * quantity(container.resources.requests[name]!),
      0,
    );
    const sum = pods + gateways;
    const most = quantity(plan.budget[name]);
    // Thousandths of a core do not add up exactly.
    return sum <= most + 1e-6 ? [] : [`${name}: ${sum} of ${most} (${plan.budget.source})`];
  });
};

/** One whose requests nobody changes but the manifest, and that is there while the others are. */
const isFixed = ({ kind, name, spec }: PodTemplate, objects: readonly KubeObject[]): boolean =>
  kind !== 'CronJob' && grown(objects, name, spec.containers[0]!.name) === undefined;

rule('everything fits on the machines that are paid for', budget, [
  ['too much memory', inPod('containers.0.resources.requests.memory', '64000Ti', isFixed), /memory: .* of /],
  ['too much processor', inPod('containers.0.resources.requests.cpu', '4000000', isFixed), /cpu: .* of \d/],
]);

const scratch = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects).flatMap((pod) => {
    const kept = (pod.spec.volumes ?? []).filter((volume) => volume.emptyDir !== undefined);
    const memory = containersOf(pod).reduce(
      (sum, one) => sum + quantity(one.resources?.limits?.memory ?? '0'),
      0,
    );
    return kept.flatMap((volume) => {
      const { sizeLimit, medium } = volume.emptyDir as { sizeLimit?: string; medium?: string };
      if (!sizeLimit) return [`${pod.owner}: ${volume.name} may fill the disk of the node`];
      const tooLarge = medium === 'Memory' && quantity(sizeLimit) >= memory;
      return tooLarge ? [`${pod.owner}: ${volume.name} may take all its memory`] : [];
    });
  });

const hasScratch = ({ spec }: PodTemplate): boolean => (spec.volumes ?? []).some(({ emptyDir }) => emptyDir);
const changed = (all: readonly Volume[], emptyDir: object): Volume[] =>
  all.map((one) => (one.emptyDir ? { ...one, emptyDir } : one));

rule('scratch space cannot fill the node', scratch, [
  ['no limit', inPod('volumes', (all: Volume[]) => changed(all, {}), hasScratch), /may fill the disk/],
  [
    'memory without end',
    inPod('volumes', (all: Volume[]) => changed(all, { medium: 'Memory', sizeLimit: '64Ti' }), hasScratch),
    /all its memory/,
  ],
]);
