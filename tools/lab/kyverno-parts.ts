import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { APPLY, asStdin } from './bring-up';
import type { Cluster } from './cluster';
import { type CrdLock, loadCrds, readLock } from './crds';
import { download } from './download';
import { type KubeObject, parse } from './manifests';

export const NAMESPACE = 'kyverno';
export const NAME = 'kyverno-admission-controller';
export const SERVICE = 'kyverno-svc';

/** What its Helm chart configures, as far as it decides which requests it looks at. */
const CONFIGURATION = {
  excludeGroups: 'system:nodes',
  resourceFilters: [
    '[Event,*,*]',
    '[*/*,kube-system,*]',
    '[*/*,kube-public,*]',
    '[*/*,kube-node-lease,*]',
    '[Node,*,*]',
    '[Node/?*,*,*]',
    '[Binding,*,*]',
    '[Pod/binding,*,*]',
    '[ReplicaSet,*,*]',
    '[ReplicaSet/?*,*,*]',
  ].join(''),
  webhooks: JSON.stringify({
    namespaceSelector: {
      matchExpressions: [
        { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', NAMESPACE] },
      ],
    },
  }),
};

/** The variables its pod has, but for those that tell which pod it is. */
export const VARIABLES = {
  INIT_CONFIG: NAMESPACE,
  METRICS_CONFIG: `${NAMESPACE}-metrics`,
  KYVERNO_NAMESPACE: NAMESPACE,
  KYVERNO_DEPLOYMENT: NAME,
  KYVERNO_SERVICEACCOUNT_NAME: NAME,
  KYVERNO_SVC: SERVICE,
};

/** The arguments its pod has, wherever it runs. */
export const FLAGS: readonly string[] = [
  `--backgroundServiceAccountName=system:serviceaccount:${NAMESPACE}:kyverno-background-controller`,
  `--caSecretName=${SERVICE}.${NAMESPACE}.svc.kyverno-tls-ca`,
  `--tlsSecretName=${SERVICE}.${NAMESPACE}.svc.kyverno-tls-pair`,
  '--controllerRuntimeMetricsAddress=0',
  '--admissionReports=false',
  '--omitEvents=PolicyApplied,PolicySkipped,PolicyViolation,PolicyError',
];

/** The variables it has beside the lab's cluster, where it is no pod. */
export const ENVIRONMENT = { ...VARIABLES, KYVERNO_POD_NAME: `${NAME}-0`, POD_IP: '127.0.0.1' };

/**
 * The arguments it has there, with where the API server reaches it, as no pod network leads to it.
 * @param metrics port of its own figures, which it opens even when it is told that it has none
 */
export const flags = (kubeconfig: string, port: number, metrics: number): string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--serverIP=127.0.0.1:${port}`,
  `--webhookServerPort=${port}`,
  '--disableMetrics=true',
  '--metricsHost=127.0.0.1',
  `--metricsPort=${metrics}`,
  ...FLAGS,
];

/** What it reads when it starts. */
const configuration = (): KubeObject[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
  map(NAMESPACE, CONFIGURATION),
  map(`${NAMESPACE}-metrics`, {}),
];

const map = (name: string, data: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE },
  data,
});

/** Definitions of its policies. */
export const kyvernoDefinitions = (): CrdLock[] => readLock().filter(({ name }) => name === 'kyverno');

/** Definitions it will not start without, of its older policies and its reports; from the module it is built of. */
export async function otherDefinitions(): Promise<KubeObject[]> {
  const goMod = readFileSync(resolve(__dirname, '../go/kyverno/go.mod'), 'utf8');
  const version = /github\.com\/kyverno\/kyverno (v[\d.]+)/.exec(goMod)?.[1];
  const module = `github.com/kyverno/kyverno@${version}`;
  const folders = ['kyverno', 'reports', 'policyreport'];
  const texts = await Promise.all(folders.map((path) => download({ module, path: `config/crds/${path}` })));
  return texts.flat().flatMap(parse);
}

/**
 * Brings what it does not start without.
 * @param more what else it has there
 */
export async function prepareKyverno(cluster: Cluster, more: readonly KubeObject[] = []): Promise<void> {
  await loadCrds(cluster, kyvernoDefinitions());
  const stdin = asStdin([...(await otherDefinitions()), ...configuration(), ...more]);
  await cluster.kubectlOk([...APPLY, '--force-conflicts', '-f', '-'], { stdin });
}

/** Kyverno marks what it makes in the whole cluster. */
export const MADE_BY_KYVERNO = 'webhook.kyverno.io/managed-by=kyverno';

/** Takes it out of the cluster: its webhooks last, because where its pod runs it would make them anew. */
export async function removeKyverno(cluster: Cluster): Promise<void> {
  await cluster.kubectl(['delete', 'namespace', NAMESPACE, '--timeout=60s']);
  const webhooks = 'validatingwebhookconfigurations,mutatingwebhookconfigurations';
  await cluster.kubectl(['delete', webhooks, '-l', MADE_BY_KYVERNO]);
}
