/** A system as its folder under `systems/` writes it: data, no logic. */

import type { Backups } from './backup';
import type { Cluster } from './cluster';
import type { Definition, Resources, Right } from './component';
import type { AlertRule, Dashboard } from './observability';
import type { People } from './people';
import type { TokenIssuer } from './tokens';
import type { Canary } from './traffic';
import type { Bytes, Cpu } from './units';
import type { Zone, ZoneException } from './zones';

/** The road: what each phase is called. */
export const PHASES = {
  1: 'manifests',
  2: 'environments',
  3: 'auto-scaling',
  4: 'service mesh',
} as const;
export type Phase = keyof typeof PHASES;

/** How often one client address may ask. Each pod of the gateway counts for itself. */
export interface RateLimit {
  /** Requests that it may send in that time, evenly; a whole number. */
  readonly requests: number;
  readonly per: keyof typeof PERIODS;
  /** Most that it may send at once, on top of what is even. */
  readonly burst: number;
}

/** Periods of rate limits, in seconds. */
export const PERIODS = { second: 1, minute: 60 } as const;

/** Methods that a route can be for, in the order in which they are written. */
export const METHODS = { GET: 0, HEAD: 1, POST: 2, PUT: 3, PATCH: 4, DELETE: 5, OPTIONS: 6 } as const;
export type Method = keyof typeof METHODS;

/** Public entry: a host and path of the edge that lead to a component. */
export interface Route {
  /** Label under the environment's domain: `app` becomes `app.kaleem-ai.com`; `@` is the domain itself. */
  readonly host: string;
  readonly to: string;
  /** Port name of the component. @default its only port, or the lowest */
  readonly port?: string;
  /** Path prefix, element by element, without a slash at its end. @default / */
  readonly path?: string;
  /**
   * Methods that pass; HEAD does not come with GET, and browsers ask with OPTIONS before they send to another host.
   * Others are answered with 404 at this path, whatever other routes the host has. @default all
   */
  readonly methods?: readonly Method[];
  /**
   * Only what lies below `path`: of `/uploads` any `/uploads/<key>`, but neither `/uploads` nor `/uploads/`, where object
   * storage would list what it has. It must be spelled as it is: names in it may have what is not ASCII, spaces and
   * ! $ & ' ( ) * + , : = @ encoded, and no other encoding. The query is the program's to judge. The rest of `path` is
   * answered with 404. @default `path` and all below it
   */
  readonly below?: boolean;
  /** Largest request body. @default the gateway's own: 1m of nginx, no limit of Traefik */
  readonly maxBody?: `${number}${'k' | 'm' | 'g'}`;
  /** Requests each client address may send; more is answered with 429. @default no limit */
  readonly rateLimit?: RateLimit;
  /**
   * WebSocket or server-sent events: answers are not buffered and may be silent for an hour. A connection stays with its
   * pod; requests after each other do not, so a Socket.IO client must not begin with polling, which is its own default.
   * There is no word for clients that must: every one here says `transports: ['websocket', …]`, and then none is needed
   * (socket.io, Using multiple nodes; Wasp, sdk/wasp/client/webSocket/WebSocketProvider.tsx). @default false
   */
  readonly streaming?: boolean;
  /**
   * Asks for a name and a password (basic authentication), which the secret store has: entry
   * `<system>/<environment>/edge-logins`, property `users`, lines of htpasswd. For pages that have no login of their own:
   * the program behind is told nothing of it, nor of any other `Authorization`. Internal routes always ask. @default false
   */
  readonly login?: boolean;
}

/** An arrow of the document. What is not declared cannot be reached. */
export interface Flow {
  readonly from: string;
  /** A component, or `internet` for external services. */
  readonly to: string;
  /** Port name of the server. @default its only port, or the lowest */
  readonly port?: string;
  /** Of the internet alone: numbers of TCP ports, such as 587 for mail. @default 443, HTTPS */
  readonly ports?: readonly number[];
  /**
   * Variable → fact of the server (`uri`, `host` …), given to the client's container. Of a port with a public route
   * `publicOrigin` is how browsers ask it, such as `https://s3.example.com`. Of the internet: who issues tokens.
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * What the client may do with what the server keeps apart, such as buckets: `{ exports: ['read', 'write'] }`, and nothing
   * with others of it. All flows of a client to one server count together. @default what the server's catalogue file says
   */
  readonly rights?: Readonly<Record<string, readonly Right[]>>;
  /**
   * Size of each pool of connections that a pod of the client keeps, where the server counts them; told to the client
   * by facts that can say it. @default what the server's catalogue file assumes
   */
  readonly pool?: number;
  /** Most connections that one pod of the client opens by this arrow, by all its pools. @default `pool` */
  readonly connections?: number;
  /** What the arrow is for, in the documentation. */
  readonly purpose?: string;
}

