/**
 * Kyverno's admission controller as a pod, as its chart installs it (charts/kyverno, templates/admission-controller).
 * It comes with a mesh, and none runs here, so it is no part of a cluster's add-ons: whoever wants to be judged brings it.
 */
import type { Cluster } from '../lab/cluster';
import { FLAGS, NAME, NAMESPACE, prepareKyverno, SERVICE, VARIABLES } from '../lab/kyverno-parts';
import type { KubeObject } from '../lab/manifests';
import { account, deployment, everything, type Program, service } from './add-ons/parts';
import { untilPodsReady } from './pod-logs';

export const KYVERNO_IMAGE = 'reg.kyverno.io/kyverno/kyverno:v1.19.1';

/** Where its chart has the trust of signatures; it writes to it when it starts. */
const SIGSTORE = '/.sigstore';
/** Seconds until it is ready. */
const PATIENCE = 120;

const admission: Program = {
  name: NAME,
  namespace: NAMESPACE,
  account: NAME,
  user: 65534,
  labels: { 'app.kubernetes.io/component': 'admission-controller', 'app.kubernetes.io/instance': NAMESPACE },
  image: KYVERNO_IMAGE,
  args: ['--servicePort=443', '--webhookServerPort=9443', '--disableMetrics=true', ...FLAGS],
  env: [
    ...Object.entries({ ...VARIABLES, TUF_ROOT: SIGSTORE }).map(([name, value]) => ({ name, value })),
    { name: 'KYVERNO_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ],
  ports: { https: 9443 },
  ready: { path: '/health/readiness', port: 9443, scheme: 'HTTPS' },
  scratch: [SIGSTORE],
};

/** What its chart makes for it, but for what reports and what cleans up. */
const objects = (): KubeObject[] => [
  ...account(NAME, NAMESPACE, everything(NAME)),
  deployment(admission),
  service({ ...admission, name: SERVICE }, { 443: 'https' }),
];

/** Brings it up. @throws Error with the cluster's own reasons, and what its pod said */
export async function bringKyverno(cluster: Cluster): Promise<void> {
  await prepareKyverno(cluster, objects());
  await untilPodsReady(cluster, 'Kyverno', NAMESPACE, PATIENCE);
}
