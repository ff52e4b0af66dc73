/**
 * Elasticsearch: one node with logins, and the rules of the indices that the system writes.
 *
 * Backup: a snapshot repository of type s3 and a policy for it (SLM). A snapshot comes back into the same version or a
 * newer one, never an older.
 */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import type { Bytes } from '../model/units';
import { ELASTIC_USER, elasticImage, heapOptions } from './parts/elastic';
import type { Logs, OwnIndices } from './parts/elasticsearch-index';
import { EDITOR, MONITORING, ROOT, setup } from './parts/elasticsearch-setup';
import { alerts, dashboard, EMITS, exporter } from './parts/elasticsearch-watch';
import { urlOf } from './parts/url';

export interface ElasticsearchOptions {
  /** Indices of log lines, one a day, and how long each is kept: whoever is named nowhere writes them. @default none */
  readonly logs?: Logs;
  /** Indices of the product's own, and who may read and write each. @default none */
  readonly indices?: OwnIndices;
  readonly volume: Bytes;
  /** @default 1 and 2Gi, all of it from the start */
  readonly resources?: Resources;
}

const HOME = '/usr/share/elasticsearch';

/**
 * Java would keep 32 files of 64 MiB about its collections, 2 GiB in a folder of the pod's node; the figures are in the
 * metrics. And it would write its whole heap onto the data's volume, with lines of the logs in it, when that is full.
 * What comes later on its command line counts, and these variables come after the image's own options.
 *
 * Source: Elasticsearch 8.19, distribution/src/config/jvm.options and server/cli/JvmOptionsParser.java; the first two
 * are as in the vendor's page "Set JVM options", part "Configure GC logging".
 */
const WRITES_LITTLE = [
  '-Xlog:disable',
  '-Xlog:all=warning:stderr:utctime,level,tags',
  '-XX:-HeapDumpOnOutOfMemoryError',
];

export function elasticsearch(options: ElasticsearchOptions): Definition {
  return {
    technology: 'elasticsearch',
    tier: 'logging',
    description: options.logs ? 'Search engine, holds the logs' : 'Search engine',
    image: elasticImage('elasticsearch'),
    workload: 'StatefulSet',
    identity: ELASTIC_USER,
    singleton: "one node with one volume; several need the vendor's operator",
    ports: {
      http: { number: 9200, purpose: 'REST API' },
      ready: { number: 9399, purpose: 'open while the node may be asked' },
    },
    resources: options.resources ?? {
      requests: { cpu: '1', memory: '2Gi' },
      limits: { memory: '2Gi' },
    },
    probes: {
      // Its pages ask for a login, so it opens a port of its own once it has joined and recovered its state.
      startup: { check: { tcp: 'ready' }, period: 10, failures: 60 },
      readiness: { check: { tcp: 'ready' } },
      // Waiting for a green cluster would take traffic away exactly when it recovers.
      liveness: { check: { tcp: 'http' }, period: 20, failures: 6 },
    },
    shutdown: { grace: 180 },
    env: { ES_TMPDIR: '/tmp' },
    volumes: { data: { mountPath: `${HOME}/data`, size: options.volume } },
    scratch: [
      // A file of figures of Java's own, and what a module unpacks.
      { mountPath: '/tmp', size: '256Mi' },
      // The entrypoint adds a keystore to what the image has there.
      { mountPath: `${HOME}/config`, size: '16Mi', fromImage: true },
      // Its log goes to the console; what stays is a report of some 100 KiB when Java itself crashes.
      { mountPath: `${HOME}/logs`, size: '64Mi' },
    ],
    accounts: { each: 'client' },
    // Source: elastic.co, "Snapshot and restore": a repository is a folder that all nodes share, or object storage whose keys
    // stand in the keystore of each node; a copy of the data folder cannot be restored.
    backup: {
      none:
        'What is indexed is lost with the volume. Its snapshots go into object storage of its own kind alone, not into a ' +
        'repository that is encrypted and shared; indices that are more than a view of another store need one.',
    },
    credentials: { [ROOT]: { length: 32 }, [MONITORING]: { length: 32 }, [EDITOR]: { length: 32 } },
    connect: (at) => ({
      // Clients of it take the login apart from the address.
      url: urlOf({ ...at, port: at.port('http') }),
      username: at.username,
      password: at.password,
      // Of which clients see those that they may.
      indices: [...(options.logs ? [options.logs.index] : []), ...Object.keys(options.indices ?? {})]
        .map((index) => `${index}-*`)
        .join(),
    }),
    metrics: [{ port: 'metrics', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      env: {
        ELASTIC_PASSWORD: context.credential(ROOT),
        ES_JAVA_OPTS: [...heapOptions(context.memoryLimit), ...WRITES_LITTLE].join(' '),
      },
      files: [{ path: `${HOME}/config/elasticsearch.yml`, content: elasticsearchYml(context) }],
      sidecars: [
        setup({ logs: options.logs, own: options.indices ?? {} }, context),
        exporter(context.credential(MONITORING)),
      ],
    }),
  };
}

const elasticsearchYml = (context: Context): string => `cluster.name: ${context.namespace}
discovery.type: single-node
network.host: 0.0.0.0
# Nobody joins: the port between nodes is closed to all but this pod.
transport.host: 127.0.0.1
readiness.port: 9399
# Mapped files need a setting of the node (vm.max_map_count) that only a privileged container could make. Without them
# searches are slower; see the vendor's page on virtual memory.
node.store.allow_mmap: false

xpack.security.enabled: true
# Between pods the network policies keep others away; encryption there is the mesh's part.
xpack.security.http.ssl.enabled: false
xpack.security.transport.ssl.enabled: false

# Nothing here learns from the logs, and these processes take memory outside the heap.
xpack.ml.enabled: false
# It would fetch a database from the internet, which it cannot reach.
ingest.geoip.downloader.enabled: false
`;
