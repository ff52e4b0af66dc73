/** What is watched of a Redis with failover, beyond what is watched of each Redis. */
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs, panel } from '../../model/promql';
import { PROXY, redisBackend } from './redis-proxy';
import { EMITS as OF_EACH, dashboard as ofEach } from './redis-watch';

/** Source of the last two: redis_exporter, exporter/info.go: `connected_slaves`, `master_link_status`. */
export const EMITS = [...OF_EACH, 'redis_connected_slaves', 'redis_master_link_up'];

/** Source: HAProxy, addons/promex: fields of its statistics. */
export const PROXY_EMITS = ['haproxy_backend_active_servers', 'haproxy_frontend_current_sessions'];

/** A backend has its one server exactly while that Redis says it is master. */
export function noMaster(context: Context): AlertRule {
  const backends = Array.from({ length: context.replicas }, (_, index) => redisBackend(context, index));
  const job = `job="${context.name}-${PROXY}"`;
  const master = (proxy: string): string => `haproxy_backend_active_servers{${job},${proxy}}`;
  const of = (one: string): string => master(`proxy="${one}"`);
  return {
    alert: 'RedisNoMaster',
    expr: `sum by (component, job) (${master(`proxy=~"${backends.join('|')}"`)}) == 0`,
    forMinutes: 1,
    severity: 'critical',
    summary: `${context.name} has no master, so nobody is served`,
    proof: {
      fires: backends.map((one) => ({ series: of(one), values: '0x60' })),
      // Another one every quarter of an hour.
      silent: backends.map((one, index) => ({
        series: of(one),
        values: index === 0 ? '1x15 0x15 1x28' : index === 1 ? '0x15 1x15 0x28' : '0x60',
      })),
    },
  };
}

/** Ten minutes are enough for a restart and for copying everything. */
export function replicasMissing(context: Context): AlertRule {
  const series = `redis_connected_slaves{job="${context.name}"}`;
  const wanted = context.replicas - 1;
  return {
    alert: 'RedisReplicasMissing',
    // Only the master has any.
    expr: `max by (component, job) (${series}) < ${wanted}`,
    forMinutes: 10,
    severity: 'warning',
    summary: `${context.name} has fewer than ${wanted} replicas: the next failure may stop writes`,
    proof: {
      fires: [{ series, values: `${wanted - 1}x60` }],
      silent: [{ series, values: `${wanted}x20 ${wanted - 1}x5 ${wanted}x34` }],
    },
  };
}

export function replicaLinkDown(context: Context): AlertRule {
  const series = `redis_master_link_up{job="${context.name}"}`;
  return {
    alert: 'RedisReplicaLinkDown',
    expr: `${series} == 0`,
    forMinutes: 5,
    severity: 'warning',
    summary: `a replica of ${context.name} does not follow its master`,
    proof: {
      fires: [{ series, values: '0x60' }],
      // It copies everything after a restart.
      silent: [{ series, values: '1x20 0x3 1x36' }],
    },
  };
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const proxies = jobs(components.map((name) => `${name}-${PROXY}`));
  const { panels } = ofEach(components);
  return {
    id: 'redis-failover',
    title: 'Redis with failover',
    panels: [
      panel('Master, as the proxies see it', 'short', {
        '{{proxy}}': `max by (proxy) (haproxy_backend_active_servers{${proxies},proxy!~"sentinels-.*"})`,
      }),
      panel('Replicas', 'short', {
        '{{component}} connected': `max by (component) (redis_connected_slaves{${job}})`,
        '{{instance}} follows': `redis_master_link_up{${job}}`,
      }),
      panel('Connections through the proxies', 'short', {
        '{{instance}}': `haproxy_frontend_current_sessions{${proxies},proxy="redis"}`,
      }),
      ...panels,
    ],
  };
}
