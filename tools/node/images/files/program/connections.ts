/** What a program is told to reach, by the variables it is given: found by what the values look like, not by name. */
import { type Bulk, bulkInBucket, bulkInPostgres, bulkInRedis } from './bulk.ts';
import {
  inBucket,
  inIndex,
  inMongo,
  inPostgres,
  inQueue,
  inRedis,
  inVectors,
  type Keeping,
} from './keeping.ts';
import { inBullmq, inRabbitmq, type Queues } from './queues.ts';
import {
  type Bucket,
  readPostgres,
  useAmqp,
  useHttp,
  useLogs,
  useMongo,
  usePostgres,
  useRedis,
  useS3,
} from './servers.ts';
import { useTraces } from './tracing.ts';

export interface Connection {
  /** The variable, or the first of those that belong together. */
  readonly variable: string;
  /** Where it leads, without login. */
  readonly target: string;
  /** Logs in and does one useful thing. @returns what was done @throws Error when it could not */
  use(): Promise<string>;
  /** Absent where this server keeps nothing for its clients. */
  readonly keeping?: Keeping;
  /** Absent where no work waits there for this program. */
  readonly queues?: Queues;
  /** Absent where nobody has to leave much. */
  readonly bulk?: Bulk;
}

export interface Found {
  readonly connections: readonly Connection[];
  /** Variables whose values cannot be right. */
  readonly malformed: readonly string[];
}

type Variables = Readonly<Record<string, string>>;

/** Reads all variables. Names that only the container's runtime sets are left out by the caller. */
export function readVariables(env: Variables): Found {
  const malformed: string[] = [];
  const connections: Connection[] = [];
  for (const [variable, value] of Object.entries(env)) {
    if (/\$\(\w+\)/.test(value)) malformed.push(`${variable} has ${value.match(/\$\(\w+\)/)![0]} in it`);
    try {
      const found = connection(variable, value, env);
      if (found) connections.push(found);
    } catch (error) {
      malformed.push(`${variable}: ${(error as Error).message}`);
    }
  }
  return { connections, malformed };
}

function connection(variable: string, value: string, env: Variables): Connection | undefined {
  const scheme = /^([a-z][a-z0-9+]*):\/\//.exec(value)?.[1];
  const parts = !scheme && /^(\w+)_HOST$/.exec(variable)?.[1];
  if (parts && env[`${parts}_PASSWORD`]) return inParts(variable, parts, env);
  if (!scheme) {
    // A name with its port in another variable, and what only S3 has beside them.
    const part = (name: string) => env[variable.replace(/_ENDPOINT$/, `_${name}`)];
    const [port, bucket, accessKey, secretKey] = ['PORT', 'BUCKET', 'ACCESS_KEY', 'SECRET_KEY'].map(part);
    if (variable.endsWith('_ENDPOINT') && port && bucket && accessKey && secretKey) {
      const url = new URL(`http://${value}:${port}`);
      return make(variable, url.host, () => useS3(url, { bucket, accessKey, secretKey }));
    }
    // `logstash:5000`: where log lines go.
    const place = /^([a-z][\w-]*(?:\.[\w-]+)*):(\d+)$/.exec(value);
    return place && make(variable, value, () => useLogs(place[1]!, Number(place[2])));
  }
  return byAddress(variable, value, scheme, env);
}

/** A login in parts, of a server that the variables are named after, as in `POSTGRES_HOST`. */
function inParts(variable: string, prefix: string, env: Variables): Connection {
  const part = (name: string) => encodeURIComponent(env[`${prefix}_${name}`] ?? '');
  const scheme = Object.keys(LOGINS).find((one) => prefix.toLowerCase().includes(one));
  if (!scheme) throw new Error('is of a server that nothing here knows');
  const { name, within, more = '' } = LOGINS[scheme]!;
  const place = `${env[variable]}:${part('PORT')}${within ? `/${part(within)}` : ''}${more}`;
  return byAddress(variable, `${name}://${part('USERNAME')}:${part('PASSWORD')}@${place}`, name, env);
}

/** Server → scheme of its addresses, variable of what is used there. */
const LOGINS: Readonly<Record<string, { name: string; within?: string; more?: string }>> = {
  postgres: { name: 'postgresql', within: 'DATABASE' },
  redis: { name: 'redis' },
  mongodb: { name: 'mongodb', within: 'DATABASE', more: '?authSource=admin' },
  rabbitmq: { name: 'amqp', within: 'VHOST' },
};

/** Variables of servers that are only read. */
const readOnly = (env: Variables): string[] => env.LAB_READS?.split(',') ?? [];

