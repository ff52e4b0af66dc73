import type { KubeObject } from '../../tools/lab/manifests';
import { labels, object, pod } from './fixture-parts';

const secretEnv = {
  name: 'STORE_PASSWORD',
  valueFrom: { secretKeyRef: { name: 'store', key: 'STORE_PASSWORD' } },
};
const probe = (path: string) => ({ httpGet: { path, port: 'http' } });

export function store(): KubeObject[] {
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

export function migrate(): KubeObject[] {
  const job = object('batch/v1', 'Job', 'migrate', -2, {
    spec: { backoffLimit: 2, template: pod('migrate', { env: [secretEnv] }, { restartPolicy: 'Never' }) },
  });
  Object.assign(job.metadata.annotations!, {
    'argocd.argoproj.io/hook': 'Sync',
    'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
  });
  return [job];
}

export function web(): KubeObject[] {
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

export function report(): KubeObject[] {
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
