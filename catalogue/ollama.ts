/**
 * Ollama: answers with language models, which come as images of their own and are copied before it starts. It asks
 * nobody, so what it answers with is what was released.
 */
import type { Definition, Image, Resources } from '../model/component';
import type { Context } from '../model/context';
import type { Device } from '../model/device';
import type { AlertRule, Dashboard } from '../model/observability';
import { jobs, panel } from '../model/promql';
import type { Scaling } from '../model/scaling';
import type { Bytes } from '../model/units';
import { targetDown } from './parts/alerts';
import { jsonEndpoint, jsonExporter } from './parts/json-exporter';
import { LOADED, warmUp } from './parts/ollama-models';

const MODELS = '/models';
const PORT = 11434;

export interface OllamaOptions {
  /** Image in whose `/models` a folder of Ollama's models lies, as `OLLAMA_MODELS` has it. */
  readonly models: Image;
  /** Names of models that it is ready with: loaded, and staying so. */
  readonly loaded: readonly string[];
  /** Room for the copy of all models. */
  readonly room: Bytes;
  /** @default 4 and 8Gi: the weights lie in memory where there is no device */
  readonly resources?: Resources;
  readonly device?: Device;
  /** @default 1 */
  readonly replicas?: number;
  /** @default always `replicas` */
  readonly scaling?: Scaling;
  /** Answers that it works on at once, for each model. @default 4 */
  readonly parallel?: number;
}

/** What of `/api/ps` is told: nothing else there is a number (ollama, docs/api.md, List Running Models). */
const PAGE = {
  url: `http://127.0.0.1:${PORT}/api/ps`,
  metrics: {
    ollama_model_bytes: {
      path: '.models[0].size',
      help: 'Memory that the model takes which was loaded last.',
    },
    ollama_model_device_bytes: { path: '.models[0].size_vram', help: 'Of that, memory of devices.' },
  },
} as const;

export function ollama(options: OllamaOptions): Definition {
  const { models, loaded, room, parallel = 4 } = options;
  return {
    technology: 'ollama',
    tier: 'ai',
    description: 'Answers with language models',
    image: { repository: 'ollama/ollama', tag: '0.40.0' },
    workload: 'Deployment',
    identity: { user: 1000, group: 1000 },
    replicas: options.replicas,
    scaling: options.scaling,
    device: options.device,
    ports: { http: { number: PORT, purpose: 'API, answers stream' } },
    resources: options.resources ?? {
      requests: { cpu: '2', memory: '8Gi' },
      limits: { cpu: '4', memory: '8Gi' },
    },
    probes: {
      // Models are copied before, and loaded while this waits: ten minutes.
      startup: { check: { exec: LOADED(loaded) }, period: 10, timeout: 5, failures: 60 },
      readiness: { check: { exec: LOADED(loaded) }, timeout: 5 },
      liveness: { check: { http: '/', port: 'http' }, failures: 6 },
    },
    // An answer may take minutes; it ends its answers when it is told to end.
    shutdown: { grace: 180, preStop: 10 },
    env: {
      HOME: '/tmp',
      OLLAMA_HOST: `0.0.0.0:${PORT}`,
      // Models stay loaded for ever.
      OLLAMA_KEEP_ALIVE: '-1',
      OLLAMA_MODELS: MODELS,
      OLLAMA_NUM_PARALLEL: String(parallel),
      // What is there is what was released: nothing is tidied away, or asked for elsewhere.
      OLLAMA_NOPRUNE: '1',
      OLLAMA_NO_CLOUD: '1',
    },
    scratch: [
      { mountPath: MODELS, size: room, from: models },
      // Its key, and files of its runners.
      { mountPath: '/tmp', size: '1Gi' },
    ],
    // It has no login: whoever asks may load and delete models.
    privatePaths: { http: ['/'] },
    metrics: [jsonEndpoint(PAGE)],
    alerts,
    dashboard,
    configure: () => ({ sidecars: [warmUp(loaded), jsonExporter(PAGE)] }),
  };
}

const alerts = (context: Context): AlertRule[] => [
  targetDown(context, {
    alert: 'OllamaDown',
    severity: 'critical',
    forMinutes: 5,
    summary: `${context.name} does not answer: no question is answered by a model`,
  }),
];

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  return {
    id: 'ollama',
    title: 'Ollama',
    panels: [
      panel('Memory of a loaded model', 'bytes', { '{{instance}}': `ollama_model_bytes{${job}}` }),
      panel('Of that on devices', 'bytes', { '{{instance}}': `ollama_model_device_bytes{${job}}` }),
    ],
  };
}
