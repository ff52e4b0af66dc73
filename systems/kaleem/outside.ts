/** What the network topology describes and the manifests have no part in. */
import type { Outside } from '../../model/system';

export const outside: readonly Outside[] = [
  {
    what: 'Names of `kaleem-ai.com` (DNS)',
    where:
      "Cloudflare: a proxied record for each public host below, to the addresses of the cluster's load balancer",
  },
  {
    what: 'Content delivery network, web application firewall (WAF) and protection from floods of requests (DDoS)',
    where:
      'Cloudflare, in front of the gateway, which lets in nobody else; rules are set in its dashboard. Limits for each ' +
      'client are in the manifests as well',
  },
  {
    what: 'Certificates that visitors see ("Cloudflare SSL certificates")',
    where:
      "Cloudflare's own. Between Cloudflare and the gateway cert-manager's are used, which `letsencrypt` issues by DNS-01 " +
      "with a token for Cloudflare's DNS",
  },
  {
    what: 'Building and publishing the images',
    where:
      "the product's own pipeline, to `ghcr.io/kaleem-ai`; which version runs where stands in `systems/kaleem/versions.ts`",
  },
  {
    what: 'Workflows, and whom they log in to beyond MongoDB and RabbitMQ',
    where: 'people build them in the editor of n8n; they are kept in its volume',
  },
  {
    what: 'Several regions, global load balancing',
    where: 'planned in the document; not in the manifests yet',
  },
];
