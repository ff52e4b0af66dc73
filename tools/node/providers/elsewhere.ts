/**
 * The other place of an environment's backups, played beyond the cluster: MinIO behind TLS, whose certificate an authority
 * has signed that containers know as if it were a public one. Each key has the folder that the page says, and nothing else;
 * without rights to the bucket's list a key cannot even find out whether the bucket is there, so it has those. It encrypts
 * where it is asked to. It has no storage classes.
 */
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../../model/plan';
import type { Cluster } from '../../lab/cluster';
import { type Result, run, startDaemon, stopDaemon } from '../../lab/exec';
import { program } from '../../lab/programs';
import { authority } from '../authority';
import type { Machine } from '../machine';
import { haveAddresses, loseAddresses } from '../reach/addresses';
import { keepTrusting } from '../trust';
import { entryOf } from './entries';
import { untilDone } from './until';

/** What plays it, and by what it is set up. */
export const ELSEWHERE = ['minio', 'mc'] as const;

export interface Elsewhere {
  readonly bucket: string;
  /** The vendor's tool, by whom it belongs to: `at/<bucket>` is the bucket. Any answer is a result. */
  mc(...args: string[]): Promise<Result>;
  /** Nobody reaches it until it is back. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  end(): Promise<void>;
}

/** What one key may do. */
interface Key {
  readonly access: string;
  readonly secret: string;
  /** In the bucket. */
  readonly folder: string;
}

/** Starts it at the name and address that the definition and the lab give it; the secret store has to be there. */
export async function startElsewhere(
  folder: string,
  cluster: Cluster,
  machines: readonly Machine[],
  plan: Plan,
  { host, address }: { readonly host: string; readonly address: string },
): Promise<Elsewhere> {
  const { bucket } = plan.backups!.kept!.offsite!;
  const at = (name: string): string => join(folder, name);
  const place = [{ name: address, role: { kind: 'address' }, address }] as const;
  const ca = await authority(folder, 'elsewhere');
  const own = await ca.sign('elsewhere-server', `/CN=${host}`, [`DNS:${host}`, `IP:${address}`]);
  mkdirSync(at('certs'));
  copyFileSync(own.cert, at('certs/public.crt'));
  copyFileSync(own.key, at('certs/private.key'));
  const root = { name: 'root', password: randomBytes(16).toString('hex') };
  const env = {
    HOME: folder,
    MINIO_ROOT_USER: root.name,
    MINIO_ROOT_PASSWORD: root.password,
    // Without one it refuses to encrypt.
    MINIO_KMS_SECRET_KEY: `lab:${randomBytes(32).toString('base64')}`,
  };
  const [minio, client] = await Promise.all(ELSEWHERE.map((name) => program(name)));
  const mc = (...args: string[]): Promise<Result> =>
    run(client!, [...args, '--config-dir', at('mc')], {
      env: {
        HOME: folder,
        SSL_CERT_FILE: ca.cert,
        MC_HOST_at: `https://${root.name}:${root.password}@${address}`,
      },
    });
  const start = async () => {
    await haveAddresses(place);
    const args = ['server', at('data'), '--address', `${address}:443`, '--certs-dir', at('certs')];
    const daemon = startDaemon(
      'elsewhere',
      minio!,
      [...args, '--console-address', '127.0.0.1:0'],
      at('elsewhere.log'),
      env,
    );
    await untilDone(daemon, async () => {
      const { code, stderr } = await mc('ls', 'at');
      if (code !== 0) throw new Error(stderr);
    });
    return daemon;
  };
  let daemon = await start();
  const asked = async (...args: string[]): Promise<void> => {
    const { code, stdout, stderr } = await mc(...args);
    if (code !== 0) throw new Error(`mc ${args.slice(0, 3).join(' ')}: ${stderr}${stdout}`);
  };
  await asked('mb', `at/${bucket}`);
  for (const [index, key] of (await keysOf(cluster, plan)).entries()) {
    const [name, file] = [`key-${index}`, at(`key-${index}.json`)];
    writeFileSync(file, JSON.stringify(policyOf(bucket, key)));
    await asked('admin', 'user', 'add', 'at', key.access, key.secret);
    await asked('admin', 'policy', 'create', 'at', name, file);
    await asked('admin', 'policy', 'attach', 'at', name, '--user', key.access);
  }
  const stopTrusting = keepTrusting(cluster, machines, plan.namespace, readFileSync(ca.cert, 'utf8'));
  return {
    bucket,
    mc,
    goAway: () => stopDaemon(daemon, 10),
    comeBack: async () => {
      daemon = await start();
    },
    end: async () => {
      await stopTrusting();
      await stopDaemon(daemon, 10);
      await loseAddresses(place);
    },
  };
}

/** By the entries of the secret store: who keeps snapshots has the environment's folder, a store with a log that of its log. */
async function keysOf(cluster: Cluster, plan: Plan): Promise<Key[]> {
  const { kept, saved } = plan.backups!;
  const owners = [
    { owner: kept!.by, folder: plan.namespace },
    ...saved.flatMap(({ store, log }) => (log ? [{ owner: store, folder: log.folder }] : [])),
  ];
  return Promise.all(
    owners.map(async ({ owner, folder }) => {
      const name = `${owner}-offsite`;
      const secret = plan.secrets.find((one) => one.kind === 'store' && one.name === name);
      if (secret?.kind !== 'store') throw new Error(`${plan.namespace}: nobody asks the store for ${name}`);
      const { accessKey, secretKey } = await entryOf(cluster, plan, secret.remoteKey);
      return { access: accessKey!, secret: secretKey!, folder };
    }),
  );
}

const policyOf = (bucket: string, { folder }: Key): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['s3:ListBucket', 's3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
      Resource: [`arn:aws:s3:::${bucket}`],
    },
    {
      Effect: 'Allow',
      Action: [
        's3:GetObject',
        's3:PutObject',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      Resource: [`arn:aws:s3:::${bucket}/${folder}/*`],
    },
  ],
});
