/** What is watched of the machines: figures of Prometheus' node exporter. */
import type { AlertRule } from '../../model/observability';

/** Source: node_exporter, collector: cpu, diskstats, filesystem, loadavg, meminfo. */
export const NODE_EXPORTER_METRICS = [
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
export function diskSpaceLow(free: string, job: string): AlertRule {
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
