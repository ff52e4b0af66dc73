/** How many pods a component has, and by what, from phase 3 on. */
import type { Phase } from './system';
import type { Bytes, Cpu } from './units';

/** The phase in which autoscalers take over. */
export const AUTO_SCALING: Phase = 3;

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

/** Between `replicas` and `max` pods. */
export type Scaling = {
  /** Most pods. Together with all the others at their most, they must fit the budget. */
  readonly max: number;
} & (ByProcessor | ByQueue);

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

/** How KEDA measures a queue, or a part of one; the account comes from the client whose pods are scaled. */
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
