/**
 * External Secrets as its chart installs it (deploy/charts/external-secrets of its module), and a store that has every
 * entry which the environments ask for.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Plan } from '../../../model/plan';
import type { KubeObject } from '../../lab/manifests';
import { applyUntilReady } from './apply';
import type { RealAddOn } from './index';
import { account, deployment, everything, type Program, service } from './parts';

const IMAGE = 'ghcr.io/external-secrets/external-secrets:v0.20.4';
const NAME = 'external-secrets';
const WEBHOOK = `${NAME}-webhook`;

export const externalSecrets: RealAddOn = {
  images: [IMAGE],
  objects({ namespace }) {
    const part = (own: string): Omit<Program, 'args'> => ({
      name: own,
      namespace,
      account: NAME,
      user: 65534,
      image: IMAGE,
      labels: { 'app.kubernetes.io/name': own, 'app.kubernetes.io/instance': NAME },
    });
    return [
      ...account(NAME, namespace, everything(NAME)),
      deployment({
        ...part(NAME),
        args: ['--enable-leader-election=false', '--concurrent=4', '--metrics-addr=:8080', '--loglevel=info'],
        ports: { metrics: 8080 },
      }),
      // Its certificate controller fills it.
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: WEBHOOK, namespace, labels: WEBHOOK_PART } },
      deployment({
        ...part(WEBHOOK),
        args: [
          'webhook',
          '--port=10250',
          `--dns-name=${WEBHOOK}.${namespace}.svc`,
          '--cert-dir=/tmp/certs',
          '--check-interval=5m',
          '--metrics-addr=:8080',
          '--healthz-addr=:8081',
        ],
        ports: { metrics: 8080, webhook: 10250 },
        ready: { path: '/readyz', port: 8081 },
        secrets: { [WEBHOOK]: '/tmp/certs' },
      }),
      service(part(WEBHOOK), { 443: 'webhook' }),
      deployment({
        ...part(`${NAME}-cert-controller`),
        args: [
          'certcontroller',
          '--crd-requeue-interval=5m',
          ...['service', 'secret'].flatMap((what) => [
            `--${what}-name=${WEBHOOK}`,
            `--${what}-namespace=${namespace}`,
          ]),
          '--metrics-addr=:8080',
          '--healthz-addr=:8081',
        ],
        ports: { metrics: 8080 },
      }),
      asked('secretstore-validate', namespace, ['clustersecretstores', 'secretstores']),
      asked('externalsecret-validate', namespace, ['externalsecrets']),
    ];
  },
  async afterwards(cluster, _addOn, { environments }) {
    const plans = environments.map(({ plan }) => plan);
    const names = [...new Set(plans.flatMap(({ cluster: { secretStore } }) => secretStore ?? []))];
    const entries = entriesOf(plans);
    await applyUntilReady(
      cluster,
      names.map((name) => store(name, entries)),
    );
  },
};

const WEBHOOK_PART = { 'external-secrets.io/component': 'webhook' };

const store = (name: string, entries: Readonly<Record<string, object>>): KubeObject => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ClusterSecretStore',
  metadata: { name },
  spec: {
    provider: {
      fake: { data: Object.entries(entries).map(([key, value]) => ({ key, value: JSON.stringify(value) })) },
    },
  },
});

/** Who may log in where the way in asks for it; nobody else knows it, and it ends with the lab. */
export const LOGIN = { user: 'lab', password: randomBytes(12).toString('hex') };

/** Entry → property → value, for all that must be there. */
const entriesOf = (plans: readonly Plan[]): Record<string, Record<string, string>> => {
  const entries: Record<string, Record<string, string>> = {};
  for (const secret of plans.flatMap(({ secrets }) => secrets)) {
    if (secret.kind === 'generated' || secret.kind === 'optional') continue;
    const properties = secret.kind === 'store' ? Object.values(secret.keys) : ['username', 'password'];
    for (const property of properties) {
      entries[secret.remoteKey] ??= {};
      entries[secret.remoteKey]![property] = somethingFor(property);
    }
  }
  return entries;
};

const somethingFor = (property: string): string =>
  property === 'users' ? htpasswd() : randomBytes(16).toString('hex');

/** A line as `htpasswd -s` writes it: every gateway reads it. */
const htpasswd = (): string =>
  `${LOGIN.user}:{SHA}${createHash('sha1').update(LOGIN.password).digest('base64')}`;

/** Who is asked before one of its objects is taken. */
const asked = (name: string, namespace: string, resources: readonly string[]): KubeObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name, labels: WEBHOOK_PART },
  webhooks: resources.map((resource) => ({
    name: `validate.${resource.slice(0, -1)}.external-secrets.io`,
    rules: [
      {
        apiGroups: ['external-secrets.io'],
        apiVersions: ['v1'],
        operations: ['CREATE', 'UPDATE', 'DELETE'],
        resources: [resource],
      },
    ],
    clientConfig: {
      service: {
        namespace,
        name: WEBHOOK,
        path: `/validate-external-secrets-io-v1-${resource.slice(0, -1)}`,
      },
    },
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    timeoutSeconds: 5,
  })),
});
