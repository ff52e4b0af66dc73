/** The namespace itself: which pods it admits, and an account that can do nothing. */
import type { Chart } from 'cdk8s';
import type { Plan } from '../model/plan';
import { compare } from '../model/problems';
import { clusterWide } from './parts/cluster-wide';
import { comment } from './parts/comment';
import { k8s } from './parts/k8s';
import { commonLabels, kept, syncWave, WAVES } from './parts/labels';
import { priorityClasses } from './parts/priority';
import type { TierChart } from './tier';

/** Pod Security Standard of every namespace of ours. */
const LEVEL = 'restricted';

export const namespace: TierChart = {
  name: 'namespace',
  build(chart, plan) {
    const podSecurity = Object.fromEntries(
      ['enforce', 'audit', 'warn'].flatMap((mode) => [
        [`pod-security.kubernetes.io/${mode}`, LEVEL],
        [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
      ]),
    );
    const object = new k8s.KubeNamespace(chart, 'namespace', {
      metadata: {
        name: plan.namespace,
        labels: { ...commonLabels(plan), ...podSecurity, ...plan.mesh?.namespaceLabels },
        annotations: { ...syncWave(WAVES.namespace), ...kept },
      },
    });
    clusterWide(object);
    comment(object, 'Deleting the namespace would delete every volume claim in it, so Argo CD never does.', [
      'metadata',
      'annotations',
      'argocd.argoproj.io/sync-options',
    ]);
    new k8s.KubeServiceAccount(chart, 'default-account', {
      metadata: { name: 'default', labels: commonLabels(plan), annotations: syncWave(WAVES.namespace) },
      automountServiceAccountToken: false,
    });
    priorityClasses(chart, plan);
    if (plan.phase >= 2) limits(chart, plan);
  },
};

/** Of each device that the cluster has, so that what is not in the budget is none. */
function devices({ budget, cluster }: Plan): Record<string, k8s.Quantity> {
  const sums = new Map<string, number>();
  for (const [pool, { resource }] of Object.entries(cluster.pools ?? {})) {
    sums.set(resource, (sums.get(resource) ?? 0) + (budget.devices?.[pool] ?? 0));
  }
  return Object.fromEntries(
    [...sums]
      .sort(([a], [b]) => compare(a, b))
      .map(([resource, sum]) => [`requests.${resource}`, k8s.Quantity.fromNumber(sum)]),
  );
}

/** What one of several environments may take, so that none takes the others' share. */
function limits(chart: Chart, plan: Plan): void {
  const quantity = (text: string): k8s.Quantity => k8s.Quantity.fromString(text);
  const { cpu, memory, storage } = plan.budget;
  const annotations = syncWave(WAVES.namespace);
  const quota = new k8s.KubeResourceQuota(chart, 'quota', {
    metadata: { name: 'budget', labels: commonLabels(plan), annotations },
    spec: {
      hard: {
        'requests.cpu': quantity(cpu),
        'requests.memory': quantity(memory),
        ...(storage ? { 'requests.storage': quantity(storage) } : {}),
        ...devices(plan),
      },
    },
  });
  comment(quota, `The environment's budget: ${plan.budget.source}.`);
  const defaults = new k8s.KubeLimitRange(chart, 'limit-range', {
    metadata: { name: 'defaults', labels: commonLabels(plan), annotations },
    spec: {
      limits: [
        {
          type: 'Container',
          defaultRequest: { cpu: quantity('10m'), memory: quantity('32Mi') },
          default: { memory: quantity('128Mi') },
        },
      ],
    },
  });
  comment(
    defaults,
    "For containers that others make here, such as the gateway's init container: a quota refuses pods that\n" +
      'say nothing. All of ours say what they need.',
  );
}
