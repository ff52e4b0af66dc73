/** A repository of restic with its keeper and its exporter, and the work of its stores, played by the real programs. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupJob } from '../../model/backup';
import type { Configuration, Definition } from '../../model/component';
import { type Daemon, type Result, run, sleep, stopDaemon } from './exec';
import { type PlayedContainer, play, smallImage, startPlayed } from './played';
import { type PlayedPodOptions, playedPod } from './played-pod';

/** Files of programs. */
export interface ResticPrograms {
  readonly restic: string;
  readonly restServer: string;
  readonly nodeExporter: string;
  readonly busybox: string;
  readonly jq: string;
  readonly htpasswd: string;
}

export interface ResticLab {
  readonly folder: string;
  /** Value of a Secret, made for this lab. */
  secret(name: string, key: string): string;
  /** Starts the pod's containers; what was in its folder is there. @param env in addition, of all of them */
  start(
    name: string,
    definition: Definition,
    configuration: Configuration,
    env?: Readonly<Record<string, string>>,
  ): PlayedRepository;
  /** Runs both containers of a job. @param seconds after which one is killed */
  work(job: BackupJob, configuration: Configuration, how: Work): Promise<Worked>;
  /** restic itself, with this machine's variables. */
  restic(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Result>;
  stop(): Promise<void>;
}

export interface PlayedRepository {
  /** The volume. */
  readonly data: string;
  /** What the keeper has told last: series → value. */
  told(): Readonly<Record<string, number>>;
  logs(): string;
  stop(): Promise<void>;
}

export interface Work {
  readonly env: Readonly<Record<string, string>>;
  /** Files in the client's `/tmp`. */
  readonly files?: Readonly<Record<string, Buffer>>;
  /** Container that is killed as soon as the client has written its file `/tmp/begun`. */
  readonly killed?: 'client' | 'restic';
}

export interface Worked {
  /** Of the store. */
  readonly client: Result;
  readonly restic: Result;
  /** A file of the client's `/tmp`; undefined where there is none. */
  file(name: string): Buffer | undefined;
}

/** Seconds after which a container of a job is killed. */
const PATIENCE = 60;

/** @param at addresses, host and port, in place of those that a pod has for itself */
export async function resticLab(
  programs: ResticPrograms,
  at: { readonly server: string; readonly exporter: string },
  known: Readonly<Record<string, string>> = {},
): Promise<ResticLab> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-restic-'));
  chmodSync(folder, 0o755);
  const { busybox, jq, htpasswd } = programs;
  /** A program that is told where to listen. */
  const listening = (name: string, option: string): string => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin-of-image/sh\nexec /bin-of-image/real "$@" ${option}\n`);
    return file;
  };
  const server = listening('rest-server', `--listen ${at.server}`);
  const exporter = listening('node_exporter', `--web.listen-address=${at.exporter}`);
  const images: PlayedPodOptions['images'] = {
    'restic/restic': {
      commands: await smallImage(join(folder, 'restic'), busybox, { jq, restic: programs.restic }),
    },
    'restic/rest-server': {
      commands: await smallImage(join(folder, 'server'), busybox, {
        htpasswd,
        'rest-server': server,
        real: programs.restServer,
      }),
    },
    'quay.io/prometheus/node-exporter': {
      commands: await smallImage(join(folder, 'exporter'), busybox, {
        node_exporter: exporter,
        real: programs.nodeExporter,
      }),
      entrypoint: 'node_exporter',
    },
  };
  const secrets = new Map(Object.entries(known));
  const secret = (name: string, key: string): string => {
    const of = `${name}/${key}`;
    secrets.set(of, secrets.get(of) ?? randomBytes(16).toString('hex'));
    return secrets.get(of)!;
  };
  const started: PlayedRepository[] = [];
  let jobs = 0;
  return {
    folder,
    secret,
    start(name, definition, configuration, env = {}) {
      const own = join(folder, name);
      const pod = playedPod(definition, configuration, { folder: own, secret, images, env });
      const daemons: Daemon[] = Object.values(pod).map((container) => {
        const place = join(own, `container-${container.name}`);
        mkdirSync(place, { recursive: true });
        return startPlayed(container, place);
      });
      const repository: PlayedRepository = {
        data: join(own, 'volumes/data'),
        told: () => seriesIn(join(own, 'main/metrics/backup.prom')),
        logs: () => daemons.map(({ logFile }) => readFileSync(logFile, 'utf8')).join(''),
        stop: async () => {
          await Promise.all(daemons.map((daemon) => stopDaemon(daemon, 0.1)));
        },
      };
      started.push(repository);
      return repository;
    },
    async work({ definition }, configuration, { env, files = {}, killed }) {
      jobs += 1;
      const own = join(folder, `job-${jobs}`);
      const pod = playedPod(definition, configuration, { folder: own, secret, images, env });
      const scratch = pod.main!.mounts['/tmp']!;
      for (const [name, content] of Object.entries(files)) writeFileSync(join(scratch, name), content);
      const [client, restic] = await Promise.all([
        ...(['client', 'restic'] as const).map((name) => {
          const place = join(own, `container-${name}`);
          const container = pod[name === 'client' ? 'main' : name]!;
          return name === killed
            ? killedAt(join(scratch, 'begun'), container, place)
            : play(container, place, PATIENCE);
        }),
      ]);
      return {
        client: client!,
        restic: restic!,
        file: (name) => {
          try {
            return readFileSync(join(scratch, name));
          } catch {
            return undefined;
          }
        },
      };
    },
    restic: (env, ...args) =>
      run(programs.restic, ['--no-cache', ...args], { env: { ...env, TMPDIR: folder } }),
    async stop() {
      await Promise.all(started.map((one) => one.stop()));
      await sleep(100);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a container until there is such a file, and no longer. */
async function killedAt(file: string, container: PlayedContainer, place: string): Promise<Result> {
  mkdirSync(place, { recursive: true });
  const daemon = startPlayed(container, place);
  for (let tries = 0; !existsSync(file) && tries < PATIENCE * 10; tries += 1) await sleep(100);
  daemon.process.kill('SIGKILL');
  const said = readFileSync(daemon.logFile, 'utf8');
  return { code: 128, stdout: said, stderr: said };
}

function seriesIn(file: string): Record<string, number> {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // Nothing is told yet.
  }
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}
