/** The data plane in our namespace: how large it is, and who reaches it from outside. */
import {
  NginxProxySpecKubernetesDeploymentContainerResourcesLimits as Limit,
  NginxProxy,
  NginxProxySpecKubernetesDeploymentPatchesType as PatchType,
  NginxProxySpecKubernetesDeploymentContainerResourcesRequests as Request,
  NginxProxySpecKubernetesServiceType as ServiceType,
  NginxProxySpecKubernetesServiceExternalTrafficPolicy as TrafficPolicy,
} from '../../imports/gateway.nginx.org';
import { EDGE, ownDataPlane } from '../../model/edge';
import type { GatewayResource } from '../../model/gateway';
import type { Plan } from '../../model/plan';
import { pullSecrets } from '../../model/registries';

/** It has no field for pull secrets: its controller copies those of its own namespace, or is told so. */
function pullPatches({ registries }: Plan, images: readonly string[]) {
  const imagePullSecrets = pullSecrets(registries, images);
  if (!imagePullSecrets) return undefined;
  return [{ type: PatchType.STRATEGIC_MERGE, value: { spec: { template: { spec: { imagePullSecrets } } } } }];
}

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
          replicas: 1,
          container: {
            resources: {
              requests: {
                cpu: Request.fromString(requests.cpu),
                memory: Request.fromString(requests.memory),
              },
              limits: { memory: Limit.fromString(limits.memory) },
            },
          },
          // Time for open requests to end.
          pod: { terminationGracePeriodSeconds: 60 },
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
