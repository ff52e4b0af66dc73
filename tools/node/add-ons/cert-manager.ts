/**
 * cert-manager as its chart installs it (deploy/charts/cert-manager of its module), with an authority of its own where
 * people ask Let's Encrypt: under the name that the cluster gives its issuer.
 */
import { readFileSync } from 'node:fs';
import { asStdin } from '../../lab/bring-up';
import type { KubeObject } from '../../lab/manifests';
import { authority } from '../authority';
import { applyUntilReady } from './apply';
import type { RealAddOn } from './index';
import { account, deployment, everything, type Program, service } from './parts';

const VERSION = 'v1.11.5';
const image = (part: string): string => `quay.io/jetstack/cert-manager-${part}:${VERSION}`;
const NAME = 'cert-manager';
const WEBHOOK = `${NAME}-webhook`;

/** The Secret with the authority's certificate and key, in its own namespace, and the authority's name. */
export const AUTHORITY = 'lab-authority';

export const certManager: RealAddOn = {
  images: ['controller', 'webhook', 'cainjector'].map(image),
  objects({ namespace }) {
    const part = (
      component: string,
    ): Pick<Program, 'name' | 'namespace' | 'labels' | 'account' | 'user'> => ({
      name: component === 'controller' ? NAME : `${NAME}-${component}`,
      namespace,
      account: NAME,
      user: 1000,
      labels: {
        'app.kubernetes.io/name': component === 'controller' ? NAME : component,
        'app.kubernetes.io/component': component,
        'app.kubernetes.io/instance': NAME,
      },
    });
    const [controller, webhook, cainjector] = ['controller', 'webhook', 'cainjector'].map(part) as [
      Program,
      Program,
      Program,
    ];
    return [
      ...account(NAME, namespace, everything(NAME)),
      deployment({
        ...controller,
        image: image('controller'),
        args: [
          '--v=2',
          `--cluster-resource-namespace=${namespace}`,
          `--leader-election-namespace=${namespace}`,
          '--max-concurrent-challenges=60',
        ],
        ports: { 'http-metrics': 9402 },
      }),
      service(controller, { 9402: 'http-metrics' }),
      deployment({
        ...webhook,
        image: image('webhook'),
        args: [
          '--v=2',
          '--secure-port=10250',
          `--dynamic-serving-ca-secret-namespace=${namespace}`,
          `--dynamic-serving-ca-secret-name=${WEBHOOK}-ca`,
          ...['', `.${namespace}`, `.${namespace}.svc`].map(
            (rest) => `--dynamic-serving-dns-names=${WEBHOOK}${rest}`,
          ),
        ],
        ports: { https: 10250, healthcheck: 6080 },
        ready: { path: '/healthz', port: 6080 },
      }),
      service(webhook, { 443: 'https' }),
      deployment({
        ...cainjector,
        image: image('cainjector'),
        args: ['--v=2', `--leader-election-namespace=${namespace}`],
      }),
      ...(['Validating', 'Mutating'] as const).map((kind) => asked(kind, namespace)),
    ];
  },
  async afterwards(cluster, { namespace }, { environments }) {
    const { cert, key } = await authority(cluster.folder, AUTHORITY);
    const issuers = new Set(environments.flatMap(({ plan }) => plan.cluster.certificateIssuer ?? []));
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: AUTHORITY, namespace },
      type: 'kubernetes.io/tls',
      stringData: { 'tls.crt': readFileSync(cert, 'utf8'), 'tls.key': readFileSync(key, 'utf8') },
    };
    const made = [...issuers].map((name) => ({
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name },
      spec: { ca: { secretName: AUTHORITY } },
    }));
    await cluster.kubectlOk(['apply', '--server-side', '-f', '-'], { stdin: asStdin([secret]) });
    await applyUntilReady(cluster, made);
  },
};

/** Who is asked before one of its objects is taken. */
const asked = (kind: 'Validating' | 'Mutating', namespace: string): KubeObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: `${kind}WebhookConfiguration`,
  metadata: {
    name: WEBHOOK,
    annotations: { 'cert-manager.io/inject-ca-from-secret': `${namespace}/${WEBHOOK}-ca` },
  },
  webhooks: [
    {
      name: 'webhook.cert-manager.io',
      rules: [
        {
          apiGroups: ['cert-manager.io', 'acme.cert-manager.io'],
          apiVersions: ['v1'],
          operations: ['CREATE', 'UPDATE'],
          resources: ['*/*'],
        },
      ],
      admissionReviewVersions: ['v1'],
      matchPolicy: 'Equivalent',
      timeoutSeconds: 10,
      failurePolicy: 'Fail',
      sideEffects: 'None',
      clientConfig: {
        service: { name: WEBHOOK, namespace, path: kind === 'Validating' ? '/validate' : '/mutate' },
      },
    },
  ],
});
