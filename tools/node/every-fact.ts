/**
 * A system of the lab's own: one program that is told everything that servers of the catalogue tell their clients, each
 * login as a whole address and in parts. Systems use what they need of it; here the rest is used, too.
 */
import { elasticsearch } from '../../catalogue/elasticsearch';
import { minio } from '../../catalogue/minio';
import { mongodb } from '../../catalogue/mongodb';
import { nestjs } from '../../catalogue/nestjs';
import { postgres } from '../../catalogue/postgres';
import { qdrant } from '../../catalogue/qdrant';
import { rabbitmq } from '../../catalogue/rabbitmq';
import { redis } from '../../catalogue/redis';
import { redisFailover } from '../../catalogue/redis-failover';
import type { Address, Definition } from '../../model/component';
import type { Flow, System } from '../../model/system';
import { LAB, LAB_BUDGET } from './lab-cluster';
import { PROGRAM } from './own-images';

const resources = { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } } as const;
const large = { requests: { cpu: '50m', memory: '1Gi' }, limits: { memory: '2Gi' } } as const;
const kept = { maxMemory: '64Mi', eviction: 'noeviction', volume: '1Gi', resources } as const;

/** What tells more than where it is, by the name that its client's variables begin with. */
const servers: Readonly<Record<string, Definition>> = {
  elasticsearch: elasticsearch({ logs: { index: 'facts', days: 1 }, volume: '2Gi', resources: large }),
  minio: minio({ buckets: ['facts'], volume: '1Gi', resources }),
  mongodb: mongodb({ database: 'facts', volume: '1Gi', members: 1, resources: large }),
  postgres: postgres({ database: 'facts', volume: '1Gi', resources }),
  qdrant: qdrant({ storage: '1Gi', resources }),
  // Of a virtual host an address shows only a coded name.
  rabbitmq: rabbitmq({ vhost: 'facts/all', exchanges: [], queues: {}, volume: '4Gi', resources: large }),
  redis: redis(kept),
  'redis-failover': redisFailover(kept),
};

const at: Address = {
  host: 'any',
  members: ['any'],
  port: () => 1,
  tls: false,
  pool: 1,
  rights: {},
  username: 'any',
  password: 'any',
};

/** `uri` → `POSTGRES_URI`. */
const variable = (server: string, fact: string): string =>
  `${server}_${fact.replaceAll(/[A-Z]/g, '_$&')}`.replaceAll('-', '_').toUpperCase();

/** To the first port, with a variable for each fact; where logins have parts, for the place as well. */
function flow([name, { connect }]: [string, Definition]): Flow {
  const told = Object.keys(connect?.(at) ?? {});
  const place = told.includes('username') && !told.includes('url') ? ['host', 'port'] : [];
  const env = Object.fromEntries([...told, ...place].map((fact) => [variable(name, fact), fact]));
  const port = { elasticsearch: 'http', minio: 's3', qdrant: 'http', rabbitmq: 'amqp' }[name];
  return { from: 'client', to: name, env, port };
}

export const everyFact: System = {
  name: 'every-fact',
  title: 'Every fact',
  description: 'One client that is told all there is to tell.',
  components: {
    client: nestjs({
      image: PROGRAM,
      description: 'Uses every server in each way that it is told of',
      port: 3000,
      liveness: '/lab/connections',
      readiness: '/health',
      resources,
    }),
    ...servers,
  },
  routes: [],
  flows: Object.entries(servers).map(flow),
  runbooks: 'https://runbooks.example',
  environments: {
    lab: {
      phase: 1,
      cluster: LAB,
      domain: 'facts.example',
      budget: LAB_BUDGET,
    },
  },
};
