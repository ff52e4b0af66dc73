/** Pods of a Redis with failover, played by installed programs on loopback addresses. */
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Daemon, type Result, run, startDaemon, stopDaemon } from './exec';
import type { KubeObject } from './manifests';

// biome-ignore lint/suspicious/noExplicitAny: a container as written; the API server checks its schema
type Container = any;
interface Variable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef: { name: string } };
}

export interface Group {
  readonly pods: readonly Pod[];
  /** Value of a Secret, made for this group. */
  secret(name: string): string;
  /** Everything that every program printed. */
  logs(): string;
  stop(): Promise<void>;
}

export interface Pod {
  readonly address: string;
  /** Starts containers that do not run. @default all that the lab plays */
  start(names?: readonly string[]): void;
  /** As when the process is killed. */
  kill(names?: readonly string[]): Promise<void>;
  /** As kubelet ends containers: what is to run first, then SIGTERM. @default all that run */
  end(names?: readonly string[]): Promise<void>;
  /** Whether kubelet would call it ready: its proxy has known a master since it started. */
  isReady(): Promise<boolean>;
  /** Runs a command with the names of the members known. */
  run(command: readonly string[], env?: Record<string, string>): Promise<Result>;
}

/** Containers that are played; the exporter is judged elsewhere. */
const PLAYED = ['redis', 'sentinel', 'proxy'];

/** Where names of the group lead in its own mount namespace. @throws Error where that is not allowed */
const named = (hosts: string, command: readonly string[]): string[] => [
  'unshare',
  ...(process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user']),
  ...['sh', '-c', `mount --bind "$0" /etc/hosts && exec "$@"`, hosts, ...command],
];

/**
 * Lays out files and starts nothing yet.
 * @param objects what the charts made of component `redis`
 * @param addresses one for each pod, instead of its own network
 */
export function redisGroup(objects: readonly KubeObject[], addresses: readonly string[]): Group {
  const object = (kind: string, name: string): KubeObject =>
    objects.find((one) => one.kind === kind && one.metadata.name === name)!;
  const set = object('StatefulSet', 'redis');
  const files = object('ConfigMap', 'redis-config').data as Record<string, string>;
  const { containers, initContainers } = set.spec.template.spec;
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-failover-'));
  const secrets = new Map<string, string>();
  const secret = (name: string): string => {
    secrets.set(name, secrets.get(name) ?? randomBytes(16).toString('hex'));
    return secrets.get(name)!;
  };
  const values = (container: Container): Record<string, string> =>
    Object.fromEntries(
      ((container.env ?? []) as Variable[]).map(({ name, value, valueFrom }) => [
        name,
        value ?? secret(valueFrom!.secretKeyRef.name),
      ]),
    );
  const filled = values(initContainers.find((one: Container) => one.name === 'render-config'));

  const suffix = `${set.spec.serviceName}.${set.metadata.namespace}.svc.cluster.local`;
  const hosts = join(folder, 'hosts');
  const lines = addresses.map((address, index) => `${address} redis-${index}.${suffix}`);
  writeFileSync(hosts, ['127.0.0.1 localhost', ...lines, ''].join('\n'));

  const pods = addresses.map((address, index): Pod => {
    const place = join(folder, `redis-${index}`);
    /** The pod's folders, and its address where a pod has a network of its own. */
    const here = (text: string): string =>
      text
        .replaceAll(/(?<![\w/])\/(etc\/redis|etc\/haproxy|data|run\/redis)\b/g, `${place}/$1`)
        .replaceAll('127.0.0.1', address)
        .replaceAll('bind * -::*', `bind ${address}`)
        .replaceAll('bind :', `bind ${address}:`)
        // There is no DNS server for the names: they are looked up once, when HAProxy starts.
        .replaceAll(/ resolvers cluster .* init-addr none/g, ' init-addr libc');
    for (const name of ['etc/redis', 'etc/haproxy', 'data', 'run/redis'])
      mkdirSync(join(place, name), { recursive: true });
    for (const container of containers as Container[]) {
      for (const { mountPath, subPath } of container.volumeMounts ?? []) {
        if (!subPath) continue;
        const text = files[subPath]!.replaceAll(/\$\{([A-Z0-9_]+)\}/g, (all, name) =>
          // Only what the init container is to fill in: the proxy has a variable of its own.
          container.volumeMounts.some((one: Container) => one.subPath === subPath && one.name === 'rendered')
            ? filled[name]!
            : all,
        );
        writeFileSync(join(place, mountPath), here(text), { mode: 0o600 });
      }
    }
    const daemons = new Map<string, Daemon>();
    let started = false;
    const { httpGet } = containers.find((one: Container) => one.name === 'proxy').startupProbe;
    const log = (name: string): string => join(folder, `redis-${index}.${name}.log`);
    const containerOf = (name: string): Container => containers.find((one: Container) => one.name === name);
    const env = (name: string) => ({ ...values(containerOf(name)), HOSTNAME: `redis-${index}` });
    const runHere: Pod['run'] = (command, added) => {
      const [program, ...args] = named(hosts, command.map(here));
      return run(program!, args, { env: added, timeout: 40 });
    };
    return {
      address,
      run: runHere,
      async isReady() {
        started ||= (await fetch(`http://${address}:8404${httpGet.path}`)).ok;
        return started;
      },
      start(names = PLAYED) {
        if (names.includes('proxy')) started = false;
        for (const name of names) {
          const [program, ...args] = named(hosts, containerOf(name).command.map(here));
          daemons.set(name, startDaemon(`redis-${index} ${name}`, program!, args, log(name), env(name)));
        }
      },
      async kill(names = [...daemons.keys()]) {
        await Promise.all(
          names.map(async (name) => {
            const { process } = daemons.get(name)!;
            if (process.exitCode !== null || process.signalCode !== null) return;
            const gone = new Promise((resolve) => process.once('exit', resolve));
            process.kill('SIGKILL');
            await gone;
          }),
        );
      },
      async end(names = [...daemons.keys()]) {
        await Promise.all(
          names.map(async (name) => {
            const first = containerOf(name).lifecycle?.preStop?.exec?.command;
            if (first) {
              const { code, stdout, stderr } = await runHere(first, env(name));
              appendFileSync(log(`${name}-pre-stop`), `${stdout}${stderr}`);
              if (code !== 0) throw new Error(`preStop of ${name}: ${stdout}${stderr}`);
            }
            await stopDaemon(daemons.get(name)!, 20);
          }),
        );
      },
    };
  });
  return {
    pods,
    secret,
    logs: () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.log'))
        .map((name) => `== ${name}\n${readFileSync(join(folder, name), 'utf8')}`)
        .join('\n'),
    async stop() {
      await Promise.all(pods.map((pod) => pod.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
