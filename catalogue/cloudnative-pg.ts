/**
 * PostgreSQL run by CloudNativePG: a primary, and standbys that answer queries which only read and take its place
 * when it fails. For clients it is the same as `postgres.ts`: host, accounts, database and facts.
 *
 * It is saved as that one is, by a dump. Where backups have another place, the Barman Cloud plugin of the same project also
 * sends its write-ahead log and base backups there: it then comes back to any moment.
 */
import type { Address, Definition, Resources } from '../model/component';
import type { Operated } from '../model/operated';
import type { Bytes } from '../model/units';
import { ARCHIVING } from './parts/cloudnative-pg-archive';
import { readHost, resource, servingLabels } from './parts/cloudnative-pg-cluster';
import { alerts, dashboard, EMITS } from './parts/cloudnative-pg-watch';
import { CLIENT, type ClientOptions, postgresBackup } from './parts/postgres-backup';
import { checkDatabase, connections, facts, MAX_CONNECTIONS, ownerOf } from './parts/postgres-settings';

export interface PostgresClusterOptions extends ClientOptions {
  /** Database that clients share; they all own what is in it. Letters, digits and underscores. */
  readonly database: string;
  /** Of each instance: every one holds all data. */
  readonly volume: Bytes;
  /** Servers, the primary among them; with two or more, reads can go to a standby. @default 3 */
  readonly instances?: number;
  /** Connections that each takes, five of them for itself; clients' pools must fit. @default 100, PostgreSQL's own */
  readonly maxConnections?: number;
  /** Of each instance. @default 500m and 1Gi, at most 2Gi */
  readonly resources?: Resources;
}

/** @throws Error when the database's name is not one that needs no quotes. */
export function postgresCluster(options: PostgresClusterOptions): Definition {
  const { database, instances = 3, maxConnections = MAX_CONNECTIONS } = options;
  checkDatabase(database);
  return {
    technology: 'cloudnative-pg',
    tier: 'data',
    description: 'Relational database with standbys',
    // The same PostgreSQL as in postgres.ts, in the operator's own build; the number in the middle is the build's.
    image: { repository: 'ghcr.io/cloudnative-pg/postgresql', tag: '16.15-202608240846-minimal-trixie' },
    workload: 'Operated',
    operated: { ...HABITS, resource: (context, pods) => resource(context, pods, options) },
    identity: { user: 26, group: 26 },
    replicas: instances,
    ports: {
      postgres: { number: 5432, purpose: 'PostgreSQL protocol' },
      status: { number: 8000, purpose: 'instance manager' },
      metrics: { number: 9187, purpose: 'metrics' },
    },
    // Replication; and a primary that has lost the API server asks its standbys whether it is alone.
    peers: ['postgres', 'status'],
    resources: options.resources ?? {
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { memory: '2Gi' },
    },
    // Those that the operator writes.
    probes: {
      startup: { check: { http: '/startupz', port: 'status' } },
      readiness: { check: { http: '/readyz', port: 'status' } },
      liveness: { check: { http: '/healthz', port: 'status' } },
    },
    shutdown: { grace: 120 },
    volumes: { data: { mountPath: '/var/lib/postgresql/data', size: options.volume } },
    accounts: { each: 'client' },
    // Its image is the server's: whether the client is in it is for the operator's project to say.
    backup: postgresBackup(options, CLIENT),
    connections: connections(maxConnections),
    // A provider has one address.
    connect: (at) => facts(at, database, at.tls ? at.host : readHost(at.host), parameters(database, at)),
    metrics: [{ port: 'metrics', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
  };
}

/** Sources: CloudNativePG 1.30, pkg/specs, pkg/management/url, api/v1/cluster_types.go, internal/controller. */
const HABITS: Omit<Operated, 'resource'> = {
  operator: 'CloudNativePG',
  // Not the component's own name: the certificate of a Cluster `postgres` is Secret `postgres-server`, and so is the
  // password of a client called `server`.
  resourceName: (component) => `${component}-cluster`,
  podLabels: (name) => ({ 'cnpg.io/cluster': name }),
  servingLabels,
  serviceAccount: (name) => name,
  claims: (name, replicas) => Array.from({ length: replicas }, (_, index) => `${name}-${index + 1}`),
  secrets: (name) =>
    ['app', 'ca', 'pull-secret', 'replication', 'server', 'superuser'].map((one) => `${name}-${one}`),
  // A new password is then taken over without a restart.
  secretLabels: { 'cnpg.io/reload': 'true' },
  // Its guide names 5432 too; its source opens no connection there.
  controls: ['status'],
  asksApi: true,
  // An init container of every pod brings the instance manager.
  images: ['ghcr.io/cloudnative-pg/cloudnative-pg'],
  archiving: ARCHIVING,
};

/**
 * A client acts as the owner, so what one of them makes, the others can change: the operator's accounts cannot have
 * that as a setting, so the URI says it. Prisma and node-postgres pass `options` on.
 *
 * No `sslmode`: the servers offer TLS with a certificate of the operator's own authority, which no client knows. Prisma
 * then encrypts without asking for whose it is, node-postgres does not encrypt; who is at the other end is for the
 * mesh to say. `require` would make node-postgres refuse the certificate.
 */
const parameters = (database: string, at: Address): Record<string, string> =>
  at.tls ? { sslmode: 'require' } : { options: `-c%20role%3D${ownerOf(database)}` };
