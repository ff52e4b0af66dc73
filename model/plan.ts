/**
 * One environment of one system, complete and checked: everything the charts need, nothing left to
 * decide. Plain data in a stable order.
 */
import type { PlannedArchive } from './archive';
import type { Backup, Backups, Listing } from './backup';
import type { Cluster } from './cluster';
import type {
  ConfigFile,
  Configuration,
  Credential,
  Definition,
  Identity,
  Image,
  Right,
  SecretKey,
  Sidecar,
} from './component';
import type { PlannedDevice } from './device';
import type { Mesh } from './mesh';
import type { AlertRule } from './observability';
import type { PlannedOperated } from './operated';
import type { People } from './people';
import type { Bounds, Idle, QueueTrigger } from './scaling';
import type {
  Assumption,
  Budget,
  Decision,
  External,
  Flow,
  InternalAccess,
  Outside,
  Phase,
  Route,
  Signatures,
  System,
} from './system';
import type { TokenIssuer } from './tokens';
import type { Traffic } from './traffic';
import type { Zone, ZoneException } from './zones';

/** One side of a connection. */
export type Endpoint =
  | { readonly kind: 'component'; readonly name: string }
  /** The gateway's data-plane pods in our namespace. */
  | { readonly kind: 'edge' }
  /** The waypoint's pods in our namespace. */
  | { readonly kind: 'waypoint' }
  /** Whoever may reach the gateway. */
  | { readonly kind: 'outside'; readonly cidrs: readonly string[] }
  /** Addresses beyond the cluster; without ranges: all public ones. */
  | { readonly kind: 'internet'; readonly cidrs?: readonly string[] }
  | { readonly kind: 'api-server'; readonly cidrs: readonly string[] }
  /** Kubelet, by the addresses that the mesh gives its probes; elsewhere a policy does not stop it. */
  | { readonly kind: 'kubelet'; readonly cidrs: readonly string[] }
  /** Pods of another namespace. */
  | {
      readonly kind: 'platform';
      readonly name: string;
      readonly namespace: string;
      readonly podLabels: Readonly<Record<string, string>>;
      /** Set when they take part in the mesh. */
      readonly serviceAccount?: string;
    };

/** Something that may be reached. What is not here cannot be. */
export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly reason:
    | 'flow'
    | 'route'
    | 'scrape'
    | 'scale'
    | 'spans'
    | 'api'
    | 'peers'
    | 'control-plane'
    | 'operator'
    | 'probe';
  /** The client asks for the Service, and its waypoint passes the request on. @default it asks the pods */
  readonly via?: 'waypoint';
}

/** A variable in the order Kubernetes needs: what others refer to by `$(NAME)` comes first. `public`: see `PublicValue`. */
export type Variable = { readonly name: string } & (
  | { readonly value: string; readonly public?: string }
  | { readonly from: SecretKey }
);

export interface PlannedSidecar extends Omit<Sidecar, 'env' | 'image' | 'identity'> {
  readonly image: Image;
  readonly identity: Identity;
  readonly env: readonly Variable[];
}

/** A queue, the messages of it that one pod may have in front of it, and what finds out how many wait. */
export interface PlannedQueue {
  readonly name: string;
  readonly perPod: number;
  readonly triggers: readonly QueueTrigger[];
}

/** Who sets the number of pods in place of the manifest. */
export type PlannedScaling = {
  /** While there is something to do. */
  readonly min: number;
  readonly max: number;
  /** Seconds of calm before a pod goes: never less than one may have taken to start. */
  readonly patience: number;
  /** No pods while there is nothing to do. */
  readonly idle?: Idle;
} & (
  | { readonly on: 'cpu'; readonly target: number }
  | {
      readonly on: 'queue';
      /** By name. */
      readonly queues: readonly PlannedQueue[];
      /** Account of the scaled component at the broker. */
      readonly account: { readonly username?: SecretKey; readonly password: SecretKey };
    }
  | { readonly on: 'query'; readonly trigger: QueueTrigger }
);

/** What the definition says and nothing around it changes. */
type Unchanged = Pick<
  Definition,
  | 'technology'
  | 'tier'
  | 'description'
  | 'caveats'
  | 'image'
  | 'workload'
  | 'schedule'
  | 'identity'
  | 'ports'
  | 'resources'
  | 'probes'
  | 'shutdown'
  | 'deadline'
  | 'oneVersion'
>;

/** The question a new pod asks before it starts, with all that it is given. */
export interface PlannedWait {
  readonly command: readonly string[];
  readonly env: readonly Variable[];
  readonly files: readonly ConfigFile[];
}

