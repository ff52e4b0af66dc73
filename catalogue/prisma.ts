/**
 * Prisma's migrations, by the image of any program that has its command line and its folder `prisma`: the database is
 * brought to the schema of the image before programs of that version start.
 *
 * Prisma locks the database meanwhile, so two at once do nothing twice. The lock is one of the session, so a pool that
 * hands a connection on after each transaction breaks it: give `directUri` where there is one.
 * Source: prisma.io/docs, Deploy migrations from a local environment; Advisory locking; Connection poolers.
 */
import type { Definition } from '../model/component';
import { NODE_USER, type ProgramOptions } from './parts/node';

export type PrismaMigrationsOptions = Pick<ProgramOptions, 'image' | 'description' | 'env'> & {
  /** Path of the schema in the image. @default Prisma's own, `prisma/schema.prisma` where the image starts */
  readonly schema?: string;
  /** @default 50m and 192Mi, at most 512Mi: Prisma's engine beside Node.js */
  readonly resources?: ProgramOptions['resources'];
};

export function prismaMigrations(options: PrismaMigrationsOptions): Definition {
  const { image, description, schema, env } = options;
  return {
    technology: 'prisma',
    tier: 'app',
    description,
    image,
    workload: 'Job',
    identity: NODE_USER,
    ports: {},
    resources: options.resources ?? {
      requests: { cpu: '50m', memory: '192Mi' },
      limits: { memory: '512Mi' },
    },
    shutdown: { grace: 30 },
    // The image's own: nothing is fetched.
    command: ['npx', '--no-install', 'prisma', 'migrate', 'deploy', ...(schema ? ['--schema', schema] : [])],
    env: {
      NODE_ENV: 'production',
      // What npm and Prisma would write, or ask the internet.
      HOME: '/tmp',
      npm_config_cache: '/tmp/.npm',
      npm_config_update_notifier: 'false',
      CHECKPOINT_DISABLE: '1',
      ...env,
    },
    scratch: [{ mountPath: '/tmp', size: '64Mi' }],
  };
}
