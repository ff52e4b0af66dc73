/**
 * Prisma's migrations, by the image of any program that has its command line and its folder `prisma`: the database is
 * brought to the schema of the image before programs of that version start.
 *
 * Prisma locks the database meanwhile, so two at once do nothing twice. The lock is one of the session, so a pool that
 * hands a connection on after each transaction breaks it: give `directUri` where there is one.
 * Source: prisma.io/docs, Deploy migrations from a local environment; Advisory locking; Connection poolers.
 */
import type { Definition } from '../model/component';
import { type PrismaJobOptions, prismaJob } from './parts/prisma-job';

export type PrismaMigrationsOptions = PrismaJobOptions & {
  /** Path of the schema in the image. @default Prisma's own, `prisma/schema.prisma` where the image starts */
  readonly schema?: string;
};

export const prismaMigrations = ({ schema, ...options }: PrismaMigrationsOptions): Definition =>
  prismaJob({
    ...options,
    technology: 'prisma',
    // The image's own: nothing is fetched.
    command: ['npx', '--no-install', 'prisma', 'migrate', 'deploy', ...(schema ? ['--schema', schema] : [])],
  });
