import type { KubeObject } from '../../tools/lab/manifests';

export const labels = (name: string) => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/instance': 'sample',
});

export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  wave: number,
  rest: object,
): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, labels: labels(name), annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } },
  ...rest,
});

/** A pod that satisfies `restricted`. */
export function pod(name: string, container: object, rest: object = {}) {
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
