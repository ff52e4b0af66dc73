import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { download } from './download';
import { type KubeObject, parse } from './manifests';

export const NAMESPACE = 'kyverno';
const NAME = 'kyverno-admission-controller';

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

/** The variables its pod would have. */
export const ENVIRONMENT = {
  INIT_CONFIG: NAMESPACE,
  METRICS_CONFIG: `${NAMESPACE}-metrics`,
  KYVERNO_NAMESPACE: NAMESPACE,
  KYVERNO_DEPLOYMENT: NAME,
  KYVERNO_SERVICEACCOUNT_NAME: NAME,
  KYVERNO_POD_NAME: `${NAME}-0`,
  KYVERNO_SVC: 'kyverno-svc',
  POD_IP: '127.0.0.1',
};

/**
 * The arguments its pod would have, and where the API server reaches it, as no pod network leads to it.
 * @param metrics port of its own figures, which it opens even when it is told that it has none
 */
export const flags = (kubeconfig: string, port: number, metrics: number): string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--serverIP=127.0.0.1:${port}`,
  `--webhookServerPort=${port}`,
  `--backgroundServiceAccountName=system:serviceaccount:${NAMESPACE}:kyverno-background-controller`,
  '--caSecretName=kyverno-svc.kyverno.svc.kyverno-tls-ca',
  '--tlsSecretName=kyverno-svc.kyverno.svc.kyverno-tls-pair',
  '--disableMetrics=true',
  '--metricsHost=127.0.0.1',
  `--metricsPort=${metrics}`,
  '--controllerRuntimeMetricsAddress=0',
  '--admissionReports=false',
  '--omitEvents=PolicyApplied,PolicySkipped,PolicyViolation,PolicyError',
];

/** What it reads when it starts. */
export const configuration = (): KubeObject[] => [
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

/** Definitions it will not start without, of its older policies and its reports; from the module it is built of. */
export async function otherDefinitions(): Promise<KubeObject[]> {
  const goMod = readFileSync(resolve(__dirname, '../go/kyverno/go.mod'), 'utf8');
  const version = /github\.com\/kyverno\/kyverno (v[\d.]+)/.exec(goMod)?.[1];
  const module = `github.com/kyverno/kyverno@${version}`;
  const folders = ['kyverno', 'reports', 'policyreport'];
  const texts = await Promise.all(folders.map((path) => download({ module, path: `config/crds/${path}` })));
  return texts.flat().flatMap(parse);
}
