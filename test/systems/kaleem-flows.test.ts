import { expect, test } from 'vitest';
import { podTemplates } from '../support/kubernetes';
import { type Place, Policies, pods, type Way } from '../support/network';
import { OBJECTS } from './kaleem';
import { backupArrows } from './open';

const NAMESPACE = 'kaleem-production';

/** The arrows of the network topology and of the issue, by hand: client → server and port. */
const FLOWS = `
edge → frontend 8080
edge → api 3000
edge → n8n 5678
api → mongodb 27017
api → redis 6379
api → qdrant 6333
api → minio 9000
api → rabbitmq 5672
n8n → api 3000
n8n → mongodb 27017
n8n → rabbitmq 5672
worker-ai-reply → rabbitmq 5672
worker-ai-reply → api 3000
worker-indexing → rabbitmq 5672
worker-indexing → api 3000
worker-webhook-dispatcher → rabbitmq 5672
worker-webhook-dispatcher → api 3000
grafana → prometheus 9090
grafana → loki 3100
prometheus → alertmanager 9093
alloy → loki 3100
`;

/** What Prometheus asks for metrics. */
const SCRAPES = `
prometheus → alloy 12345
prometheus → api 3000
prometheus → edge 9113
prometheus → grafana 3000
prometheus → loki 3100
prometheus → minio 9000
prometheus → mongodb 9216
prometheus → n8n 5678
prometheus → qdrant 6333
prometheus → rabbitmq 15692
prometheus → redis 9121
prometheus → worker-ai-reply 9101
prometheus → worker-indexing 9103
prometheus → worker-webhook-dispatcher 9102
`;

/** The clients of the API in the cluster ask it by way of the waypoint. */
const MESH = `
waypoint → api 3000
`;

const lines = (text: string): string[] => text.trim().split('\n');

const policies = new Policies(OBJECTS, NAMESPACE);
const everybody = pods(OBJECTS, NAMESPACE);
const PORTS = [
  ...new Set([
    ...podTemplates(OBJECTS).flatMap(({ spec }) =>
      spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort)),
    ),
    ...[22, 80, 443, 9113],
  ]),
];

test('every pod reaches what the document draws, by both policies, and no other pod or port', () => {
  const open = everybody.flatMap((from) =>
    everybody.flatMap((to) =>
      PORTS.filter((port) => {
        const way: Way = { from, to, port, protocol: 'TCP' };
        return from !== to && policies.egress(way) && policies.ingress(way);
      }).map((port) => `${from.name} → ${to.name} ${port}`),
    ),
  );
  const saved = backupArrows({ minio: 9000, mongodb: 27017, n8n: 5690, qdrant: 6333 });
  expect(open.sort()).toEqual([...lines(FLOWS), ...lines(SCRAPES), ...lines(MESH), ...saved].sort());
});

test('only those who call services outside reach the internet, by HTTPS', () => {
  const world: Place = { name: 'world', cidr: '1.1.1.1/32' };
  const open = everybody.flatMap((from) =>
    PORTS.filter((port) => policies.egress({ from, to: world, port, protocol: 'TCP' })).map(
      (port) => `${from.name} ${port}`,
    ),
  );
  expect(open.sort()).toEqual([
    'alertmanager 443',
    'api 443',
    'backups 443',
    'n8n 443',
    'worker-ai-reply 443',
    'worker-webhook-dispatcher 443',
  ]);
});

test('only who reads logs reaches the Kubernetes API', () => {
  const server: Place = { name: 'API server', cidr: '10.0.0.2/32' };
  const open = everybody.filter((from) => policies.egress({ from, to: server, port: 6443, protocol: 'TCP' }));
  expect(open.map(({ name }) => name)).toEqual(['alloy']);
});
