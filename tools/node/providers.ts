/**
 * What a provider runs for an environment, played beyond the cluster: a PostgreSQL that takes nobody without TLS, at each
 * of the names that the definition gives it.
 */
import { Resolver } from 'node:dns/promises';
import { chownSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, connect as dial, type Server } from 'node:net';
import { join } from 'node:path';
import type { Plan } from '../../model/plan';
import type { Cluster } from '../lab/cluster';
import { type Daemon, must, type Result, run, sleep, startDaemon, stopDaemon } from '../lab/exec';
import type { Unit } from '../lab/manifests';
import { postgresPrograms } from '../lab/postgres';
import { MissingProgramError, program } from '../lab/programs';
import { authority } from './authority';
import { LAN } from './network';
import { haveAddresses } from './reach/addresses';
import { SCRATCH } from './sandbox';

/** Nobody and its group: the server refuses to run as root. */
const NOBODY = 65534;
/** Where the server itself listens; clients come by the provider's addresses. */
const OWN = { host: '127.0.0.1', port: 15432 };
/** The n-th of a range that is not private, so policies count it to the internet. */
const addressOf = (n: number): string => `93.184.216.${n}`;

/** A database at a provider. */
export interface Provided {
  /** Its name in the definition. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** Host → connections that have come by it. */
  readonly came: ReadonlyMap<string, number>;
  /** Runs SQL by the login of its clients. Any answer is a result. */
  sql(sslmode: 'disable' | 'require', text: string): Promise<Result>;
}

export interface Providers {
  readonly databases: readonly Provided[];
  /** Names of what providers run and nobody plays here. */
  readonly missing: readonly string[];
  /** Lets the server offer TLS to new connections, or no more. */
  offerTls(isOffered: boolean): Promise<void>;
  end(): Promise<void>;
}

interface Place {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly port: number;
  readonly database: string;
}

/**
 * Starts them, and tells the nodes their names. Logins are those of the cluster's secret store, which has to be there.
 *
 * @throws MissingProgramError without PostgreSQL
 */
export async function startProviders(cluster: Cluster, unit: Unit, plan: Plan): Promise<Providers> {
  const places = placesOf(unit, plan);
  const missing = Object.keys(plan.external).filter((name) => !places.some((place) => place.name === name));
  if (places.length === 0) return { databases: [], missing, offerTls: async () => {}, end: async () => {} };
  const folder = mkdtempSync(join(SCRATCH, 'providers-'));
  const hosts = places.flatMap((place) => place.hosts.map((host) => ({ host, place })));
  const addresses = new Map(hosts.map(({ host }, index) => [host, addressOf(index + 1)]));
  const server = await startServer(folder, [...addresses.keys()]);
  const ends: (() => Promise<unknown>)[] = [server.end, await tellNames(folder, addresses)];
  const databases = await Promise.all(
    places.map(async ({ name, hosts: own, port, database }) => {
      const login = await loginOf(cluster, plan, name);
      await server.admin(`CREATE ROLE "${login.username}" LOGIN PASSWORD '${login.password}'`);
      await server.admin(`CREATE DATABASE "${database}" OWNER "${login.username}"`);
      const came = new Map(own.map((host) => [host, 0]));
      for (const host of own)
        ends.push(await leadOn(addresses.get(host)!, port, () => void came.set(host, came.get(host)! + 1)));
      const url = `postgresql://${login.username}@${OWN.host}:${OWN.port}/${database}?sslmode=`;
      const env = { PGPASSWORD: login.password };
      const sql: Provided['sql'] = (sslmode, text) =>
        run('psql', ['--no-psqlrc', '-At', '-c', text, url + sslmode], { env });
      return { name, hosts: own, came, sql };
    }),
  );
  return {
    databases,
    missing,
    offerTls: async (isOffered) => {
      await server.admin(`ALTER SYSTEM SET ssl = ${isOffered ? 'on' : 'off'}`);
      await server.admin('SELECT pg_reload_conf()');
    },
    end: async () => void (await Promise.all(ends.map((end) => end()))),
  };
}

/** Which of them are databases, by the addresses that clients are told. */
function placesOf({ objects }: Unit, plan: Plan): Place[] {
  const text = JSON.stringify(objects);
  return Object.entries(plan.external).flatMap(([name, { host, direct, read, port }]) => {
    const database = text.split(`@${host}:${port}/`)[1]?.match(/^\w+/)?.[0];
    if (!database || !new RegExp(`postgresql://[^"@]*@${host.replaceAll('.', '\\.')}:`).test(text)) return [];
    const hosts = [host, direct?.host, read?.host].filter((one) => one !== undefined);
    return [{ name, hosts: [...new Set(hosts)], port, database }];
  });
}

