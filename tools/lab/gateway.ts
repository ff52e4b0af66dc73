import type { KubeObject } from './manifests';
import { waypoints } from './waypoint';

/** Label by which the gateway controller marks the pods of one Gateway. */
export const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name';

/** What controllers of gateways would start inside the unit's namespace. */
export const dataPlanes = (objects: readonly KubeObject[], known = objects): KubeObject[] => [
  ...edges(objects, known),
  ...waypoints(objects, known),
];

/**
 * NGINX Gateway Fabric runs pods here for every Gateway, as the NginxProxy it points to says; other
 * implementations run in namespaces of their own.
 */
export function edges(objects: readonly KubeObject[], known = objects): KubeObject[] {
  return objects
    .filter((object) => object.kind === 'Gateway')
    .flatMap((gateway) => {
      const parameters = gateway.spec.infrastructure?.parametersRef;
      const proxy = known.find(
        (one) =>
          one.kind === parameters?.kind && one.metadata.name === parameters.name && one.kind === 'NginxProxy',
      );
      return proxy ? [dataPlane(gateway, proxy)] : [];
    });
}

function dataPlane(gateway: KubeObject, proxy: KubeObject): KubeObject {
  const { name, namespace } = gateway.metadata;
  const { replicas, container = {}, pod = {} } = proxy.spec.kubernetes?.deployment ?? {};
  const full = `${name}-${gateway.spec.gatewayClassName}`;
  const labels = {
    'app.kubernetes.io/name': full,
    'app.kubernetes.io/managed-by': 'ngf-nginx',
    [GATEWAY_LABEL]: name,
    ...gateway.spec.infrastructure?.labels,
  };
  const ports = [...new Set((gateway.spec.listeners as { port: number }[]).map(({ port }) => port))];
  const metrics = proxy.spec.metrics?.disable ? [] : [proxy.spec.metrics?.port ?? 9113];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: full, namespace, labels },
    spec: {
      replicas: replicas ?? 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'nginx',
              image: 'nginx:lab',
              resources: container.resources,
              ports: [...ports, ...metrics].map((containerPort) => ({ containerPort })),
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            },
          ],
        },
      },
    },
  };
}
