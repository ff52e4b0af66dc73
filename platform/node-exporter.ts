/** Prometheus' node exporter: figures of disks, memory and processors of the machines. */
import type { Cluster, PlatformTarget } from '../model/cluster';
import type { AlertRule } from '../model/observability';
import { type AddOn, placeOf } from '../model/platform';
import { panel } from '../model/promql';

const NAME = 'node-exporter';

/** Source: node_exporter, collector: cpu, diskstats, filesystem, loadavg, meminfo. */
const NODE_EXPORTER_METRICS = [
  'node_cpu_seconds_total',
  'node_disk_read_bytes_total',
  'node_disk_written_bytes_total',
  'node_filesystem_avail_bytes',
  'node_filesystem_size_bytes',
  'node_load5',
  'node_memory_MemAvailable_bytes',
  'node_memory_MemTotal_bytes',
];

/** @param free share of each disk that is free @param job matcher of the scrape job */
function diskSpaceLow(free: string, job: string): AlertRule {
  const series = (metric: string, fstype: string): string =>
    `node_filesystem_${metric}_bytes{${job},component="node-exporter",device="/dev/vda1",fstype="${fstype}"}`;
  return {
    alert: 'DiskSpaceLow',
    // One disk is mounted in many places; it is one alert.
    expr: `min by (component, job, instance, device) (${free}) < 0.1`,
    forMinutes: 10,
    severity: 'critical',
    summary: 'Less than a tenth of {{ $labels.device }} on {{ $labels.instance }} is free',
    proof: {
      fires: [
        { series: series('avail', 'ext4'), values: '9x60' },
        { series: series('size', 'ext4'), values: '100x60' },
      ],
      silent: [
        { series: series('avail', 'ext4'), values: '40x60' },
        { series: series('size', 'ext4'), values: '100x60' },
        // A full tmpfs is somebody's scratch, not a disk.
        { series: series('avail', 'tmpfs'), values: '0x60' },
        { series: series('size', 'tmpfs'), values: '10x60' },
      ],
    },
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
  const { namespace = 'platform-monitoring', service = NAME } = options;
  const { podLabels = { 'app.kubernetes.io/name': 'prometheus-node-exporter' } } = options;
  const job = 'job="node-exporter"';
  // What is not a disk: memory, layers of containers, read-only images.
  const disks = `{${job},fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|erofs|nsfs|fuse.*"}`;
  const free = `node_filesystem_avail_bytes${disks} / node_filesystem_size_bytes${disks}`;
  return {
    name: NAME,
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

/** The Service that the cluster's target asks. */
const serviceOf = ({ platformTargets }: Cluster): string =>
  platformTargets.find(({ name }) => name === NAME)?.dnsName.split('.')[0] ?? NAME;

export const nodeExporterAddOns: readonly AddOn[] = [
  {
    name: 'node exporter',
    purpose: 'figures of disks, memory and processors',
    minimum: '1.12',
    minimumBy: 'tests',
    since: 1,
    namespace: 'platform-monitoring',
    settings: 'hostNetwork: false',
    documentation: 'https://github.com/prometheus/node_exporter',
    install: {
      groups: [],
      target: NAME,
      wave: -10,
      source: {
        repository: 'https://prometheus-community.github.io/helm-charts',
        chart: 'prometheus-node-exporter',
        version: '4.56.3',
        release: 'node-exporter',
        values: ({ cluster }) => ({
          fullnameOverride: serviceOf(cluster),
          hostNetwork: false,
          service: { clusterIP: 'None' },
        }),
      },
      at: placeOf(NAME),
      reason:
        'Not on the network of the host: network policies choose pods, and a pod there is none to them. A headless\n' +
        'Service, so that Prometheus finds the exporter of every node.',
      privileged: true,
    },
  },
];
