/** Where every Secret comes from. No value is written here: External Secrets makes them in the cluster. */
import type { Chart } from 'cdk8s';
import {
  ExternalSecretSpecTargetCreationPolicy as CreationPolicy,
  ExternalSecretSpecTargetDeletionPolicy as DeletionPolicy,
  ExternalSecret,
  type ExternalSecretSpecTarget,
  ExternalSecretSpecDataFromSourceRefGeneratorRefKind as GeneratorKind,
  ExternalSecretSpecRefreshPolicy as RefreshPolicy,
  ExternalSecretSpecSecretStoreRefKind as StoreKind,
} from '../imports/external-secrets.io';
import { Password } from '../imports/generators.external-secrets.io';
import type { Plan, PlannedSecret } from '../model/plan';
import { loginKey } from '../model/registries';
import { comment } from './parts/comment';
import { commonLabels, keptAsData, type Labels, selectorLabels, syncWave, WAVES } from './parts/labels';
import type { TierChart } from './tier';

type Generated = Extract<PlannedSecret, { kind: 'generated' }>;
type Stored = Extract<PlannedSecret, { kind: 'store' }>;
type Optional = Extract<PlannedSecret, { kind: 'optional' }>;
type Registry = Extract<PlannedSecret, { kind: 'registry' }>;

/** How often a value is read again from the store. */
const REFRESH = '1h0m0s';

const generatorName = (length: number): string => `letters-and-digits-${length}`;

export const secrets: TierChart = {
  name: 'secrets',
  build(chart, plan) {
    const generated = plan.secrets.filter((secret): secret is Generated => secret.kind === 'generated');
    const lengths = [...new Set(generated.map((secret) => secret.length))].sort((a, b) => a - b);
    for (const length of lengths) generator(chart, plan, length);
    for (const secret of plan.secrets) {
      if (secret.kind === 'generated') generatedSecret(chart, plan, secret);
      else if (secret.kind === 'store') storeSecret(chart, plan, secret);
      else if (secret.kind === 'optional') optionalSecret(chart, plan, secret);
      else registrySecret(chart, plan, secret);
    }
  },
};

const metadata = (
  plan: Plan,
  name: string,
  owner?: string,
): { name: string; labels: Labels; annotations: Labels } => ({
  name,
  labels: { ...(owner ? selectorLabels(plan, { name: owner }) : {}), ...commonLabels(plan) },
  annotations: syncWave(WAVES.secrets),
});

function generator(chart: Chart, plan: Plan, length: number): void {
  const object = new Password(chart, generatorName(length), {
    metadata: metadata(plan, generatorName(length)),
    spec: {
      length,
      // No symbols, so that a password fits into a URL and a configuration file as it is.
      symbols: 0,
      // A fifth of the characters are digits, as often as chance would have it.
      digits: Math.round(length / 5),
      noUpper: false,
      allowRepeat: true,
    },
  });
  comment(
    object,
    'No symbols: these passwords stand in connection strings and configuration files as they are.',
  );
}

function generatedSecret(chart: Chart, plan: Plan, secret: Generated): void {
  const labelled = metadata(plan, secret.name, secret.sharedBy ? undefined : secret.owner);
  const object = new ExternalSecret(chart, secret.name, {
    metadata: { ...labelled, annotations: { ...labelled.annotations, ...keptAsData } },
    spec: {
      refreshPolicy: RefreshPolicy.CREATED_ONCE,
      dataFrom: [
        {
          sourceRef: {
            generatorRef: {
              apiVersion: Password.GVK.apiVersion,
              kind: GeneratorKind.PASSWORD,
              name: generatorName(secret.length),
            },
          },
        },
      ],
      // Orphan: the Secret stays when this object goes, as the data it opens stays.
      target: {
        name: secret.name,
        creationPolicy: CreationPolicy.ORPHAN,
        deletionPolicy: DeletionPolicy.RETAIN,
        immutable: true,
        ...template(secret),
      },
    },
  });
  if (secret.sharedBy) comment(object, `One value for ${secret.sharedBy.join(', ')}.`);
  comment(object, 'It is data, and stays with the data it opens.', [
    'metadata',
    'annotations',
    'argocd.argoproj.io/sync-options',
  ]);
  comment(
    object,
    'Once for this object, not for the Secret: a deleted Secret does not come back by itself. Back it up with the data.',
    ['spec', 'refreshPolicy'],
  );
  // Source: External Secrets' docs/api/externalsecret.md, "CreatedOnce"; no creation policy guards against it.
  comment(
    object,
    'What keeps the value: this object, deleted and made again, takes the Secret that is there as it is.',
    ['spec', 'target', 'immutable'],
  );
}

