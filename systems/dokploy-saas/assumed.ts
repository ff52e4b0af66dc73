/** What the system architecture does not say. A public starter of the same shape answers some of it. */
import type { Assumption } from '../../model/system';

const SOURCE = 'the public "CRM/ERP System - Dokploy VPS Deployment" starter';

export const assumed: readonly Assumption[] = [
  { what: 'Domain', value: '`dokploy-saas.example.com`, which nobody has' },
  { what: 'Hosts', value: '`app`, `storage` and `s3`', from: `${SOURCE} (README)` },
  { what: 'Host of the WebSocket', value: '`ws`' },
  { what: 'Names and registry of the images', value: '`ghcr.io/dokploy-saas/web` and `worker`, private' },
  {
    what: "Prisma's command line and `prisma/` in the image of web; `prisma/migrations` in the worker's",
    value: 'they are there; the Dockerfiles have to copy them',
    from: `${SOURCE}: a service \`migrator\`, and \`pnpm db:migrate\` in the image of web`,
  },
  {
    what: 'Base of the image of web',
    value: "Next's own Dockerfile, user 1001, folder `/app/apps/web`",
    from: 'nextjs.org/docs, Deploying with Docker',
  },
  {
    what: "Base of the worker's image",
    value:
      '`mcr.microsoft.com/playwright:v1.62.1-noble`, user `pwuser` (1001), which starts as `node dist/index.js`',
    from: 'microsoft/playwright, utils/docker/Dockerfile.noble',
  },
  {
    what: 'Health of web',
    value: '`/auth/signin`, a page that asks nobody',
    from: `${SOURCE}: \`/api/healthz\` asks the database and Redis`,
  },
  { what: 'Port and page of the metrics of the worker', value: '3001, `/metrics`' },
  {
    what: 'Queues',
    value: '`exports`, `pdf`, `emails` and `webhooks`; prefix `bull`',
    from: `${SOURCE}: \`bull:exports:wait\` in its troubleshooting, and a file for each kind of job`,
  },
  {
    what: 'Jobs that one worker does at once',
    value: '3, 2, 10 and 10; the longest takes two minutes',
  },
  {
    what: 'Names of variables',
    value: 'as in the source; `S3_BUCKET` is the bucket of uploads',
    from: `${SOURCE} (README, Environment Variables)`,
  },
  {
    what: '`DATABASE_READ_URL`, `S3_PUBLIC_ENDPOINT`, `S3_BUCKET_EXPORTS`, `S3_BUCKET_INVOICES`, `QUEUES`, `CONCURRENCY_…`, `SMTP_…`',
    value: 'names of our own',
  },
  { what: 'Mail', value: 'by SMTP, port 587' },
  {
    what: 'Where passwords are tried',
    value: '`/api/auth/callback/credentials`',
    from: 'next-auth.js.org, REST API',
  },
  {
    what: 'Rate limits',
    value: '20 requests a second for each address, 10 at uploads; 20 a minute where passwords are tried',
  },
  { what: 'The WebSocket', value: 'a program in Node.js with prom-client, port 3002, in no environment' },
  {
    what: 'What is left of each server for the product',
    value: 'about 1 CPU and 1.5 to 3 GB less than it has',
    from: 'k3s, docs/installation/requirements, and the requests of the add-ons',
  },
  { what: 'Processor, memory, number of pods and volumes', value: 'all figures but the three servers' },
  {
    what: 'Addresses at Neon, Redis Cloud and R2',
    value: 'made up; one database of Redis Cloud without sharding',
  },
  {
    what: 'Buckets, who may do what in each, and how long exports are kept',
    value: '`uploads`, `exports` (7 days), `invoices`, `backups`; rights as its flows below',
  },
  { what: 'Staging', value: 'as production, on the smallest server' },
];
