/** What the system architecture describes and the manifests have no part in, or do in another way. */
import type { Outside } from '../../model/system';

export const outside: readonly Outside[] = [
  {
    what: 'Names of the domain (DNS)',
    where: "a record for each public host below, to the address of the cluster's load balancer",
  },
  {
    what: 'CDN, WAF and DDoS protection (Cloudflare, optional)',
    where:
      'Cloudflare, once `cloudflare` takes the place of `noProxy` in `systems/dokploy-saas/cluster.ts`: its addresses ' +
      'alone may then come in, and clients are told apart by what it says of them',
  },
  {
    what: 'Firewall: 80, 443 and 22 only',
    where: 'the servers, or their provider; between pods the network policies say who may reach whom',
  },
  {
    what: 'Git push, webhook, pulling code and building images (Dokploy)',
    where:
      "the product's own pipeline, which pushes to `ghcr.io/dokploy-saas`; which version runs where stands in " +
      '`systems/dokploy-saas/versions.ts`',
  },
  {
    what: 'Run migrations, deploy containers, health check, route traffic',
    where:
      'Argo CD syncs `dist`: the Job `migrations` first, then new pods, which get requests once they are ready, and ' +
      'only then do old ones go. On the small server it has no room: run it elsewhere, or apply by hand',
  },
  {
    what: 'Sign-in, tenants, roles, audit logs, counters of rate limits for users',
    where: "the product's own code",
  },
  {
    what: 'Retries of webhooks, and who may be called',
    where:
      'the worker. By the network policies it reaches public addresses at ports 443 and 587, whatever a name resolves ' +
      'to: no private address, no metadata of the provider, and nothing of the cluster but what is drawn below. A ' +
      'webhook at another port is refused',
  },
  {
    what: 'JavaScript and network of the pages that are printed',
    where:
      'switched off by the product (`javaScriptEnabled: false`, `setContent`): invoices show what tenants wrote',
  },
  {
    what: 'Size of an upload',
    where:
      "web, which signs its length (`ContentLength`); MinIO refuses more, and the bucket has a quota. Traefik's own limit " +
      'would first store every file',
  },
  {
    what: 'Errors (Sentry)',
    where: 'Sentry, which web and worker reach by `SENTRY_DSN`',
  },
  {
    what: 'VPS metrics (CPU, RAM, disk), network metrics',
    where:
      "the cluster's node exporter, which Prometheus reads where the switch METRICS is on; without it the provider's page",
  },
  {
    what: 'Job logs, structured logs',
    where: 'what the programs print: `kubectl logs`, and Loki where the switch LOGS is on',
  },
  {
    what: '"Horizontal scalability ready"',
    where:
      '`...horizontal` in place of `...middle`, on the cluster `several`. Rows and files move first: `pg_dump` and ' +
      '`mc mirror`; what waits in Redis is worked off before',
  },
];
