/** How MinIO's setup container makes buckets, accounts and rights, and takes away what nobody declares any more. */
import type { Right, Sidecar } from '../../model/component';
import type { Client, Context } from '../../model/context';
import { compare } from '../../model/problems';
import { type Bytes, mebibytes } from '../../model/units';
import { accountPasswords, passwordVariable } from './passwords';
import { ENDS_AT_ONCE, RESTS, untilDone } from './setup';

/** What a bucket is for decides what becomes of what is in it. */
export interface Bucket {
  /** Days after which an object is deleted. @default never */
  readonly expires?: number;
  /**
   * Most it may hold; MinIO counts now and then, so a little more may get in.
   * @default as much as the volume
   */
  readonly quota?: Bytes;
}

export type Buckets = Readonly<Record<string, Bucket>>;

export const ROOT = 'root';
/** What all accounts made here have in common: whoever has it and is no client any more is removed. */
const ALL = 'clients';
const policyOf = ({ username }: Client): string => `client-${username}`;

/**
 * In MinIO's words. Nobody gets a right to the bucket itself: to open it to everybody, or to change what is deleted when.
 * Source: minio/pkg, policy/action.go.
 */
const OBJECTS: Readonly<Record<Exclude<Right, 'list'>, readonly string[]>> = {
  read: ['s3:GetObject'],
  write: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
  delete: ['s3:DeleteObject'],
};
/** Every client looks where a bucket is. */
const BUCKET = 's3:GetBucketLocation';
const LIST = ['s3:ListBucket', 's3:ListBucketMultipartUploads'];

const policy = (...Statement: readonly object[]): string =>
  `${JSON.stringify({ Version: '2012-10-17', Statement }, null, 2)}\n`;

/** A statement for the bucket, and one for what is in it. */
const rightsTo = ([bucket, rights]: readonly [string, readonly Right[]]): object[] => {
  const objects = rights.flatMap((right) => (right === 'list' ? [] : OBJECTS[right]));
  return [
    {
      Effect: 'Allow',
      Action: [BUCKET, ...(rights.includes('list') ? LIST : [])],
      Resource: [`arn:aws:s3:::${bucket}`],
    },
    ...(objects.length > 0
      ? [{ Effect: 'Allow', Action: objects, Resource: [`arn:aws:s3:::${bucket}/*`] }]
      : []),
  ];
};

/** MinIO lets every account make keys for itself, which would outlive its password and its flow. */
const NOTHING_ELSE = { Effect: 'Deny', Action: ['admin:*'] };

/** Files of rules by which objects are deleted, one for each bucket that has one. */
const expiryFile = (bucket: string): string => `/etc/setup/expires-${bucket}.json`;
const expiry = (days: number): string =>
  `${JSON.stringify({ Rules: [{ ID: 'expires', Status: 'Enabled', Expiration: { Days: days } }] }, null, 2)}\n`;

/** Both are there or gone, whatever was before. */
const stepsOf = ([bucket, { expires, quota }]: readonly [string, Bucket]): string[] => [
  expires === undefined
    ? // Taking away what is not there is an error; so is a list of nothing.
      `{ ! mc ilm rule ls local/${bucket} > /dev/null 2>&1 || mc ilm rule remove --all --force local/${bucket}; }`
    : `mc ilm import local/${bucket} < ${expiryFile(bucket)}`,
  quota === undefined ? `mc quota clear local/${bucket}` : `mc quota set local/${bucket} --size ${quota}`,
];

/** Rights first, so that a client of before keeps what it still has all the time. */
const accounts = (clients: readonly Client[]): string[] => [
  ...clients.flatMap((client) => [
    `mc admin policy create local ${policyOf(client)} /etc/setup/${policyOf(client)}.json`,
    `mc admin user add local ${client.username} "$${passwordVariable(client.username)}"`,
    `give ${client.username} ${policyOf(client)}`,
  ]),
  `mc admin policy create local ${ALL} /etc/setup/${ALL}.json`,
  ...clients.map(({ username }) => `give ${username} ${ALL}`),
];

/** Attaching is slow, and twice may be an error; there is no grep in the image. */
const GIVE = `has() {
  case $(mc admin user info local "$1" --json) in *'"policyName":'*[\\",]"$2"[\\",]*) ;; *) return 1 ;; esac
}
give() {
  has "$1" "$2" || { mc admin policy attach local "$2" --user "$1" && has "$1" "$2"; }
}
`;

/** Removes accounts that have the common policy and are no client's. */
const retire = (clients: readonly Client[]): string => `retire() (
  found=$(mc admin policy entities local --policy ${ALL} --json) || return 1
  case $found in *'"users":['*) found=\${found#*'"users":['} ;; *) return 0 ;; esac
  IFS='",'
  for user in \${found%%]*}; do
    case $user in ${['""', ...clients.map(({ username }) => username)].join(' | ')}) continue ;; esac
    mc admin user remove local "$user" || return 1
    mc admin policy remove local "client-$user" || true
  done
)
`;

/** Makes everything until all is there, then rests. Every step may be repeated. */
export function setup(buckets: Buckets, context: Context): Sidecar {
  const each = Object.entries(buckets);
  const clients = [...context.clients].sort((a, b) => compare(a.username, b.username));
  const steps = [
    ...each.map(([bucket]) => `mc mb --ignore-existing local/${bucket}`),
    ...each.flatMap(stepsOf),
    ...accounts(clients),
    'retire',
  ];
  return {
    name: 'setup',
    command: ['sh', '/etc/setup/setup.sh'],
    env: {
      HOME: '/tmp',
      MC_CONFIG_DIR: '/tmp/.mc',
      MC_HOST_local: `http://${ROOT}:$(${passwordVariable(ROOT)})@127.0.0.1:9000`,
      ...accountPasswords(context, [ROOT]),
    },
    // To attach a policy, mc makes two keys, each with 64 MiB of memory (minio/madmin-go, encrypt.go: argon2idMemory).
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '256Mi' } },
    files: [
      {
        path: '/etc/setup/setup.sh',
        content: `# Runs until buckets, users and their rights are as declared, then rests.
${ENDS_AT_ONCE}${GIVE}${retire(clients)}setup() {
  ${steps.join(' &&\n  ')}
}
${untilDone('setup')}${RESTS}`,
      },
      { path: `/etc/setup/${ALL}.json`, content: policy(NOTHING_ELSE) },
      ...clients.map((client) => ({
        path: `/etc/setup/${policyOf(client)}.json`,
        content: policy(...Object.entries(client.rights).flatMap(rightsTo)),
      })),
      ...each.flatMap(([bucket, { expires }]) =>
        expires === undefined ? [] : [{ path: expiryFile(bucket), content: expiry(expires) }],
      ),
    ],
    scratch: [{ mountPath: '/tmp', size: '16Mi' }],
  };
}

/** @throws Error when a bucket cannot be what it says */
export function checkBuckets(buckets: Buckets, volume: number): void {
  for (const [bucket, { expires = 1, quota }] of Object.entries(buckets)) {
    // Source: S3's rules for names, without dots, which no certificate of a provider's would cover.
    if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket)) {
      throw new Error(`bucket '${bucket}' has a name that S3 does not take; 3 to 63 of a-z, 0-9 and -`);
    }
    if (!Number.isInteger(expires) || expires < 1) {
      throw new Error(`bucket '${bucket}' expires after ${expires} days; 1 is the least`);
    }
    if (quota !== undefined && mebibytes(quota) > volume) {
      throw new Error(`bucket '${bucket}' may hold ${quota}, which is more than the volume`);
    }
  }
}
