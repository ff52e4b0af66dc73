/** NVIDIA's DCGM exporter: figures of GPUs. */
import type { PlatformTarget } from '../model/cluster';
import type { AlertRule } from '../model/observability';
import { type AddOn, placeOf } from '../model/platform';
import { panel } from '../model/promql';
import { gone } from './parts/gone';
import { NVIDIA_GPU, onMachinesWith } from './parts/machines';

const NAME = 'dcgm-exporter';
const JOB = `job="${NAME}"`;
const USED = 'DCGM_FI_DEV_FB_USED';
const FREE = 'DCGM_FI_DEV_FB_FREE';
const RESERVED = 'DCGM_FI_DEV_FB_RESERVED';
const XID = 'DCGM_FI_DEV_XID_ERRORS';
const TEMPERATURE = 'DCGM_FI_DEV_GPU_TEMP';

/** Source: dcgm-exporter 4.8.2, etc/default-counters.csv. */
const EMITS = [FREE, RESERVED, USED, TEMPERATURE, 'DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_DEV_POWER_USAGE', XID];

/**
 * Errors after which a GPU computes nothing right, or nothing at all, until it is reset: memory with two wrong bits (48) or
 * a fault that spreads (95), a row that could not be remapped (64), off the bus (79), its own processor without an answer
 * (119) or in error (120). Source: NVIDIA, XID Errors,
 * docs.nvidia.com/deploy/xid-errors/analyzing-xid-catalog.html.
 */
const FATAL = [48, 64, 79, 95, 119, 120];

export interface DcgmExporterOptions {
  /** A namespace that allows host mounts; ours do not. @default platform-monitoring */
  readonly namespace?: string;
  /** Name of the Service, headless, or only one machine of several answers. @default dcgm-exporter */
  readonly service?: string;
}

/** NVIDIA's DCGM exporter as its chart installs it, on a cluster that has a pool of its GPUs. */
export function dcgmExporter(options: DcgmExporterOptions = {}): PlatformTarget {
  const { namespace = 'platform-monitoring', service = NAME } = options;
  const of = (metric: string): string => `${metric}{${JOB}}`;
  const full = `${of(USED)} / (${of(USED)} + ${of(FREE)} + ${of(RESERVED)})`;
  const legend = '{{Hostname}} GPU {{gpu}}';
  return {
    name: NAME,
    namespace,
    podLabels: { 'app.kubernetes.io/name': NAME },
    dnsName: `${service}.${namespace}.svc`,
    port: 9400,
    path: '/metrics',
    device: NVIDIA_GPU,
    emits: EMITS,
    alerts: () => [
      gone({
        alert: 'GpuFiguresMissing',
        job: NAME,
        forMinutes: 10,
        severity: 'warning',
        summary: 'The exporter of a machine with GPUs does not answer: nobody would hear that one fails',
      }),
      gpuFails,
      memoryFull(full),
    ],
    dashboard: () => ({
      id: 'gpus',
      title: 'GPUs',
      panels: [
        panel('In use', 'percent', { [legend]: of('DCGM_FI_DEV_GPU_UTIL') }),
        panel('Memory in use', 'percentunit', { [legend]: full }),
        panel('Temperature', 'celsius', { [legend]: of(TEMPERATURE) }),
        panel('Power', 'watt', { [legend]: of('DCGM_FI_DEV_POWER_USAGE') }),
        panel('Last error (XID)', 'short', { [legend]: of(XID) }),
      ],
    }),
  };
}

const series = (metric: string): string => `${metric}{${JOB},component="${NAME}",gpu="0",Hostname="gpu-1"}`;

/** The figure is the last error's number, and stays until there is another one or the driver starts again. */
const gpuFails: AlertRule = {
  alert: 'GpuFails',
  expr: FATAL.map((number) => `${XID}{${JOB}} == ${number}`).join(' or '),
  forMinutes: 1,
  severity: 'critical',
  summary:
    'GPU {{ $labels.gpu }} of {{ $labels.Hostname }} has error XID {{ $value }}: what runs there computes nothing right until it is reset',
  proof: {
    fires: [{ series: series(XID), values: '0x5 79x60' }],
    // A program's own fault, such as an address that is wrong (31), says nothing of the GPU.
    silent: [{ series: series(XID), values: '0x5 31x60' }],
  },
};

/** Next to nothing is left: the next model, or the next question, finds no room. */
const memoryFull = (full: string): AlertRule => ({
  alert: 'GpuMemoryFull',
  expr: `${full} > 0.97`,
  forMinutes: 15,
  severity: 'warning',
  summary: 'Less than 3 % of the memory of GPU {{ $labels.gpu }} of {{ $labels.Hostname }} is left',
  proof: {
    fires: [
      { series: series(USED), values: '980x60' },
      { series: series(FREE), values: '10x60' },
      { series: series(RESERVED), values: '10x60' },
    ],
    silent: [
      { series: series(USED), values: '900x60' },
      { series: series(FREE), values: '90x60' },
      { series: series(RESERVED), values: '10x60' },
    ],
  },
});

/** The Service that the cluster's target asks. */
const serviceOf = (targets: readonly PlatformTarget[]): string =>
  targets.find(({ name }) => name === NAME)?.dnsName.split('.')[0] ?? NAME;

export const dcgmExporterAddOns: readonly AddOn[] = [
  {
    name: 'DCGM exporter',
    purpose: 'figures of GPUs: use, memory, temperature, errors',
    minimum: '4.8',
    minimumBy: 'tests',
    since: 1,
    namespace: 'platform-monitoring',
    settings: 'serviceMonitor.enabled: false, and a Service without an address',
    documentation: 'https://github.com/NVIDIA/dcgm-exporter',
    install: {
      groups: [],
      target: NAME,
      wave: -10,
      source: {
        repository: 'https://nvidia.github.io/dcgm-exporter/helm-charts',
        chart: NAME,
        version: '4.8.2',
        values: (hosted) => ({
          fullnameOverride: serviceOf(hosted.cluster.platformTargets),
          // A kind of the Prometheus operator, which nobody has.
          serviceMonitor: { enabled: false },
          service: { clusterIP: 'None' },
          ...onMachinesWith(NVIDIA_GPU, hosted),
        }),
      },
      at: placeOf(NAME),
      reason:
        'A headless Service, so that Prometheus finds the exporter of every machine. It asks kubelet by a socket of the host\n' +
        "which pod has which GPU, and the driver with a capability that Pod Security's lower levels refuse.",
      privileged: true,
    },
  },
];
