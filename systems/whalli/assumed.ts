/** What the production architecture does not say. The public source (github.com/Whalli/whalli) answers some of it. */
import type { Assumption } from '../../model/system';

const SOURCE = "the product's public source";

export const assumed: readonly Assumption[] = [
  { what: 'Domain', value: '`whalli.com`; the document has `mydomain.com`' },
  {
    what: 'Names of the images',
    value: '`ghcr.io/whalli/web`, `api`, `admin` and `workers`, each of its own Dockerfile',
    from: `${SOURCE} (apps/*/Dockerfile); the registry is a guess`,
  },
  {
    what: "Prisma's command line and `apps/api/prisma` in the API's image",
    value: 'both are there; the Dockerfile has to copy them',
    from: `${SOURCE} has them in the image of the workers`,
  },
  {
    what: 'Health of web and admin',
    value: '`/`',
    from: `${SOURCE} (docker-compose.prod.yml, healthcheck)`,
  },
  { what: 'Health of the API', value: '`/api/health`, which must ask no database', from: SOURCE },
  { what: 'Port and page of the metrics of workers', value: '3003, `/api/metrics`' },
  {
    what: 'Queues',
    value: '`voice-transcription`, `recurring-search`, `file-extraction`; prefix `bull`',
    from: `${SOURCE} (apps/api/src/workers/README.md) for the first two`,
  },
  {
    what: 'Jobs that one worker may have in front of it',
    value: '10, 20 and 5; the longest takes five minutes',
    from: `${SOURCE}: concurrency and duration of the first two`,
  },
  {
    what: 'Names of variables',
    value: 'as in the source; `REDIS_URL` for the workers too, because each has an account of its own',
    from: `${SOURCE} (docker-compose.prod.yml)`,
  },
  {
    what: '`INTERNAL_API_URL`, `RATE_LIMIT_PER_MINUTE`, `CACHE_TTL`, `SESSION_TTL`, `GOOGLE_SEARCH_…`, `SMTP_PORT` 587',
    value: 'names of our own',
  },
  { what: 'Largest upload', value: '50 MB; other bodies 1 MB' },
  {
    what: 'Paths where names and passwords are tried',
    value: '`/api/auth/sign-in`, `/api/auth/sign-up`',
    from: 'Better Auth',
  },
  {
    what: "Metrics of the API's own",
    value:
      '`cache_hits_total`, `cache_misses_total`, `ai_requests_total` by `model`, `websocket_connections_active`',
  },
  { what: 'Machines', value: 'two of 4 CPU and 16 GB for production, a third for the rest' },
  {
    what: 'Processor, memory, number of pods, volumes, bucket',
    value: 'all figures but three API and five workers',
  },
  {
    what: 'Addresses at Neon',
    value: '`ep-whalli-….eu-central-1.aws.neon.tech`, pooled `ep-whalli-…-pooler`',
  },
  {
    what: 'Version of PostgreSQL at Neon',
    value: '16, as here. A dump refuses a newer server: say its version as `client` of `postgres`',
  },
  { what: 'Staging', value: 'as production, smaller' },
  { what: 'Loki and Alloy', value: 'keep the logs that the document keeps in files' },
];
