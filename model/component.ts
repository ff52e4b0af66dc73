/**
 * What a catalogue file says about one technology: everything Kubernetes needs to run it well, and
 * nothing about the system it runs in. What does depend on the system comes from `configure`.
 */
import type { Backup, BackupJob, BackupWork, Listing, NoBackup, Schedule } from './backup';
import type { Context } from './context';
import type { Device } from './device';
import type { AlertRule, Dashboard, MetricsEndpoint } from './observability';
import type { Operated } from './operated';
import type { QueryAddress, QueueAddress, QueueTrigger, Scaling } from './scaling';
import type { TokenRule } from './tokens';
import type { Traffic } from './traffic';
import type { Bytes, Cpu } from './units';

/** One chart, one file in `dist`: where a component's objects are written. */
export const COMPONENT_TIERS = [
  'app',
  'data',
  'queue',
  'vector-db',
  'ai',
  'monitoring',
  'logging',
  'backup',
] as const;
export type ComponentTier = (typeof COMPONENT_TIERS)[number];

export interface Image {
  /** Registry and repository, without a tag: `ghcr.io/kaleem-ai/backend`. */
  readonly repository: string;
  /**
   * Exact version; `latest` and moving tags are refused. The digest may stand behind it, as registries and bots write
   * it, here and wherever an environment names a tag: `1.0.0@sha256:…`.
   */
  readonly tag: string;
  /** What is pulled, whatever becomes of the tag: `sha256:` and 64 hexadecimal digits. @default what the tag leads to */
  readonly digest?: string;
}

export interface Port {
  /** The container's port; the Service uses the same. */
  readonly number: number;
  /** @default TCP */
  readonly protocol?: 'TCP' | 'UDP';
  /** What speaks here, in a word or two; shown in the tables of the docs. */
  readonly purpose: string;
  /**
   * Name of the sidecar that serves it, where clients ask a helper in place of the program. A port that nobody asks may be
   * without its sidecar: it is then not there. @default the main container
   */
  readonly servedBy?: string;
}

/** Numeric, because an image's USER may be a name, which `runAsNonRoot` alone refuses. */
export interface Identity {
  readonly user: number;
  readonly group: number;
}

export interface Resources {
  readonly requests: { readonly cpu: Cpu; readonly memory: Bytes };
  /** A processor limit throttles, so it is optional; a memory limit is not. */
  readonly limits: { readonly cpu?: Cpu; readonly memory: Bytes };
}

/** How a probe asks. `port` is a name from `ports`. */
export type Check =
  | { readonly http: string; readonly port: string }
  | { readonly tcp: string }
  | { readonly exec: readonly string[] };

export interface Probe {
  readonly check: Check;
  /** Seconds between two tries. @default 10 */
  readonly period?: number;
  /** Seconds one try may take. @default 3 */
  readonly timeout?: number;
  /** Tries that must fail before Kubernetes acts. @default 3 */
  readonly failures?: number;
}

export interface Probes {
  /** While it fails nothing else is asked: `period` × `failures` is the longest start allowed. */
  readonly startup?: Probe;
  /** May traffic come? Must not depend on other services. */
  readonly readiness: Probe;
  /** Is a restart the cure? Left out where a restart never helps. */
  readonly liveness?: Probe;
}

export interface Shutdown {
  /** Seconds between SIGTERM and SIGKILL, preStop included. */
  readonly grace: number;
  /**
   * Seconds to wait first, so that load balancers forget the pod; or a command to run first. Required of a Deployment
   * that others ask and that may have several pods.
   */
  readonly preStop?: number | readonly string[];
}

/** A persistent volume of one pod. */
export interface Volume {
  readonly mountPath: string;
  /** Claims are made with this size once; growing one later is done on the claim itself. */
  readonly size: Bytes;
}

/** A writable path that may be lost with the pod: the root file system is read-only. */
export interface Scratch {
  readonly mountPath: string;
  /**
   * Most it may hold, above all that the program can write there: kubelet evicts a pod that has more on disk
   * (pkg/kubelet/eviction, emptyDirLimitEviction). What is there outlives a container, and goes with the pod.
   */
  readonly size: Bytes;
  /** Keep it in memory; it then counts towards the memory limit. @default disk */
  readonly memory?: boolean;
  /** Starts as a copy of what the image has at this path, for programs that add files of theirs. @default empty */
  readonly fromImage?: boolean;
  /**
   * Starts as a copy of what another image has at this path: data that are released as programs are, such as a model.
   * The image needs `cp`. @default empty
   */
  readonly from?: Image;
}

