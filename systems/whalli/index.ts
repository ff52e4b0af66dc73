/** Whalli: chat with several AI models, today one server with Docker Compose behind Traefik. */
import type { System } from '../../model/system';
import { assumed } from './assumed';
import { dashboard } from './dashboard';
import { decisions } from './decisions';
import { environments } from './environments';
import { flows, routes, startAfter } from './flows';
import { outside } from './outside';
import { components } from './parts';

const whalli: System = {
  name: 'whalli',
  title: 'Whalli',
  description:
    'Chat with several AI models: two Next.js programs and a NestJS API over PostgreSQL at Neon, Redis and object ' +
    'storage, with BullMQ workers.',
  components,
  routes,
  flows,
  startAfter,
  backups: { by: 'backups' },
  // "Better Auth (JWT + refresh tokens)": who signs and who checks need the same one.
  sharedSecrets: { BETTER_AUTH_SECRET: ['admin', 'api', 'web'] },
  decisions,
  assumed,
  outside,
  registries: {
    'ghcr.io/whalli/': {
      entry: 'registry',
      // docs.github.com, "Working with the Container registry".
      assumed: 'The document names no registry; GitHub makes a package private when it is first published.',
    },
  },
  runbooks: 'https://docs.whalli.com/runbooks',
  dashboard,
  environments,
};

export default whalli;
