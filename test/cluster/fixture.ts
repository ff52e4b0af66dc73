import type { KubeObject, Unit } from '../../tools/lab/manifests';

/**
 * A small system that passes every check: `web` (two replicas, behind a gateway) talks to `store` (one
 * replica with a disk), `report` runs every night, `migrate` once a sync. Tests break it on purpose.
 */
export function fixture(): Unit {
  // A name of its own each time: nobody has to wait until an earlier one is gone.
  const environment = `test${++made}`;
  const namespace = `sample-${environment}`;
  const inNamespace = (object: KubeObject) =>
    object.kind === 'Namespace' ? object : { ...object, metadata: { ...object.metadata, namespace } };
  const objects = [...platform(namespace), ...store(), ...migrate(), ...web(), ...report(), ...policies()];
  return { system: 'sample', environment, namespace, files: [], objects: objects.map(inNamespace) };
}

let made = 0;

/** The fixture with one thing changed: `change` may edit what it finds by `Kind/name`. */
export function broken(
  change: (find: (id: string) => KubeObject, unit: Unit & { objects: KubeObject[] }) => void,
): Unit {
  const unit = structuredClone(fixture()) as Unit & { objects: KubeObject[] };
  change((id) => {
    const found = unit.objects.find((one) => `${one.kind}/${one.metadata.name}` === id);
    if (!found) throw new Error(`the fixture has no ${id}`);
    return found;
  }, unit);
  return unit;
}

const labels = (name: string) => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'sample' });

const object = (apiVersion: string, kind: string, name: string, wave: number, rest: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, labels: labels(name), annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } },
  ...rest,
});

function platform(namespace: string): KubeObject[] {
  const restricted = ['enforce', 'audit', 'warn'].map((mode) => [
    `pod-security.kubernetes.io/${mode}`,
    'restricted',
  ]);
  const space = object('v1', 'Namespace', namespace, -20, {});
  space.metadata.labels = Object.fromEntries(restricted);
  const hard = { 'requests.cpu': '3', 'requests.memory': '4Gi', 'limits.memory': '4Gi', pods: '20' };
  return [space, object('v1', 'ResourceQuota', 'budget', -20, { spec: { hard } })];
}

/** A pod that satisfies `restricted`. */
function pod(name: string, container: object, rest: object = {}) {
  const security = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
  const ids = { runAsUser: 10001, runAsGroup: 10001 };
  return {
    metadata: { labels: labels(name) },
    spec: {
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        ...ids,
        fsGroup: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name,
          image: `registry.example/${name}:1.0.0`,
          imagePullPolicy: 'IfNotPresent',
          securityContext: { ...security, ...ids },
          resources: {
            requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
            limits: { memory: '256Mi', 'ephemeral-storage': '128Mi' },
          },
          ...container,
        },
      ],
      ...rest,
    },
  };
}

const secretEnv = {
  name: 'STORE_PASSWORD',
  valueFrom: { secretKeyRef: { name: 'store', key: 'STORE_PASSWORD' } },
};
const probe = (path: string) => ({ httpGet: { path, port: 'http' } });

