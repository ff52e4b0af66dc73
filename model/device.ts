/** Devices of machines, such as GPUs: a cluster has them in pools, and a component asks for some. */
import type { Bytes, Cpu } from './units';

/** Machines that have a device, kept for pods that ask for one. */
export interface DevicePool {
  /** What their device plugin calls it, as in `nvidia.com/gpu` (NVIDIA/k8s-device-plugin, README, Running GPU Jobs). */
  readonly resource: string;
  /** Number of machines. */
  readonly nodes: number;
  /** What each of them has. */
  readonly each: { readonly devices: number; readonly cpu: Cpu; readonly memory: Bytes };
  /** Labels that all of them have and no other machine has. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  /** What keeps other pods off them. @default nothing: any pod may be put there */
  readonly taint?: { readonly key: string; readonly value?: string; readonly effect: keyof typeof TAINTS };
  /** RuntimeClass that gives containers the device. @default the machines' usual runtime does */
  readonly runtimeClass?: string;
}

/** Effects of a taint that a pod may tolerate. */
export const TAINTS = { NoSchedule: 0, NoExecute: 0 } as const;

/** What the main container of a pod asks for. */
export interface Device {
  /** Name of a pool. On a cluster without one the component runs on the processor, and the page says so. */
  readonly pool: string;
  /** Devices of one pod; no two pods share one. @default 1 */
  readonly count?: number;
}

/** The same where the cluster has the pool. */
export interface PlannedDevice extends Required<Device>, DevicePool {}
