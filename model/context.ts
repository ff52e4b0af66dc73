/** What a component may know of the system around it while it writes its configuration. */
import type { Archive, OffsiteKeys } from './archive';
import type { BackupRole, Backups } from './backup';
import type { Facts, Right, SecretKey } from './component';
import type { AlertRule, Dashboard } from './observability';

/** A component that connects to this one. */
export interface Client {
  readonly name: string;
  readonly technology: string;
  /** Account name the client logs in with. */
  readonly username: string;
  readonly password?: SecretKey;
  /** What it may do with what this component keeps apart, by its name. */
  readonly rights: Readonly<Record<string, readonly Right[]>>;
  /**
   * Set where the client saves a component or brings one back, as all that it does here: which, and what opens its
   * snapshots.
   */
  readonly backup?: { readonly role: BackupRole; readonly store: string; readonly key: SecretKey };
}

/** A component or external endpoint that this one connects to. */
export interface Upstream {
  readonly name: string;
  readonly technology: string;
  readonly host: string;
  readonly port: number;
  /** True for an external endpoint behind TLS. */
  readonly tls: boolean;
  /** The account this component has there. A name from a Secret is a provider's. @default none is asked for */
  readonly account?: { readonly username: string | SecretKey; readonly password: SecretKey };
  /** What it tells its clients, for a configuration file of this one; nothing where it could not say, which is reported. */
  told(): Told;
}

/** Facts in which `$(NAME)` stands for what a Secret holds. */
export interface Told {
  readonly facts: Facts;
  readonly secrets: Readonly<Record<string, SecretKey>>;
}

/** One scrape job. */
export interface ScrapeTarget {
  readonly job: string;
  /** Component the metrics are about. */
  readonly component: string;
  /** DNS name that answers with one address per pod. */
  readonly dnsName: string;
  readonly port: number;
  readonly path: string;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly bearer?: SecretKey;
}

/** A way in for people. */
export interface RouteTo {
  readonly host: string;
  /** Path prefix; `/` is everything. */
  readonly path: string;
  /** Only for the people who run the system. */
  readonly internal: boolean;
}

export interface Context {
  /** The component's own name. */
  readonly name: string;
  readonly system: string;
  readonly title: string;
  readonly environment: string;
  readonly namespace: string;
  /** DNS suffix of the namespace's Services: `<namespace>.svc.cluster.local`. */
  readonly dnsSuffix: string;
  readonly replicas: number;
  /** The component of which this is the next version, beside it. @default it is none */
  readonly canaryOf?: string;
  /** There may be no pod of it at all, and nothing be wrong. */
  readonly mayBeNone: boolean;
  /** Memory limit of the main container in MiB. */
  readonly memoryLimit: number;
  /** Size in MiB of a volume of the component. @throws Error when there is no such volume */
  volumeSize(name: string): number;
  /** Version of the component's image: its tag. */
  readonly version: string;
  /** Host names routed to this component, with a port where it is not the usual one. */
  readonly hosts: readonly string[];
  /** Routes that lead to this component, by the same names. */
  readonly routes: readonly RouteTo[];
  /** The same of another component. @throws Error when there is no such component */
  hostsOf(component: string): readonly string[];
  readonly clients: readonly Client[];
  readonly upstreams: readonly Upstream[];
  /** A credential of this component, by the name it has in `credentials` or `accounts.shared`. */
  credential(name: string): SecretKey;
  /** The hash of a credential that has one. */
  credentialHash(name: string): SecretKey;
  /** A value of this component in the secret store, by its name in `storeKeys`. */
  storeKey(name: string): SecretKey;
  /** For what collects metrics: every target, rule and dashboard of the system. */
  readonly targets: readonly ScrapeTarget[];
  readonly rules: () => readonly AlertRule[];
  readonly dashboards: () => readonly Dashboard[];
  /** Of the component that keeps backups: for how long, and where else; keys of the other place. */
  readonly backups?: Backups & { readonly offsiteKeys?: OffsiteKeys };
  /** Of a component whose operator keeps a log of it elsewhere: where. */
  readonly archive?: Archive;
  /** Address of the page that explains an alert: `<base>/<alert>`. */
  readonly runbooks: string;
}
