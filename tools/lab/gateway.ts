import type { KubeObject } from './manifests';
import { merged, waypoints } from './waypoint';

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
      return proxy ? dataPlane(gateway, proxy) : [];
    });
}

/** What its controller writes whatever it is told: internal/controller/provisioner/objects.go of its repository. */
const IMAGES = 'ghcr.io/nginx/nginx-gateway-fabric';
const VERSION = '2.7.2';
const SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsGroup: 1001,
  runAsUser: 101,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Folders that nginx and its agent write to; `buildBaseVolumes` has some more, for what nobody plays. */
const FOLDERS: Readonly<Record<string, string>> = {
  'nginx-conf': '/etc/nginx/conf.d',
  'nginx-secrets': '/etc/nginx/secrets',
  'nginx-run': '/var/run/nginx',
  'nginx-cache': '/var/cache/nginx',
};

function dataPlane(gateway: KubeObject, proxy: KubeObject): KubeObject[] {
  const { name, namespace } = gateway.metadata;
  const { replicas, container = {}, pod = {}, patches = [] } = proxy.spec.kubernetes?.deployment ?? {};
  const full = `${name}-${gateway.spec.gatewayClassName}`;
  const labels = {
    'app.kubernetes.io/name': full,
    'app.kubernetes.io/instance': 'ngf',
    'app.kubernetes.io/managed-by': 'ngf-nginx',
    [GATEWAY_LABEL]: name,
    ...gateway.spec.infrastructure?.labels,
  };
  const ports = [...new Set((gateway.spec.listeners as { port: number }[]).map(({ port }) => port))];
  const metrics = proxy.spec.metrics?.disable ? [] : [proxy.spec.metrics?.port ?? 9113];
  const metadata = { name: full, namespace, labels };
  const template = {
    metadata: { labels },
    spec: {
      terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
      topologySpreadConstraints: pod.topologySpreadConstraints,
      serviceAccountName: full,
      securityContext: {
        fsGroup: 1001,
        runAsNonRoot: true,
        sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
      },
      initContainers: [{ name: 'init', image: `${IMAGES}:${VERSION}`, securityContext: SECURITY }],
      containers: [
        {
          name: 'nginx',
          image: `${IMAGES}/nginx:${VERSION}`,
          resources: container.resources,
          lifecycle: container.lifecycle,
          ports: [...ports, ...metrics].map((containerPort) => ({ containerPort })),
          // Until its controller has told it what to do, nobody answers there.
          readinessProbe: { httpGet: { path: '/readyz', port: 8081 }, initialDelaySeconds: 3 },
          securityContext: SECURITY,
          volumeMounts: Object.entries(FOLDERS).map(([folder, mountPath]) => ({ name: folder, mountPath })),
        },
      ],
      volumes: Object.keys(FOLDERS).map((folder) => ({ name: folder, emptyDir: {} })),
    },
  };
  const {
    type = 'LoadBalancer',
    externalTrafficPolicy,
    loadBalancerSourceRanges,
  } = proxy.spec.kubernetes?.service ?? {};
  const service = {
    type,
    externalTrafficPolicy,
    loadBalancerSourceRanges,
    selector: labels,
    ports: ports.map((port) => ({ name: `port-${port}`, port, targetPort: port, protocol: 'TCP' })),
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { replicas: replicas ?? 1, selector: { matchLabels: labels }, template },
  };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: service },
    (patches as Patch[]).reduce(patched, deployment),
  ];
}

interface Patch {
  readonly type?: string;
  readonly value: unknown;
}

/** As its controller lays one over the Deployment: internal/controller/provisioner/objects.go, `applyPatches`. */
function patched(deployment: KubeObject, { type = 'StrategicMerge', value }: Patch): KubeObject {
  if (type !== 'StrategicMerge')
    throw new Error(`a patch of type ${type} is not played by the lab; see gateway.ts`);
  return merged(deployment, value) as KubeObject;
}
