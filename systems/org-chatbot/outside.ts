/** What the diagrams have and the manifests have no part in, or do in another way. */
import type { Outside } from '../../model/system';

export const outside: readonly Outside[] = [
  { what: 'CDN, edge cache, WAF and its rules', where: 'Cloudflare, in front of the load balancer' },
  {
    what: 'Container registry, security scanner',
    where:
      'ghcr.io; a pull request that names a new image has it scanned by Trivy, with an SBOM beside the run ' +
      '(`.github/workflows/pull-request.yml`)',
  },
  {
    what: 'Key management',
    where: "the cluster's secret store, which External Secrets reads; its own keys are its provider's",
  },
  {
    what: 'Kubernetes API → Prometheus',
    where:
      "kube-state-metrics tells what the API server knows; the API server's own figures are its provider's",
  },
  {
    what: 'Developer, IDE, Git, GitHub Actions: build, test, scan',
    where: "the product's own pipeline; Argo CD syncs `dist`",
  },
  {
    what: 'Rollback',
    where:
      'a commit that is reverted; of a canary the one line in `systems/org-chatbot/environments.ts`, when `CanaryFailsMore` or `CanarySlower` fires',
  },
  {
    what: 'Application load balancer, worker nodes',
    where: "the provider's; the pools of `systems/org-chatbot/cluster.ts` name what is counted on",
  },
  {
    what: 'Driver and container toolkit of the GPU machines, and their RuntimeClass',
    where:
      'come with the machines, from their provider; Argo CD installs the device plugin, and the DCGM exporter that Prometheus asks',
  },
  {
    what: 'TLS, network policies, RBAC, secrets',
    where: 'here: certificates, a policy for each arrow, roles for three groups, External Secrets',
  },
  {
    what: 'JWT, OIDC/OAuth2',
    where:
      "`auth` speaks with the organisation's provider, and the gateway asks it about every request; before `chat` and " +
      "`user` the waypoint looks at the token once more, by the provider's own keys",
  },
  {
    what: 'Encryption at rest',
    where: 'storage class `encrypted`, whose volumes the provider encrypts; backups likewise',
  },
  {
    what: 'Encrypted backups, S3 backup, Glacier, cross-region replication',
    where:
      'here, by a dump of each store every night, with copies elsewhere. Not yet: Elasticsearch, and any moment of ' +
      'PostgreSQL, by the Barman plugin',
  },
  {
    what: 'Secondary region, failure detection, failover, restoration, verification',
    where: 'not here yet: another environment on another cluster, fed by those backups',
  },
  {
    what: 'Audit logging',
    where:
      "of the product: each interaction in Elasticsearch; of Kubernetes: [the API server's audit policy](../audit.md), by " +
      'whoever runs the cluster',
  },
  {
    what: 'Data loss prevention',
    where:
      'a program reaches only what is declared, and only two reach the internet; reading what people write is for the product to do',
  },
  {
    what: 'SIEM, security operations, threat detection, incident response',
    where: 'the organisation’s own; they are fed by Loki, Elasticsearch and the alerts of Alertmanager',
  },
  {
    what: 'Data sharding',
    where: "the document's next step, when one PostgreSQL and one Redis no longer hold it",
  },
];
