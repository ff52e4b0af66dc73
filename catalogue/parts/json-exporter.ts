/** Figures of programs that tell them as JSON: the Prometheus community's exporter beside them, and what it reads. */
import * as yaml from 'js-yaml';
import type { Sidecar } from '../../model/component';
import type { MetricsEndpoint } from '../../model/observability';

export interface JsonMetric {
  /** Where the figure stands, in the JSONPath of kubectl: `.jvm.mem.heap_used_in_bytes`. */
  readonly path: string;
  /** @default gauge */
  readonly type?: 'counter' | 'gauge';
  readonly help: string;
  /** Makes a series of value 1 with this label, for what is a word: label → path below `path`. @default a number */
  readonly label?: Readonly<Record<string, string>>;
}

export interface JsonPage {
  /** Address of the page, as the exporter in the same pod reaches it. */
  readonly url: string;
  /** Metric → what of the page. */
  readonly metrics: Readonly<Record<string, JsonMetric>>;
  /** Answers that are read. @default those of the 2xx class */
  readonly statusCodes?: readonly number[];
}

const CONFIG = '/etc/json-exporter/json-exporter.yaml';
const MODULE = 'page';

export const jsonExporter = (page: JsonPage): Sidecar => ({
  name: 'exporter',
  image: { repository: 'quay.io/prometheuscommunity/json-exporter', tag: 'v0.7.0' },
  identity: { user: 65534, group: 65534 },
  args: [`--config.file=${CONFIG}`],
  ports: { metrics: { number: 7979, purpose: 'metrics' } },
  probes: { readiness: { check: { tcp: 'metrics' } } },
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
  files: [{ path: CONFIG, content: configuration(page) }],
});

/** The scrape that makes the exporter read the page; while nobody answers there, the scrape fails. */
export const jsonEndpoint = (page: JsonPage): MetricsEndpoint => ({
  port: 'metrics',
  path: '/probe',
  params: { module: [MODULE], target: [page.url] },
  emits: Object.keys(page.metrics),
});

function configuration({ metrics, statusCodes }: JsonPage): string {
  const module = {
    metrics: Object.entries(metrics).map(([name, { path, type = 'gauge', help, label }]) => ({
      ...(label ? ofObject(name, label) : { name }),
      help,
      path: `{ ${path} }`,
      valuetype: type,
    })),
    valid_status_codes: statusCodes,
  };
  return yaml.dump({ modules: { [MODULE]: module } }, { lineWidth: -1, skipInvalid: true });
}

/** The exporter puts the name of a value after that of the object. */
function ofObject(name: string, label: NonNullable<JsonMetric['label']>) {
  const cut = name.lastIndexOf('_');
  return {
    name: name.slice(0, cut),
    type: 'object',
    labels: Object.fromEntries(Object.entries(label).map(([key, path]) => [key, `{ ${path} }`])),
    values: { [name.slice(cut + 1)]: 1 },
  };
}
