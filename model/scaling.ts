/** How many pods a component has, and by what, from phase 3 on. */
import type { Probes } from './component';
import type { Phase } from './system';
import type { Bytes, Cpu } from './units';

/** The phase in which autoscalers take over. */
export const AUTO_SCALING: Phase = 3;

/** Seconds of calm before pods go, at the least. */
export const PATIENCE = 300;

/** Seconds that a start may take. */
export function startOf({ probes }: { readonly probes?: Partial<Probes> }): number {
  const { period = 10, failures = 3 } = probes?.startup ?? { failures: 0 };
  return period * failures;
}

/** By the processor use of the main container: for what answers requests. */
interface ByProcessor {
  readonly on: 'cpu';
  /** Average use that is aimed at, in percent of the request. */
  readonly target: number;
}

/** By the messages that wait in queues: for what works them off. */
interface ByQueue {
  readonly on: 'queue';
  /** Component that holds the queues; there must be a flow to it. */
  readonly server: string;
  /** Queue → waiting messages of it that one pod may have in front of it. What several ask for is added up. */
  readonly queues: Readonly<Record<string, number>>;
}

/**
 * By what a query of Prometheus finds, such as the requests that are in work: for what computes elsewhere than on the
 * processor, on a GPU.
 */
interface ByQuery {
  readonly on: 'query';
  /**
   * What is to be done, as one number (PromQL). No series is no answer, and the pods there are stay: write
   * `or vector(0)` where it means that there is nothing to do.
   */
  readonly expr: string;
  /** How much of it one pod does. */
  readonly perPod: number;
}

/** No pods at all while there is nothing to do. */
export interface Idle {
  /** Seconds without anything to do; no shorter than a start may take. */
  readonly after: number;
  /** What those who ask it meet until a pod is ready again, a sentence for the system's page. */
  readonly meanwhile: string;
}

/** Between `replicas` and `max` pods. */
export type Scaling = {
  /** Most pods. Together with all the others at their most, they must fit the budget. */
  readonly max: number;
} & (ByProcessor | ((ByQueue | ByQuery) & { /** @default `replicas` always */ readonly idle?: Idle }));

/** What it says of having no pods at all; by the processor nobody can tell that there is something to do. */
export const idleOf = (scaling: Scaling | undefined): Idle | undefined =>
  scaling && scaling.on !== 'cpu' ? scaling.idle : undefined;

/** What reads metrics is told when somebody scales by them. */
export interface QueryAddress {
  /** Full name, because the autoscaler asks from another namespace. */
  readonly host: string;
  readonly port: number;
  /** True for an external endpoint behind TLS. */
  readonly tls: boolean;
  readonly expr: string;
  readonly perPod: number;
}

/** What a server is told when somebody scales by one of its queues. */
export interface QueueAddress {
  /** Full name, because the autoscaler asks from another namespace. */
  readonly host: string;
  readonly port: number;
  /** True for an external endpoint behind TLS. */
  readonly tls: boolean;
  readonly queue: string;
  readonly perPod: number;
}

/** How KEDA measures something; a queue's account comes from the client whose pods are scaled. */
export interface QueueTrigger {
  /** Name of the scaler, as in keda.sh/docs/latest/scalers. */
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bounds within which the requests of a pod's main container may be changed while it runs. */
export interface Bounds {
  readonly min: { readonly cpu: Cpu; readonly memory: Bytes };
  readonly max: { readonly cpu: Cpu; readonly memory: Bytes };
}

/**
 * Share of the written request that a vertical autoscaler may go down and up to. Not further up, because
 * what all of them may take together is kept free of the budget.
 */
export const VERTICAL = { least: 0.5, most: 1.5 } as const;
