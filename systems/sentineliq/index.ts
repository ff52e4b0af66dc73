/** SentinelIQ: a software service made with Wasp, today eight containers of one Docker Compose file. */
import { signedByGitHubActions } from '../../catalogue/github-actions';
import type { System } from '../../model/system';
import { dashboard } from './dashboard';
import { environments } from './environments';
import { flows, internalRoutes, routes, startAfter } from './flows';
import { outside } from './outside';
import { components } from './parts';

const sentineliq: System = {
  name: 'sentineliq',
  title: 'SentinelIQ',
  description:
    'A Node.js API with a React front end over PostgreSQL, Redis and object storage, whose log lines go by ' +
    'Logstash to Elasticsearch and are read in Kibana.',
  components,
  routes,
  internalRoutes,
  flows,
  startAfter,
  backups: { by: 'backups' },
  outside,
  registries: {
    'ghcr.io/killsearch/': {
      entry: 'registry',
      // docs.github.com, "Working with the Container registry".
      assumed:
        'The document has the images pulled from ghcr.io and says of no login; GitHub makes a package private when it ' +
        'is first published.',
    },
  },
  // The document has GitHub Actions build and push the images; that it signs them there is assumed, so an unsigned one
  // is reported, and not refused.
  signatures: { repositories: 'ghcr.io/killsearch/', ...signedByGitHubActions({ owner: 'killsearch' }) },
  runbooks: 'https://docs.sentineliq.com/runbooks',
  dashboard,
  environments,
};

export default sentineliq;
