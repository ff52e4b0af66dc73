/** n8n: workflow automation on its own SQLite file, so there is one pod and one writer. */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import type { Dashboard } from '../model/observability';
import { jobs } from '../model/promql';
import type { Bytes } from '../model/units';
import { memoryHigh, targetDown } from './parts/alerts';
import { n8nBackup } from './parts/n8n-backup';
import {
  COPIES,
  COPIES_PORT,
  copiesScript,
  copiesSidecar,
  hasCopies,
  takeRestored,
} from './parts/n8n-copies';
import { CREDENTIALS_FILE, credentialsFile, IMPORT } from './parts/n8n-credentials';
import { heapLimit, heapSize, NODE_USER } from './parts/node';

export interface N8nOptions {
  readonly volume: Bytes;
  /**
   * Address with which the owner of the instance logs in. The password is in Secret `<component>-owner`; both are set
   * at every start, whatever was there, and n8n lets nobody change them in the editor.
   */
  readonly owner: `${string}@${string}`;
  /** Days a finished execution is kept. @default 14, n8n's own */
  readonly keepExecutions?: number;
  /** @default UTC */
  readonly timezone?: string;
  /**
   * @default 200m and 512Mi as in the vendor's chart, at most 1536Mi. Measured of 2.41 and its task runner without a
   * workflow: 680 MiB after the start, 460 MiB some minutes later
   */
  readonly resources?: Resources;
}

/** Source: n8n 2.41, dist/metrics/prometheus, whose default metrics are prom-client's with the prefix. */
const EMITS = [
  'n8n_active_workflow_count',
  'n8n_nodejs_eventloop_lag_p99_seconds',
  'n8n_process_resident_memory_bytes',
  'n8n_workflow_execution_duration_seconds',
];

/**
 * Paths that others call: webhooks, those that somebody tries out in the editor, and executions that wait for an answer.
 * All else is the editor, for the people who build workflows; forms and servers for models (`/form`, `/mcp`) are a
 * system's own choice. Source: n8n 2.41, dist/abstract-server.js and @n8n/config, dist/configs/endpoints.config.js.
 */
export const N8N_WEBHOOKS = ['/webhook', '/webhook-test', '/webhook-waiting'] as const;

/** Seconds running executions get to end, below the pod's grace period. */
const DRAIN = 50;

/**
 * Shares of the memory limit, in percent, for the heap of n8n and of its task runner, a second process in the same
 * container that runs what people write in Code nodes. It gets no NODE_OPTIONS of ours, and the rest is for what both
 * need beside their heaps. Source: n8n 2.41, dist/task-runners/task-runner-process-js.js, getProcessEnvVars.
 */
const HEAP = { main: 50, runner: 25 } as const;
/** Percent of it that n8n takes beside its heap: code, buffers, SQLite. A guess with room, of 230 MiB. */
const BESIDE = 15;

const PORT = 5678;
const HOME = '/home/node/.n8n';
const VOLUME = 'home';
/** Source: n8n 2.41, @n8n/config, dist/configs/database.config.js; its changes are in a log beside it (WAL). */
const DATABASE = `${HOME}/database.sqlite`;
const KEY = 'n8n-encryption-key';
const KEY_FILE = '/etc/n8n/secrets/encryption-key';
const OWNER = 'owner';

