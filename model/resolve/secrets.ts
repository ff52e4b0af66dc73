/** Which Secrets an environment has, who owns them and where their values come from. */
import type { Accounts, SecretKey, SecretSource } from '../component';
import { allLogins, EDGE, INTERNET } from '../edge';
import type { PlannedSecret } from '../plan';
import { compare } from '../problems';
import { pullSecretName, registriesOf } from '../registries';
import { archivedStores } from './archives';
import { accountHolder, offsiteKeys, snapshotKey } from './backups';
import { stable } from './canary';
import { type Draft, environmentPath, everyLink, type Link, systemPath } from './draft';
import { flowName } from './flows';
import { byName, byNumber } from './order';

type Generated = Extract<PlannedSecret, { kind: 'generated' }>;

/** Characters of a generated account password: about 190 bits of letters and digits. */
const PASSWORD_LENGTH = 32;
/** Key of a generated Secret: what the Password generator calls it. */
const PASSWORD_KEY = 'password';

/** `JWT_SECRET` of api lives in Secret `api-jwt-secret`. */
const generatedName = (component: string, name: string): string =>
  `${component}-${name.toLowerCase().replaceAll('_', '-')}`;

/** A password that a component itself needs. */
export const credentialKey = (component: string, credential: string): SecretKey => ({
  secret: generatedName(component, credential),
  key: PASSWORD_KEY,
});

/** What the Secrets begin with that belong to several components. */
const SHARED = 'shared';

/** Variables of which several components have one value, with those that run here; by name. */
export const sharedSecrets = ({ system, components }: Pick<Draft, 'system' | 'components'>) =>
  byName(
    Object.fromEntries(
      Object.entries(system.sharedSecrets ?? {})
        .map(
          ([variable, names]) =>
            [variable, names.filter((one) => components.has(one)).sort(compare)] as const,
        )
        .filter(([, names]) => names.length > 0),
    ),
  );

/** The value of one. */
export const sharedKey = (variable: string): SecretKey => credentialKey(SHARED, variable);

/** Secret of what the store may not have. */
const optionalName = (component: string): string => `${component}-optional`;

/** A variable's Secret, by where its value comes from. */
export function variableKey(component: string, variable: string, source: SecretSource): SecretKey {
  if (source === 'generated') return credentialKey(component, variable);
  if (source === 'store') return { secret: component, key: variable };
  return { secret: optionalName(component), key: variable, optional: true };
}

/** How the server of a link asks who somebody is, at the port that the link is for; undefined where it does not. */
export function accountsAt({ system }: Pick<Draft, 'system'>, { server, flow }: Link): Accounts | undefined {
  const { accounts, ports = {} } = system.components[server] ?? {};
  const port = flow.port ?? Object.keys(byNumber(ports))[0];
  return accounts?.port === undefined || accounts.port === port ? accounts : undefined;
}

/** The account with which a client logs in, or undefined where the server asks for none. */
export function accountOf(draft: Draft, link: Link): Account | undefined {
  const accounts = accountsAt(draft, link);
  if (!accounts) return undefined;
  if (link.external) return { name: '', ...pair(link.server) };
  const server = stable(draft, link.server);
  const client = accountHolder(draft, stable(draft, link.client), server);
  if ('shared' in accounts) return { name: '', password: credentialKey(server, accounts.shared) };
  return { name: client, ...pair(credentialKey(server, client).secret) };
}

export interface Account {
  /** Empty where the Secret alone knows it, or none is needed. */
  readonly name: string;
  /** The name in the Secret, for programs of others that log in as this client. */
  readonly username?: SecretKey;
  readonly password: SecretKey;
}

const pair = (secret: string): Required<Pick<Account, 'username' | 'password'>> => ({
  username: { secret, key: 'username' },
  password: { secret, key: PASSWORD_KEY },
});

