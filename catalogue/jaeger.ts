/** Jaeger 2: receives traces, keeps them for some days on one volume, and shows them. */
import type { Definition } from '../model/component';
import type { Context } from '../model/context';
import type { AlertRule, Dashboard } from '../model/observability';
import { jobs, panel } from '../model/promql';
import type { Bytes } from '../model/units';
import { counterRises, targetDown } from './parts/alerts';
import { goMemoryLimit } from './parts/go';
import { JAEGER_DATA, jaegerConfig, PORTS } from './parts/jaeger-config';

const CONFIG_FILE = '/etc/jaeger/jaeger.yaml';

/** Source: Jaeger, monitoring/jaeger-mixin/generate/main.go. */
const EMITS = [
  'otelcol_exporter_send_failed_spans_total',
  'otelcol_exporter_sent_spans_total',
  'otelcol_process_cpu_seconds_total',
  'otelcol_process_memory_rss_bytes',
  'otelcol_receiver_accepted_spans_total',
  'otelcol_receiver_refused_spans_total',
];

export interface JaegerOptions {
  /** Hours that traces are kept. @default 48 */
  readonly retention?: number;
  /** Size of the volume; traces go by age alone, so it must hold `retention` hours. @default 10Gi */
  readonly volume?: Bytes;
}

/**
 * Who has traces sends them by OTLP, to the fact `otlp` (gRPC) or `otlpHttp`; how many of them is said there
 * (`OTEL_TRACES_SAMPLER`). No accounts: the network policies keep others away. People, and Grafana, come by port `http`.
 */
export function jaeger(options: JaegerOptions = {}): Definition {
  const { retention = 48, volume = '10Gi' } = options;
  return {
    technology: 'jaeger',
    tier: 'monitoring',
    description: 'Receives, keeps and shows traces',
    image: { repository: 'jaegertracing/jaeger', tag: '2.21.0' },
    workload: 'StatefulSet',
    singleton: 'its traces lie on the volume of one pod',
    identity: { user: 10001, group: 10001 },
    ports: PORTS,
    resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '768Mi' } },
    // No shell in the image, so no commands as probes.
    probes: {
      // Badger replays its write-ahead log first.
      startup: { check: { http: '/status', port: 'health' }, failures: 30 },
      readiness: { check: { http: '/status', port: 'health' } },
      liveness: { check: { http: '/status', port: 'health' }, failures: 6 },
    },
    shutdown: { grace: 60 },
    collects: 'traces',
    volumes: { data: { mountPath: JAEGER_DATA, size: volume } },
    backup: {
      none: 'Traces of the past days: new requests leave new ones.',
    },
    scratch: [{ mountPath: '/tmp', size: '64Mi' }],
    // Whoever may send there may fill its volume; neither asks for a login.
    privatePaths: { 'grpc-otlp': ['/'], 'http-otlp': ['/'], health: ['/'] },
    connect: (at) => ({
      otlp: `http://${at.host}:${at.port('grpc-otlp')}`,
      otlpHttp: `http://${at.host}:${at.port('http-otlp')}`,
      ui: `http://${at.host}:${at.port('http')}`,
    }),
    metrics: [{ port: 'metrics', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      args: [`--config=${CONFIG_FILE}`],
      env: goMemoryLimit(context),
      files: [{ path: CONFIG_FILE, content: jaegerConfig(retention) }],
    }),
  };
}

function alerts(context: Context): AlertRule[] {
  return [
    targetDown(context, {
      alert: 'JaegerDown',
      severity: 'warning',
      forMinutes: 10,
      summary: 'Jaeger does not answer: traces are lost meanwhile',
    }),
    counterRises(context, {
      alert: 'JaegerStoresNothing',
      metric: 'otelcol_exporter_send_failed_spans_total',
      startsLate: true,
      severity: 'warning',
      forMinutes: 15,
      windowMinutes: 30,
      summary: 'Jaeger cannot store spans: its volume is full or damaged',
    }),
    counterRises(context, {
      alert: 'JaegerRefusesSpans',
      metric: 'otelcol_receiver_refused_spans_total',
      startsLate: true,
      severity: 'warning',
      forMinutes: 15,
      windowMinutes: 30,
      summary: 'Jaeger refuses spans: more come than its memory holds',
    }),
  ];
}

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const rate = (metric: string): string => `sum by (job) (rate(${metric}{${job}}[5m]))`;
  return {
    id: 'jaeger',
    title: 'Jaeger',
    panels: [
      panel('Spans received', 'cps', { '{{job}}': rate('otelcol_receiver_accepted_spans_total') }),
      panel('Spans refused', 'cps', { '{{job}}': rate('otelcol_receiver_refused_spans_total') }),
      panel('Spans stored', 'cps', { '{{job}}': rate('otelcol_exporter_sent_spans_total') }),
      panel('Spans not stored', 'cps', { '{{job}}': rate('otelcol_exporter_send_failed_spans_total') }),
      panel('Memory', 'bytes', { '{{job}}': `otelcol_process_memory_rss_bytes{${job}}` }),
      panel('Processor (cores)', 'short', {
        '{{job}}': `rate(otelcol_process_cpu_seconds_total{${job}}[5m])`,
      }),
    ],
  };
}
