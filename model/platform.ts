/**
 * What a cluster must have before an environment can be at a phase, and how Argo CD installs it. Each product serves
 * the whole cluster, so none is in an environment's folder of `dist`. The products themselves are in `platform/`.
 */
import type { Cluster } from './cluster';
import type { Plan } from './plan';
import type { Phase } from './system';

/** A cluster, and every environment that runs there. */
export interface Hosted {
  readonly cluster: Cluster;
  readonly plans: readonly Plan[];
}

/** Settings of a chart. */
export type Values = Readonly<Record<string, unknown>>;

/** A chart of a Helm repository; an address without a scheme is an OCI registry. */
export interface HelmChart {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  /** Names of the chart's objects begin with it. @default the chart's name */
  readonly release?: string;
  /**
   * Only what our manifests rely on, or what Argo CD needs; all else is the chart's default. As a function, what follows
   * from the cluster and from what runs there. @default none
   */
  readonly values?: Values | ((hosted: Hosted) => Values);
}

/** A folder with a kustomization of a Git repository. */
export interface Kustomization {
  readonly repository: string;
  readonly path: string;
  readonly version: string;
}

/** How Argo CD installs an add-on from its makers' own chart. */
export interface Install {
  /** The cluster needs it when any object there is of one of these API groups … */
  readonly groups: readonly string[];
  /** … or when this is among the cluster's platform targets … */
  readonly target?: string;
  /** … or when a pool of the cluster has this device. */
  readonly device?: string;
  /** Where a cluster says that it is. @default the add-on's own namespace */
  readonly at?: (cluster: Cluster) => string | undefined;
  /** Names of add-ons whose kinds are among its own objects: they come with it. @default none */
  readonly needs?: readonly string[];
  /** Argo CD sync wave; systems come at 0. */
  readonly wave: number;
  readonly source: HelmChart | Kustomization;
  /** Why values and settings are what they are, as a comment above the Application. @default no comment */
  readonly reason?: string;
  /** Its pods break every Pod Security level but `privileged`. @default false */
  readonly privileged?: true;
}

/** More of an add-on that is there already: what another one makes of it. */
export interface Extension {
  /** Name of the add-on. */
  readonly of: string;
  /** Needed when any object in the cluster is of one of these API groups, and the add-on itself is. */
  readonly groups: readonly string[];
  /** … and only where a rule of an HTTPRoute has this field. @default in any case */
  readonly routeField?: string;
  /** Its namespace gets the labels of the cluster's mesh. @default false */
  readonly joinsMesh?: true;
}

export interface AddOn {
  readonly name: string;
  /** What our manifests need it for, as the end of a sentence. */
  readonly purpose: string;
  /** The oldest release that serves what our manifests ask for. */
  readonly minimum: string;
  /**
   * How that is known. `definitions`: every object of every environment, phase and variant fits the definitions of that
   * very release, and not those of the one before (tools/lab/minimums.yaml). `notes`: its makers say so. `tests`: it is
   * the release that our tests use, or that Argo CD installs where no test needs one; older ones were not looked at.
   */
  readonly minimumBy: 'definitions' | 'notes' | 'tests';
  /** The oldest Kubernetes that its makers name for that release. @default they name none, or none that matters */
  readonly kubernetes?: `1.${number}`;
  /** It is the gateway of a cluster that names it, and of no other. @default it is none */
  readonly isGateway?: true;
  /** The first phase at which an environment may ask for it; what its files hold decides. */
  readonly since: Phase;
  /** @default it lives in none: definitions alone */
  readonly namespace?: string;
  /** What to set when it is installed. @default nothing */
  readonly settings?: string;
  readonly documentation: string;
  readonly install: Install | Extension;
}

/** Where a cluster says that one of its platform targets is. */
export const placeOf =
  (target: string) =>
  ({ platformTargets }: Cluster): string | undefined =>
    platformTargets.find(({ name }) => name === target)?.namespace;

/** `NGINX Gateway Fabric` → `nginx-gateway-fabric` */
export const addOnId = (name: string): string => name.toLowerCase().replaceAll(' ', '-');