export function n8n(options: N8nOptions): Definition {
  return {
    technology: 'n8n',
    tier: 'app',
    description: 'Workflow automation',
    image: { repository: 'docker.n8n.io/n8nio/n8n', tag: '2.41.7' },
    workload: 'StatefulSet',
    identity: NODE_USER,
    singleton: 'several main processes need a licence and an outside database',
    ports: {
      http: { number: PORT, purpose: 'editor, webhooks and metrics' },
      [COPIES]: { number: COPIES_PORT, purpose: 'copies of its database', servedBy: COPIES },
    },
    // People log in by the editor's own; who saves it or brings it back, by a password that opens nothing else.
    accounts: { each: 'client', port: COPIES },
    privatePaths: { [COPIES]: ['/'] },
    connect: ({ host, port, password }) => ({
      copies: `http://${host}:${port(COPIES)}/`,
      copiesPassword: password,
    }),
    resources: options.resources ?? {
      requests: { cpu: '200m', memory: '512Mi' },
      limits: { memory: '1536Mi' },
    },
    probes: {
      // Migrates its database before it answers, which may take minutes after an update.
      startup: { check: { http: '/healthz', port: 'http' }, period: 10, failures: 60 },
      readiness: { check: { http: '/healthz/readiness', port: 'http' } },
      liveness: { check: { http: '/healthz', port: 'http' }, failures: 6 },
    },
    shutdown: { grace: 60 },
    env: {
      GENERIC_TIMEZONE: options.timezone ?? 'UTC',
      EXECUTIONS_DATA_PRUNE: 'true',
      EXECUTIONS_DATA_MAX_AGE: String((options.keepExecutions ?? 14) * 24),
      // All variables or none, and passwords are among them. Workflows have credentials instead.
      N8N_BLOCK_ENV_ACCESS_IN_NODE: 'true',
      N8N_DIAGNOSTICS_ENABLED: 'false',
      N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
      N8N_PERSONALIZATION_ENABLED: 'false',
      N8N_GRACEFUL_SHUTDOWN_TIMEOUT: String(DRAIN),
      N8N_METRICS: 'true',
      N8N_PORT: String(PORT),
      // Editor sessions only travel encrypted.
      N8N_SECURE_COOKIE: 'true',
      // The owner is there before anybody can ask; otherwise the first visitor would become it.
      N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
      N8N_INSTANCE_OWNER_EMAIL: options.owner,
      // A file, so that it is no variable of any process.
      N8N_ENCRYPTION_KEY_FILE: KEY_FILE,
    },
    volumes: { [VOLUME]: { mountPath: HOME, size: options.volume } },
    scratch: [
      // Its editor's pages, 40 MB.
      { mountPath: '/home/node/.cache', size: '256Mi' },
      // Packages of nodes that people install, with all that these need.
      { mountPath: '/home/node/.npm', size: '512Mi' },
      // Files that come with webhooks, each as large as the route lets through.
      { mountPath: '/tmp', size: '256Mi' },
    ],
    backup: n8nBackup(),
    // The key opens the credentials in the database, and n8n does not start on one that it does not open.
    credentials: { [KEY]: { length: 32, outlives: true }, [OWNER]: { length: 32, hash: 'bcrypt' } },
    metrics: [{ port: 'http', path: '/metrics', emits: EMITS }],
    alerts: (context) => [
      targetDown(context, {
        alert: 'N8nDown',
        summary: `${context.name} does not answer, so no workflow runs and webhooks are lost`,
        severity: 'critical',
        forMinutes: 5,
      }),
      // Of n8n alone; its task runner tells nothing of itself.
      memoryHigh(context, { metric: 'n8n_process_resident_memory_bytes', share: HEAP.main + BESIDE }),
    ],
    dashboard,
    configure: (context) => {
      const credentials = credentialsFile(context.upstreams);
      const copies = hasCopies(context);
      const given = credentials?.ids ?? [];
      const before = [...(copies ? [takeRestored(DATABASE, given)] : []), ...(credentials ? [IMPORT] : [])];
      return {
        ...(before.length > 0 && {
          command: ['tini', '--', 'sh', '-c', [...before, 'exec n8n'].join(' && ')],
        }),
        env: {
          NODE_OPTIONS: heapLimit(context.memoryLimit, HEAP.main),
          N8N_RUNNERS_MAX_OLD_SPACE_SIZE: String(heapSize(context.memoryLimit, HEAP.runner)),
          N8N_INSTANCE_OWNER_PASSWORD_HASH: context.credentialHash(OWNER),
          ...addresses(context),
        },
        files: [
          ...(credentials ? [{ path: CREDENTIALS_FILE, ...credentials.file }] : []),
          ...(copies ? [copiesScript] : []),
        ],
        sidecars: copies ? [copiesSidecar(context, { volume: VOLUME, database: DATABASE, given })] : [],
        secretFiles: [{ ...context.credential(KEY), path: KEY_FILE }],
      };
    },
  };
}

/**
 * What n8n writes into addresses of webhooks, and of its editor: where no route leads to it, people reach it by
 * `kubectl port-forward`. The gateway has already put the client address in place.
 */
function addresses({ routes }: Context): Record<string, string> {
  const webhooks = routes.find(({ internal }) => !internal)?.host;
  const whole = routes.filter(({ path }) => path === '/');
  const editor = (whole.find(({ internal }) => internal) ?? whole[0])?.host;
  return {
    N8N_EDITOR_BASE_URL: editor ? `https://${editor}/` : `http://localhost:${PORT}/`,
    ...(routes.length > 0 && { N8N_PROXY_HOPS: '1' }),
    ...(webhooks && { N8N_HOST: webhooks, N8N_PROTOCOL: 'https', WEBHOOK_URL: `https://${webhooks}/` }),
  };
}

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  return {
    id: 'n8n',
    title: 'n8n',
    panels: [
      {
        title: 'Executions',
        unit: 'reqps',
        queries: [
          {
            expr: `sum by (component, status) (rate(n8n_workflow_execution_duration_seconds_count{${job}}[5m]))`,
            legend: '{{component}} {{status}}',
          },
        ],
      },
      {
        title: 'Active workflows',
        unit: 'short',
        queries: [{ expr: `n8n_active_workflow_count{${job}}`, legend: '{{component}}' }],
      },
      {
        title: 'Event loop lag',
        unit: 's',
        queries: [{ expr: `n8n_nodejs_eventloop_lag_p99_seconds{${job}}`, legend: '{{component}}' }],
      },
      {
        title: 'Resident memory',
        unit: 'bytes',
        queries: [{ expr: `n8n_process_resident_memory_bytes{${job}}`, legend: '{{component}}' }],
      },
    ],
  };
}
