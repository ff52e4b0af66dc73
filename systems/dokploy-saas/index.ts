/** A CRM/ERP software service on one server with Dokploy: web, worker, and three data services behind Traefik. */
import type { System } from '../../model/system';
import { assumed } from './assumed';
import { decisions } from './decisions';
import { environments } from './environments';
import { flows, routes, startAfter } from './flows';
import { outside } from './outside';
import { components } from './parts';
import { zoneExceptions, zones } from './zones';

const dokploySaas: System = {
  name: 'dokploy-saas',
  title: 'Dokploy SaaS',
  description:
    'A Next.js program and a BullMQ worker over PostgreSQL, Redis and object storage: exports, PDF invoices, mail and ' +
    'webhooks.',
  components,
  routes,
  flows,
  startAfter,
  backups: {
    by: 'backups',
    except: {
      minio: 'The document saves databases; files of people find no room beside those on its one machine.',
    },
  },
  zones,
  zoneExceptions,
  decisions,
  assumed,
  outside,
  registries: {
    'ghcr.io/dokploy-saas/': {
      entry: 'registry',
      // docs.github.com, "Working with the Container registry".
      assumed:
        'The document builds images on the server; GitHub makes a package private when it is first published.',
    },
  },
  runbooks: 'https://docs.dokploy-saas.example.com/runbooks',
  environments,
};

export default dokploySaas;
