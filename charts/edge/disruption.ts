/** A drain takes one pod of the gateway after the other. Its controller makes the pods, and no budget for them. */
import type { Chart } from 'cdk8s';
import { EDGE, EDGE_PODS, edgePods } from '../../model/edge';
import type { Plan } from '../../model/plan';
import { k8s } from '../parts/k8s';
import { edgeMetadata } from './names';

/** Nothing where there is no pod to spare: a budget would hold up the drain, and save nobody. */
export function edgeDisruptionBudget(chart: Chart, plan: Plan): void {
  if (edgePods(plan.cluster) < 2) return;
  new k8s.KubePodDisruptionBudget(chart, `${EDGE}-pdb`, {
    metadata: edgeMetadata(plan),
    spec: {
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      selector: { matchLabels: EDGE_PODS },
      // A pod that is not ready protects nobody: a drain may take it at once.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}
