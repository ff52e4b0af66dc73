/** A workload whose pods an operator makes, all from one custom resource of ours. */
import type { Archive, Archiving } from './archive';
import type { Resources, Volume } from './component';
import type { Context } from './context';

type Labels = Readonly<Record<string, string>>;

/** What the catalogue says of it: the operator's habits, each looked up in its source, and the resource itself. */
export interface Operated {
  /** The add-on that runs the operator. The cluster says where its pods are, in `operators`. */
  readonly operator: string;
  /**
   * Name of the custom resource, after which the operator calls what it makes. Not always the component's own: the
   * operator's Secrets and ours share one namespace.
   */
  readonly resourceName: (component: string) => string;
  /** Labels of all pods it makes of the resource, those of its Jobs too: what policies select. */
  readonly podLabels: (resource: string) => Labels;
  /** Labels of those that serve: what is scraped, and spread over nodes. */
  readonly servingLabels: (resource: string) => Labels;
  /** Account of all its pods, by which the mesh knows them. */
  readonly serviceAccount: (resource: string) => string;
  /** Volume claims of so many pods, for people. */
  readonly claims: (resource: string, replicas: number) => readonly string[];
  /** Secrets that it makes beside those it is given; none of ours may have such a name. */
  readonly secrets: (resource: string) => readonly string[];
  /** Labels that it wants to see on the Secrets of accounts. @default none */
  readonly secretLabels?: Labels;
  /** Ports, by name, that the operator itself connects to. */
  readonly controls: readonly string[];
  /** Its pods ask the API server, with rights that the operator gives them. @default false */
  readonly asksApi?: boolean;
  /** Repositories of images that it puts into the pods beside the component's own. */
  readonly images: readonly string[];
  /** It can send what changes to the other place of backups, where there is one. @default it keeps no log elsewhere */
  readonly archiving?: Archiving;
  readonly resource: (context: Context, pods: OperatedPods) => OperatedResource;
}

/** What a resource has to say of its pods, and only the environment knows. */
export interface OperatedPods {
  /** Of the custom resource. */
  readonly name: string;
  readonly labels: Labels;
  /** Repository, tag, and the digest where there is one. */
  readonly image: string;
  readonly resources: Resources;
  readonly volumes: Readonly<Record<string, Volume>>;
  /** @default the cluster's default class */
  readonly storageClass?: string;
  /** @default the cluster's default */
  readonly priorityClass?: string;
  /** Secrets with the logins for private images. @default all are public */
  readonly pullSecrets?: readonly { readonly name: string }[];
  /** Seconds between SIGTERM and SIGKILL. */
  readonly grace: number;
  /** Where it keeps a log, and what its own containers for that may take. @default nowhere */
  readonly archive?: Archive & Pick<Archiving, 'sidecars'>;
}

/** The custom resource without its metadata, which are ours to write. */
export interface OperatedResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: object;
  /** Field of the specification → why, for the reader of the YAML. @default no comment */
  readonly comments?: Readonly<Record<string, string>>;
  /** Others that belong to it. @default none */
  readonly beside?: readonly BesideResource[];
}

/** A resource beside the one that the pods are made of. */
export interface BesideResource extends Omit<OperatedResource, 'beside'> {
  /** @default as the other one is called */
  readonly name?: string;
  /** What it is for, above it. */
  readonly why: string;
  /** Kinds of its group that are made of it, which tell how it went. @default none */
  readonly makes?: readonly string[];
}

/** The same in a plan: plain data. */
export interface PlannedOperated extends OperatedResource, Pick<Operated, 'operator' | 'images'> {
  readonly name: string;
  /** Container that is put into every pod beside the component's own → what it may take. */
  readonly sidecars: Readonly<Record<string, Resources>>;
  readonly podLabels: Labels;
  readonly servingLabels: Labels;
  readonly serviceAccount: string;
  readonly claims: readonly string[];
}
