/** The data plane in our namespace: how large it is, and who reaches it from outside. */
import {
  NginxProxySpecKubernetesDeploymentContainerResourcesLimits as Limit,
  NginxProxy,
  NginxProxySpecKubernetesDeploymentPatchesType as PatchType,
  NginxProxySpecKubernetesDeploymentContainerResourcesRequests as Request,
  NginxProxySpecKubernetesServiceType as ServiceType,
  NginxProxySpecKubernetesServiceExternalTrafficPolicy as TrafficPolicy,
} from '../../imports/gateway.nginx.org';
import { EDGE, EDGE_PODS, edgePods, ownDataPlane } from '../../model/edge';
import type { GatewayResource } from '../../model/gateway';
import type { Plan } from '../../model/plan';
import { pullSecrets } from '../../model/registries';

/** It has no field for pull secrets: its controller copies those of its own namespace, or is told so. */
function pullPatches({ registries }: Plan, images: readonly string[]) {
  const imagePullSecrets = pullSecrets(registries, images);
  if (!imagePullSecrets) return undefined;
  return [{ type: PatchType.STRATEGIC_MERGE, value: { spec: { template: { spec: { imagePullSecrets } } } } }];
}

/** Not both on one node while there is another. */
const SPREAD = {
  maxSkew: 1,
  topologyKey: 'kubernetes.io/hostname',
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: EDGE_PODS },
  // Counts the pods of one version only, so that an update spreads too.
  matchLabelKeys: ['pod-template-hash'],
};

export function nginxProxy(plan: Plan): GatewayResource {
  const { images, metricsPort, resources } = ownDataPlane(plan)!;
  const { requests, limits } = resources;
  const { name: proxy, cidrs } = plan.cluster.trustedProxies;
  const manifest = NginxProxy.manifest({
    spec: {
      serverTokens: 'off',
      metrics: { port: metricsPort },
      kubernetes: {
        deployment: {
          replicas: edgePods(plan.cluster),
          container: {
            // The load balancer forgets a pod that goes, before that pod takes no more connections.
            lifecycle: { preStop: { sleep: { seconds: 10 } } },
            resources: {
              requests: {
                cpu: Request.fromString(requests.cpu),
                memory: Request.fromString(requests.memory),
              },
              limits: { memory: Limit.fromString(limits.memory) },
            },
          },
          pod: {
            // Time for open requests to end: the image stops on SIGQUIT, on which nginx finishes them.
            terminationGracePeriodSeconds: 60,
            topologySpreadConstraints: edgePods(plan.cluster) > 1 ? [SPREAD] : undefined,
          },
          patches: pullPatches(plan, images),
        },
        service: {
          type: ServiceType.LOAD_BALANCER,
          externalTrafficPolicy: TrafficPolicy.LOCAL,
          loadBalancerSourceRanges: [...new Set([...cidrs, ...(plan.internal?.cidrs ?? [])])],
        },
      },
    },
  });
  const service = (field: string): string[] => ['spec', 'kubernetes', 'service', field];
  const people = plan.internal ? ', and the people who run it,' : ',';
  return {
    name: EDGE,
    manifest,
    comments: [
      [
        service('loadBalancerSourceRanges'),
        `Only ${proxy} may come in${people} past the load balancer and past the policy.`,
      ],
      [
        service('externalTrafficPolicy'),
        'Local keeps the sender address, by which the policies below decide.',
      ],
    ],
  };
}
