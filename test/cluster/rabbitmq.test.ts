/** RabbitMQ's files, judged by a RabbitMQ: it starts with them, and what they promise is then there. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Daemon, sleep, startDaemon, stopDaemon } from '../../tools/lab/exec';
import { type KubeObject, readUnits } from '../../tools/lab/manifests';
import { needInstalled } from './lab';

interface Queue {
  readonly arguments: Readonly<Record<string, string>>;
}

interface Policy {
  readonly name: string;
  readonly definition: Readonly<Record<string, string | number>>;
}

// Debian's command changes the user; the program itself lies here, in a folder named after its version.
const HOME = '/usr/lib/rabbitmq/lib';

const everywhere = readUnits().flatMap((unit) =>
  unit.objects
    .filter((object) => object.kind === 'ConfigMap' && 'rabbitmq.conf' in (object.data ?? {}))
    .map((object) => ({ name: `${unit.namespace}/${object.metadata.name}`, data: data(object) })),
);
// Environments often share the same files; a broker takes twenty seconds to judge them once.
const configs = [...new Map(everywhere.map((config) => [JSON.stringify(config.data), config])).values()];

function data(object: KubeObject): Record<string, string> {
  return object.data as Record<string, string>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Stand-in for every password: what the init container would put in. */
const filled = (text: string): string => text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => `made-${name}`);

let daemons: Daemon[] = [];
let folder: string | undefined;
afterEach(async () => {
  for (const daemon of daemons) await stopDaemon(daemon, 20);
  daemons = [];
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A broker of the test's own: its files, ports, node name and folder. */
async function start(files: Record<string, string>) {
  folder = mkdtempSync(join(tmpdir(), 'phasewise-rabbitmq-'));
  const [amqp, management, metrics, distribution, epmd] = await Promise.all([...Array(5)].map(freePort));
  for (const [name, content] of Object.entries(files)) {
    const here = filled(content)
      .replaceAll('/etc/rabbitmq', folder)
      .replace('listeners.tcp.default = 5672', `listeners.tcp.1 = 127.0.0.1:${amqp}`)
      .replace('management.tcp.port = 15672', `management.tcp.port = ${management}`)
      .replace('prometheus.tcp.port = 15692', `prometheus.tcp.port = ${metrics}`);
    writeFileSync(join(folder, name), here, { mode: 0o600 });
  }
  Object.assign(process.env, {
    HOME: folder,
    RABBITMQ_NODENAME: `judge${amqp}@localhost`,
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_DIST_PORT: String(distribution),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(epmd),
  });
  const version = readdirSync(HOME).find((name) => name.startsWith('rabbitmq_server'))!;
  const log = join(folder, 'output');
  // Erlang's port mapper: the broker would start one that outlives it.
  daemons.push(startDaemon('epmd', 'epmd', [], log));
  const server = startDaemon('rabbitmq-server', join(HOME, version, 'sbin/rabbitmq-server'), [], log);
  daemons.unshift(server);
  const get = async (port: number, path: string, user = 'admin') => {
    const authorization = `Basic ${Buffer.from(`${user}:made-${user.toUpperCase()}_PASSWORD`).toString('base64')}`;
    return fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization } });
  };
  for (let tries = 0; ; tries += 1) {
    server.check();
    const answer = await get(management!, '/api/overview').catch(() => undefined);
    if (answer?.ok) break;
    if (tries > 90) throw new Error(`RabbitMQ did not answer within 90 s (last: ${answer?.status})`);
    await sleep(1000);
  }
  return {
    // biome-ignore lint/suspicious/noExplicitAny: the shape is the management API's business
    api: async (path: string): Promise<any> => (await get(management!, path)).json(),
    metrics: async (path: string) => (await get(metrics!, path)).text(),
  };
}

describe.each(configs)('$name', ({ data: files }) => {
  test('is what a broker takes, and makes every queue, binding, account and age limit of it', async (context) => {
    needInstalled(context, 'rabbitmq-server', 'rabbitmq-server');
    const wanted = JSON.parse(files['definitions.json']!);
    const broker = await start(files);
    const named = (list: { name: string }[]) => list.map(({ name }) => name).sort();
    const vhost = encodeURIComponent(wanted.vhosts[0].name);

    // The management pages follow the import by some seconds.
    await vi.waitFor(async () => {
      const queues = await broker.api(`/api/queues/${vhost}`);
      expect(named(queues)).toEqual(named(wanted.queues));
      for (const queue of queues) {
        const { arguments: asked } = wanted.queues.find(({ name }: { name: string }) => name === queue.name);
        expect(queue.arguments, queue.name).toEqual(asked);
        // Each policy reaches the queues that it is for, and no others.
        const own = wanted.policies.find(({ name }: Policy) => name === `dead-letters-${queue.name}`);
        const dead = [
          ...wanted.queues.map((other: Queue) => other.arguments['x-dead-letter-routing-key']),
          ...wanted.policies.map((other: Policy) => other.definition['dead-letter-routing-key']),
        ].includes(queue.name);
        const expected = dead ? 'dead-letter-retention' : own?.name;
        expect(queue.policy || null, queue.name).toBe(expected ?? null);
      }
      const exchanges = named(await broker.api(`/api/exchanges/${vhost}`));
      expect(exchanges).toEqual(expect.arrayContaining(named(wanted.exchanges)));
      // Every queue is bound to the default exchange by itself; the rest is ours.
      const bindings = await broker.api(`/api/bindings/${vhost}`);
      expect(bindings.filter(({ source }: { source: string }) => source !== '')).toHaveLength(
        wanted.bindings.length,
      );
    }, 60_000);
    // No guest.
    expect(named(await broker.api('/api/users'))).toEqual(named(wanted.users));
  });

  test('serves the metrics that alerts and dashboards name', async (context) => {
    needInstalled(context, 'rabbitmq-server', 'rabbitmq-server');
    const wanted = JSON.parse(files['definitions.json']!);
    const broker = await start(files);
    const families = 'family=queue_coarse_metrics&family=queue_consumer_count';
    const page = `/metrics/detailed?${families}&vhost=${wanted.vhosts[0].name}`;
    const series = wanted.queues.flatMap(({ name }: { name: string }) =>
      ['messages_ready', 'messages_unacked', 'consumers'].map(
        (metric) => new RegExp(`^rabbitmq_detailed_queue_${metric}\\{[^}]*queue="${name}"`, 'm'),
      ),
    );
    // Queues report every few seconds; until the first time they have no series.
    let missing = series;
    for (let tries = 0; missing.length > 0 && tries < 30; tries += 1) {
      await sleep(1000);
      const detailed = await broker.metrics(page);
      missing = series.filter((one: RegExp) => !one.test(detailed));
    }
    expect(missing).toEqual([]);
    const plain = await broker.metrics('/metrics');
    for (const metric of [
      'rabbitmq_alarms_memory_used_watermark',
      'rabbitmq_alarms_free_disk_space_watermark',
      'rabbitmq_process_resident_memory_bytes',
      'rabbitmq_resident_memory_limit_bytes',
      'rabbitmq_disk_space_available_bytes',
      'rabbitmq_disk_space_available_limit_bytes',
    ]) {
      expect(plain, metric).toMatch(new RegExp(`^${metric}`, 'm'));
    }
  });
});
