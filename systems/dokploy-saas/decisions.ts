/** Where the system architecture contradicts itself, or says what cannot be, and what is done. */
import type { Decision } from '../../model/system';

export const decisions: readonly Decision[] = [
  {
    said: 'MinIO\'s API is "internal only", and users upload to it directly by a presigned URL',
    done:
      'host `s3` shows objects of bucket `uploads` by GET, HEAD, PUT and OPTIONS; lists, other buckets and ' +
      'administration are answered with 404. What protects an object is the signature, the gateway is the second wall',
  },
  {
    said: 'One address of MinIO in the pictures, inside and outside',
    done:
      'a signature covers the host, so web signs for `S3_PUBLIC_ENDPOINT` and asks `S3_ENDPOINT` itself; a network in ' +
      'front that changes the host breaks it',
  },
  {
    said: "MinIO's console is in the application zone, its API in the data zone: one program",
    done: 'the pod is of the data zone, and port 9001 its door in the application zone',
  },
  {
    said: 'MinIO\'s console "exposed via Traefik", with no login in front',
    done: 'public as drawn, behind a login: it is the way to every file',
  },
  {
    said: 'Sessions in PostgreSQL, and session cache in Redis',
    done: 'both are there; which one the program asks is its own affair',
  },
  {
    said: 'One Redis is cache, session store and queue',
    done:
      'one Redis that throws nothing out: with any other setting it may drop the locks of jobs, which have an end ' +
      '(taskforcesh/bullmq issue 2215). What is cached needs an end of its own; an alert comes before it is full',
  },
  {
    said: 'React 18 with the App Router of Next.js 15',
    done: "the product's own; Next.js 15 brings React 19 for that router (nextjs.org/docs, Upgrading to 15)",
  },
  {
    said: 'MinIO "latest stable"',
    done: 'the last image there is; its makers ended it. `external`, as in the horizontal form, leads elsewhere',
  },
  {
    said: '"No external access" of the application zone, while the worker sends mail and webhooks, and Sentry is asked',
    done:
      'web and worker reach public addresses, at the ports they need, and no private one; what prints PDFs reaches ' +
      'none. Nobody outside reaches them but by Traefik',
  },
  {
    said: 'The worker prints with a browser what tenants wrote, and has the logins of the database',
    done:
      'in production the browser is a program of its own, `worker-pdf`: the same image, queue `pdf`, no flow to the ' +
      'database and none to outside. The worker, or web, puts finished HTML into that queue. The smallest server has ' +
      'one program for all, as drawn',
  },
  {
    said: 'Cloudflare fixed in the request flow, "optional" in the overview',
    done: 'a switch of the cluster, off; see below under "Outside Kubernetes"',
  },
  {
    said: 'Database backups in MinIO on the same server are "disaster recovery"',
    done: 'bucket `backups` is there, and lost with the server: dumps are kept apart from it, with copies elsewhere',
  },
  {
    said: '"Grafana (metrics)" without a store of metrics',
    done: 'Prometheus and Alertmanager come with it, as one switch; Loki and Alloy are another. Production has both',
  },
  {
    said: '4 GB and 2 CPU for everything',
    done: 'one pod of each and no monitoring; Argo CD has no room there',
  },
  {
    said: 'Rate limiting in the DMZ, without a figure',
    done: 'for each address, at each host; 20 a minute where passwords are tried',
  },
  {
    said: '"Redis Cloud: managed Redis cluster"',
    done: 'one database without sharding: keys of BullMQ in a cluster need other names',
  },
  {
    said: 'Port 22 open',
    done: 'of the servers, for those who run them; nothing here needs it',
  },
];