export interface PlannedComponent
  extends Unchanged,
    Pick<Configuration, 'command' | 'args'>,
    Required<Pick<Configuration, 'files' | 'secretFiles'>>,
    Required<Pick<Definition, 'volumes' | 'scratch' | 'metrics' | 'api' | 'replicas'>> {
  readonly name: string;
  /** Absent where it runs on the processor. */
  readonly device?: PlannedDevice;
  /** Pool that it would run on, where the cluster has none of the name. */
  readonly lacksPool?: string;
  /** Name of its security zone; absent where the system draws none. */
  readonly zone?: string;
  /** Absent where it starts at once. */
  readonly wait?: PlannedWait;
  /** Set where an operator makes the pods. */
  readonly operated?: PlannedOperated;
  /** Absent where `replicas` stands. */
  readonly scaling?: PlannedScaling;
  /** Requests are changed while it runs, within these. @default only recommended, from phase 3 on */
  readonly vertical?: Bounds;
  /** It may have several pods at once, in this phase or a later one: they keep off each other's nodes. */
  readonly several: boolean;
  /** What a drain may do; absent where there is no pod to spare. */
  readonly disruption?: { readonly minAvailable: number } | { readonly maxUnavailable: number };
  readonly env: readonly Variable[];
  readonly sidecars: readonly PlannedSidecar[];
  /** Members must find each other before they are ready. */
  readonly publishNotReady: boolean;
  /** Clients ask one address, behind which are the ready pods; members have a Service of their own. */
  readonly balanced: boolean;
  /** Argo CD sync wave: after everything it connects to. */
  readonly wave: number;
  /** Hash of all configuration it reads; absent when it reads none. */
  readonly configHash?: string;
}

/** A Secret of the namespace and where its values come from. */
export type PlannedSecret =
  | {
      readonly kind: 'generated';
      readonly name: string;
      /** Key of the password. */
      readonly key: string;
      /** Name that goes with the password, in key `username`. */
      readonly username?: string;
      readonly length: number;
      /** Key of the password's hash, and how that is made. */
      readonly hash?: Credential['hash'];
      readonly owner: string;
      /** Components that read it, where several share it: it is then about none of them. */
      readonly sharedBy?: readonly string[];
      /** Labels that an operator looks for on the Secret. */
      readonly labels?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'store';
      readonly name: string;
      /** Key of the Secret → property of the entry in the store. */
      readonly keys: Readonly<Record<string, string>>;
      /** Entry in the secret store: `<system>/<environment>/<component>`. */
      readonly remoteKey: string;
      readonly owner: string;
      /** Component of which it opens what is saved, so that it may never be another. @default it opens nothing of the sort */
      readonly opens?: string;
      /** Type of the Secret. @default Opaque */
      readonly type?: string;
    }
  | {
      /** What of an entry of the store is there, all of it; no entry, no Secret. */
      readonly kind: 'optional';
      readonly name: string;
      /** Property of the entry, and key of the Secret → what is lost without it. */
      readonly keys: Readonly<Record<string, string>>;
      /** Entry in the secret store: `<system>/<environment>/<component>`. */
      readonly remoteKey: string;
      readonly owner: string;
    }
  | {
      /** The login for registries, in the form in which kubelet reads it. */
      readonly kind: 'registry';
      readonly name: string;
      /** What the names of images begin with. */
      readonly registries: readonly string[];
      /** Entry in the secret store, with properties `username` and `password`: `<system>/<environment>/<entry>`. */
      readonly remoteKey: string;
      /** Why it is asked for at all, where no document says so: nobody then waits for it. */
      readonly assumed?: string;
      readonly owner: string;
    };

export interface PlannedRoute extends Required<Pick<Route, 'to' | 'path'>> {
  /** Full host name. */
  readonly host: string;
  readonly port: number;
  /** Absent where all pass. */
  readonly methods?: Route['methods'];
  readonly below: boolean;
  readonly maxBody?: Route['maxBody'];
  readonly rateLimit?: Route['rateLimit'];
  readonly streaming: boolean;
  /** Asks for a login although it is public. */
  readonly login: boolean;
  /** By the internal listener, with a login. */
  readonly internal: boolean;
  /** Paths under this route that it must not show, and nothing below them: metrics, administration. */
  readonly hidden: readonly string[];
  /** Headers that it does not pass on. */
  readonly dropped: readonly string[];
  readonly canary?: PlannedCanary;
}

/** A server that stands behind the waypoint. */
export interface PlannedServer {
  readonly name: string;
  /** Ports that its clients ask. */
  readonly ports: readonly number[];
  readonly traffic: Traffic;
  /** Requests to it carry a token of this issuer. @default nobody looks */
  readonly tokens?: PlannedTokens;
  /** Gets a share of the requests to this one. */
  readonly canary?: PlannedCanary;
}

/** What the waypoint believes, and whose requests need none of it. */
export interface PlannedTokens extends TokenIssuer {
  /** Client → why its requests carry none; by name. */
  readonly without: Readonly<Record<string, string>>;
}