/** What the store has for the clients of a server outside. */
async function loginOf(
  cluster: Cluster,
  plan: Plan,
  name: string,
): Promise<{ username: string; password: string }> {
  const secret = plan.secrets.find((one) => one.kind === 'store' && one.name === name);
  if (secret?.kind !== 'store') throw new Error(`${plan.namespace}: nobody asks the store for ${name}`);
  const store = ['get', 'clustersecretstore', plan.cluster.secretStore!, '-o', 'json'];
  const { spec } = JSON.parse(await cluster.kubectlOk(store));
  type Entry = { key: string; value: string };
  const entry = (spec.provider.fake.data as Entry[]).find(({ key }) => key === secret.remoteKey);
  return JSON.parse(entry!.value);
}

/** PostgreSQL as providers set it up: who comes without TLS is refused. */
async function startServer(folder: string, hosts: readonly string[]) {
  const bin = postgresPrograms();
  if (!bin) throw new MissingProgramError('PostgreSQL is missing: apt-get install postgresql');
  const at = (name: string): string => join(folder, name);
  const ca = await authority(folder, 'provider');
  const names = hosts.map((host) => `DNS:${host}`);
  const { cert, key } = await ca.sign('database', '/CN=database', names);
  mkdirSync(at('socket'));
  const asNobody = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  for (const path of [folder, at('socket'), cert, key]) chownSync(path, NOBODY, NOBODY);
  const init = ['-D', at('data'), '--username=postgres', '--encoding=UTF8', '--locale=C.UTF-8'];
  await must('setpriv', [...asNobody, join(bin, 'initdb'), ...init], { timeout: 300 });
  writeFileSync(at('data/pg_hba.conf'), 'local all all trust\nhostssl all all all scram-sha-256\n');
  const settings = {
    listen_addresses: OWN.host,
    port: OWN.port,
    unix_socket_directories: at('socket'),
    ssl_cert_file: cert,
    ssl_key_file: key,
  };
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  writeFileSync(at('data/postgresql.auto.conf'), 'ssl = on\n');
  const args = [...asNobody, join(bin, 'postgres'), '-D', at('data'), ...given];
  const daemon = startDaemon('provided-postgres', 'setpriv', args, at('log'));
  const admin = (sql: string): Promise<string> =>
    must('psql', [
      '--no-psqlrc',
      '-At',
      '-h',
      at('socket'),
      '-p',
      String(OWN.port),
      '-U',
      'postgres',
      '-c',
      sql,
    ]);
  await untilDone(daemon, () => admin('SELECT 1'));
  return { admin, end: () => stopDaemon(daemon) };
}

/** Answers the nodes, which ask the sandbox for all names of the outside. */
async function tellNames(
  folder: string,
  addresses: ReadonlyMap<string, string>,
): Promise<() => Promise<void>> {
  const hosts = [...addresses].map(([host, address]) => `    ${address} ${host}\n`).join('');
  const file = join(folder, 'Corefile');
  writeFileSync(file, `.:53 {\n  bind ${LAN.host}\n  hosts {\n${hosts}  }\n}\n`);
  const daemon = startDaemon(
    'provided-names',
    await program('coredns'),
    ['-conf', file],
    join(folder, 'names.log'),
  );
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([LAN.host]);
  await untilDone(daemon, () => resolver.resolve4([...addresses.keys()][0]!));
  return () => stopDaemon(daemon);
}

/** Tries until it works. @throws Error after a minute, or when the daemon has ended */
async function untilDone(daemon: Daemon, work: () => Promise<unknown>): Promise<void> {
  for (const until = Date.now() + 60_000; ; await sleep(300)) {
    daemon.check();
    const error = await work().catch((one: Error) => one);
    if (!(error instanceof Error)) return;
    if (Date.now() > until) throw error;
  }
}

/** Leads connections from an address on to the server. @param onCome is told of each */
async function leadOn(address: string, port: number, onCome: () => void): Promise<() => Promise<unknown>> {
  await haveAddresses([{ name: address, role: { kind: 'address' }, address }]);
  const server: Server = createServer((client) => {
    onCome();
    const there = dial(OWN);
    client.pipe(there).pipe(client);
    client.on('error', () => there.destroy());
    there.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return async () => void server.close();
}
