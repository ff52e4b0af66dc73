import type { KubeObject } from '../lab/manifests';
import { TOOLS } from './own-images';

export interface Waiting {
  /** Name of its container. */
  readonly container: string;
  /** Seconds after which it ends by itself. */
  readonly seconds: number;
  /** Seconds between SIGTERM, of which it takes no notice as the first process of its container, and SIGKILL. */
  readonly grace: number;
}

/** A pod of a test's own that does nothing, by the rules of `restricted`. */
export const waitingPod = (
  metadata: KubeObject['metadata'],
  { container, seconds, grace }: Waiting,
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: {
    automountServiceAccountToken: false,
    containers: [
      {
        name: container,
        image: TOOLS,
        command: ['sleep', String(seconds)],
        // Next to nothing: it must fit a quota that has room for what is declared and no more.
        resources: { requests: { cpu: '1m', memory: '1Mi' }, limits: { memory: '16Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
      },
    ],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    terminationGracePeriodSeconds: grace,
  },
});
