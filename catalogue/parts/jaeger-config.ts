/**
 * Jaeger's configuration: an OpenTelemetry collector whose one pipeline leads into a store of its own. Source: Jaeger,
 * cmd/jaeger/config-badger.yaml and internal/storage/v1/badger/config.go; without a configuration it keeps 100,000 traces
 * in memory.
 */
import * as yaml from 'js-yaml';
import type { Port } from '../../model/component';

export const JAEGER_DATA = '/badger';

export const PORTS = {
  'grpc-otlp': { number: 4317, purpose: 'traces by OTLP, gRPC' },
  'http-otlp': { number: 4318, purpose: 'traces by OTLP, HTTP' },
  metrics: { number: 8888, purpose: 'metrics' },
  health: { number: 13133, purpose: 'health' },
  http: { number: 16686, purpose: 'web pages and queries' },
} as const satisfies Readonly<Record<string, Port>>;

const at = (port: keyof typeof PORTS): { endpoint: string } => ({
  endpoint: `0.0.0.0:${PORTS[port].number}`,
});

/** @param hours that traces are kept */
export const jaegerConfig = (hours: number): string =>
  yaml.dump(
    {
      service: {
        extensions: ['jaeger_storage', 'jaeger_query', 'healthcheckv2'],
        pipelines: {
          traces: {
            receivers: ['otlp'],
            // First the one that refuses: what is refused is tried again by whoever sent it.
            processors: ['memory_limiter', 'batch'],
            exporters: ['jaeger_storage_exporter'],
          },
        },
        telemetry: {
          resource: { 'service.name': 'jaeger' },
          metrics: {
            level: 'detailed',
            readers: [
              { pull: { exporter: { prometheus: { host: '0.0.0.0', port: PORTS.metrics.number } } } },
            ],
          },
        },
      },
      extensions: {
        healthcheckv2: { use_v2: true, http: at('health') },
        jaeger_query: {
          storage: { traces: 'store' },
          http: at('http'),
          // Nobody asks by gRPC.
          grpc: { endpoint: '127.0.0.1:16685' },
        },
        jaeger_storage: {
          backends: {
            store: {
              badger: {
                ephemeral: false,
                directories: { keys: `${JAEGER_DATA}/keys`, values: `${JAEGER_DATA}/values` },
                ttl: { spans: `${hours}h` },
              },
            },
          },
        },
      },
      receivers: { otlp: { protocols: { grpc: at('grpc-otlp'), http: at('http-otlp') } } },
      processors: {
        memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
        batch: {},
      },
      exporters: { jaeger_storage_exporter: { trace_storage: 'store' } },
    },
    { lineWidth: -1 },
  );
