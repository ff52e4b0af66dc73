/** What the production architecture describes and the manifests have no part in, or do in another way. */
import type { Outside } from '../../model/system';

export const outside: readonly Outside[] = [
  {
    what: 'Names of the domain (DNS)',
    where: "a record for each public host below, to the address of the cluster's load balancer",
  },
  {
    what: 'Firewall: 22, 80 and 443',
    where:
      'the machines, with UFW or by the provider; between pods the network policies say who may reach whom',
  },
  {
    what: 'PostgreSQL of staging and production, its scaling, backups and return to a point in time',
    where: 'Neon, one project for each; a dump of it each night is here, beside those of the other stores',
  },
  {
    what: 'Building the images',
    where:
      "the product's own pipeline, on `git push`; which version runs where stands in `systems/whalli/versions.ts`. " +
      'Public addresses (`NEXT_PUBLIC_API_URL`) are built in, so each environment has a build of web and admin of its own',
  },
  {
    what: '`git pull`, `./deploy-prod.sh update`, rolling restarts, rollback by `git revert`',
    where:
      'Argo CD syncs `dist`: the Job `migrations` first, then new pods beside the old ones until they are ready. A ' +
      'commit that is reverted goes the same way; the database keeps its schema',
  },
  {
    what: 'Hot reload in development',
    where: "a developer's own machine; the environment `development` runs built images",
  },
  {
    what: 'Local ports of development (5432, 6379, 9000)',
    where: '`kubectl port-forward` to `postgres`, `redis` and `minio`',
  },
  {
    what: 'Roles, rights by project, models by subscription',
    where: "the API's own code",
  },
  {
    what: 'Duplicate prompts from the cache, sessions of chats',
    where: "the API's own code, in Redis",
  },
  {
    what: 'Streams longer than a minute without a word',
    where:
      'the gateway lets them be for an hour; what stands before it may not, so the API should send a comment every half ' +
      'minute. At a new version a stream ends with its pod, and the browser comes back with its `sessionId`',
  },
  {
    what: 'Files that a browser opens by itself at `storage`',
    where:
      'their address has to be signed for the public name; one that is signed for `MINIO_ENDPOINT` opens in no browser',
  },
  {
    what: 'Language data of Tesseract',
    where: 'in the image, or below `/tmp`: the rest of the file system is read-only',
  },
  {
    what: '"Distributed mode" of MinIO, copies at S3 or Backblaze B2',
    where: 'not in the manifests; a bucket at a provider, by `external`, is both',
  },
];