/** A value that lives in a Secret of the namespace. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
  /** The container starts without it as well; the variable is then not there. @default it waits for the value */
  readonly optional?: true;
}

/** A value that looks like a secret, by its name or its form, and is none. */
export interface PublicValue {
  readonly value: string;
  /** Why everybody may read it, as a sentence; it stands above the value in the manifest. */
  readonly public: string;
}

/**
 * Variables of a container. Text may use `$(OTHER)`: Kubernetes fills in the other variable. A text that looks like a
 * secret is refused, because it would stand in Git.
 */
export type Env = Readonly<Record<string, string | SecretKey | PublicValue>>;

export interface PlainFile {
  /** Absolute path in the container. */
  readonly path: string;
  readonly content: string;
  /** Why everybody may read what looks like a secret in it. @default nothing in it may */
  readonly public?: string;
}

export interface ConfigFile extends PlainFile {
  /**
   * Secret values to put in for `${NAME}` when the pod starts. An init container writes the file to
   * memory, readable by its owner alone, so that no password stands in a ConfigMap. @default none: mounted as it is
   */
  readonly secrets?: Readonly<Record<string, SecretKey>>;
}

/**
 * One key of a Secret as a file, for programs that read a password from a path. A new value arrives while the pod runs,
 * so the program should read the file whenever it needs it.
 */
export interface SecretFile extends SecretKey {
  /** Absolute. Its folder holds files of this Secret and nothing else: it is mounted as a whole. */
  readonly path: string;
}

/** Another container of the same pod: a metrics exporter, or one that sets the main one up. */
export interface Sidecar {
  readonly name: string;
  /** @default the component's own image */
  readonly image?: Image;
  /** @default the component's own */
  readonly identity?: Identity;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Env;
  readonly ports?: Readonly<Record<string, Port>>;
  readonly probes?: Probes;
  readonly resources: Resources;
  /** One with secrets is readable by the component's own user alone, so the sidecar must have that identity. */
  readonly files?: readonly ConfigFile[];
  /** Always empty at first: only the component's own image is copied from. */
  readonly scratch?: readonly Omit<Scratch, 'fromImage' | 'from'>[];
  /** The component's volumes, by name, and scratch, by path, that it mounts too, at the same paths. @default none */
  readonly shares?: readonly string[];
  /** Command to run before SIGTERM; the component's grace period is for all its containers. @default none */
  readonly preStop?: readonly string[];
  /** It ends by itself, when the work of a Job or CronJob is done. Required there, and only there. @default it stays */
  readonly ends?: true;
}

/**
 * Where a secret variable comes from: `generated` is made once in the cluster and known to nobody,
 * `store` is read from the cluster's secret store and refreshed, and the pod waits for it.
 */
export type SecretSource = 'generated' | 'store' | OptionalKey;

/** Read from the secret store too, where it is there: the pod starts without it. */
export interface OptionalKey {
  /** What is lost without it, for the system's page: `no payments`. */
  readonly optional: string;
}

/** What must hold before a new pod's program starts; the old pods stay for so long. */
export interface StartsWhen {
  /** Command of the component's own image that fails while it must not start yet; a new pod repeats it until then. */
  readonly command: readonly string[];
  /**
   * Variables of the component that the command reads; those they refer to by `$(NAME)` come along. It is given no
   * others, so that a question to the database does not hold every key of the program. @default none
   */
  readonly env?: readonly string[];
  /** Paths of the component's configuration files that it reads; it is given no others. @default none */
  readonly files?: readonly string[];
}

/** A password that is made once in the cluster, unless it says otherwise. */
export interface Credential {
  /** Characters, letters and digits. */
  readonly length: number;
  /** Its hash too, in the Secret's key of this name, for a program that takes no password. @default the password alone */
  readonly hash?: 'bcrypt';
  /**
   * It opens what is saved of the component. Where that is saved, it is read from the secret store, from the entry of its
   * Secret's name, because what is made in a cluster is lost with it. Not with `hash`. @default it opens nothing that is saved
   */
  readonly outlives?: true;
}

