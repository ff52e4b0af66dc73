/**
 * Traefik as its chart 41 installs it: templates `_podtemplate.tpl`, `_service.tpl`, `rbac/clusterrole.yaml` and
 * `values.yaml` of traefik/traefik-helm-chart, as far as our values reach.
 */
import type { RealAddOn } from './index';
import { account, clusterRole } from './parts';

/** 3.6 is the newest that builds from published modules; the chart's own is of the 3.7 line. */
const IMAGE = 'traefik:v3.6.2';
const NAME = 'traefik';

interface Port {
  readonly port: number;
  readonly exposedPort: number;
  readonly protocol?: string;
  /** Service → whether it has this port. */
  readonly expose: Readonly<Record<string, boolean>>;
  readonly http?: { readonly tls?: { readonly enabled: boolean } };
  readonly forwardedHeaders?: { readonly trustedIPs?: readonly string[] };
  readonly transport?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface ChartValues {
  readonly deployment: { readonly replicas: number };
  readonly ports: Readonly<Record<string, Port>>;
  readonly service: {
    readonly spec: object;
    readonly additionalServices?: Readonly<Record<string, { readonly spec: object }>>;
  };
  readonly topologySpreadConstraints?: readonly object[];
  readonly podDisruptionBudget?: { readonly enabled: boolean; readonly maxUnavailable?: number };
}

/** `values.yaml` of the chart. */
const DEFAULTS: ChartValues = {
  deployment: { replicas: 1 },
  ports: {
    traefik: { port: 8080, exposedPort: 8080, expose: {} },
    web: { port: 8000, exposedPort: 80, expose: { default: true } },
    websecure: { port: 8443, exposedPort: 443, expose: { default: true }, http: { tls: { enabled: true } } },
    metrics: { port: 9100, exposedPort: 9100, expose: {} },
  },
  service: { spec: { type: 'LoadBalancer' } },
};

export const traefik: RealAddOn = {
  images: [IMAGE],
  definitions: ['gateway-api', 'traefik'],
  objects({ namespace, source }) {
    const values = merged(DEFAULTS, 'values' in source ? source.values : {}) as ChartValues;
    const selector = {
      'app.kubernetes.io/name': NAME,
      'app.kubernetes.io/instance': `${NAME}-${namespace}`,
    };
    const labels = { ...selector, 'app.kubernetes.io/managed-by': 'Helm' };
    const own = { namespace, labels };
    const services = { ...values.service.additionalServices, default: values.service };
    return [
      ...account(NAME, namespace, clusterRole(`${NAME}-${namespace}`, RULES)),
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'GatewayClass',
        metadata: { name: NAME, labels },
        spec: { controllerName: 'traefik.io/gateway-controller' },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: NAME, ...own },
        spec: {
          replicas: values.deployment.replicas,
          selector: { matchLabels: selector },
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          template: { metadata: { labels }, spec: podSpec(values, namespace) },
        },
      },
      ...Object.entries(services).map(([name, { spec }]) => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: name === 'default' ? NAME : `${NAME}-${name}`, ...own },
        spec: { ...spec, selector, ports: portsOf(values, name) },
      })),
    ];
  },
};

const portsOf = ({ ports }: ChartValues, service: string): object[] =>
  Object.entries(ports)
    .filter(([, { expose }]) => expose[service])
    .map(([name, { exposedPort, protocol = 'TCP' }]) => ({
      name,
      port: exposedPort,
      targetPort: name,
      protocol,
    }));

function podSpec({ ports, topologySpreadConstraints }: ChartValues, namespace: string): object {
  const probe = {
    httpGet: { path: '/ping', port: ports.traefik!.port, scheme: 'HTTP' },
    initialDelaySeconds: 2,
    periodSeconds: 10,
    timeoutSeconds: 2,
  };
  return {
    serviceAccountName: NAME,
    automountServiceAccountToken: true,
    terminationGracePeriodSeconds: 60,
    topologySpreadConstraints,
    securityContext: {
      runAsUser: 65532,
      runAsGroup: 65532,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: NAME,
        image: IMAGE,
        args: argumentsOf(ports, namespace),
        env: [
          { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          { name: 'USER', value: 'traefik' },
        ],
        ports: Object.entries(ports).map(([name, { port, protocol = 'TCP' }]) => ({
          name,
          containerPort: port,
          protocol,
        })),
        readinessProbe: { ...probe, failureThreshold: 1 },
        livenessProbe: { ...probe, failureThreshold: 3 },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'data', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ],
  };
}

const argumentsOf = (ports: ChartValues['ports'], namespace: string): string[] => [
  // Nobody is there whom it could ask.
  '--global.checkNewVersion=false',
  ...Object.entries(ports).flatMap(([name, entryPoint]) => entryPointArguments(name, entryPoint)),
  '--api.dashboard=true',
  '--ping=true',
  '--metrics.prometheus=true',
  '--metrics.prometheus.entrypoint=metrics',
  '--providers.kubernetescrd',
  '--providers.kubernetescrd.allowEmptyServices=true',
  '--providers.kubernetesingress',
  '--providers.kubernetesingress.allowEmptyServices=true',
  `--providers.kubernetesingress.ingressendpoint.publishedservice=${namespace}/${NAME}`,
  '--providers.kubernetesgateway',
  `--providers.kubernetesgateway.statusaddress.service.name=${NAME}`,
  `--providers.kubernetesgateway.statusaddress.service.namespace=${namespace}`,
  '--log.level=INFO',
];

function entryPointArguments(name: string, entryPoint: Port): string[] {
  const { port, protocol = 'tcp', http, forwardedHeaders, transport = {} } = entryPoint;
  const at = `--entryPoints.${name}`;
  return [
    `${at}.address=:${port}/${protocol.toLowerCase()}`,
    ...(http?.tls?.enabled ? [`${at}.http.tls=true`] : []),
    ...(forwardedHeaders?.trustedIPs?.length
      ? [`${at}.forwardedHeaders.trustedIPs=${forwardedHeaders.trustedIPs.join()}`]
      : []),
    ...Object.entries(transport).flatMap(([group, settings]) =>
      Object.entries(settings).map(([key, value]) => `${at}.transport.${group}.${key}=${value}`),
    ),
  ];
}

const READ = ['get', 'list', 'watch'];
const ROUTES = ['gateways', 'grpcroutes', 'httproutes', 'tcproutes', 'tlsroutes'];
const RULES = [
  { apiGroups: [''], resources: ['configmaps', 'nodes', 'services', 'secrets'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses', 'ingresses'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
  { apiGroups: [''], resources: ['namespaces'], verbs: ['list', 'watch'] },
  {
    apiGroups: ['traefik.io'],
    resources: [
      'ingressroutes',
      'ingressroutetcps',
      'ingressrouteudps',
      'middlewares',
      'middlewaretcps',
      'serverstransports',
      'serverstransporttcps',
      'tlsoptions',
      'tlsstores',
      'traefikservices',
    ],
    verbs: READ,
  },
  {
    apiGroups: ['gateway.networking.k8s.io'],
    resources: ['backendtlspolicies', 'gatewayclasses', 'referencegrants', ...ROUTES],
    verbs: READ,
  },
  {
    apiGroups: ['gateway.networking.k8s.io'],
    resources: ['backendtlspolicies', 'gatewayclasses', ...ROUTES].map((name) => `${name}/status`),
    verbs: ['update'],
  },
];

/** Settings laid over others, as Helm does. */
function merged(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over === undefined ? base : over;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(keys.map((key) => [key, merged(base[key], over[key])]));
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
