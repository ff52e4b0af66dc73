/** How requests to a server are treated on their way to it, from phase 4 on. */

/**
 * What its clients in the cluster meet: one for all of them. A waypoint cannot tell them apart, because
 * routes match requests and not who sends them. The gateway's requests and Prometheus' do not pass it.
 * For servers that speak HTTP and have an address for all their pods.
 */
export interface Traffic {
  /** Seconds a request may take, repeats included. @default no limit */
  readonly timeout?: number;
  /** @default connections that never came about are tried twice more, which is Istio's own */
  readonly retries?: {
    /** How often more, at most. */
    readonly attempts: number;
    /** Answers after which a request is sent again, where a repeat does no harm: not for POST and PATCH. */
    readonly codes: readonly number[];
  };
  /** A pod that fails rests, while the others answer. Never more than half of them. @default nobody rests */
  readonly ejection?: {
    /** Answers from 500 up, one after the other. */
    readonly errors: number;
    /** Rest, longer with each time. */
    readonly seconds: number;
  };
  /** What waits or runs beyond is answered with 503 at once. @default no limit */
  readonly limits?: {
    /** Connections to the server, all its pods together. */
    readonly connections: number;
    /** Requests that wait for one. */
    readonly waiting: number;
  };
}

/** A new version that gets some of the requests. */
export interface Canary {
  readonly tag: string;
  /** Percent of the requests, 1 to 99. */
  readonly weight: number;
}

/** Mesh and gateway know HTTP by the name of the port: Istio reads the protocol from it. */
export const speaksHttp = (portName: string): boolean => portName === 'http' || portName.startsWith('http-');
