/** A PostgreSQL as providers run it, played beyond the cluster: it takes nobody without TLS. */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, connect as dial, type Server } from 'node:net';
import { join } from 'node:path';
import type { Plan } from '../../../model/plan';
import type { Cluster } from '../../lab/cluster';
import { must, type Result, run, startDaemon, stopDaemon } from '../../lab/exec';
import type { Unit } from '../../lab/manifests';
import { postgresPrograms } from '../../lab/postgres';
import { MissingProgramError } from '../../lab/programs';
import { authority } from '../authority';
import { haveAddresses } from '../reach/addresses';
import { entryOf } from './entries';
import { untilDone } from './until';

/** Nobody and its group: the server refuses to run as root. */
const NOBODY = 65534;
/** Where the server itself listens; clients come by the provider's addresses. */
const OWN = { host: '127.0.0.1', port: 15432 };

/** A database at a provider. */
export interface Provided {
  /** Its name in the definition. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** Host → connections that have come by it. */
  readonly came: ReadonlyMap<string, number>;
  /** Runs SQL by the login of its clients. Any answer is a result. */
  sql(sslmode: 'disable' | 'require', text: string): Promise<Result>;
  /** As somebody has an empty one made at the provider: of the same name, address and login. */
  renew(): Promise<void>;
}

/** What is to be played. */
export interface Place {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly port: number;
  readonly database: string;
}

export interface Databases {
  readonly databases: readonly Provided[];
  /** Lets the server offer TLS to new connections, or no more. */
  offerTls(isOffered: boolean): Promise<void>;
  end(): Promise<void>;
}

/**
 * Starts all of them. Logins are those of the cluster's secret store, which has to be there.
 *
 * @param addresses of all hosts
 * @throws MissingProgramError without PostgreSQL
 */
export async function startDatabases(
  folder: string,
  cluster: Cluster,
  plan: Plan,
  places: readonly Place[],
  addresses: ReadonlyMap<string, string>,
): Promise<Databases> {
  const server = await startServer(
    folder,
    places.flatMap(({ hosts }) => hosts),
  );
  const ends: (() => Promise<unknown>)[] = [server.end];
  const databases = await Promise.all(
    places.map(async ({ name, hosts, port, database }) => {
      const { username, password } = await loginOf(cluster, plan, name);
      await server.admin(`CREATE ROLE "${username}" LOGIN PASSWORD '${password}'`);
      const make = () => server.admin(`CREATE DATABASE "${database}" OWNER "${username}"`);
      await make();
      const came = new Map(hosts.map((host) => [host, 0]));
      for (const host of hosts)
        ends.push(await leadOn(addresses.get(host)!, port, () => void came.set(host, came.get(host)! + 1)));
      const url = `postgresql://${username}@${OWN.host}:${OWN.port}/${database}?sslmode=`;
      const env = { PGPASSWORD: password! };
      const sql: Provided['sql'] = (sslmode, text) =>
        run('psql', ['--no-psqlrc', '-At', '-c', text, url + sslmode], { env });
      const renew = async () => {
        await server.admin(`DROP DATABASE "${database}" WITH (FORCE)`);
        await make();
      };
      return { name, hosts, came, sql, renew };
    }),
  );
  return {
    databases,
    offerTls: async (isOffered) => {
      await server.admin(`ALTER SYSTEM SET ssl = ${isOffered ? 'on' : 'off'}`);
      await server.admin('SELECT pg_reload_conf()');
    },
    end: async () => void (await Promise.all(ends.map((end) => end()))),
  };
}

/** Which of them are databases, by the addresses that clients are told. */
export function placesOf({ objects }: Unit, plan: Plan): Place[] {
  const text = JSON.stringify(objects);
  return Object.entries(plan.external).flatMap(([name, { host, direct, read, port }]) => {
    const database = text.split(`@${host}:${port}/`)[1]?.match(/^\w+/)?.[0];
    if (!database || !new RegExp(`postgresql://[^"@]*@${host.replaceAll('.', '\\.')}:`).test(text)) return [];
    const hosts = [host, direct?.host, read?.host].filter((one) => one !== undefined);
    return [{ name, hosts: [...new Set(hosts)], port, database }];
  });
}

/** What the store has for the clients of a server outside. */
async function loginOf(cluster: Cluster, plan: Plan, name: string): Promise<Record<string, string>> {
  const secret = plan.secrets.find((one) => one.kind === 'store' && one.name === name);
  if (secret?.kind !== 'store') throw new Error(`${plan.namespace}: nobody asks the store for ${name}`);
  return entryOf(cluster, plan, secret.remoteKey);
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
