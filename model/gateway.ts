/**
 * A cluster's gateway: where it runs, and what it adds to the standard objects of the Gateway API. Each implementation
 * is one of the platform's products; nobody else knows what it is called.
 */
import type { PlatformPods, PlatformService, PlatformTarget, Watch } from './cluster';
import type { Resources } from './component';
import type { Plan, PlannedRoute } from './plan';
import type { RateLimit } from './system';

/** Proxies in our namespace, made by the controller for our Gateway: ours to size, to watch and to guard. */
export interface OwnDataPlane {
  readonly kind: 'own';
  /** The control plane that they report to. */
  readonly controlPlane: PlatformService;
  readonly serviceAccount: string;
  /** Port that kubelet asks whether one is ready. */
  readonly probePort: number;
  /** Port that answers scrapes. */
  readonly metricsPort: number;
  /** What is told of them, under the job of the edge. */
  readonly watch: Watch;
  /** Repositories of their images. */
  readonly images: readonly string[];
  /** Of one pod. */
  readonly resources: Resources;
}

/** One controller for the whole cluster, which carries everybody's traffic itself: requests come from its pods. */
export interface SharedDataPlane {
  readonly kind: 'shared';
  readonly pods: PlatformPods;
  /** Service with the load balancer of the internal listener, in the namespace of the pods. */
  readonly internalService: string;
  /** What it tells of itself; read wherever there is a route. */
  readonly target: PlatformTarget;
}

/** Ports of a Gateway's listeners. */
export interface EdgePorts {
  readonly http: number;
  readonly https: number;
  /** For the people who run a system; the internet does not reach it. @default none: internal routes cannot be opened */
  readonly internal?: number;
}

/** Another resource, as the standard objects refer to one. */
export interface Reference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** A resource of an implementation's own, in the namespace of the environment. The chart adds labels and wave. */
export interface GatewayResource {
  readonly name: string;
  /** API version, kind and specification, as the generated class writes them. */
  readonly manifest: { readonly apiVersion: string; readonly kind: string; readonly spec?: object };
  /** Keys down to a field → why, for the reader of the YAML. @default no comment */
  readonly comments?: readonly (readonly [path: readonly (string | number)[], why: string])[];
}

/** What a rule does with a request before it is passed on: a filter of the implementation, or headers taken away. */
export type RouteFilter = Reference | { readonly removeHeaders: readonly string[] };

/** What an implementation makes of one environment. */
export interface GatewayResources {
  /** Settings of the data plane, to which the Gateway refers. @default none: it is not ours */
  readonly parameters?: Reference;
  /** Options of TLS listeners in the implementation's words. @default the controller's */
  readonly tlsOptions?: Readonly<Record<string, string>>;
  /** Filter that answers 404 in place of passing the request on. */
  readonly notFound: Reference;
  /**
   * Regular expression, as this implementation reads one, that fits a path and all below it however a client writes
   * them: in any case, encoded, with more slashes or dots. Servers behind take some of these for the same.
   */
  anyFormOf(path: string): string;
  /**
   * Regular expression that fits what lies below a path, spelled as it is; see `below` of a route. What an expression of
   * this implementation cannot tell apart is for its filters.
   */
  below(path: string): string;
  /** What the environment has once. */
  readonly shared: readonly GatewayResource[];
  /** What a route needs of its own: body size, rate limit, streams. @param name of the route's object */
  ofRoute(route: PlannedRoute, name: string): readonly GatewayResource[];
  /** Filters of the rule that leads to the component. */
  filtersOf(route: PlannedRoute, name: string): readonly RouteFilter[];
}

export interface Gateway {
  /** The add-on that runs it. */
  readonly addOn: string;
  /** Name of the GatewayClass. */
  readonly className: string;
  readonly ports: EdgePorts;
  readonly dataPlane: OwnDataPlane | SharedDataPlane;
  /** How it wants a file of logins: the key in the Secret, and the Secret's type. */
  readonly logins: { readonly key: string; readonly type: string };
  /** What it does with a request body. */
  readonly bodies: {
    /** Largest one where a route says nothing, for people. */
    readonly unlimited: string;
    /** A limit holds back the answer until it is whole, so such a route cannot stream. @default false */
    readonly holdBackAnswers?: true;
  };
  /**
   * Seconds of silence after which it has forgotten a client, who may then send a whole burst again.
   * @default it never forgets one too early
   */
  readonly forgets?: (limit: RateLimit) => number;
  resources(plan: Plan): GatewayResources;
}
