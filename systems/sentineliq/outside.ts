/** What the deployment architecture describes and the manifests have no part in, or do in another way. */
import type { Outside } from '../../model/system';

export const outside: readonly Outside[] = [
  {
    what: 'Building the images: checkout, Wasp and TypeScript, Docker layers and their cache',
    where: "GitHub Actions, workflow `deploy-docker.yml` in the product's own repository",
  },
  {
    what: 'Publishing them, with tags for branch, commit and version',
    where:
      'the same workflow pushes to `ghcr.io/killsearch`; which version runs where stands in ' +
      '`systems/sentineliq/versions.ts`, and a moving tag such as `main` or `latest` is refused',
  },
  {
    what: '`prod.sh start`, `prod.sh migrate` and `prod.sh status`',
    where:
      'Argo CD syncs `dist`, the Job `migrations` runs in its place of the order, and its pages show what is healthy',
  },
  {
    what: 'Seed data (optional)',
    where:
      "no environment yet. The product's public `main.wasp` (Wasp 0.18) declares no seed, so its image has no " +
      '`bundle/dbSeed.js` and a Job could only fail. Once it has one: its name in `systems/sentineliq/parts.ts`, and ' +
      '`seed` taken out of `without` in `systems/sentineliq/profiles.ts`',
  },
  {
    what: 'The health check of the server at `/health`',
    where:
      'probes ask `/`, which every Wasp server answers by itself. The public source has no page `/health`; its ' +
      '`/api/health` asks the database, and when that is away a restart of every server cures nothing',
  },
  {
    what: 'Settings of production (`.env.prod`)',
    where:
      'variables in the manifests; what is secret, in the secret store (see below, for each environment). The document ' +
      "lists none of them: keys of third parties are assumed from the product's public source, and none is needed " +
      'for a pod to start; what the program itself makes of a missing one stands there',
  },
  {
    what: "Uploading the client's files, where a content delivery network serves them",
    where:
      "a step of the product's pipeline; `cdn` in the environment takes the client out of the cluster. The document's " +
      'nginx passes API calls on to the server, which a network cannot: the files are then built with the address of ' +
      'the API (`REACT_APP_API_URL`), as Wasp builds them anyway',
  },
  {
    what: 'Files that a browser opens by itself',
    where:
      'the server hands them out. MinIO is shut to the outside, as the document has it, so an address that is signed ' +
      'for `S3_ENDPOINT` has a name of the cluster and opens in no browser',
  },
  {
    what: 'Mail',
    where:
      "SendGrid's API, by HTTPS. Ports of SMTP are shut: the `emailSender` of the product's `main.wasp` has to be " +
      '`SendGrid`; in its public source it is `SMTP`',
  },
  {
    what: 'Errors, transactions, release health and sessions',
    where:
      'Sentry, which the server reaches by `SENTRY_DSN_SERVER` and tells its version by `SENTRY_RELEASE`',
  },
  {
    what: 'Encryption at rest',
    where:
      "the storage class that the cluster names (`storageClass` in `systems/sentineliq/cluster.ts`) is the provider's encrypted one",
  },
];