/**
 * What stands beside the password: its name, for programs that log in as this client, such as an autoscaler; its hash.
 * None where there is nothing. A Secret that is there already does not get what is added here later.
 */
function template({ username, hash, key, labels }: Generated): Pick<ExternalSecretSpecTarget, 'template'> {
  if (!username && !hash) return {};
  return {
    template: {
      ...(labels && { metadata: { labels } }),
      data: {
        ...(username && { username }),
        [key]: `{{ .${key} }}`,
        ...(hash && { [hash]: `{{ .${key} | ${hash} }}` }),
      },
    },
  };
}

const fromStore = (plan: Plan) => ({
  refreshPolicy: RefreshPolicy.PERIODIC,
  refreshInterval: REFRESH,
  secretStoreRef: { kind: StoreKind.CLUSTER_SECRET_STORE, name: plan.cluster.secretStore! },
});

function storeSecret(chart: Chart, plan: Plan, secret: Stored): void {
  new ExternalSecret(chart, secret.name, {
    metadata: metadata(plan, secret.name, secret.owner),
    spec: {
      ...fromStore(plan),
      data: Object.entries(secret.keys).map(([secretKey, property]) => ({
        secretKey,
        remoteRef: { key: secret.remoteKey, property },
      })),
      target: { name: secret.name, ...(secret.type && { template: { type: secret.type } }) },
    },
  });
}

/**
 * A key named one by one that is missing would fail the whole object, so the entry is read as it is. With the policy
 * `Delete` one that is not there is no error: the object is ready, and there is no Secret. Source: External Secrets
 * 2.9, externalsecret_controller.go and externalsecret_controller_secret.go.
 */
function optionalSecret(chart: Chart, plan: Plan, secret: Optional): void {
  const object = new ExternalSecret(chart, secret.name, {
    metadata: metadata(plan, secret.name, secret.owner),
    spec: {
      ...fromStore(plan),
      dataFrom: [{ extract: { key: secret.remoteKey } }],
      target: {
        name: secret.name,
        creationPolicy: CreationPolicy.OWNER,
        deletionPolicy: DeletionPolicy.DELETE,
      },
    },
  });
  comment(
    object,
    'What the entry has, which may be nothing: no pod waits for it, and a key that comes later counts when a pod\n' +
      'starts next.',
    ['spec', 'dataFrom'],
  );
}

/** Both halves of a login, as the entry and the template call them. */
const HALVES = ['username', 'password'];

/** A file of logins: kubelet looks for the one whose registry an image's name begins with. */
function registrySecret(chart: Chart, plan: Plan, { name, registries, remoteKey, assumed }: Registry): void {
  const login = HALVES.map((half) => `      "${half}": {{ .${half} | toJson }}`).join(',\n');
  const auths = registries.map((registry) => `    "${loginKey(registry)}": {\n${login}\n    }`);
  const object = new ExternalSecret(chart, name, {
    metadata: metadata(plan, name),
    spec: {
      ...fromStore(plan),
      data: HALVES.map((property) => ({ secretKey: property, remoteRef: { key: remoteKey, property } })),
      target: {
        name,
        ...(assumed !== undefined && {
          creationPolicy: CreationPolicy.OWNER,
          deletionPolicy: DeletionPolicy.DELETE,
        }),
        template: {
          type: 'kubernetes.io/dockerconfigjson',
          data: { '.dockerconfigjson': `{\n  "auths": {\n${auths.join(',\n')}\n  }\n}\n` },
        },
      },
    },
  });
  comment(object, 'The login for private images: the accounts of those that run them pull by it.');
  if (assumed === undefined) return;
  comment(
    object,
    'That they are private is assumed: without its entry in the store there is no Secret, and nobody waits for it.',
    ['spec', 'target', 'deletionPolicy'],
  );
}
