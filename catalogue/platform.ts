/** What the platform team runs for everybody, in namespaces of its own, and what our Prometheus reads there. */
import type { PlatformTarget } from '../model/cluster';
import { diskSpaceLow, NODE_EXPORTER_METRICS } from './parts/node-exporter-watch';
import { panel } from './parts/promql';

const DAY = 24 * 60 * 60;
const EXPIRY = 'certmanager_certificate_expiration_timestamp_seconds';
/** Source: cert-manager 1.21, internal/collectors/certificate_collector.go and pkg/metrics/metrics.go. */
const CERT_MANAGER_METRICS = [
  EXPIRY,
  'certmanager_certificate_ready_status',
  'certmanager_controller_sync_call_count',
  'certmanager_http_acme_client_request_count',
];

export interface CertManagerOptions {
  /** @default cert-manager */
  readonly namespace?: string;
}

/** cert-manager as its Helm chart installs it: names, labels and port are the chart's. */
export function certManager(options: CertManagerOptions = {}): PlatformTarget {
  const { namespace = 'cert-manager' } = options;
  const name = 'cert-manager';
  // One cert-manager serves the whole cluster; the namespace is the certificate's.
  const of = (certificates: string): string => `{job="cert-manager",namespace="${certificates}"}`;
  const expires = (certificates: string): string => `${EXPIRY}${of(certificates)}`;
  return {
    name,
    namespace,
    podLabels: { 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/name': 'cert-manager' },
    // Without the cluster's domain, which the resolver of every pod adds.
    dnsName: `cert-manager.${namespace}.svc`,
    port: 9402,
    path: '/metrics',
    emits: CERT_MANAGER_METRICS,
    alerts: (ours) => [
      {
        alert: 'CertificateExpiresSoon',
        // Renewal starts 30 days before the end (of 90), so at 14 it has failed for two weeks.
        expr: `${expires(ours)} - time() < ${14 * DAY}`,
        forMinutes: 60,
        severity: 'warning',
        summary: 'Certificate {{ $labels.name }} ends within 14 days and was not renewed',
        // The tested clock starts at 0.
        proof: {
          fires: [{ series: expires(ours), values: `${13 * DAY}x90` }],
          silent: [
            { series: expires(ours), values: `${60 * DAY}x60` },
            { series: expires('somebody-else'), values: `${DAY}x60` },
          ],
        },
      },
    ],
    dashboard: (ours) => ({
      id: 'cert-manager',
      title: 'Certificates',
      panels: [
        panel('Time left', 's', { '{{name}}': `${expires(ours)} - time()` }),
        panel('Not ready', 'short', {
          '{{name}}': `certmanager_certificate_ready_status{job="cert-manager",namespace="${ours}",condition!="True"} == 1`,
        }),
        panel('Requests to the certificate authority', 'reqps', {
          '{{status}}':
            'sum by (status) (rate(certmanager_http_acme_client_request_count{job="cert-manager"}[5m]))',
        }),
        panel('Reconciliations', 'ops', {
          '{{controller}}':
            'sum by (controller) (rate(certmanager_controller_sync_call_count{job="cert-manager"}[5m]))',
        }),
      ],
    }),
  };
}

export interface NodeExporterOptions {
  /** A namespace that allows host mounts; ours do not. @default platform-monitoring */
  readonly namespace?: string;
  /** Name of the Service. Headless where there are several nodes, or only one of them answers. @default node-exporter */
  readonly service?: string;
  /** @default the label of the prometheus-node-exporter Helm chart */
  readonly podLabels?: Readonly<Record<string, string>>;
}

/**
 * Prometheus' node exporter. It must run with `hostNetwork: false`: network policies choose pods, and a
 * pod on the host's network is none to them. Disks, memory and processors are seen all the same.
 */
export function nodeExporter(options: NodeExporterOptions = {}): PlatformTarget {
  const { namespace = 'platform-monitoring', service = 'node-exporter' } = options;
  const { podLabels = { 'app.kubernetes.io/name': 'prometheus-node-exporter' } } = options;
  const job = 'job="node-exporter"';
  // What is not a disk: memory, layers of containers, read-only images.
  const disks = `{${job},fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|erofs|nsfs|fuse.*"}`;
  const free = `node_filesystem_avail_bytes${disks} / node_filesystem_size_bytes${disks}`;
  return {
    name: 'node-exporter',
    namespace,
    podLabels,
    dnsName: `${service}.${namespace}.svc`,
    port: 9100,
    path: '/metrics',
    emits: NODE_EXPORTER_METRICS,
    alerts: () => [diskSpaceLow(free, job)],
    dashboard: () => ({
      id: 'nodes',
      title: 'Nodes',
      panels: [
        panel('Processor in use', 'percentunit', {
          '{{instance}}': `1 - avg by (instance) (rate(node_cpu_seconds_total{${job},mode="idle"}[5m]))`,
        }),
        panel('Memory in use', 'percentunit', {
          '{{instance}}': `1 - node_memory_MemAvailable_bytes{${job}} / node_memory_MemTotal_bytes{${job}}`,
        }),
        panel('Disk free', 'percentunit', {
          '{{instance}} {{device}}': `min by (instance, device) (${free})`,
        }),
        panel('Load (5 minutes)', 'short', { '{{instance}}': `node_load5{${job}}` }),
        panel('Disk reads and writes', 'Bps', {
          '{{instance}} {{device}} read': `rate(node_disk_read_bytes_total{${job}}[5m])`,
          '{{instance}} {{device}} written': `rate(node_disk_written_bytes_total{${job}}[5m])`,
        }),
      ],
    }),
  };
}
