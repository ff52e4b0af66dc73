import type { KubeObject } from './manifests';
import type { PodTemplate } from './pods';

const GROUP = 'postgresql.cnpg.io/';
/** The operator's own image, as its release has it: it puts that into its pods too. */
export const OPERATOR = 'ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0';

/** A PostgreSQL that CloudNativePG runs. */
export const isPostgresCluster = ({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean =>
  kind === 'Cluster' && apiVersion.startsWith(GROUP);

/** What the Barman Cloud plugin puts beside an instance, as its release has it. */
export const SIDECAR = 'ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar:v0.13.0';

/**
 * An instance as CloudNativePG makes it of a Cluster, but for its number, so that who judges pods without a cluster sees
 * it too. `test/cluster/cloudnative-pg.test.ts` holds it against what the operator itself makes, and its plugin.
 * @param known where the ObjectStore is, which says what the plugin's container may take
 */
export function instanceTemplate({ metadata, spec }: KubeObject, known: readonly KubeObject[]): PodTemplate {
  const { name } = metadata;
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: spec.seccompProfile,
  };
  const volumeMounts = [
    { name: 'pgdata', mountPath: '/var/lib/postgresql/data' },
    { name: 'scratch-data', mountPath: '/run' },
    { name: 'scratch-data', mountPath: '/controller' },
    { name: 'shm', mountPath: '/dev/shm' },
  ];
  const common = {
    imagePullPolicy: spec.imagePullPolicy,
    resources: spec.resources,
    securityContext,
    volumeMounts,
  };
  const probe = (path: string) => ({
    httpGet: { path, port: 8000, scheme: 'HTTPS' },
    periodSeconds: 10,
    timeoutSeconds: 5,
  });
  return {
    metadata: {
      labels: {
        'app.kubernetes.io/component': 'database',
        'app.kubernetes.io/instance': name,
        'app.kubernetes.io/managed-by': 'cloudnative-pg',
        'app.kubernetes.io/name': 'postgresql',
        'app.kubernetes.io/version': /:(\d+)[^:/]*(@|$)/.exec(spec.imageName)![1]!,
        'cnpg.io/cluster': name,
        'cnpg.io/podRole': 'instance',
        ...spec.inheritedMetadata?.labels,
      },
    },
    spec: {
      containers: [
        {
          name: 'postgres',
          image: spec.imageName,
          ...common,
          ports: [
            { name: 'postgresql', containerPort: 5432, protocol: 'TCP' },
            { name: 'metrics', containerPort: 9187, protocol: 'TCP' },
            { name: 'status', containerPort: 8000, protocol: 'TCP' },
          ],
          livenessProbe: probe('/healthz'),
          readinessProbe: probe('/readyz'),
          startupProbe: { ...probe('/startupz'), failureThreshold: 360 },
        },
      ],
      initContainers: [
        { name: 'bootstrap-controller', image: OPERATOR, ...common },
        ...archiver(metadata.namespace, spec, known).map((own) => ({ ...common, ...own })),
      ],
      priorityClassName: spec.priorityClassName,
      securityContext: {
        fsGroup: 26,
        runAsGroup: 26,
        runAsNonRoot: true,
        runAsUser: 26,
        seccompProfile: spec.seccompProfile,
      },
      serviceAccountName: name,
      terminationGracePeriodSeconds: spec.stopDelay,
      topologySpreadConstraints: spec.topologySpreadConstraints,
      volumes: [
        { name: 'scratch-data', emptyDir: { sizeLimit: spec.ephemeralVolumesSizeLimit.temporaryData } },
        { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: spec.ephemeralVolumesSizeLimit.shm } },
      ],
    },
  };
}

/** Source: plugin-barman-cloud 0.13, internal/cnpgi/operator/lifecycle.go, reconcilePodSpec. */
function archiver(
  namespace: string | undefined,
  { plugins = [] }: KubeObject['spec'],
  known: readonly KubeObject[],
): object[] {
  return (plugins as { parameters: { barmanObjectName: string } }[]).map(({ parameters }) => {
    const store = known.find(
      ({ kind, metadata }) =>
        kind === 'ObjectStore' &&
        metadata.name === parameters.barmanObjectName &&
        metadata.namespace === namespace,
    );
    return {
      name: 'plugin-barman-cloud',
      image: SIDECAR,
      args: ['instance', '--log-level=info'],
      resources: store?.spec.instanceSidecarConfiguration.resources,
      restartPolicy: 'Always',
      startupProbe: {
        exec: { command: ['/manager', 'healthcheck', 'unix'] },
        timeoutSeconds: 10,
        failureThreshold: 10,
      },
    };
  });
}

/**
 * What stands in for the operator where it does not run: as many instances as are wanted, each with its claim. Not one
 * after the other and not by their own names, so who asks for that asks the operator.
 */
export function playedInstances(
  objects: readonly KubeObject[],
  known: readonly KubeObject[] = objects,
): KubeObject[] {
  return objects.filter(isPostgresCluster).flatMap((object) => {
    const { name, namespace } = object.metadata;
    const template = instanceTemplate(object, known);
    const selector = { matchLabels: { 'cnpg.io/cluster': name } };
    const { size, storageClass } = object.spec.storage;
    return [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name, namespace },
        spec: { selector, maxUnavailable: 1 },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name, namespace },
        spec: {
          replicas: object.spec.instances,
          selector,
          serviceName: name,
          template,
          volumeClaimTemplates: [
            {
              metadata: { name: 'pgdata' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                storageClassName: storageClass,
                resources: { requests: { storage: size } },
              },
            },
          ],
        },
      },
    ];
  });
}
