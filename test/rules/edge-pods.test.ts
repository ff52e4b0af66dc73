import { EDGE, edgePods } from '../../model/edge';
import { edges } from '../../tools/lab/gateway';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { inObject, type Rule, rule, without } from '../support/rule';
import { planOf } from '../support/systems';

type Labels = Record<string, string>;
const selects = (labels: Labels = {}, pod: Labels = {}): boolean =>
  Object.keys(labels).length > 0 && Object.entries(labels).every(([key, value]) => pod[key] === value);

/** The pods that the gateway's controller makes here, judged as our own would be. */
const drained: Rule = async (objects, environment) => {
  const { cluster } = await planOf(environment);
  const wanted = edgePods(cluster);
  return edges(objects as Parameters<typeof edges>[0])
    .filter(({ kind }) => kind === 'Deployment')
    .flatMap(({ metadata: { name }, spec }) => {
      const { labels } = spec.template.metadata;
      const { topologySpreadConstraints = [], containers } = spec.template.spec;
      const budgets = kindOf(objects as KubeObject[], 'PodDisruptionBudget').filter(({ spec }) =>
        selects((spec as { selector: { matchLabels: Labels } }).selector.matchLabels, labels),
      );
      const spread = topologySpreadConstraints.some(
        (one: { topologyKey: string; labelSelector: { matchLabels: Labels } }) =>
          one.topologyKey === 'kubernetes.io/hostname' && selects(one.labelSelector.matchLabels, labels),
      );
      const waits = containers[0].lifecycle?.preStop?.sleep?.seconds > 0;
      return [
        spec.replicas === wanted
          ? ''
          : `${name} has ${spec.replicas} pods on ${cluster.capacity.nodes} nodes`,
        wanted === 1 || spread ? '' : `${name} may have all its pods on one node`,
        wanted === 1 || budgets.length === 1 ? '' : `a drain may take all pods of ${name} at once`,
        wanted > 1 || budgets.length === 0 ? '' : `no node with ${name} can be drained`,
        waits ? '' : `${name} goes while people are still sent to it`,
      ].filter(Boolean);
    });
};

const DEPLOYMENT = 'spec.kubernetes.deployment';

rule('people come in while a node is drained', drained, [
  ['one pod', inObject('NginxProxy', `${DEPLOYMENT}.replicas`, 1), / has 1 pods on \d+ nodes/],
  ['no budget', without(`PodDisruptionBudget/${EDGE}`), /a drain may take all pods of /],
  [
    'a budget for others',
    inObject(`PodDisruptionBudget/${EDGE}`, 'spec.selector.matchLabels', { app: 'x' }),
    /a drain may take all pods of /,
  ],
  [
    'no spread',
    inObject('NginxProxy', `${DEPLOYMENT}.pod.topologySpreadConstraints`, undefined),
    /all its pods on one node/,
  ],
  [
    'a pod that goes at once',
    inObject('NginxProxy', `${DEPLOYMENT}.container.lifecycle`, undefined),
    /while people are still sent to it/,
  ],
]);
