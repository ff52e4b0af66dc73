import { load } from 'js-yaml';
import { GATEWAY_LABEL } from './gateway';
import type { KubeObject } from './manifests';
import { HBONE, isWaypoint } from './tunnels';

/**
 * What Istio's control plane would start for every waypoint: its template `waypoint` (1.31, charts of istiod,
 * files/waypoint.yaml) with the overlays of the ConfigMap that the Gateway points to. Not the proxy itself, and
 * not its volumes, which need nothing of ours.
 *
 * @param known where the ConfigMap is looked up
 */
export function waypoints(objects: readonly KubeObject[], known = objects): KubeObject[] {
  return objects.filter(isWaypoint).flatMap((gateway) => {
    const { name, namespace } = gateway.metadata;
    const parameters = gateway.spec.infrastructure?.parametersRef;
    const overlay = known.find((one) => one.kind === 'ConfigMap' && one.metadata.name === parameters?.name);
    if (parameters && !overlay) throw new Error(`waypoint ${name}: there is no ConfigMap ${parameters.name}`);
    const labels = {
      ...gateway.spec.infrastructure?.labels,
      [GATEWAY_LABEL]: name,
      'gateway.networking.k8s.io/gateway-class-name': gateway.spec.gatewayClassName,
    };
    const metadata = { name, namespace, labels };
    const made: Record<string, KubeObject> = {
      serviceAccount: { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      deployment: deployment(gateway, labels),
      service: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: {
          type: 'ClusterIP',
          ports: [
            { name: 'status-port', port: 15021, protocol: 'TCP' },
            { name: 'mesh', port: HBONE, protocol: 'TCP', appProtocol: 'all' },
          ],
          selector: { [GATEWAY_LABEL]: name },
        },
      },
    };
    const optional: Record<string, KubeObject> = {
      horizontalPodAutoscaler: {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata,
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, maxReplicas: 1 },
      },
      podDisruptionBudget: {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata,
        spec: { selector: { matchLabels: { [GATEWAY_LABEL]: name } } },
      },
    };
    for (const [key, text] of Object.entries((overlay?.data ?? {}) as Record<string, string>)) {
      const base = made[key] ?? optional[key];
      if (!base) throw new Error(`waypoint ${name}: Istio has no overlay '${key}'`);
      made[key] = merged(base, load(text)) as KubeObject;
    }
    return Object.values(made);
  });
}

function deployment(gateway: KubeObject, labels: Record<string, string>): KubeObject {
  const { name, namespace } = gateway.metadata;
  const managed = { ...labels, 'gateway.istio.io/managed': 'istio.io-mesh-controller' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: managed },
    spec: {
      selector: { matchLabels: { [GATEWAY_LABEL]: name } },
      template: {
        metadata: {
          labels: { ...managed, 'sidecar.istio.io/inject': 'false', 'istio.io/dataplane-mode': 'none' },
        },
        spec: {
          serviceAccountName: name,
          containers: [
            {
              name: 'istio-proxy',
              image: 'docker.io/istio/proxyv2:1.31.1',
              args: ['proxy', 'waypoint'],
              // The template lists the others alone; the tunnel's is open all the same.
              ports: [HBONE, 15020, 15021, 15090].map((containerPort) => ({
                containerPort,
                protocol: 'TCP',
              })),
              resources: {
                requests: { cpu: '100m', memory: '128Mi' },
                limits: { cpu: '2', memory: '1Gi' },
              },
              readinessProbe: { httpGet: { path: '/healthz/ready', port: 15021 }, periodSeconds: 15 },
              // As the chart has it: no seccomp profile, unless it is installed with one.
              securityContext: {
                privileged: false,
                runAsGroup: 1337,
                runAsUser: 1337,
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                runAsNonRoot: true,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    },
  };
}

/** A strategic merge as far as overlays of a Deployment need it: lists of named things by name, others replaced. */
export function merged(base: unknown, overlay: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(overlay) && [...base, ...overlay].every((item) => item?.name)) {
    const rest = base.map((item) => {
      const other = overlay.find(({ name }) => name === item.name);
      return other ? merged(item, other) : item;
    });
    return [...rest, ...overlay.filter(({ name }) => !base.some((item) => item.name === name))];
  }
  const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMap(base) || !isMap(overlay)) return overlay;
  const result = { ...base };
  for (const [key, value] of Object.entries(overlay))
    result[key] = key in base ? merged(base[key], value) : value;
  return result;
}
