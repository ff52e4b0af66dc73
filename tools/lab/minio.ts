/** A MinIO of the judge's own, set up by the script of a manifest, and asked as its clients ask. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { must, run, sleep, startDaemon, stopDaemon } from './exec';

const REST = 'while :;';
/** What stands in for every password: of account `shop-api` it is `made-for-SHOP_API`. */
const madePassword = (account: string): string =>
  `made-for-${account.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

export interface Minio {
  readonly address: string;
  /** Runs the setup container's script once, up to where it rests. @param files path → content @throws Error with what it said */
  setUp(files: Readonly<Record<string, string>>): Promise<void>;
  /** As the product's programs ask: the SDK, by an account. @param endpoint by which address. @default its own */
  as(account: string, endpoint?: string): S3Client;
  /** The vendor's tool, by an account; `at` is the server. Any answer is a result. */
  mc(account: string, ...args: string[]): Promise<{ readonly code: number | null; readonly stdout: string }>;
  stop(): Promise<void>;
}

/** @param env variables of the manifest @param at host and port of loopback */
export async function startMinio(
  programs: { readonly minio: string; readonly mc: string },
  env: Readonly<Record<string, string>>,
  at: string,
): Promise<Minio> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-minio-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(programs.mc, join(bin, 'mc'));
  const args = ['server', join(folder, 'data'), '--address', at, '--console-address', '127.0.0.1:0'];
  const own = { ...env, MINIO_ROOT_PASSWORD: madePassword('root'), HOME: folder };
  const server = startDaemon('minio', programs.minio, args, join(folder, 'log'), own);
  const address = `http://${at}`;
  const stop = async (): Promise<void> => {
    await stopDaemon(server, 10);
    rmSync(folder, { recursive: true, force: true });
  };
  const client = (account: string): Record<string, string> => ({
    HOME: folder,
    MC_CONFIG_DIR: join(folder, '.mc'),
    MC_HOST_at: `http://${account}:${madePassword(account)}@${at}`,
    PATH: `${bin}:${process.env.PATH}`,
  });
  try {
    for (let tries = 0; ; tries += 1) {
      server.check();
      const isReady = await fetch(`${address}/minio/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) break;
      if (tries > 150) throw new Error('MinIO did not answer within 30 s');
      await sleep(200);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    address,
    stop,
    async setUp(files) {
      const here = (text: string): string => text.replaceAll('/etc/setup', folder);
      for (const [path, content] of Object.entries(files)) writeFileSync(here(path), here(content));
      const script = files['/etc/setup/setup.sh']!;
      const passwords = [...script.matchAll(/\$(\w+)_PASSWORD/g)].map(([, name]) => [
        `${name}_PASSWORD`,
        madePassword(name!),
      ]);
      // One try: what is not there now would never be.
      const once = here(script.split(REST)[0]!).replace(/until setup; do[\s\S]*?done\n/, 'setup\n');
      await must('sh', ['-c', once], {
        env: {
          ...client('root'),
          ...Object.fromEntries(passwords),
          MC_HOST_local: `http://root:${madePassword('root')}@${at}`,
        },
      });
    },
    as: (account, endpoint = address) =>
      new S3Client({
        endpoint,
        region: 'us-east-1',
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId: account, secretAccessKey: madePassword(account) },
      }),
    mc: (account, ...more) => run('mc', more, { env: client(account) }),
  };
}