/** Another address of a provider's service. */
export interface ExternalAddress {
  readonly host: string;
  /** @default the port of the service */
  readonly port?: number;
}

/**
 * A service that a provider runs for us; accounts come from the secret store. Clients keep the variables they have in
 * the cluster. Public routes to it are left out: what people see of it is the provider's.
 */
export interface External {
  /** Where clients ask: the pooled address, where there is another. */
  readonly host: string;
  readonly port: number;
  /** @default true */
  readonly tls?: boolean;
  /** The server itself, past a pool of connections: for migrations, and for what keeps a session. @default `host` */
  readonly direct?: ExternalAddress;
  /** For queries that only read. @default `host` */
  readonly read?: ExternalAddress;
  /**
   * What the provider's address has besides, in the words of the technology's catalogue file: a query that clients add,
   * `{ channel_binding: 'require' }`, or the region and names of object storage. @default nothing more than TLS asks for
   */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Ranges of the service, of all its addresses, where the provider names them. @default the internet without private
   * ranges
   */
  readonly cidrs?: readonly string[];
}

/** What an environment says differently about one component. */
export interface Override {
  readonly tag?: string;
  readonly replicas?: number;
  /** Most pods of a component that scales. */
  readonly maxReplicas?: number;
  readonly resources?: Resources;
  /** Volume name → size. */
  readonly volumes?: Readonly<Record<string, Bytes>>;
}

export interface Budget {
  readonly cpu: Cpu;
  readonly memory: Bytes;
  /** Sum of all volume claims. @default no limit */
  readonly storage?: Bytes;
  /** Pool of the cluster → devices of it. @default none */
  readonly devices?: Readonly<Record<string, number>>;
  /** Where the figures come from, for people. */
  readonly source: string;
}

/** Who may come in by the internal listener. */
export interface InternalAccess {
  /** Addresses of the people's own network. */
  readonly cidrs: readonly string[];
}

export interface Environment {
  readonly phase: Phase;
  readonly cluster: Cluster;
  readonly domain: string;
  /** What the environment's requests must fit into; from phase 2 on the namespace's quota. */
  readonly budget: Budget;
  /**
   * Opens the system's internal routes: to these addresses alone, and with a login from the secret store (entry
   * `<system>/<environment>/edge-internal`, property `users`, lines of htpasswd). @default they are shut
   */
  readonly internal?: InternalAccess;
  /**
   * Who may do what in the namespace by the Kubernetes API: the one place where groups of people are named.
   * @default the files give nobody a right
   */
  readonly people?: People;
  /**
   * Who issues the tokens of people here: the one place where it is said. A flow to `internet` tells its client by
   * `issuer`, `audience` and `keys`. @default nobody: components that want tokens are refused from phase 4 on
   */
  readonly tokens?: TokenIssuer;
  /** Components that this environment does without, with all their flows and routes. @default none */
  readonly without?: readonly string[];
  /**
   * Components whose files a content delivery network serves at the same public hosts. Nothing of them runs in the
   * cluster; others still know their addresses. Their build uploads the files, and public DNS leads there. @default none
   */
  readonly cdn?: readonly string[];
  /**
   * Components that run on the machine of whoever develops, and have the ports they ask forwarded. Nothing of them is in
   * the cluster but what they have at others: accounts, databases, buckets, with their Secrets. The page has the
   * commands. @default none
   */
  readonly local?: readonly string[];
  /** Nobody comes in by a host: all routes are shut, and the page has the commands to see what they show. @default false */
  readonly shut?: true;
  /** Components that a provider runs. @default all in the cluster */
  readonly external?: Readonly<Record<string, External>>;
  /**
   * When stores are saved here, and how long that is kept. @default nothing is saved, and the component that would keep it
   * is not there
   */
  readonly backups?: Backups;
  /** Image repository → tag, for every component that runs it. @default the component's own tag */
  readonly images?: Readonly<Record<string, string>>;
  /** Components made with other options here: a shorter retention, a smaller volume. */
  readonly components?: Readonly<Record<string, Definition>>;
  /** Share of the requests that a smaller environment makes do with; limits stay. @default 1 */
  readonly requestShare?: number;
  readonly overrides?: Readonly<Record<string, Override>>;
  /**
   * Components of which a new version runs beside the old one, as `<name>-canary`, and gets a share of the
   * requests: everybody's, from outside and inside. From phase 4 on. @default none
   */
  readonly canary?: Readonly<Record<string, Canary>>;
}