/** A component on the machine of whoever develops. */
export interface PlannedLocal {
  readonly name: string;
  readonly description: string;
  /** Where it listens there. */
  readonly ports: Definition['ports'];
  /** Components that it asks, by name. */
  readonly asks: readonly string[];
  /** What it is told of them, by addresses of that machine. */
  readonly variables: readonly Variable[];
}

/** A port of a server here, and the one on the machine of whoever develops that leads to it. */
export interface Forward {
  readonly to: string;
  readonly port: number;
  readonly here: number;
}

/** What is left of a component whose files a content delivery network serves. */
export interface PlannedCdn {
  /** Public addresses. */
  readonly hosts: readonly string[];
  /** Component that it asked while it ran in the cluster → public addresses of that one; none where it has none. */
  readonly asked: Readonly<Record<string, readonly string[]>>;
}

/** The component that runs the new version, and its share in percent. */
export interface PlannedCanary {
  readonly name: string;
  readonly weight: number;
}

/** What comes back after a loss, and what does not. */
export interface PlannedBackups {
  /** When, how long, where. @default nothing is saved */
  readonly kept?: Backups & { readonly by: string };
  /** By name. */
  readonly saved: readonly SavedStore[];
  /** Components with a volume of which nothing is saved, by name. */
  readonly unsaved: readonly { readonly store: string; readonly why: string }[];
}

export interface SavedStore
  extends Required<Pick<Backup, 'of' | 'lacks' | 'file'>>,
    Pick<Backup, 'startsAgain'> {
  readonly store: string;
  /** Work of its own tries each month whether it comes back. */
  readonly tried: boolean;
  /** @default nobody can look */
  readonly listing?: Listing;
  /** @default nothing is kept but snapshots */
  readonly log?: PlannedArchive;
}

/** What one client may do with what a server keeps apart, by its name. */
export interface PlannedRights {
  readonly server: string;
  readonly client: string;
  readonly rights: Readonly<Record<string, readonly Right[]>>;
}

export interface Plan {
  readonly system: string;
  readonly title: string;
  readonly description: string;
  readonly environment: string;
  readonly namespace: string;
  readonly phase: Phase;
  readonly domain: string;
  readonly cluster: Cluster;
  /** From phase 4 on. */
  readonly mesh?: Mesh;
  /** Absent where nobody needs one. */
  readonly waypoint?: {
    readonly replicas: number;
    readonly servers: readonly PlannedServer[];
    /** Who takes its spans, by OTLP. @default nobody, and it makes none */
    readonly spans?: { readonly to: string; readonly host: string; readonly port: number };
  };
  readonly budget: Budget;
  /** By name. */
  readonly components: readonly PlannedComponent[];
  readonly external: Readonly<Record<string, External>>;
  /** Components whose files a content delivery network serves. */
  readonly cdn: Readonly<Record<string, PlannedCdn>>;
  /** Components on the machine of whoever develops, by name. */
  readonly local: readonly PlannedLocal[];
  /** What has to be forwarded to that machine. */
  readonly forwards: readonly Forward[];
  readonly routes: readonly PlannedRoute[];
  /** Who may come in by the internal listener; absent where it is shut. */
  readonly internal?: InternalAccess;
  /** Who may do what by the Kubernetes API. */
  readonly people?: People;
  /** Who issues tokens of people. */
  readonly tokens?: TokenIssuer;
  /** Pages that no listener leads to here: internal ones, or all. */
  readonly shut: readonly { readonly to: string; readonly port: number }[];
  /** All of them are shut, and not the internal ones alone. */
  readonly isShut: boolean;
  /** Routes that are left out, because a provider runs what they lead to. */
  readonly away: readonly Pick<PlannedRoute, 'to' | 'host' | 'path'>[];
  readonly flows: readonly Flow[];
  /** What clients may do with what servers here keep apart, by server and client. */
  readonly rights: readonly PlannedRights[];
  /** Absent where nothing has a volume. */
  readonly backups?: PlannedBackups;
  /** Security zones, from outside to inside; empty where the system draws none. */
  readonly zones: readonly Zone[];
  readonly zoneExceptions: readonly ZoneException[];
  readonly outside: readonly Outside[];
  readonly decisions: readonly Decision[];
  readonly assumed: readonly Assumption[];
  /** Component → those of the cluster it starts after without a flow to them. */
  readonly startAfter: Readonly<Record<string, readonly string[]>>;
  readonly connections: readonly Connection[];
  readonly secrets: readonly PlannedSecret[];
  readonly alerts: readonly AlertRule[];
  /** Somebody here reads metrics and raises the alerts. */
  readonly isWatched: boolean;
  /** Registries whose images are private, as the system says. */
  readonly registries?: System['registries'];
  /** Who signs images of our own; absent where that is not known. */
  readonly signatures?: Signatures;
  /** The wave after the last component's. */
  readonly lastWave: number;
}
