/** What jobs of an image with Prisma have in common. */
import type { Definition } from '../../model/component';
import { NODE_USER, type ProgramOptions } from './node';

/** What npm and Prisma would write, or ask the internet. */
export const QUIET = {
  NODE_ENV: 'production',
  HOME: '/tmp',
  npm_config_cache: '/tmp/.npm',
  npm_config_update_notifier: 'false',
  CHECKPOINT_DISABLE: '1',
};

export type PrismaJobOptions = Pick<ProgramOptions, 'image' | 'description' | 'env'> & {
  /** @default 50m and 192Mi, at most 512Mi: Prisma's engine beside Node.js */
  readonly resources?: ProgramOptions['resources'];
};

/** A command of the image that does something to the database, once. */
export const prismaJob = (
  options: PrismaJobOptions & { readonly technology: string; readonly command: readonly string[] },
): Definition => ({
  technology: options.technology,
  tier: 'app',
  description: options.description,
  image: options.image,
  workload: 'Job',
  identity: NODE_USER,
  ports: {},
  resources: options.resources ?? {
    requests: { cpu: '50m', memory: '192Mi' },
    limits: { memory: '512Mi' },
  },
  shutdown: { grace: 30 },
  command: options.command,
  env: { ...QUIET, ...options.env },
  scratch: [{ mountPath: '/tmp', size: '64Mi' }],
});
