/** Logstash: takes log lines over TCP and UDP, keeps them on disk, and writes them to Elasticsearch. */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import type { Bytes } from '../model/units';
import { ELASTIC_USER, elasticImage, elasticsearchOf, heapMebibytes, heapOptions } from './parts/elastic';
import { jsonEndpoint, jsonExporter } from './parts/json-exporter';
import { pipeline } from './parts/logstash-pipeline';
import { alerts, dashboard, PAGE } from './parts/logstash-watch';

export interface LogstashOptions {
  /** First part of the index it writes; the environment and the day follow. */
  readonly index: string;
  /** Holds lines while Elasticsearch does not take them; three quarters of it are the queue. */
  readonly volume: Bytes;
  /** Where lines come in, over TCP and UDP alike. @default 5000 */
  readonly port?: number;
  /** @default 200m and 1Gi, all of it from the start */
  readonly resources?: Resources;
}

const HOME = '/usr/share/logstash';
/** Share of the volume that the queue may fill; the rest is for what is being written. */
const QUEUE_SHARE = 0.75;
/** Share of the volume for lines that Elasticsearch refuses; the oldest of them go when it is full. */
const REFUSED_SHARE = 0.05;
/** Share of the heap that buffers outside of it may take; Java's own would be all of it, and the pod be killed. */
const DIRECT_SHARE = 0.25;
/**
 * Most that a line's JSON may be nested; a deeper one stays text. Elasticsearch follows each level with a call of its
 * own, and at 900 of them a node of 8.19 ran out of stack, which ends it.
 */
const DEPTH = 100;
/** How many lines are worked on at once; without a number there would be one for each processor of the node. */
const WORKERS = 2;

export function logstash(options: LogstashOptions): Definition {
  const { port = 5000 } = options;
  return {
    technology: 'logstash',
    tier: 'logging',
    description: 'Receives log lines',
    image: elasticImage('logstash'),
    workload: 'StatefulSet',
    identity: ELASTIC_USER,
    singleton: 'its queue lies on the volume of one pod',
    // nginx asks for the name of its syslog server once, when it starts (src/core/ngx_syslog.c): the address must stay
    // the same when the pod is another, and be there while none is ready.
    balanced: true,
    ports: {
      tcp: { number: port, purpose: 'JSON, a line each' },
      udp: { number: port, protocol: 'UDP', purpose: 'JSON or syslog, a packet each' },
      api: { number: 9600, purpose: 'health and figures' },
    },
    resources: options.resources ?? {
      requests: { cpu: '200m', memory: '1Gi' },
      limits: { memory: '1Gi' },
    },
    probes: {
      // Ruby on Java: two minutes on half a processor.
      startup: { check: { http: '/', port: 'api' }, period: 10, failures: 60 },
      readiness: { check: { http: '/', port: 'api' } },
      liveness: { check: { http: '/', port: 'api' }, period: 20, timeout: 10, failures: 6 },
    },
    // What is under way is finished; what is not stays in the queue on disk.
    shutdown: { grace: 120 },
    volumes: { data: { mountPath: `${HOME}/data`, size: options.volume } },
    backup: {
      none: 'Lines on their way, for as long as Elasticsearch is away: there is no moment at which a copy of them would be of use.',
    },
    scratch: [
      // Libraries that JRuby unpacks.
      { mountPath: '/tmp', size: '512Mi' },
      // Nothing: it logs to the console (docker/data/logstash/config/log4j2.properties).
      { mountPath: `${HOME}/logs`, size: '64Mi' },
    ],
    connect: (at) => ({ address: `${at.host}:${at.port('tcp')}` }),
    // It has no login, and tells its whole configuration.
    privatePaths: { api: ['/'] },
    metrics: [jsonEndpoint(PAGE)],
    alerts,
    dashboard,
    configure: (context) => {
      const { account } = elasticsearchOf(context);
      return {
        // The pipeline reads the login from the environment.
        env: {
          ELASTICSEARCH_USERNAME: account.username,
          ELASTICSEARCH_PASSWORD: account.password,
          LS_JAVA_OPTS: javaOptions(context.memoryLimit),
        },
        files: [
          { path: `${HOME}/config/logstash.yml`, content: logstashYml(context) },
          {
            path: `${HOME}/pipeline/logstash.conf`,
            content: pipeline(context, { index: options.index, port }),
          },
        ],
        sidecars: [jsonExporter(PAGE)],
      };
    },
  };
}

/** Source: Logstash 8.19, config/jvm.options and docs/static/config-details.asciidoc, "Memory sizing". */
const javaOptions = (memoryLimit: number): string =>
  [
    ...heapOptions(memoryLimit),
    `-XX:MaxDirectMemorySize=${Math.floor(heapMebibytes(memoryLimit) * DIRECT_SHARE)}m`,
    `-Dlogstash.jackson.stream-read-constraints.max-nesting-depth=${DEPTH}`,
  ].join(' ');

const logstashYml = (context: Context): string => `api.http.host: 0.0.0.0
# Lines keep the names of the applications' own fields.
pipeline.ecs_compatibility: disabled
pipeline.workers: ${WORKERS}
# Lines on their way in are held in the heap, which has an end.
pipeline.buffer.type: heap
# On disk: a stopped Elasticsearch, or a restart here, loses no line. A full queue makes TCP senders wait.
queue.type: persisted
queue.max_bytes: ${Math.floor(context.volumeSize('data') * QUEUE_SHARE)}mb
# Lines that Elasticsearch refuses for good stay in data/dead_letter_queue, with the reason.
dead_letter_queue.enable: true
dead_letter_queue.max_bytes: ${Math.floor(context.volumeSize('data') * REFUSED_SHARE)}mb
dead_letter_queue.storage_policy: drop_older
`;
