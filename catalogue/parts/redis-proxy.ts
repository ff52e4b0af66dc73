/** The proxy of each pod of a Redis with failover: it sends clients to whichever Redis is master now. */
import type { SecretKey, Sidecar } from '../../model/component';
import { type Group, REDIS_PORT, SENTINEL_PORT } from './redis-failover-scripts';
import { MONITORING } from './redis-server';

export const PROXY = 'proxy';
const CONFIG = '/etc/haproxy/haproxy.cfg';
/** Connections of clients, of about 33 KB each (two buffers of 16 KB), within the memory below. */
const CONNECTIONS = 2000;

/** The role stands in the first line of the answer. With so many bytes of it a "no" is one, and not waited for. */
const ROLE_BYTES = 64;

/** Backends by member: the Redis, and what the Sentinels say of it. */
export const redisBackend = ({ name }: Pick<Group, 'name'>, index: number): string => `${name}-${index}`;
const sentinels = (index: number): string => `sentinels-${index}`;

export function proxy(group: Group, password: SecretKey): Sidecar {
  return {
    name: PROXY,
    // 3.2 is a line with long support, until 2030.
    image: { repository: 'haproxy', tag: '3.2.25-alpine' },
    identity: { user: 99, group: 99 },
    // The image's own entry point would add these two; `-db` stays in the foreground.
    command: ['haproxy', '-W', '-db', '-f', CONFIG],
    env: { MONITORING_PASSWORD: password },
    ports: { 'proxy-metrics': { number: 8404, purpose: 'metrics' } },
    probes: {
      // No client comes before it knows a master. Later it stays in place without one: the next is chosen within
      // seconds, and to find every pod ready again would take longer.
      startup: { check: { http: '/started', port: 'proxy-metrics' }, period: 1, timeout: 1, failures: 300 },
      readiness: { check: { http: '/healthz', port: 'proxy-metrics' } },
    },
    // New clients go elsewhere before this one stops listening.
    preStop: ['sleep', '5'],
    resources: { requests: { cpu: '20m', memory: '48Mi' }, limits: { memory: '192Mi' } },
    files: [{ path: CONFIG, content: haproxyConf(group) }],
  };
}

function haproxyConf(group: Group): string {
  const indices = group.members.map((_, index) => index);
  const say = (index: number): string => `{ nbsrv(${sentinels(index)}) ge ${group.quorum} }`;
  const isMaster = (index: number): string => `${say(index)} { nbsrv(${redisBackend(group, index)}) ge 1 }`;
  const pairs = indices.flatMap((a) => indices.filter((b) => b > a).map((b) => [a, b] as const));
  return `global
  log stdout format raw local0 notice
  # Once each line is enough: by the log, not by the daemon's own messages too.
  quiet
  # One thread and a bounded number of connections: both would follow the node's size.
  nbthread 1
  maxconn ${CONNECTIONS}
  # What is still open then belongs to clients that never end by themselves.
  hard-stop-after 5s

defaults
  mode tcp
  log global
  timeout connect 2s
  timeout check 2s
  # Subscribers may be silent for long. Clients that vanished are found by TCP itself.
  timeout client 24h
  timeout server 24h
  option clitcpka
  clitcpka-idle 60s
  clitcpka-intvl 10s
  clitcpka-cnt 6
  option srvtcpka
  srvtcpka-idle 60s
  srvtcpka-intvl 10s
  srvtcpka-cnt 6

# A pod that comes back has another address.
resolvers cluster
  parse-resolv-conf
  accepted_payload_size 8192
  hold valid 1s
  hold obsolete 5s

frontend metrics
  mode http
  bind :8404
  monitor-uri /healthz
  http-request use-service prometheus-exporter if { path /metrics }
${pairs.map(([a, b]) => `  http-request return status 503 if { path /started } ${say(a)} ${say(b)}`).join('\n')}
${indices.map((i) => `  http-request return status 200 if { path /started } ${isMaster(i)}`).join('\n')}
  http-request return status 503 if { path /started }
  http-request return status 404

frontend redis
  bind :6379
  # One master at a time. Before the first checks are done every answer counts as yes: nobody is served until then.
${pairs.map(([a, b]) => `  tcp-request connection reject if ${say(a)} ${say(b)}`).join('\n')}
  # A Redis that says it is master, and that ${group.quorum} Sentinels name too. With no such Redis the connection is closed.
${indices.map((i) => `  use_backend ${redisBackend(group, i)} if ${isMaster(i)}`).join('\n')}
${group.members.map((member, index) => redisChecks(group, member, index)).join('')}${group.members.map((member, index) => sentinelChecks(group, member, index)).join('')}`;
}

const login = `  tcp-check connect
  tcp-check send "AUTH ${MONITORING} \${MONITORING_PASSWORD}"\\r\\n
  tcp-check expect string +OK`;

const server = (name: string, host: string, port: number): string =>
  `  server ${name} ${host}:${port} check inter 1s resolvers cluster resolve-prefer ipv4 init-addr none`;

// Three in a row for a Redis: a slow command must not cut everybody off.
const redisChecks = (group: Group, member: string, index: number): string => `
backend ${redisBackend(group, index)}
  option tcp-check
${login}
  tcp-check send PING\\r\\n
  tcp-check expect string +PONG
  tcp-check send "INFO replication"\\r\\n
  tcp-check expect min-recv ${ROLE_BYTES} string role:master
${server('redis', member, REDIS_PORT)} fall 3 rise 1 on-marked-down shutdown-sessions
`;

const sentinelChecks = (group: Group, member: string, index: number): string => `
backend ${sentinels(index)}
  option tcp-check
${login}
  tcp-check send "SENTINEL get-master-addr-by-name ${group.name}"\\r\\n
  tcp-check expect min-recv ${member.length} string ${member}
${group.members.map((host, at) => `${server(`sentinel-${at}`, host, SENTINEL_PORT)} fall 1 rise 1`).join('\n')}
`;
