/** The parts of Kubernetes objects that the rules read, and the pods inside every kind of workload. */

import { instanceTemplate, isPostgresCluster } from '../../tools/lab/cnpg-pods';
import { isWaypoint } from '../../tools/lab/tunnels';

export type Labels = Record<string, string>;

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Labels; annotations?: Labels };
  spec?: unknown;
  data?: Record<string, string>;
  automountServiceAccountToken?: boolean;
}

export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: {
    secretKeyRef?: { name: string; key: string; optional?: boolean };
    fieldRef?: { fieldPath: string };
  };
}

export interface Probe {
  httpGet?: { path: string; port: string | number; host?: string };
  tcpSocket?: { port: string | number; host?: string };
  grpc?: { port: number };
  exec?: { command: string[] };
  periodSeconds?: number;
  timeoutSeconds?: number;
  failureThreshold?: number;
}

export interface SecurityContext {
  runAsUser?: number;
  runAsGroup?: number;
  fsGroup?: number;
  runAsNonRoot?: boolean;
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  readOnlyRootFilesystem?: boolean;
  procMount?: string;
  seccompProfile?: { type: string };
  capabilities?: { drop?: string[]; add?: string[] };
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: EnvVar[];
  ports?: { name?: string; containerPort: number; hostPort?: number; protocol?: string }[];
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  startupProbe?: Probe;
  lifecycle?: { preStop?: { sleep?: { seconds: number }; exec?: { command: string[] } } };
  resources?: { requests?: Labels; limits?: Labels };
  volumeMounts?: { name: string; mountPath: string; subPath?: string; readOnly?: boolean }[];
  securityContext?: SecurityContext;
  restartPolicy?: string;
}

export interface Volume {
  name: string;
  configMap?: { name: string };
  secret?: { secretName: string; items?: { key: string; path: string }[] };
  [source: string]: unknown;
}

export interface PodSpec {
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: SecurityContext;
  terminationGracePeriodSeconds?: number;
  initContainers?: Container[];
  containers: Container[];
  volumes?: Volume[];
}

export interface PodTemplate {
  /** `StatefulSet/mongodb`, for findings. */
  owner: string;
  kind: string;
  name: string;
  /** Pods at the same time: the fewest where an autoscaler sets their number. */
  replicas: number;
  /** The most an autoscaler may make of them. */
  most: number;
  labels: Labels;
  annotations: Labels;
  spec: PodSpec;
  /** Volumes that a StatefulSet's claim templates add. */
  claims: string[];
}

/** `Deployment/api` */
export const title = (object: KubeObject): string => `${object.kind}/${object.metadata.name}`;

interface Template {
  metadata?: { labels?: Labels; annotations?: Labels };
  spec: PodSpec;
}

type LabObject = Parameters<typeof instanceTemplate>[0];

/** The pod templates of all workloads, whatever makes the pods. */
export function podTemplates(objects: readonly KubeObject[]): PodTemplate[] {
  return objects.flatMap((object) => {
    const spec = object.spec as {
      instances?: number;
      replicas?: number;
      template?: Template;
      jobTemplate?: { spec: { template: Template } };
      volumeClaimTemplates?: KubeObject[];
    };
    let template: Template | undefined;
    if (['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'].includes(object.kind))
      template = spec.template;
    if (isPostgresCluster(object))
      template = instanceTemplate(object as LabObject, objects as LabObject[]) as Template;
    if (object.kind === 'CronJob') template = spec.jobTemplate?.spec.template;
    if (object.kind === 'Pod') template = { metadata: object.metadata, spec: object.spec as PodSpec };
    if (!template) return [];
    return {
      owner: title(object),
      kind: object.kind,
      // A Job's own name goes with its version, and an operator's resource may have another than the component.
      name:
        (['Job', 'Cluster'].includes(object.kind) && object.metadata.labels?.['app.kubernetes.io/name']) ||
        object.metadata.name,
      ...podsOf(object, objects, spec.replicas ?? spec.instances),
      labels: template.metadata?.labels ?? {},
      annotations: template.metadata?.annotations ?? {},
      spec: template.spec,
      claims: isPostgresCluster(object)
        ? ['pgdata']
        : (spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name),
    };
  });
}

/** What an autoscaler of either sort says about numbers of pods. */
export interface Scaler {
  scaleTargetRef: { kind?: string; name: string };
  minReplicas?: number;
  maxReplicas?: number;
  minReplicaCount?: number;
  idleReplicaCount?: number;
  maxReplicaCount?: number;
}

function podsOf(
  { kind, metadata }: KubeObject,
  objects: readonly KubeObject[],
  written: number | undefined,
): { replicas: number; most: number } {
  const scaler = objects
    .filter((object) => ['HorizontalPodAutoscaler', 'ScaledObject'].includes(object.kind))
    .map(({ spec }) => spec as Scaler)
    .find(
      ({ scaleTargetRef: { kind: of, name } }) => (of ?? 'Deployment') === kind && name === metadata.name,
    );
  if (!scaler) return { replicas: written ?? 1, most: written ?? 1 };
  return {
    replicas: scaler.minReplicas ?? scaler.minReplicaCount ?? 1,
    most: scaler.maxReplicas ?? scaler.maxReplicaCount ?? 1,
  };
}

/** Init containers first, as they run. */
export const containersOf = (pod: PodTemplate): Container[] => [
  ...(pod.spec.initContainers ?? []),
  ...pod.spec.containers,
];

/** Runs `check` on every container; findings begin with where. */
export const eachContainer = (
  objects: readonly KubeObject[],
  check: (container: Container, pod: PodTemplate) => readonly (string | false | undefined)[],
): string[] =>
  podTemplates(objects).flatMap((pod) =>
    containersOf(pod).flatMap((container) =>
      check(container, pod)
        .filter((finding) => typeof finding === 'string')
        .map((finding) => `${pod.owner} ${container.name}: ${finding}`),
    ),
  );

/** Whether an operator makes the pods: then it also owns what else they need. */
export const isOperated = ({ kind }: Pick<PodTemplate, 'kind'>): boolean => kind === 'Cluster';

export const kindOf = (objects: readonly KubeObject[], kind: string): KubeObject[] =>
  objects.filter((object) => object.kind === kind);

/** Gateways that people come in by; a waypoint is one too, but for pods of the namespace alone. */
export const publicGateways = (objects: readonly KubeObject[]): KubeObject[] =>
  kindOf(objects, 'Gateway').filter((object) => !isWaypoint(object));

/** Routes of those. A route whose parent is a Service is for clients in the cluster. */
export const publicRoutes = (objects: readonly KubeObject[]): KubeObject[] =>
  kindOf(objects, 'HTTPRoute').filter(({ spec }) =>
    (spec as { parentRefs: { kind?: string }[] }).parentRefs.every(({ kind }) => kind !== 'Service'),
  );
