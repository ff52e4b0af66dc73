/** Qdrant: a vector database behind an API key. */
import type { Definition, Resources } from '../model/component';
import type { Dashboard } from '../model/observability';
import { jobs, panel } from '../model/promql';
import type { Bytes } from '../model/units';
import { memoryHigh, targetDown } from './parts/alerts';
import { qdrantBackup } from './parts/qdrant-backup';
import { urlOf } from './parts/url';

export interface QdrantOptions {
  /** Size of the volume for collections. */
  readonly storage: Bytes;
  /** Size of the volume for snapshots: those that are kept, and the one that is made or read. @default the same */
  readonly snapshots?: Bytes;
  /** @default 150m and 512Mi, at most 2Gi: vectors × dimensions × 4 bytes × 1.5 in memory */
  readonly resources?: Resources;
}

const API_KEY = 'api-key';
const READ_ONLY_KEY = 'read-only-api-key';

/** Source: Qdrant's src/common/metrics: app, collections, memory, requests. */
const EMITS = [
  'collection_points',
  'memory_resident_bytes',
  'rest_responses_avg_duration_seconds',
  'rest_responses_total',
];

const RESOURCES: Resources = { requests: { cpu: '150m', memory: '512Mi' }, limits: { memory: '2Gi' } };

export function qdrant(options: QdrantOptions): Definition {
  const { resources = RESOURCES, storage, snapshots = storage } = options;
  return {
    technology: 'qdrant',
    tier: 'vector-db',
    description: 'Vector database',
    // The unprivileged image: the plain one runs as root.
    image: { repository: 'qdrant/qdrant', tag: 'v1.19.2-unprivileged' },
    workload: 'StatefulSet',
    identity: { user: 1000, group: 1000 },
    singleton: 'without cluster mode a second pod would be a second, empty database',
    ports: {
      http: { number: 6333, purpose: 'HTTP API and metrics' },
      grpc: { number: 6334, purpose: 'gRPC API' },
    },
    resources,
    probes: {
      // Replays its write-ahead log first. None of the three asks for the key.
      startup: { check: { http: '/readyz', port: 'http' }, period: 5, failures: 60 },
      readiness: { check: { http: '/readyz', port: 'http' } },
      liveness: { check: { http: '/livez', port: 'http' } },
    },
    // The program itself: the image's script ends at SIGTERM without waiting for it, and takes it along (tools/
    // entrypoint.sh: a trap ends `wait`). What the script is for, a recovery mode, needs a variable that is not set.
    command: ['/qdrant/qdrant'],
    // Open requests have 30 s, Actix' own; then it writes what is in memory.
    shutdown: { grace: 60, preStop: 3 },
    volumes: {
      storage: { mountPath: '/qdrant/storage', size: storage },
      snapshots: { mountPath: '/qdrant/snapshots', size: snapshots },
    },
    // It says there that it has started, by default beside the program, where nothing can be written.
    scratch: [{ mountPath: '/qdrant/init', size: '1Mi' }],
    env: { QDRANT_INIT_FILE_PATH: '/qdrant/init/.qdrant-initialized' },
    accounts: { shared: API_KEY },
    backup: qdrantBackup({ resources, storage, snapshots }),
    credentials: { [READ_ONLY_KEY]: { length: 32 } },
    connect: (at) => ({
      url: urlOf({ ...at, port: at.port('http') }),
      apiKey: at.password,
    }),
    metrics: [{ port: 'http', path: '/metrics', bearer: READ_ONLY_KEY, emits: EMITS }],
    alerts: (context) => [
      targetDown(context, {
        alert: 'QdrantDown',
        summary: `${context.name} does not answer`,
        severity: 'critical',
        forMinutes: 2,
      }),
      memoryHigh(context, { metric: 'memory_resident_bytes' }),
    ],
    dashboard,
    configure: (context) => ({
      env: {
        QDRANT__SERVICE__API_KEY: context.credential(API_KEY),
        QDRANT__SERVICE__READ_ONLY_API_KEY: context.credential(READ_ONLY_KEY),
      },
      files: [{ path: '/qdrant/config/production.yaml', content: PRODUCTION }],
    }),
  };
}

/** Read over the image's own defaults. */
const PRODUCTION = `log_level: INFO
# No usage reports to the vendor.
telemetry_disabled: true
storage:
  storage_path: /qdrant/storage
  snapshots_path: /qdrant/snapshots
  # Snapshots are built, uploaded and unpacked in the folder tmp there. It is emptied at each start. By default it
  # would be the volume of the collections, and a large snapshot could fill that.
  temp_path: /qdrant/snapshots
service:
  host: 0.0.0.0
  http_port: 6333
  grpc_port: 6334
  # Browsers never call it: the API does.
  enable_cors: false
`;

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  return {
    id: 'qdrant',
    title: 'Qdrant',
    panels: [
      panel('Requests', 'reqps', {
        '{{component}} {{status}}': `sum by (component, status) (rate(rest_responses_total{${job}}[5m]))`,
      }),
      panel('Mean answer time', 's', {
        '{{method}} {{endpoint}}': `rest_responses_avg_duration_seconds{${job}}`,
      }),
      panel('Points', 'short', { '{{id}}': `collection_points{${job}}` }),
      panel('Resident memory', 'bytes', { '{{component}}': `memory_resident_bytes{${job}}` }),
    ],
  };
}