function byAddress(variable: string, value: string, scheme: string, env: Variables): Connection | undefined {
  const url = new URL(value);
  const target = `${url.hostname}:${url.port || scheme}`;
  if (scheme.startsWith('postgres')) {
    // Whoever saves is told of the password beside the address.
    if (!url.password) url.password = env[variable.replace(/_BACKUP_URI$/, '_PASSWORD')] ?? '';
    const login = withLogin(url);
    if (readOnly(env).includes(variable)) return make(variable, target, () => readPostgres(login));
    return make(variable, target, () => usePostgres(login), inPostgres(login), {
      bulk: bulkInPostgres(login),
    });
  }
  if (scheme.startsWith('redis')) {
    const login = withLogin(url);
    const names = env.LAB_QUEUES?.split(',');
    const queues = names && inBullmq(login, names);
    return make(variable, target, () => useRedis(login), inRedis(login), {
      queues,
      bulk: bulkInRedis(login),
    });
  }
  if (scheme.startsWith('mongodb')) {
    const login = withLogin(url);
    // Whoever saves is told of the database beside an address that names none.
    const database = url.pathname.length > 1 ? undefined : env[variable.replace(/_BACKUP_URI$/, '_DATABASE')];
    return make(variable, target, () => useMongo(login, database), inMongo(login, database));
  }
  if (scheme.startsWith('amqp')) {
    const login = withLogin(url);
    const known = queueAndExchanges(env);
    const keeping = known.queue ? inQueue(login, known.queue) : undefined;
    const queues = known.queue ? inRabbitmq(login, known.queue) : undefined;
    return make(variable, target, () => useAmqp(login, known), keeping, { queues });
  }
  if (!scheme.startsWith('http')) throw new Error(`nothing here speaks ${scheme}`);
  // A public name is an address of its own, or of a third party; names in the cluster have no dot.
  if (url.hostname.includes('.') && !url.hostname.endsWith('.svc.cluster.local')) return undefined;
  const prefix = variable.replace(/_(ENDPOINT|URL)$/, '');
  // By gRPC, or by HTTP at another port.
  if (prefix.startsWith('OTEL_EXPORTER_OTLP')) return make(variable, target, useTraces);
  const s3 = bucketsOf(prefix, env);
  if (s3.length > 0) {
    const use = async () => (await Promise.all(s3.map((given) => useS3(url, given)))).join(', ');
    const kept = s3.find(({ isRead }) => !isRead);
    const bulk = kept && bulkInBucket(url, kept);
    return make(variable, target, use, kept && inBucket(url, kept), { bulk });
  }
  const [username, password] = [
    env[`${prefix}_USERNAME`] ?? env[`${prefix}_USER`],
    env[`${prefix}_PASSWORD`],
  ];
  const login = username && password ? { username, password } : undefined;
  const apiKey = env[`${prefix}_API_KEY`];
  const keeping =
    login && env.LAB_INDEX
      ? inIndex(url, env.LAB_INDEX, login)
      : inVectors(url, apiKey ? { 'api-key': apiKey } : {});
  return make(variable, target, () => useHttp(url, { apiKey, login }), keeping);
}

/** Buckets that the program uses, with its login: the image says which its code knows, where there are several. */
function bucketsOf(prefix: string, env: Variables): Bucket[] {
  // `S3_BUCKET`, or `S3_BUCKET_PROD` where a product has one for each environment; `S3_ACCESS_KEY`, or with `_ID`.
  const named = (...parts: string[]) => {
    const whole = parts.map((part) => `${prefix}_${part}`);
    const exact = whole.find((name) => env[name]);
    return exact ?? Object.keys(env).find((name) => whole.some((part) => name.startsWith(part))) ?? '';
  };
  const read = readOnly(env);
  const names = env.LAB_BUCKETS?.split(',') ?? (read.length > 0 ? [] : [named('BUCKET')]);
  const [accessKey, secretKey] = [env[named('ACCESS_KEY')], env[named('SECRET_KEY', 'SECRET_ACCESS_KEY')]];
  if (!accessKey || !secretKey) return [];
  return [...names, ...read].flatMap((name) =>
    env[name] ? [{ bucket: env[name], accessKey, secretKey, isRead: read.includes(name) }] : [],
  );
}

const make = (
  variable: string,
  target: string,
  use: () => Promise<string>,
  keeping?: Keeping,
  more: Pick<Connection, 'queues' | 'bulk'> = {},
): Connection => ({ variable, target, use, keeping, ...more });

/** The queue that a worker is told to read, and the exchanges that the product's code knows: its image says which. */
const queueAndExchanges = ({ QUEUE_NAME, LAB_EXCHANGES }: Variables) => ({
  queue: QUEUE_NAME,
  exchanges: LAB_EXCHANGES?.split(',') ?? [],
});

function withLogin(url: URL): string {
  if (!url.password) throw new Error('has no password');
  return url.toString();
}
