/** Where the diagrams contradict each other, or draw what is no connection. */
import type { Decision } from '../../model/system';

export const decisions: readonly Decision[] = [
  {
    said: 'Ingress → frontend → nginx → API gateway in one diagram; web, mobile and admin → gateway in another',
    done: "both: the pages' nginx passes `/api` on to `gateway`, and host `api` leads there for mobile applications",
  },
  {
    said: 'Authentication → rate limiting → CORS as boxes behind each other',
    done: 'parts of `gateway`, which is nginx: it asks `auth`, counts by address and by token, and answers browsers of our own pages',
  },
  {
    said: 'WAF behind the load balancer in one diagram, before the CDN in another',
    done: 'one provider in front is both; the cluster takes its word about the client, and nobody else’s',
  },
  {
    said: 'Ollama → model manager → cache',
    done:
      'read the other way: `model-manager` tells Ollama what to load, and `chat` asks `ai-cache` before it asks Ollama. As ' +
      'drawn it would be a circle in which nothing could start first',
  },
  {
    said: 'Ollama → training',
    done: '`training` makes models for Ollama: it writes to object storage, and a released model is an image',
  },
  {
    said: 'Ollama → Prometheus',
    done: 'Ollama has no metrics: an exporter reads the list of loaded models, and `chat` counts the questions in work',
  },
  {
    said: 'Prometheus → Grafana and Prometheus → Loki',
    done: 'Grafana asks both; Prometheus never talks to Loki',
  },
  {
    said: 'Chat → PostgreSQL in the data flow alone',
    done: 'kept: "log interaction" is a row of it, and a document in Elasticsearch',
  },
  {
    said: 'Chat → Jaeger alone',
    done:
      'all services send traces: one request passes all of them. Nobody else is drawn so, so these arrows are added. ' +
      '`gateway` begins each trace and says which are kept; it has no span of its own',
  },
  {
    said: 'Session → Redis, auth → user and Redis, notification and training → Redis, model manager and training → object storage, Grafana → Elasticsearch are in no diagram',
    done: 'added, because the boxes have no other way to do what they are called',
  },
  {
    said: 'Message queues',
    done: 'lists in Redis for notification and training: no diagram has a broker',
  },
  {
    said: 'Redis Cluster',
    done: 'three pods with failover and one address. Sharding needs clients that know of it; it is the next step, as for PostgreSQL',
  },
  {
    said: 'HPA → VPA on the same pods',
    done: 'where pods are counted their size is only advised: both at once would work against each other',
  },
  {
    said: 'Pod Security Policies',
    done: 'Pod Security Admission, `restricted`; the policies left Kubernetes with 1.25',
  },
  {
    said: 'Deploy → development, staging and production at once',
    done: 'one after the other, down the list in `systems/org-chatbot/versions.ts`',
  },
  {
    said: 'Istio → chat and frontend',
    done: 'all of it is in the mesh; requests to `chat`, `user` and `session` pass a waypoint. Those of the cluster’s gateway do not',
  },
];