/** All Secrets by name. Two that want the same name are reported. */
export function planSecrets(draft: Draft): PlannedSecret[] {
  const secrets = new Map<string, PlannedSecret>();
  const origins = new Map<string, string>();
  const add = (secret: PlannedSecret, path: string): void => {
    const other = secrets.get(secret.name);
    if (other && JSON.stringify(other) !== JSON.stringify(secret)) {
      draft.problems.add(
        path,
        `Secret '${secret.name}' is already made for '${other.owner}'; rename one of them`,
      );
    }
    secrets.set(secret.name, secret);
  };
  const generated = (
    owner: string,
    name: string,
    length: number,
    path: string,
    more: Pick<Generated, 'username' | 'labels' | 'hash' | 'sharedBy'> = {},
  ): void => {
    const secret = generatedName(owner, name);
    // A client named like a credential would otherwise log in with it.
    const origin = origins.get(secret) ?? path;
    if (origin !== path) {
      draft.problems.add(path, `Secret '${secret}' is already made for ${origin}; rename one of them`);
      return;
    }
    origins.set(secret, path);
    add({ kind: 'generated', name: secret, key: PASSWORD_KEY, length, owner, ...more }, path);
  };

  for (const [name, definition] of draft.components) {
    if (draft.canaries.has(name)) continue;
    const path = systemPath(draft.system, `components/${name}`);
    const isSaved = [...draft.works.values()].some(({ role, store }) => role === 'backup' && store === name);
    for (const [credential, { length, hash, outlives }] of Object.entries(definition.credentials ?? {})) {
      const where = `${path}/credentials/${credential}`;
      if (hash && outlives)
        draft.problems.add(where, "has a hash, which no store makes; leave out 'outlives'");
      if (isSaved && outlives) {
        const { secret, key } = credentialKey(name, credential);
        add({ ...fromStore(draft, secret, { [key]: key }), opens: name }, where);
      } else generated(name, credential, length, where, hash && { hash });
    }
    const keys: Record<string, string> = {};
    const optional: Record<string, string> = {};
    for (const [variable, source] of Object.entries(definition.secrets ?? {})) {
      if (source === 'generated') generated(name, variable, PASSWORD_LENGTH, `${path}/secrets/${variable}`);
      else if (source === 'store') keys[variable] = variable;
      else optional[variable] = source.optional;
    }
    for (const key of definition.storeKeys ?? []) keys[key] = key;
    if (Object.keys(keys).length > 0) add(fromStore(draft, name, keys), path);
    if (Object.keys(optional).length > 0) {
      add({ ...fromStore(draft, name, optional), kind: 'optional', name: optionalName(name) }, path);
    }
    if (definition.accounts && 'shared' in definition.accounts) {
      generated(name, definition.accounts.shared, PASSWORD_LENGTH, `${path}/accounts`);
    }
  }
  for (const link of everyLink(draft)) {
    if (link.server === INTERNET) continue;
    if (draft.canaries.has(link.client) || draft.canaries.has(link.server)) continue;
    const accounts = accountsAt(draft, link);
    if (!accounts) continue;
    const path = systemPath(draft.system, flowName(link.flow));
    if (link.external) {
      add(fromStore(draft, link.server, { password: 'password', username: 'username' }), path);
    } else if ('each' in accounts) {
      const labels = draft.components.get(link.server)?.operated?.secretLabels;
      // All work on one store has one account at the repository.
      if (accountHolder(draft, link.client, link.server) !== link.client) continue;
      generated(link.server, link.client, PASSWORD_LENGTH, path, {
        username: link.client,
        ...(labels && { labels }),
      });
    }
  }
  for (const [variable, sharedBy] of Object.entries(sharedSecrets(draft))) {
    const path = systemPath(draft.system, `sharedSecrets/${variable}`);
    generated(SHARED, variable, PASSWORD_LENGTH, path, { sharedBy });
  }
  for (const { role, store } of draft.works.values()) {
    if (role !== 'backup') continue;
    const { secret, key } = snapshotKey(store);
    const path = systemPath(draft.system, `components/${store}/backup`);
    add({ ...fromStore(draft, secret, { [key]: key }), opens: store }, path);
  }
  const { by } = draft.system.backups ?? {};
  const keepers = by !== undefined && draft.environment.backups?.offsite ? [by] : [];
  for (const one of [...keepers, ...archivedStores(draft.system, draft.name)]) {
    const { access, secret } = offsiteKeys(one);
    const keys = { [access.key]: access.key, [secret.key]: secret.key };
    add(fromStore(draft, access.secret, keys), environmentPath(draft.system, draft.name, 'backups.offsite'));
  }
  const asking = draft.routes.map(({ route, internal }) => ({ internal, login: route.login ?? false }));
  for (const logins of allLogins(asking)) {
    const { key, type } = draft.environment.cluster.gateway.logins;
    add(
      { ...fromStore(draft, logins, { [key]: 'users' }), type, owner: EDGE },
      environmentPath(draft.system, draft.name, 'routes'),
    );
  }
  return [...secrets.values()].sort((a, b) => compare(a.name, b.name));
}

/** The logins for the private images that an environment runs, an entry of the store each; none where all are public. */
export function planRegistries(
  draft: Draft,
  images: readonly string[],
  known: readonly PlannedSecret[],
): PlannedSecret[] {
  const { registries = {} } = draft.system;
  const needed = registriesOf(registries, images);
  const entries = [...new Set(needed.map((registry) => registries[registry]!.entry))].sort(compare);
  return entries.map((entry): PlannedSecret => {
    const served = needed.filter((registry) => registries[registry]!.entry === entry);
    const name = pullSecretName(entry);
    const other = known.find((secret) => secret.name === name);
    if (other) {
      draft.problems.add(
        systemPath(draft.system, `registries/${served[0]}.entry`),
        `Secret '${name}' is already made for '${other.owner}'; rename the entry`,
      );
    }
    checkStore(draft, name, ['password', 'username']);
    const reasons = served.map((registry) => registries[registry]!.assumed);
    return {
      kind: 'registry',
      name,
      registries: served,
      remoteKey: entryOf(draft, entry),
      owner: name,
      // Of one that is documented, the login is needed in any case.
      ...(reasons.every((reason) => reason !== undefined) && { assumed: [...new Set(reasons)].join(' ') }),
    };
  });
}

type Stored = Extract<PlannedSecret, { kind: 'store' }>;

const entryOf = (draft: Draft, name: string): string => `${draft.system.name}/${draft.name}/${name}`;

function checkStore(
  { system, name, environment, problems }: Draft,
  reader: string,
  keys: readonly string[],
): void {
  if (environment.cluster.secretStore) return;
  problems.add(
    environmentPath(system, name, 'cluster.secretStore'),
    `'${reader}' reads ${[...keys].sort(compare).join(', ')} from a secret store, but cluster ` +
      `'${environment.cluster.name}' names none`,
  );
}

function fromStore(draft: Draft, owner: string, keys: Record<string, string>): Stored {
  checkStore(draft, owner, Object.keys(keys));
  return { kind: 'store', name: owner, keys: byName(keys), remoteKey: entryOf(draft, owner), owner };
}
