import { expect, test } from 'vitest';
import { podTemplates } from '../support/kubernetes';
import { type Place, Policies, pods, type Way } from '../support/network';
import { committed } from './committed';
import { backupArrows } from './open';

const NAMESPACE = 'sentineliq-production';

/** The arrows of "Internal Network" and of the issue, by hand: client → server and port. */
const FLOWS = `
client → server 3001
client → logstash 5000/TCP
client → logstash 5000/UDP
server → postgres 5432
server → redis 6379
server → minio 9000
server → logstash 5000/TCP
server → logstash 5000/UDP
migrations → postgres 5432
logstash → elasticsearch 9200
kibana → elasticsearch 9200
grafana → prometheus 9090
prometheus → alertmanager 9093
`;

/** What Prometheus asks for metrics. */
const SCRAPES = `
prometheus → alertmanager 9093
prometheus → elasticsearch 9114
prometheus → grafana 3000
prometheus → kibana 7979
prometheus → logstash 7979
prometheus → minio 9000
prometheus → postgres 9187
prometheus → redis 9121
`;

const lines = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => (line.includes('/') ? line : `${line}/TCP`));

const { objects } = committed('sentineliq/production');
const policies = new Policies(objects, NAMESPACE);
const everybody = pods(objects, NAMESPACE);
const PORTS = [
  ...new Set([
    ...podTemplates(objects).flatMap(({ spec }) =>
      spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort)),
    ),
    ...[22, 80, 443],
  ]),
];
const allowed = (way: Way): boolean => policies.egress(way) && policies.ingress(way);

test('exactly the declared arrows are open', () => {
  const open = everybody.flatMap((from) =>
    everybody
      .filter((to) => to !== from)
      .flatMap((to) =>
        PORTS.flatMap((port) =>
          ['TCP', 'UDP']
            .filter((protocol) => allowed({ from, to, port, protocol }))
            .map((protocol) => `${from.name} → ${to.name} ${port}/${protocol}`),
        ),
      ),
  );
  const saved = backupArrows({ minio: 9000, postgres: 5432, redis: 6379 }).map((arrow) => `${arrow}/TCP`);
  expect(open.sort()).toEqual([...new Set([...lines(FLOWS), ...lines(SCRAPES), ...saved])].sort());
});

test('Traefik, in its own namespace, reaches pages and API and nothing else', () => {
  const traefik: Place = {
    name: 'traefik',
    namespace: 'traefik',
    labels: { 'app.kubernetes.io/name': 'traefik' },
  };
  const open = everybody.flatMap((to) =>
    PORTS.filter((port) => policies.ingress({ from: traefik, to, port, protocol: 'TCP' })).map(
      (port) => `${to.name} ${port}`,
    ),
  );
  expect(open.sort()).toEqual(['client 3000', 'server 3001']);
  const stranger: Place = { ...traefik, labels: { app: 'other' } };
  expect(
    everybody.filter((to) =>
      PORTS.some((port) => policies.ingress({ from: stranger, to, port, protocol: 'TCP' })),
    ),
  ).toEqual([]);
});

test('only the server and the alerts leave for the internet: Sentry, Stripe, SendGrid, Google; and copies of snapshots', () => {
  const leaves = everybody
    .filter((from) =>
      policies.egress({ from, to: { name: 'a', cidr: '1.1.1.1/32' }, port: 443, protocol: 'TCP' }),
    )
    .map(({ name }) => name);
  expect(leaves.sort()).toEqual(['alertmanager', 'backups', 'server']);
});
