/** Where the production architecture contradicts itself, or says what cannot be, and what is done. */
import type { Decision } from '../../model/system';

export const decisions: readonly Decision[] = [
  {
    said: 'Two pictures lead web, API and admin to Redis and MinIO; the dependency graph leads the API and the workers there alone',
    done: 'the graph: it names each arrow, and less is open',
  },
  {
    said: 'The web application asks the API at `https://api.mydomain.com`, and inside in the graph',
    done:
      'inside, for what the server renders (`INTERNAL_API_URL`); browsers ask the public address, which is built into ' +
      'their files. A request of the cluster to its own load balancer is refused by many clouds',
  },
  {
    said: 'Sign-in with GitHub and Google, and no arrow from web or admin to outside',
    done: 'both may ask the internet by HTTPS: the exchange of the code is the request of the program itself',
  },
  {
    said: 'Better Auth issues tokens in the web application, and the API checks whom it serves',
    done: 'web, admin and API are told the same `BETTER_AUTH_SECRET`, which is made once in the cluster; the document has no arrow from the API to web, so none is open',
  },
  {
    said: '20 requests a minute for each address beside 100 for each user, "Redis-based (distributed)"',
    done:
      'who is signed in would meet 20 first, and one page takes more. At the gateway 20 a minute hold where names and ' +
      'passwords are tried, and a wide guard elsewhere; each pod of the gateway counts for itself. The 100 are the ' +
      "API's own, in Redis",
  },
  {
    said: '"Active WebSocket Connections", while chat is server-sent events',
    done: 'the panel keeps its title; the API has to count its open event streams as `websocket_connections_active`',
  },
  {
    said: 'Metrics of the workers at `/api/metrics`, and no port',
    done: 'they serve them on a port of their own, where the probes ask too; they answer nothing else',
  },
  {
    said: '`/api/metrics` is below `api.mydomain.com`',
    done: 'no route shows it; Prometheus asks inside the cluster',
  },
  {
    said: 'Six "Grafana Dashboards"',
    done: 'one dashboard with six panels in their order; those of each technology stand beside it',
  },
  {
    said: 'Volume `grafana-data`',
    done: 'none: all that Grafana shows is in the manifests, so nothing is lost with its pod',
  },
  {
    said: 'Volume `traefik-letsencrypt`, certificates "on first request"',
    done: "cert-manager keeps each host's in a Secret, before the first request, and renews it after two thirds of its 90 days",
  },
  {
    said: '`http://mydomain.com` and `https://mydomain.com` in the port table, with nothing behind them',
    done: 'no route and no certificate for the domain itself',
  },
  {
    said: "Traefik's dashboard at `traefik.mydomain.com` (8080)",
    done: 'not shown: Traefik serves several systems and is of the cluster; its metrics are in Grafana. Whoever runs the cluster forwards port 8080 of its pods',
  },
  {
    said: 'Console of MinIO public, with no login in front; Prometheus with one',
    done: 'both ask for a login: the console is the way to every file',
  },
  {
    said: 'One Redis is cache, session store and queue',
    done:
      'one Redis that throws nothing out: with any other setting it may drop the locks of jobs, which have an end ' +
      '(taskforcesh/bullmq issue 2215). Answers end after an hour and sessions after ten minutes; an alert comes before it is full',
  },
  {
    said: '"Redis Cluster (multi-node) for high traffic"',
    done: 'not now: `redisFailover` takes the place of `redis` where one must not be away; BullMQ in a cluster needs other key names',
  },
  {
    said: 'Daily rotated `/app/logs/combined.log`',
    done: 'a helper shows its lines as the log of the pod and empties the folder before it is full; Loki keeps them',
  },
  {
    said: 'Web search by Google or Bing',
    done: "Google's: Microsoft ended the Bing Search APIs on 2025-08-11",
  },
  {
    said: 'Notifications by e-mail',
    done: 'of the workers, which send them: port 587 is open to them alone',
  },
  {
    said: '"TLS 1.2+ only"',
    done: "Traefik's own default; a Gateway listener of Traefik 3.7 takes no other (traefik/traefik issue 13818)",
  },
  {
    said: 'Docker secrets, "minimum 32-char passwords"',
    done: 'each password that only the system uses is made in the cluster, with 32 characters or more; keys of others are in the secret store',
  },
];