function store(): KubeObject[] {
  const generator = {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
    name: 'store',
  };
  const rewrite = [{ regexp: { source: '^password$', target: 'STORE_PASSWORD' } }];
  const container = {
    ports: [{ name: 'redis', containerPort: 6379 }],
    env: [secretEnv],
    readinessProbe: { tcpSocket: { port: 'redis' } },
    livenessProbe: { tcpSocket: { port: 'redis' }, periodSeconds: 20 },
    volumeMounts: [
      { name: 'data', mountPath: '/data' },
      { name: 'config', mountPath: '/etc/redis/redis.conf', subPath: 'redis.conf' },
    ],
  };
  const template = pod('store', container, {
    volumes: [{ name: 'config', configMap: { name: 'store-config' } }],
  });
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return [
    object(generator.apiVersion, 'Password', 'store', -10, {
      spec: { length: 24, noUpper: false, allowRepeat: true },
    }),
    object('external-secrets.io/v1', 'ExternalSecret', 'store', -9, {
      spec: { refreshPolicy: 'CreatedOnce', dataFrom: [{ sourceRef: { generatorRef: generator }, rewrite }] },
    }),
    object('v1', 'ConfigMap', 'store-config', -9, {
      data: { 'redis.conf': 'maxmemory 100mb\nappendonly yes\n' },
    }),
    object('v1', 'Service', 'store', -5, {
      spec: {
        selector: labels('store'),
        ports: [{ name: 'redis', port: 6379, targetPort: 'redis' }],
        clusterIP: 'None',
      },
    }),
    object('apps/v1', 'StatefulSet', 'store', -5, {
      spec: {
        serviceName: 'store',
        replicas: 1,
        selector: { matchLabels: labels('store') },
        template,
        volumeClaimTemplates: [
          { metadata: { name: 'data' }, spec: { ...claim, storageClassName: 'standard' } },
        ],
      },
    }),
  ];
}

function migrate(): KubeObject[] {
  const job = object('batch/v1', 'Job', 'migrate', -2, {
    spec: { backoffLimit: 2, template: pod('migrate', { env: [secretEnv] }, { restartPolicy: 'Never' }) },
  });
  Object.assign(job.metadata.annotations!, {
    'argocd.argoproj.io/hook': 'Sync',
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  });
  return [job];
}

function web(): KubeObject[] {
  const match = { matchLabels: labels('web') };
  const spread = { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' };
  const template = pod(
    'web',
    {
      ports: [{ name: 'http', containerPort: 8080 }],
      env: [secretEnv],
      readinessProbe: probe('/ready'),
      livenessProbe: probe('/live'),
    },
    { topologySpreadConstraints: [{ ...spread, labelSelector: match }] },
  );
  const gateway = { gatewayClassName: 'lab', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] };
  return [
    object('v1', 'Service', 'web', 0, {
      spec: { selector: labels('web'), ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    }),
    object('apps/v1', 'Deployment', 'web', 0, { spec: { replicas: 2, selector: match, template } }),
    object('policy/v1', 'PodDisruptionBudget', 'web', 0, { spec: { minAvailable: 1, selector: match } }),
    object('gateway.networking.k8s.io/v1', 'Gateway', 'edge', 5, { spec: gateway }),
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', 6, {
      spec: { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
    }),
  ];
}

function report(): KubeObject[] {
  const job = { template: pod('report', { env: [secretEnv] }, { restartPolicy: 'OnFailure' }) };
  return [
    object('batch/v1', 'CronJob', 'report', 0, {
      spec: {
        schedule: '0 3 * * *',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        jobTemplate: { spec: job },
      },
    }),
  ];
}

/** Everything is denied, but DNS to all and `store` to those that use it. */
function policies(): KubeObject[] {
  const to = (name: string) => [{ podSelector: { matchLabels: labels(name) } }];
  const dns = [53].flatMap((port) => ['UDP', 'TCP'].map((protocol) => ({ port, protocol })));
  const kubeDns = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  };
  const policy = (name: string, spec: object) =>
    object('networking.k8s.io/v1', 'NetworkPolicy', name, -20, { spec });
  const ports = [{ port: 6379, protocol: 'TCP' }];
  return [
    policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy('dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [kubeDns], ports: dns }] }),
    ...['web', 'migrate', 'report'].map((name) =>
      policy(name, {
        podSelector: { matchLabels: labels(name) },
        policyTypes: ['Ingress', 'Egress'],
        egress: [{ to: to('store'), ports }],
      }),
    ),
    policy('store', {
      podSelector: { matchLabels: labels('store') },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: ['web', 'migrate', 'report'].flatMap(to), ports }],
    }),
  ];
}