/** How clients prove who they are: one account each, or one key for all. */
export type Accounts = ({ readonly each: 'client' } | { readonly shared: string }) & {
  /** Name of the one port where it asks for that. @default at all of them */
  readonly port?: string;
};

/** What a client may do with one of what a server keeps apart, such as a bucket. */
export const RIGHTS = { list: 0, read: 1, write: 2, delete: 3 } as const;
export type Right = keyof typeof RIGHTS;

/** What a server keeps apart, for flows to say who may do what with it. */
export interface Apart {
  /** Names of it, the first one first. */
  readonly of: readonly string[];
  /** What a client may do with each of them where its flows say nothing. @default its flows have to say it */
  readonly unsaid?: readonly Right[];
}

/** A host and its port. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** What `connect` is told about the way from one client to this component. */
export interface Address {
  readonly host: string;
  /** One name per pod where pods have stable names (`mongodb-0.mongodb`), else `host` alone. */
  readonly members: readonly string[];
  /** Port number by its name; the port of an external endpoint whatever the name. */
  port(name: string): number;
  /** True for an external endpoint behind TLS. */
  readonly tls: boolean;
  /** The server itself where `host` is a pool in front of it. @default there is one address */
  readonly direct?: Place;
  /** Where the provider answers queries that only read. @default there is one address */
  readonly read?: Place;
  /** What a provider wants to stand in the address, as a query. @default nothing */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Connections in one pool of the client; undefined where nobody counts them. */
  readonly pool?: number;
  /** What this client may do with what the server keeps apart, by its name, in the server's order. */
  readonly rights: Readonly<Record<string, readonly Right[]>>;
  /** Account name, or `$(VARIABLE)`. */
  readonly username: string;
  /** Always `$(VARIABLE)`, filled in by Kubernetes from the Secret. */
  readonly password: string;
}

/** How many connections a server takes. What its clients may open at once must fit. */
export interface Connections {
  /** Of all clients together: its own programs' are left out. */
  readonly most: number;
  /** Of one pod of a client whose flow says nothing. */
  readonly each: number;
}

/** Facts a client may ask for by name: `uri`, `host`, `port` … */
export type Facts = Readonly<Record<string, string>>;

/** A rule of a Role in the component's own namespace. */
export interface ApiRule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** The parts that depend on the system around the component. Merged over the definition. */
export interface Configuration {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Env;
  readonly files?: readonly ConfigFile[];
  readonly secretFiles?: readonly SecretFile[];
  /** Beside those of the definition, where their size depends on the component's own. */
  readonly scratch?: readonly Scratch[];
  readonly sidecars?: readonly Sidecar[];
}

