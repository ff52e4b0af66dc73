/** What charts of the platform have in common. */
import type { KubeObject } from '../../lab/manifests';

/** A role in the whole cluster. */
export const clusterRole = (name: string, rules: readonly object[]): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});

/** An account, and the roles that it has: of the whole cluster, or of the namespace in which the role is. */
export function account(name: string, namespace: string, ...roles: readonly KubeObject[]): KubeObject[] {
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    ...roles.flatMap((role) => [
      role,
      {
        apiVersion: role.apiVersion,
        kind: `${role.kind}Binding`,
        metadata: role.metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: role.kind, name: role.metadata.name },
        subjects,
      },
    ]),
  ];
}

/** One container of a program that controls something, as most charts write it. */
export interface Program {
  readonly name: string;
  readonly namespace: string;
  /** Of its pods, by which they are found. */
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly args: readonly string[];
  /** Name → number. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly env?: readonly object[];
  /** Path and port that tell whether it is ready. @default it is when it runs */
  readonly ready?: { readonly path: string; readonly port: number; readonly scheme?: 'HTTPS' };
  /** User and group. */
  readonly user: number;
  readonly account: string;
  /** Secret → folder. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Folders that it may write to. */
  readonly scratch?: readonly string[];
}

/** It is asked each second whether it is ready: charts are more patient, and nothing is shown by waiting. */
export function deployment({ ports = {}, secrets = {}, scratch = [], ...program }: Program): KubeObject {
  const { name, namespace, labels, image, args, env, ready, user } = program;
  const { path, port, scheme } = ready ?? {};
  const mounts = [...Object.values(secrets), ...scratch].map((mountPath, index) => ({
    name: `volume-${index}`,
    mountPath,
  }));
  const volumes = [
    ...Object.keys(secrets).map((secretName) => ({ secret: { secretName } })),
    ...scratch.map(() => ({ emptyDir: {} })),
  ].map((source, index) => ({ name: `volume-${index}`, ...source }));
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: program.account,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: user,
            runAsGroup: user,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name,
              image,
              args,
              env: [
                { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
                ...(env ?? []),
              ],
              ports: Object.entries(ports).map(([named, containerPort]) => ({ name: named, containerPort })),
              readinessProbe: ready && { httpGet: { path, port, scheme }, periodSeconds: 1 },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: mounts,
            },
          ],
          volumes,
        },
      },
    },
  };
}

/** Who makes a certificate does not wait for it. */
export function startsWithout(object: KubeObject): KubeObject {
  for (const { secret } of object.spec.template.spec.volumes) if (secret) secret.optional = true;
  return object;
}

/** An address for a program's pods: port → name of theirs. */
export const service = (
  { name, namespace, labels }: Pick<Program, 'name' | 'namespace' | 'labels'>,
  ports: Readonly<Record<number, string>>,
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: {
    selector: labels,
    ports: Object.entries(ports).map(([port, target]) => ({
      name: target,
      port: Number(port),
      targetPort: target,
    })),
  },
});

/** All rights: what its own chart gives it is not ours to judge. */
export const everything = (name: string): KubeObject =>
  clusterRole(name, [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ]);

/** Leads an API group to a Service. @param more of its specification */
export const apiService = (
  group: string,
  version: string,
  service: object,
  more: object = {},
): KubeObject => ({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: `${version}.${group}` },
  spec: { group, version, groupPriorityMinimum: 100, versionPriority: 100, ...more, service },
});