/**
 * How an image of our own shows who built it: a Sigstore signature without a key of ours, by a certificate that
 * was issued to the build itself.
 */
export interface Signatures {
  /** What the repositories of our own images begin with: `ghcr.io/kaleem-ai/`. */
  readonly repositories: string;
  /** Who vouches for the signer: address of the OpenID provider, as it stands in the certificate. */
  readonly issuer: string;
  /** Who may sign: regular expression (RE2) over the whole subject of the certificate. */
  readonly subject: string;
  /**
   * Refuse an image without such a signature. A registry that does not answer then keeps new pods from starting.
   * @default false: it is reported, and starts
   */
  readonly enforce?: boolean;
}

/** Where the login for private images stands in the secret store. */
export interface RegistryLogin {
  /**
   * Entry `<system>/<environment>/<entry>`, with properties `username` and `password`: a token that may read images, and
   * nothing else. Several registries may share one.
   */
  readonly entry: string;
  /**
   * Why images are thought to be private, where no document says so, as a sentence for the system's page. Without the
   * entry there is then no Secret, and nobody waits for it. @default a document says so, and pods wait
   */
  readonly assumed?: string;
}

/** Something the system's documents describe that is no part of the manifests. */
export interface Outside {
  /** What is done, in a few words. */
  readonly what: string;
  /** Who does it in place of Kubernetes, and where a reader finds it. */
  readonly where: string;
}

/** Where the system's documents contradict themselves, or say what cannot be. */
export interface Decision {
  /** What stands there. */
  readonly said: string;
  /** What is done, and why. */
  readonly done: string;
}

/** What no document says, so that somebody had to choose: the first thing to correct. */
export interface Assumption {
  readonly what: string;
  readonly value: string;
  /** What makes it likely. @default a guess */
  readonly from?: string;
}

export interface System {
  /** Lower-case DNS label; namespaces are `<name>-<environment>`. */
  readonly name: string;
  readonly title: string;
  /** One or two sentences for the topology page. */
  readonly description: string;
  readonly components: Readonly<Record<string, Definition>>;
  readonly routes: readonly Route[];
  /** Pages for the people who run the system, shut unless an environment opens them. @default none */
  readonly internalRoutes?: readonly Route[];
  readonly flows: readonly Flow[];
  /**
   * Component → others that it starts after without ever talking to them. What it has a flow to starts before it anyway.
   * @default nothing
   */
  readonly startAfter?: Readonly<Record<string, readonly string[]>>;
  /**
   * Variable → components that read one and the same value by it, made once in the cluster: a key with which one signs
   * and others check. @default none is shared
   */
  readonly sharedSecrets?: Readonly<Record<string, readonly string[]>>;
  /**
   * Security zones, from the outermost to the innermost. A connection stays in its zone or goes one inwards: whatever
   * else is declared is refused unless `zoneExceptions` has a reason for it. Pods say their zone by a label.
   * @default none are drawn
   */
  readonly zones?: readonly Zone[];
  /** @default none */
  readonly zoneExceptions?: readonly ZoneException[];
  readonly environments: Readonly<Record<string, Environment>>;
  /** Who keeps what is saved of the stores, in environments that say `backups`. @default nobody */
  readonly backups?: {
    /** Name of the component. */
    readonly by: string;
    /** Stores that can be saved and are not → why, as a sentence for the page. @default none */
    readonly except?: Readonly<Record<string, string>>;
  };
  /** What the documents describe and Kubernetes has no part in; listed on the system's page. @default nothing */
  readonly outside?: readonly Outside[];
  /** Where the documents could not be followed as they are; listed on the system's page. @default nowhere */
  readonly decisions?: readonly Decision[];
  /** What the documents leave open; listed on the system's page. @default nothing */
  readonly assumed?: readonly Assumption[];
  /**
   * Registries whose images are private: what the names of images begin with → the login. A host, `ghcr.io`, or a folder
   * of it, `ghcr.io/kaleem-ai/`; the longest one counts. Docker Hub is `docker.io`. @default all images are public
   */
  readonly registries?: Readonly<Record<string, RegistryLogin>>;
  /** Who signs the images that are our own; looked at from phase 4 on. @default nobody is known to */
  readonly signatures?: Signatures;
  /** Base address of the alert pages. */
  readonly runbooks: string;
  /** Alerts about the whole rather than one technology. */
  readonly alerts?: readonly AlertRule[];
  readonly dashboard?: Dashboard;
}
