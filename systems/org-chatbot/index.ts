/** The organisation chatbot: microservices over models of its own, drawn in seven diagrams without a figure. */
import type { System } from '../../model/system';
import { assumed } from './assumed';
import { decisions } from './decisions';
import { environments } from './environments';
import { flows, internalRoutes, routes } from './flows';
import { outside } from './outside';
import { components } from './parts';

const orgChatbot: System = {
  name: 'org-chatbot',
  title: 'Organisation chatbot',
  description:
    'A chatbot for an organisation: services in FastAPI behind a gateway of their own, models in Ollama on GPUs, and ' +
    'everything that watches them.',
  components,
  routes,
  internalRoutes,
  flows,
  backups: { by: 'backups' },
  decisions,
  assumed,
  outside,
  registries: {
    'ghcr.io/org-chatbot/': {
      entry: 'registry',
      // docs.github.com, "Working with the Container registry".
      assumed:
        'The diagrams name a registry and no address; GitHub makes a package private when it is first published.',
    },
  },
  runbooks: 'https://docs.org-chatbot.example.com/runbooks',
  environments,
};

export default orgChatbot;