export interface Definition {
  /** Name of the catalogue file. */
  readonly technology: string;
  readonly tier: ComponentTier;
  readonly description: string;
  /** What whoever runs it must know before they do, a sentence or two each; on the page of every system. @default nothing */
  readonly caveats?: readonly string[];
  readonly image: Image;
  /**
   * StatefulSet where a pod has a volume or a stable name, Job for work that ends, Deployment elsewhere. A Job runs for
   * each new image, and whenever somebody applies again, so doing it twice must be as good as once. CronJob for work that
   * comes again, as `schedule` says. Operated where an operator makes the pods, as `operated` says.
   */
  readonly workload: 'Deployment' | 'StatefulSet' | 'Job' | 'CronJob' | 'Operated';
  /** When it runs. Always with workload `CronJob`, and only there. */
  readonly schedule?: Schedule;
  /** Who makes the pods, and from what. Always with workload `Operated`, and only there. */
  readonly operated?: Operated;
  readonly identity: Identity;
  /** @default 1 */
  readonly replicas?: number;
  /** More pods under load, from phase 3 on; `replicas` is then the least. @default always `replicas` */
  readonly scaling?: Scaling;
  /** Why there can be only one pod; more replicas are then refused. @default any number */
  readonly singleton?: string;
  /**
   * Why two versions must never run beside each other: all pods of the old one then end before the first of the new one
   * starts, for a changed setting too, and it is away meanwhile. @default a new pod is ready before an old one goes
   */
  readonly oneVersion?: string;
  /** Pods that a node drain must leave running. @default all but one, when there are several */
  readonly minAvailable?: number;
  readonly ports: Readonly<Record<string, Port>>;
  readonly resources: Resources;
  /**
   * A device that it computes with. A new pod then takes the place of an old one, because there may be no second device
   * for the time of an update. @default the processor alone
   */
  readonly device?: Device;
  /** Required where others ask it. @default it is asked nothing */
  readonly probes?: Probes;
  readonly shutdown: Shutdown;
  /** Minutes after which a Job that has not ended is given up, and each of a CronJob. @default 10 */
  readonly deadline?: number;
  /** @default it starts at once */
  readonly startsWhen?: StartsWhen;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Env;
  readonly volumes?: Readonly<Record<string, Volume>>;
  readonly scratch?: readonly Scratch[];
  /** Secret variables of the container and where each comes from. */
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  /** Passwords the component itself needs; each becomes Secret `<component>-<name>`, key `password`. */
  readonly credentials?: Readonly<Record<string, Credential>>;
  /** Values read from the secret store into Secret `<component>`; not variables. Keys of that Secret. */
  readonly storeKeys?: readonly string[];
  /**
   * Port → paths that no route may show, and nothing below them: administration, profiles. `/` is the whole port. Paths
   * of `metrics` are private without it. @default none beside those
   */
  readonly privatePaths?: Readonly<Record<string, readonly string[]>>;
  /**
   * Port → headers that no route passes on, in lower case: what a request may ask for by them is for programs in the
   * cluster. @default all are passed on
   */
  readonly privateHeaders?: Readonly<Record<string, readonly string[]>>;
  /** It only hands out files, the same to everybody, so that a content delivery network may do it. @default false */
  readonly filesOnly?: true;
  /** @default no account needed */
  readonly accounts?: Accounts;
  /** Only where each client has an account of its own. @default it keeps nothing apart */
  readonly rights?: Apart;
  /**
   * How it is saved while it runs. Whoever does it is a client of its own (`Client.backup`), which `configure` gives no more
   * than that needs. @default nobody says; the page names what has a volume then
   */
  readonly backup?: Backup | NoBackup;
  /**
   * It keeps what is saved: the work of one store, done beside it. Each logs in as the store's `<store>-backup`, of
   * whatever role. @default it keeps nothing of others
   */
  readonly keepsBackups?: (work: BackupWork) => BackupJob;
  /** Of what keeps them: how people see which snapshots of a store there are. @default they cannot */
  readonly listsBackups?: (store: string) => Listing;
  /** @default not limited */
  readonly connections?: Connections;
  /**
   * What a client needs to know, beside `host` and `port`. A server with `accounts` tells a `url` only here: whole
   * addresses have the login in them, unless its clients take that apart. @default `url` of the port it uses
   */
  readonly connect?: (at: Address) => Facts;
  /**
   * How others are scaled by the length of one of its queues: what these find, together, is how much waits in it.
   * @default it has none
   */
  readonly queueTriggers?: (at: QueueAddress) => readonly QueueTrigger[];
  /** Of what collects metrics: how others are scaled by them. @default they cannot be */
  readonly queryTrigger?: (at: QueryAddress) => QueueTrigger;
  /** How its clients' requests are treated on the way, from phase 4 on. @default passed on as they are */
  readonly traffic?: Traffic;
  /** Requests to it carry a token, and something on the way looks at that, from phase 4 on. @default nobody looks */
  readonly tokens?: TokenRule;
  readonly metrics?: readonly MetricsEndpoint[];
  readonly alerts?: (context: Context) => readonly AlertRule[];
  readonly dashboard?: (components: readonly string[]) => Dashboard;
  /**
   * It watches the rest: `metrics` is connected to every metrics endpoint of the system, and `traces` takes the waypoint's
   * spans by OTLP, on its port `grpc-otlp`.
   */
  readonly collects?: 'metrics' | 'logs' | 'traces';
  /** Kubernetes API use; without it the pod has no token and cannot reach the API server. */
  readonly api?: readonly ApiRule[];
  /** Members must find each other before they are ready (clusters, replica sets). @default false */
  readonly publishNotReady?: boolean;
  /**
   * Any pod serves any client: clients ask one address, behind which are the ready pods alone, and members know each
   * other by Service `<component>-members`. StatefulSets only; a Deployment is so anyway. @default clients ask pods by
   * the names that members have
   */
  readonly balanced?: boolean;
  /** Ports on which replicas talk among themselves. @default none */
  readonly peers?: readonly string[];
  readonly configure?: (context: Context) => Configuration;
}
