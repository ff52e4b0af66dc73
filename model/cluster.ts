/** Where environments run, and what the platform team has installed there. */
import type { DevicePool } from './device';
import type { Gateway } from './gateway';
import type { Mesh } from './mesh';
import type { AlertRule, Dashboard } from './observability';

/** Pods of another namespace. */
export interface PlatformPods {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
  /**
   * Account under which they take part in the mesh; their namespace must then be in it.
   * @default they are outside of it, and can open no connection to what is inside
   */
  readonly serviceAccount?: string;
}

/** Pods of another namespace that ours talk to. */
export interface PlatformService extends PlatformPods {
  readonly port: number;
}

/** Something of ours that the API server knows of, and that tells nobody when it is away. */
export interface Workload {
  /** Name of the component, and of its object; a Job's begins with it, a CronJob's Jobs do. */
  readonly name: string;
  readonly kind: 'Deployment' | 'StatefulSet' | 'Job' | 'CronJob';
  /** There may be no pod of it at all, and nothing be wrong. */
  readonly mayBeNone?: true;
  /** It begins by itself, and at most so many seconds after it did before. */
  readonly pause?: number;
}

/** What is watched of something that is no component of ours. */
export interface Watch {
  /** Metric families that alerts and dashboards may name, as in `MetricsEndpoint`. */
  readonly emits: readonly string[];
  /**
   * @param namespace ours: one platform serves many, and each hears of its own
   * @param untold components in it of whose absence no other alert tells
   */
  readonly alerts?: (namespace: string, untold: readonly Workload[]) => readonly AlertRule[];
  readonly dashboard?: (namespace: string) => Dashboard;
}

/** A platform service that has metrics for us. */
export interface PlatformTarget extends PlatformService, Watch {
  readonly name: string;
  /** DNS name of its Service. */
  readonly dnsName: string;
  /** It tells of machines with this device, which some pool of the cluster must have. @default of any machine */
  readonly device?: string;
  readonly path: string;
}

export interface Cluster {
  readonly name: string;
  /** Where the machines are, as their provider calls it; for the topology page. */
  readonly region: string;
  readonly gateway: Gateway;
  /** Ranges that may reach the gateway: a CDN's, or everybody. */
  readonly trustedProxies: {
    readonly name: string;
    readonly cidrs: readonly string[];
    /** Header in which the proxy names the client. @default nobody is in front, and the sender is the client */
    readonly clientHeader?: string;
    /** What must be set there, for the topology page. @default nothing */
    readonly caveats?: readonly string[];
  };
  /** cert-manager ClusterIssuer of public certificates. */
  readonly certificateIssuer: string;
  /** ClusterSecretStore of External Secrets. @default none: secrets from a store are refused */
  readonly secretStore?: string;
  /** @default the cluster's default class */
  readonly storageClass?: string;
  /** DNS domain of the cluster. @default cluster.local */
  readonly dnsDomain?: string;
  readonly dns: PlatformService;
  /** Where pods find the API server after address translation. */
  readonly apiServer: { readonly cidrs: readonly string[]; readonly port: number };
  /** KEDA's operator, which asks our brokers how long their queues are. @default none: scaling by a queue is refused */
  readonly keda?: PlatformPods;
  /** Operators of data stores, by their add-on: their pods connect to what they run. @default none: such stores are refused */
  readonly operators?: Readonly<Record<string, PlatformPods>>;
  /** The service mesh that environments of phase 4 join. @default none: phase 4 is refused */
  readonly mesh?: Mesh;
  /** Platform metrics that our Prometheus reads. */
  readonly platformTargets: readonly PlatformTarget[];
  /** Machines with devices, by the name of their pool; they are not counted in `capacity`. @default none */
  readonly pools?: Readonly<Record<string, DevicePool>>;
  /** What the nodes have, all together: for the topology page, and for what has a pod more where there is a node more. */
  readonly capacity: {
    /** Machines that run pods. With several, the way in survives that one of them is drained. */
    readonly nodes: number;
    readonly cpu: `${number}`;
    readonly memory: `${number}Gi`;
    readonly description: string;
  };
  /** What its makers leave to whoever runs it, for the topology page. @default nothing */
  readonly caveats?: readonly string[];
}
