// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * Gateway represents an instance of a service-traffic handling infrastructure by binding Listeners to a set of IP addresses.
 */
export class Gateway extends ApiObject {
  /**
   * Returns the apiVersion and kind for "Gateway"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
  }

  /**
   * Renders a Kubernetes manifest for "Gateway".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: GatewayProps): any {
    return {
      ...Gateway.GVK,
      ...toJson_GatewayProps(props),
    };
  }

  /**
   * Defines a "Gateway" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, {
      ...Gateway.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...Gateway.GVK,
      ...toJson_GatewayProps(resolved),
    };
  }
}

/**
 * Gateway represents an instance of a service-traffic handling infrastructure by binding Listeners to a set of IP addresses.
 */
export interface GatewayProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Spec defines the desired state of Gateway.
   */
  readonly spec: GatewaySpec;
}

export function toJson_GatewayProps(obj: GatewayProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_GatewaySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Spec defines the desired state of Gateway.
 */
export interface GatewaySpec {
  /**
   * Addresses requested for this Gateway.
   */
  readonly addresses?: GatewaySpecAddresses[];

  /**
   * AllowedListeners defines which ListenerSets can be attached to this Gateway.
   */
  readonly allowedListeners?: GatewaySpecAllowedListeners;

  /**
   * GatewayClassName used for this Gateway.
   */
  readonly gatewayClassName: string;

  /**
   * Infrastructure defines infrastructure level attributes about this Gateway instance.
   */
  readonly infrastructure?: GatewaySpecInfrastructure;

  /**
   * Listeners associated with this Gateway.
   */
  readonly listeners: GatewaySpecListeners[];

  /**
   * TLS specifies frontend and backend tls configuration for entire gateway.
   */
  readonly tls?: any;
}

export function toJson_GatewaySpec(obj: GatewaySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'addresses': obj.addresses?.map(y => toJson_GatewaySpecAddresses(y)),
    'allowedListeners': toJson_GatewaySpecAllowedListeners(obj.allowedListeners),
    'gatewayClassName': obj.gatewayClassName,
    'infrastructure': toJson_GatewaySpecInfrastructure(obj.infrastructure),
    'listeners': obj.listeners?.map(y => toJson_GatewaySpecListeners(y)),
    'tls': obj.tls,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * GatewaySpecAddress describes an address that can be bound to a Gateway.
 */
export interface GatewaySpecAddresses {
  /**
   * Type of the address.
   */
  readonly type?: string;

  /**
   * When a value is unspecified, an implementation SHOULD automatically assign an address matching the requested type if possible.
   */
  readonly value?: string;
}

export function toJson_GatewaySpecAddresses(obj: GatewaySpecAddresses | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AllowedListeners defines which ListenerSets can be attached to this Gateway.
 */
export interface GatewaySpecAllowedListeners {
  /**
   * Namespaces defines which namespaces ListenerSets can be attached to this Gateway.
   */
  readonly namespaces?: GatewaySpecAllowedListenersNamespaces;
}

export function toJson_GatewaySpecAllowedListeners(obj: GatewaySpecAllowedListeners | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'namespaces': toJson_GatewaySpecAllowedListenersNamespaces(obj.namespaces),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Infrastructure defines infrastructure level attributes about this Gateway instance.
 */
export interface GatewaySpecInfrastructure {
  /**
   * Annotations that SHOULD be applied to any resources created in response to this Gateway.
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Labels that SHOULD be applied to any resources created in response to this Gateway.
   */
  readonly labels?: { [key: string]: string };

  /**
   * ParametersRef is a reference to a resource that contains the configuration parameters corresponding to the Gateway.
   */
  readonly parametersRef?: GatewaySpecInfrastructureParametersRef;
}

export function toJson_GatewaySpecInfrastructure(obj: GatewaySpecInfrastructure | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'annotations': ((obj.annotations) === undefined) ? undefined : (Object.entries(obj.annotations).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'labels': ((obj.labels) === undefined) ? undefined : (Object.entries(obj.labels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'parametersRef': toJson_GatewaySpecInfrastructureParametersRef(obj.parametersRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Listener embodies the concept of a logical endpoint where a Gateway accepts network connections.
 */
export interface GatewaySpecListeners {
  /**
   * AllowedRoutes defines the types of routes that MAY be attached to a Listener and the trusted namespaces where those Route resources MAY be present.
   */
  readonly allowedRoutes?: GatewaySpecListenersAllowedRoutes;

  /**
   * Hostname specifies the virtual hostname to match for protocol types that define this concept.
   */
  readonly hostname?: string;

  /**
   * Name is the name of the Listener.
   */
  readonly name: string;

  /**
   * Port is the network port.
   */
  readonly port: number;

  /**
   * Protocol specifies the network protocol this listener expects to receive.
   */
  readonly protocol: string;

  /**
   * TLS is the TLS configuration for the Listener.
   */
  readonly tls?: GatewaySpecListenersTls;
}

export function toJson_GatewaySpecListeners(obj: GatewaySpecListeners | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'allowedRoutes': toJson_GatewaySpecListenersAllowedRoutes(obj.allowedRoutes),
    'hostname': obj.hostname,
    'name': obj.name,
    'port': obj.port,
    'protocol': obj.protocol,
    'tls': toJson_GatewaySpecListenersTls(obj.tls),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Namespaces defines which namespaces ListenerSets can be attached to this Gateway.
 */
export interface GatewaySpecAllowedListenersNamespaces {
  /**
   * From indicates where ListenerSets can attach to this Gateway.
   */
  readonly from?: GatewaySpecAllowedListenersNamespacesFrom;

  /**
   * Selector must be specified when From is set to "Selector".
   */
  readonly selector?: GatewaySpecAllowedListenersNamespacesSelector;
}

export function toJson_GatewaySpecAllowedListenersNamespaces(obj: GatewaySpecAllowedListenersNamespaces | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'from': obj.from,
    'selector': toJson_GatewaySpecAllowedListenersNamespacesSelector(obj.selector),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ParametersRef is a reference to a resource that contains the configuration parameters corresponding to the Gateway.
 */
export interface GatewaySpecInfrastructureParametersRef {
  /**
   * Group is the group of the referent.
   */
  readonly group: string;

  /**
   * Kind is kind of the referent.
   */
  readonly kind: string;

  /**
   * Name is the name of the referent.
   */
  readonly name: string;
}

export function toJson_GatewaySpecInfrastructureParametersRef(obj: GatewaySpecInfrastructureParametersRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AllowedRoutes defines the types of routes that MAY be attached to a Listener and the trusted namespaces where those Route resources MAY be present.
 */
export interface GatewaySpecListenersAllowedRoutes {
  /**
   * Kinds specifies the groups and kinds of Routes that are allowed to bind to this Gateway Listener.
   */
  readonly kinds?: GatewaySpecListenersAllowedRoutesKinds[];

  /**
   * Namespaces indicates namespaces from which Routes may be attached to this Listener.
   */
  readonly namespaces?: GatewaySpecListenersAllowedRoutesNamespaces;
}

export function toJson_GatewaySpecListenersAllowedRoutes(obj: GatewaySpecListenersAllowedRoutes | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'kinds': obj.kinds?.map(y => toJson_GatewaySpecListenersAllowedRoutesKinds(y)),
    'namespaces': toJson_GatewaySpecListenersAllowedRoutesNamespaces(obj.namespaces),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TLS is the TLS configuration for the Listener.
 */
export interface GatewaySpecListenersTls {
  /**
   * CertificateRefs contains a series of references to Kubernetes objects that contains TLS certificates and private keys.
   */
  readonly certificateRefs?: GatewaySpecListenersTlsCertificateRefs[];

  /**
   * Mode defines the TLS behavior for the TLS session initiated by the client.
   */
  readonly mode?: GatewaySpecListenersTlsMode;

  /**
   * Options are a list of key/value pairs to enable extended TLS configuration for each implementation.
   */
  readonly options?: { [key: string]: string };
}

export function toJson_GatewaySpecListenersTls(obj: GatewaySpecListenersTls | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'certificateRefs': obj.certificateRefs?.map(y => toJson_GatewaySpecListenersTlsCertificateRefs(y)),
    'mode': obj.mode,
    'options': ((obj.options) === undefined) ? undefined : (Object.entries(obj.options).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * From indicates where ListenerSets can attach to this Gateway.
 */
export enum GatewaySpecAllowedListenersNamespacesFrom {
  /** All */
  ALL = "All",
  /** Selector */
  SELECTOR = "Selector",
  /** Same */
  SAME = "Same",
  /** None */
  NONE = "None",
}

/**
 * Selector must be specified when From is set to "Selector".
 */
export interface GatewaySpecAllowedListenersNamespacesSelector {
  /**
   * matchExpressions is a list of label selector requirements.
   */
  readonly matchExpressions?: GatewaySpecAllowedListenersNamespacesSelectorMatchExpressions[];

  /**
   * matchLabels is a map of {key,value} pairs.
   */
  readonly matchLabels?: { [key: string]: string };
}

export function toJson_GatewaySpecAllowedListenersNamespacesSelector(obj: GatewaySpecAllowedListenersNamespacesSelector | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'matchExpressions': obj.matchExpressions?.map(y => toJson_GatewaySpecAllowedListenersNamespacesSelectorMatchExpressions(y)),
    'matchLabels': ((obj.matchLabels) === undefined) ? undefined : (Object.entries(obj.matchLabels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RouteGroupKind indicates the group and kind of a Route resource.
 */
export interface GatewaySpecListenersAllowedRoutesKinds {
  /**
   * Group is the group of the Route.
   */
  readonly group?: string;

  /**
   * Kind is the kind of the Route.
   */
  readonly kind: string;
}

export function toJson_GatewaySpecListenersAllowedRoutesKinds(obj: GatewaySpecListenersAllowedRoutesKinds | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Namespaces indicates namespaces from which Routes may be attached to this Listener.
 */
export interface GatewaySpecListenersAllowedRoutesNamespaces {
  /**
   * From indicates where Routes will be selected for this Gateway.
   */
  readonly from?: GatewaySpecListenersAllowedRoutesNamespacesFrom;

  /**
   * Selector must be specified when From is set to "Selector".
   */
  readonly selector?: GatewaySpecListenersAllowedRoutesNamespacesSelector;
}

export function toJson_GatewaySpecListenersAllowedRoutesNamespaces(obj: GatewaySpecListenersAllowedRoutesNamespaces | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'from': obj.from,
    'selector': toJson_GatewaySpecListenersAllowedRoutesNamespacesSelector(obj.selector),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * SecretObjectReference identifies an API object including its namespace, defaulting to Secret.
 */
export interface GatewaySpecListenersTlsCertificateRefs {
  /**
   * Group is the group of the referent.
   */
  readonly group?: string;

  /**
   * Kind is kind of the referent.
   */
  readonly kind?: string;

  /**
   * Name is the name of the referent.
   */
  readonly name: string;

  /**
   * Namespace is the namespace of the referenced object.
   */
  readonly namespace?: string;
}

export function toJson_GatewaySpecListenersTlsCertificateRefs(obj: GatewaySpecListenersTlsCertificateRefs | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Mode defines the TLS behavior for the TLS session initiated by the client.
 */
export enum GatewaySpecListenersTlsMode {
  /** Terminate */
  TERMINATE = "Terminate",
  /** Passthrough */
  PASSTHROUGH = "Passthrough",
}

/**
 * A label selector requirement is a selector that contains values, a key, and an operator that relates the key and values.
 */
export interface GatewaySpecAllowedListenersNamespacesSelectorMatchExpressions {
  /**
   * key is the label key that the selector applies to.
   */
  readonly key: string;

  /**
   * operator represents a key's relationship to a set of values.
   */
  readonly operator: string;

  /**
   * values is an array of string values.
   */
  readonly values?: string[];
}

export function toJson_GatewaySpecAllowedListenersNamespacesSelectorMatchExpressions(obj: GatewaySpecAllowedListenersNamespacesSelectorMatchExpressions | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'operator': obj.operator,
    'values': obj.values?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * From indicates where Routes will be selected for this Gateway.
 */
export enum GatewaySpecListenersAllowedRoutesNamespacesFrom {
  /** All */
  ALL = "All",
  /** Selector */
  SELECTOR = "Selector",
  /** Same */
  SAME = "Same",
}

/**
 * Selector must be specified when From is set to "Selector".
 */
export interface GatewaySpecListenersAllowedRoutesNamespacesSelector {
  /**
   * matchExpressions is a list of label selector requirements.
   */
  readonly matchExpressions?: GatewaySpecListenersAllowedRoutesNamespacesSelectorMatchExpressions[];

  /**
   * matchLabels is a map of {key,value} pairs.
   */
  readonly matchLabels?: { [key: string]: string };
}

export function toJson_GatewaySpecListenersAllowedRoutesNamespacesSelector(obj: GatewaySpecListenersAllowedRoutesNamespacesSelector | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'matchExpressions': obj.matchExpressions?.map(y => toJson_GatewaySpecListenersAllowedRoutesNamespacesSelectorMatchExpressions(y)),
    'matchLabels': ((obj.matchLabels) === undefined) ? undefined : (Object.entries(obj.matchLabels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * A label selector requirement is a selector that contains values, a key, and an operator that relates the key and values.
 */
export interface GatewaySpecListenersAllowedRoutesNamespacesSelectorMatchExpressions {
  /**
   * key is the label key that the selector applies to.
   */
  readonly key: string;

  /**
   * operator represents a key's relationship to a set of values.
   */
  readonly operator: string;

  /**
   * values is an array of string values.
   */
  readonly values?: string[];
}

export function toJson_GatewaySpecListenersAllowedRoutesNamespacesSelectorMatchExpressions(obj: GatewaySpecListenersAllowedRoutesNamespacesSelectorMatchExpressions | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'operator': obj.operator,
    'values': obj.values?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPRoute provides a way to route HTTP requests.
 */
export class HttpRoute extends ApiObject {
  /**
   * Returns the apiVersion and kind for "HTTPRoute"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
  }

  /**
   * Renders a Kubernetes manifest for "HTTPRoute".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: HttpRouteProps): any {
    return {
      ...HttpRoute.GVK,
      ...toJson_HttpRouteProps(props),
    };
  }

  /**
   * Defines a "HTTPRoute" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: HttpRouteProps) {
    super(scope, id, {
      ...HttpRoute.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...HttpRoute.GVK,
      ...toJson_HttpRouteProps(resolved),
    };
  }
}

/**
 * HTTPRoute provides a way to route HTTP requests.
 */
export interface HttpRouteProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Spec defines the desired state of HTTPRoute.
   */
  readonly spec: HttpRouteSpec;
}

export function toJson_HttpRouteProps(obj: HttpRouteProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_HttpRouteSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Spec defines the desired state of HTTPRoute.
 */
export interface HttpRouteSpec {
  /**
   * Hostnames defines a set of hostnames that should match against the HTTP Host header to select a HTTPRoute used to process the request.
   */
  readonly hostnames?: string[];

  /**
   * ParentRefs references the resources (usually Gateways) that a Route wants to be attached to.
   */
  readonly parentRefs?: HttpRouteSpecParentRefs[];

  /**
   * Rules are a list of HTTP matchers, filters and actions.
   */
  readonly rules?: HttpRouteSpecRules[];
}

export function toJson_HttpRouteSpec(obj: HttpRouteSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'hostnames': obj.hostnames?.map(y => y),
    'parentRefs': obj.parentRefs?.map(y => toJson_HttpRouteSpecParentRefs(y)),
    'rules': obj.rules?.map(y => toJson_HttpRouteSpecRules(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ParentReference identifies an API object (usually a Gateway) that can be considered a parent of this resource (usually a route).
 */
export interface HttpRouteSpecParentRefs {
  /**
   * Group is the group of the referent.
   */
  readonly group?: string;

  /**
   * Kind is kind of the referent.
   */
  readonly kind?: string;

  /**
   * Name is the name of the referent.
   */
  readonly name: string;

  /**
   * Namespace is the namespace of the referent.
   */
  readonly namespace?: string;

  /**
   * Port is the network port this Route targets.
   */
  readonly port?: number;

  /**
   * SectionName is the name of a section within the target resource.
   */
  readonly sectionName?: string;
}

export function toJson_HttpRouteSpecParentRefs(obj: HttpRouteSpecParentRefs | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
    'port': obj.port,
    'sectionName': obj.sectionName,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPRouteRule defines semantics for matching an HTTP request based on conditions (matches), processing it (filters), and forwarding the request to...
 */
export interface HttpRouteSpecRules {
  /**
   * BackendRefs defines the backend(s) where matching requests should be sent.
   */
  readonly backendRefs?: HttpRouteSpecRulesBackendRefs[];

  /**
   * Filters define the filters that are applied to requests that match this rule.
   */
  readonly filters?: HttpRouteSpecRulesFilters[];

  /**
   * Matches define conditions used for matching the rule against incoming HTTP requests.
   */
  readonly matches?: HttpRouteSpecRulesMatches[];

  /**
   * Name is the name of the route rule.
   */
  readonly name?: string;

  /**
   * Retry defines the configuration for when to retry an HTTP request.
   */
  readonly retry?: HttpRouteSpecRulesRetry;

  /**
   * Timeouts defines the timeouts that can be configured for an HTTP request.
   */
  readonly timeouts?: HttpRouteSpecRulesTimeouts;
}

export function toJson_HttpRouteSpecRules(obj: HttpRouteSpecRules | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'backendRefs': obj.backendRefs?.map(y => toJson_HttpRouteSpecRulesBackendRefs(y)),
    'filters': obj.filters?.map(y => toJson_HttpRouteSpecRulesFilters(y)),
    'matches': obj.matches?.map(y => toJson_HttpRouteSpecRulesMatches(y)),
    'name': obj.name,
    'retry': toJson_HttpRouteSpecRulesRetry(obj.retry),
    'timeouts': toJson_HttpRouteSpecRulesTimeouts(obj.timeouts),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPBackendRef defines how a HTTPRoute forwards a HTTP request.
 */
export interface HttpRouteSpecRulesBackendRefs {
  /**
   * Filters defined at this level should be executed if and only if the request is being forwarded to the backend defined here.
   */
  readonly filters?: any[];

  /**
   * Group is the group of the referent.
   */
  readonly group?: string;

  /**
   * Kind is the Kubernetes resource kind of the referent.
   */
  readonly kind?: string;

  /**
   * Name is the name of the referent.
   */
  readonly name: string;

  /**
   * Namespace is the namespace of the backend.
   */
  readonly namespace?: string;

  /**
   * Port specifies the destination port number to use for this resource.
   */
  readonly port?: number;

  /**
   * Weight specifies the proportion of requests forwarded to the referenced backend.
   */
  readonly weight?: number;
}

export function toJson_HttpRouteSpecRulesBackendRefs(obj: HttpRouteSpecRulesBackendRefs | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'filters': obj.filters?.map(y => y),
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
    'port': obj.port,
    'weight': obj.weight,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPRouteFilter defines processing steps that must be completed during the request or response lifecycle.
 */
export interface HttpRouteSpecRulesFilters {
  /**
   * CORS defines a schema for a filter that responds to the cross-origin request based on HTTP response header.
   */
  readonly cors?: HttpRouteSpecRulesFiltersCors;

  /**
   * ExtensionRef is an optional, implementation-specific extension to the "filter" behavior.
   */
  readonly extensionRef?: HttpRouteSpecRulesFiltersExtensionRef;

  /**
   * RequestHeaderModifier defines a schema for a filter that modifies request headers.
   */
  readonly requestHeaderModifier?: HttpRouteSpecRulesFiltersRequestHeaderModifier;

  /**
   * RequestMirror defines a schema for a filter that mirrors requests.
   */
  readonly requestMirror?: HttpRouteSpecRulesFiltersRequestMirror;

  /**
   * RequestRedirect defines a schema for a filter that responds to the request with an HTTP redirection.
   */
  readonly requestRedirect?: HttpRouteSpecRulesFiltersRequestRedirect;

  /**
   * ResponseHeaderModifier defines a schema for a filter that modifies response headers.
   */
  readonly responseHeaderModifier?: HttpRouteSpecRulesFiltersResponseHeaderModifier;

  /**
   * Type identifies the type of filter to apply.
   */
  readonly type: HttpRouteSpecRulesFiltersType;

  /**
   * URLRewrite defines a schema for a filter that modifies a request during forwarding.
   */
  readonly urlRewrite?: HttpRouteSpecRulesFiltersUrlRewrite;
}

export function toJson_HttpRouteSpecRulesFilters(obj: HttpRouteSpecRulesFilters | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'cors': toJson_HttpRouteSpecRulesFiltersCors(obj.cors),
    'extensionRef': toJson_HttpRouteSpecRulesFiltersExtensionRef(obj.extensionRef),
    'requestHeaderModifier': toJson_HttpRouteSpecRulesFiltersRequestHeaderModifier(obj.requestHeaderModifier),
    'requestMirror': toJson_HttpRouteSpecRulesFiltersRequestMirror(obj.requestMirror),
    'requestRedirect': toJson_HttpRouteSpecRulesFiltersRequestRedirect(obj.requestRedirect),
    'responseHeaderModifier': toJson_HttpRouteSpecRulesFiltersResponseHeaderModifier(obj.responseHeaderModifier),
    'type': obj.type,
    'urlRewrite': toJson_HttpRouteSpecRulesFiltersUrlRewrite(obj.urlRewrite),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPRouteMatch defines the predicate used to match requests to a given action.
 */
export interface HttpRouteSpecRulesMatches {
  /**
   * Headers specifies HTTP request header matchers.
   */
  readonly headers?: HttpRouteSpecRulesMatchesHeaders[];

  /**
   * Method specifies HTTP method matcher.
   */
  readonly method?: HttpRouteSpecRulesMatchesMethod;

  /**
   * Path specifies a HTTP request path matcher.
   */
  readonly path?: HttpRouteSpecRulesMatchesPath;

  /**
   * QueryParams specifies HTTP query parameter matchers.
   */
  readonly queryParams?: HttpRouteSpecRulesMatchesQueryParams[];
}

export function toJson_HttpRouteSpecRulesMatches(obj: HttpRouteSpecRulesMatches | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'headers': obj.headers?.map(y => toJson_HttpRouteSpecRulesMatchesHeaders(y)),
    'method': obj.method,
    'path': toJson_HttpRouteSpecRulesMatchesPath(obj.path),
    'queryParams': obj.queryParams?.map(y => toJson_HttpRouteSpecRulesMatchesQueryParams(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Retry defines the configuration for when to retry an HTTP request.
 */
export interface HttpRouteSpecRulesRetry {
  /**
   * Attempts specifies the maximum number of times an individual request from the Gateway to a backend should be retried in addition to the initial...
   */
  readonly attempts?: number;

  /**
   * Backoff specifies the base interval for a backoff strategy between retry attempts and is represented in Gateway API Duration formatting.
   */
  readonly backoff?: string;

  /**
   * Codes defines the HTTP response status codes for which a backend request should be retried.
   */
  readonly codes?: number[];
}

export function toJson_HttpRouteSpecRulesRetry(obj: HttpRouteSpecRulesRetry | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'attempts': obj.attempts,
    'backoff': obj.backoff,
    'codes': obj.codes?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Timeouts defines the timeouts that can be configured for an HTTP request.
 */
export interface HttpRouteSpecRulesTimeouts {
  /**
   * BackendRequest specifies a timeout for an individual request from the gateway to a backend.
   */
  readonly backendRequest?: string;

  /**
   * Request specifies the maximum duration for a gateway to respond to an HTTP request.
   */
  readonly request?: string;
}

export function toJson_HttpRouteSpecRulesTimeouts(obj: HttpRouteSpecRulesTimeouts | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'backendRequest': obj.backendRequest,
    'request': obj.request,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * CORS defines a schema for a filter that responds to the cross-origin request based on HTTP response header.
 */
export interface HttpRouteSpecRulesFiltersCors {
  /**
   * AllowCredentials indicates whether the actual cross-origin request allows to include credentials.
   */
  readonly allowCredentials?: boolean;

  /**
   * AllowHeaders indicates which HTTP request headers are supported for accessing the requested resource.
   */
  readonly allowHeaders?: string[];

  /**
   * AllowMethods indicates which HTTP methods are supported for accessing the requested resource.
   */
  readonly allowMethods?: HttpRouteSpecRulesFiltersCorsAllowMethods[];

  /**
   * AllowOrigins indicates whether the response can be shared with requested resource from the given `Origin`.
   */
  readonly allowOrigins?: string[];

  /**
   * ExposeHeaders indicates which HTTP response headers can be exposed to client-side scripts in response to a cross-origin request.
   */
  readonly exposeHeaders?: string[];

  /**
   * MaxAge indicates the duration (in seconds) for the client to cache the results of a "preflight" request.
   */
  readonly maxAge?: number;
}

export function toJson_HttpRouteSpecRulesFiltersCors(obj: HttpRouteSpecRulesFiltersCors | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'allowCredentials': obj.allowCredentials,
    'allowHeaders': obj.allowHeaders?.map(y => y),
    'allowMethods': obj.allowMethods?.map(y => y),
    'allowOrigins': obj.allowOrigins?.map(y => y),
    'exposeHeaders': obj.exposeHeaders?.map(y => y),
    'maxAge': obj.maxAge,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ExtensionRef is an optional, implementation-specific extension to the "filter" behavior.
 */
export interface HttpRouteSpecRulesFiltersExtensionRef {
  /**
   * Group is the group of the referent.
   */
  readonly group: string;

  /**
   * Kind is kind of the referent.
   */
  readonly kind: string;

  /**
   * Name is the name of the referent.
   */
  readonly name: string;
}

export function toJson_HttpRouteSpecRulesFiltersExtensionRef(obj: HttpRouteSpecRulesFiltersExtensionRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RequestHeaderModifier defines a schema for a filter that modifies request headers.
 */
export interface HttpRouteSpecRulesFiltersRequestHeaderModifier {
  /**
   * Add adds the given header(s) (name, value) to the request before the action.
   */
  readonly add?: HttpRouteSpecRulesFiltersRequestHeaderModifierAdd[];

  /**
   * Remove the given header(s) from the HTTP request before the action.
   */
  readonly remove?: string[];

  /**
   * Set overwrites the request with the given header (name, value) before the action.
   */
  readonly set?: HttpRouteSpecRulesFiltersRequestHeaderModifierSet[];
}

export function toJson_HttpRouteSpecRulesFiltersRequestHeaderModifier(obj: HttpRouteSpecRulesFiltersRequestHeaderModifier | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'add': obj.add?.map(y => toJson_HttpRouteSpecRulesFiltersRequestHeaderModifierAdd(y)),
    'remove': obj.remove?.map(y => y),
    'set': obj.set?.map(y => toJson_HttpRouteSpecRulesFiltersRequestHeaderModifierSet(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RequestMirror defines a schema for a filter that mirrors requests.
 */
export interface HttpRouteSpecRulesFiltersRequestMirror {
  /**
   * BackendRef references a resource where mirrored requests are sent.
   */
  readonly backendRef: HttpRouteSpecRulesFiltersRequestMirrorBackendRef;

  /**
   * Fraction represents the fraction of requests that should be mirrored to BackendRef.
   */
  readonly fraction?: HttpRouteSpecRulesFiltersRequestMirrorFraction;

  /**
   * Percent represents the percentage of requests that should be mirrored to BackendRef.
   */
  readonly percent?: number;
}

export function toJson_HttpRouteSpecRulesFiltersRequestMirror(obj: HttpRouteSpecRulesFiltersRequestMirror | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'backendRef': toJson_HttpRouteSpecRulesFiltersRequestMirrorBackendRef(obj.backendRef),
    'fraction': toJson_HttpRouteSpecRulesFiltersRequestMirrorFraction(obj.fraction),
    'percent': obj.percent,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RequestRedirect defines a schema for a filter that responds to the request with an HTTP redirection.
 */
export interface HttpRouteSpecRulesFiltersRequestRedirect {
  /**
   * Hostname is the hostname to be used in the value of the `Location` header in the response.
   */
  readonly hostname?: string;

  /**
   * Path defines parameters used to modify the path of the incoming request.
   */
  readonly path?: HttpRouteSpecRulesFiltersRequestRedirectPath;

  /**
   * Port is the port to be used in the value of the `Location` header in the response.
   */
  readonly port?: number;

  /**
   * Scheme is the scheme to be used in the value of the `Location` header in the response.
   */
  readonly scheme?: HttpRouteSpecRulesFiltersRequestRedirectScheme;

  /**
   * StatusCode is the HTTP status code to be used in response.
   */
  readonly statusCode?: HttpRouteSpecRulesFiltersRequestRedirectStatusCode;
}

export function toJson_HttpRouteSpecRulesFiltersRequestRedirect(obj: HttpRouteSpecRulesFiltersRequestRedirect | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'hostname': obj.hostname,
    'path': toJson_HttpRouteSpecRulesFiltersRequestRedirectPath(obj.path),
    'port': obj.port,
    'scheme': obj.scheme,
    'statusCode': obj.statusCode,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ResponseHeaderModifier defines a schema for a filter that modifies response headers.
 */
export interface HttpRouteSpecRulesFiltersResponseHeaderModifier {
  /**
   * Add adds the given header(s) (name, value) to the request before the action.
   */
  readonly add?: HttpRouteSpecRulesFiltersResponseHeaderModifierAdd[];

  /**
   * Remove the given header(s) from the HTTP request before the action.
   */
  readonly remove?: string[];

  /**
   * Set overwrites the request with the given header (name, value) before the action.
   */
  readonly set?: HttpRouteSpecRulesFiltersResponseHeaderModifierSet[];
}

export function toJson_HttpRouteSpecRulesFiltersResponseHeaderModifier(obj: HttpRouteSpecRulesFiltersResponseHeaderModifier | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'add': obj.add?.map(y => toJson_HttpRouteSpecRulesFiltersResponseHeaderModifierAdd(y)),
    'remove': obj.remove?.map(y => y),
    'set': obj.set?.map(y => toJson_HttpRouteSpecRulesFiltersResponseHeaderModifierSet(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Type identifies the type of filter to apply.
 */
export enum HttpRouteSpecRulesFiltersType {
  /** RequestHeaderModifier */
  REQUEST_HEADER_MODIFIER = "RequestHeaderModifier",
  /** ResponseHeaderModifier */
  RESPONSE_HEADER_MODIFIER = "ResponseHeaderModifier",
  /** RequestMirror */
  REQUEST_MIRROR = "RequestMirror",
  /** RequestRedirect */
  REQUEST_REDIRECT = "RequestRedirect",
  /** URLRewrite */
  URL_REWRITE = "URLRewrite",
  /** ExtensionRef */
  EXTENSION_REF = "ExtensionRef",
  /** CORS */
  CORS = "CORS",
}

/**
 * URLRewrite defines a schema for a filter that modifies a request during forwarding.
 */
export interface HttpRouteSpecRulesFiltersUrlRewrite {
  /**
   * Hostname is the value to be used to replace the Host header value during forwarding.
   */
  readonly hostname?: string;

  /**
   * Path defines a path rewrite.
   */
  readonly path?: HttpRouteSpecRulesFiltersUrlRewritePath;
}

export function toJson_HttpRouteSpecRulesFiltersUrlRewrite(obj: HttpRouteSpecRulesFiltersUrlRewrite | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'hostname': obj.hostname,
    'path': toJson_HttpRouteSpecRulesFiltersUrlRewritePath(obj.path),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPHeaderMatch describes how to select a HTTP route by matching HTTP request headers.
 */
export interface HttpRouteSpecRulesMatchesHeaders {
  /**
   * Name is the name of the HTTP Header to be matched.
   */
  readonly name: string;

  /**
   * Type specifies how to match against the value of the header.
   */
  readonly type?: HttpRouteSpecRulesMatchesHeadersType;

  /**
   * Value is the value of HTTP Header to be matched.
   */
  readonly value: string;
}

export function toJson_HttpRouteSpecRulesMatchesHeaders(obj: HttpRouteSpecRulesMatchesHeaders | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Method specifies HTTP method matcher.
 */
export enum HttpRouteSpecRulesMatchesMethod {
  /** GET */
  GET = "GET",
  /** HEAD */
  HEAD = "HEAD",
  /** POST */
  POST = "POST",
  /** PUT */
  PUT = "PUT",
  /** DELETE */
  DELETE = "DELETE",
  /** CONNECT */
  CONNECT = "CONNECT",
  /** OPTIONS */
  OPTIONS = "OPTIONS",
  /** TRACE */
  TRACE = "TRACE",
  /** PATCH */
  PATCH = "PATCH",
}

/**
 * Path specifies a HTTP request path matcher.
 */
export interface HttpRouteSpecRulesMatchesPath {
  /**
   * Type specifies how to match against the path Value.
   */
  readonly type?: HttpRouteSpecRulesMatchesPathType;

  /**
   * Value of the HTTP path to match against.
   */
  readonly value?: string;
}

export function toJson_HttpRouteSpecRulesMatchesPath(obj: HttpRouteSpecRulesMatchesPath | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPQueryParamMatch describes how to select a HTTP route by matching HTTP query parameters.
 */
export interface HttpRouteSpecRulesMatchesQueryParams {
  /**
   * Name is the name of the HTTP query param to be matched.
   */
  readonly name: string;

  /**
   * Type specifies how to match against the value of the query parameter.
   */
  readonly type?: HttpRouteSpecRulesMatchesQueryParamsType;

  /**
   * Value is the value of HTTP query param to be matched.
   */
  readonly value: string;
}

export function toJson_HttpRouteSpecRulesMatchesQueryParams(obj: HttpRouteSpecRulesMatchesQueryParams | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export enum HttpRouteSpecRulesFiltersCorsAllowMethods {
  /** GET */
  GET = "GET",
  /** HEAD */
  HEAD = "HEAD",
  /** POST */
  POST = "POST",
  /** PUT */
  PUT = "PUT",
  /** DELETE */
  DELETE = "DELETE",
  /** CONNECT */
  CONNECT = "CONNECT",
  /** OPTIONS */
  OPTIONS = "OPTIONS",
  /** TRACE */
  TRACE = "TRACE",
  /** PATCH */
  PATCH = "PATCH",
  /** * */
  VALUE_ASTERISK = "*",
}

/**
 * HTTPHeader represents an HTTP Header name and value as defined by RFC 7230.
 */
export interface HttpRouteSpecRulesFiltersRequestHeaderModifierAdd {
  /**
   * Name is the name of the HTTP Header to be matched.
   */
  readonly name: string;

  /**
   * Value is the value of HTTP Header to be matched.
   */
  readonly value: string;
}

export function toJson_HttpRouteSpecRulesFiltersRequestHeaderModifierAdd(obj: HttpRouteSpecRulesFiltersRequestHeaderModifierAdd | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPHeader represents an HTTP Header name and value as defined by RFC 7230.
 */
export interface HttpRouteSpecRulesFiltersRequestHeaderModifierSet {
  /**
   * Name is the name of the HTTP Header to be matched.
   */
  readonly name: string;

  /**
   * Value is the value of HTTP Header to be matched.
   */
  readonly value: string;
}

export function toJson_HttpRouteSpecRulesFiltersRequestHeaderModifierSet(obj: HttpRouteSpecRulesFiltersRequestHeaderModifierSet | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * BackendRef references a resource where mirrored requests are sent.
 */
export interface HttpRouteSpecRulesFiltersRequestMirrorBackendRef {
  /**
   * Group is the group of the referent.
   */
  readonly group?: string;

  /**
   * Kind is the Kubernetes resource kind of the referent.
   */
  readonly kind?: string;

  /**
   * Name is the name of the referent.
   */
  readonly name: string;

  /**
   * Namespace is the namespace of the backend.
   */
  readonly namespace?: string;

  /**
   * Port specifies the destination port number to use for this resource.
   */
  readonly port?: number;
}

export function toJson_HttpRouteSpecRulesFiltersRequestMirrorBackendRef(obj: HttpRouteSpecRulesFiltersRequestMirrorBackendRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
    'port': obj.port,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Fraction represents the fraction of requests that should be mirrored to BackendRef.
 */
export interface HttpRouteSpecRulesFiltersRequestMirrorFraction {
  readonly denominator?: number;

  readonly numerator: number;
}

export function toJson_HttpRouteSpecRulesFiltersRequestMirrorFraction(obj: HttpRouteSpecRulesFiltersRequestMirrorFraction | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'denominator': obj.denominator,
    'numerator': obj.numerator,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Path defines parameters used to modify the path of the incoming request.
 */
export interface HttpRouteSpecRulesFiltersRequestRedirectPath {
  /**
   * ReplaceFullPath specifies the value with which to replace the full path of a request during a rewrite or redirect.
   */
  readonly replaceFullPath?: string;

  /**
   * ReplacePrefixMatch specifies the value with which to replace the prefix match of a request during a rewrite or redirect.
   */
  readonly replacePrefixMatch?: string;

  /**
   * Type defines the type of path modifier.
   */
  readonly type: HttpRouteSpecRulesFiltersRequestRedirectPathType;
}

export function toJson_HttpRouteSpecRulesFiltersRequestRedirectPath(obj: HttpRouteSpecRulesFiltersRequestRedirectPath | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'replaceFullPath': obj.replaceFullPath,
    'replacePrefixMatch': obj.replacePrefixMatch,
    'type': obj.type,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Scheme is the scheme to be used in the value of the `Location` header in the response.
 */
export enum HttpRouteSpecRulesFiltersRequestRedirectScheme {
  /** http */
  HTTP = "http",
  /** https */
  HTTPS = "https",
}

/**
 * StatusCode is the HTTP status code to be used in response.
 */
export enum HttpRouteSpecRulesFiltersRequestRedirectStatusCode {
  /** 301 */
  VALUE_301 = 301,
  /** 302 */
  VALUE_302 = 302,
  /** 303 */
  VALUE_303 = 303,
  /** 307 */
  VALUE_307 = 307,
  /** 308 */
  VALUE_308 = 308,
}

/**
 * HTTPHeader represents an HTTP Header name and value as defined by RFC 7230.
 */
export interface HttpRouteSpecRulesFiltersResponseHeaderModifierAdd {
  /**
   * Name is the name of the HTTP Header to be matched.
   */
  readonly name: string;

  /**
   * Value is the value of HTTP Header to be matched.
   */
  readonly value: string;
}

export function toJson_HttpRouteSpecRulesFiltersResponseHeaderModifierAdd(obj: HttpRouteSpecRulesFiltersResponseHeaderModifierAdd | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPHeader represents an HTTP Header name and value as defined by RFC 7230.
 */
export interface HttpRouteSpecRulesFiltersResponseHeaderModifierSet {
  /**
   * Name is the name of the HTTP Header to be matched.
   */
  readonly name: string;

  /**
   * Value is the value of HTTP Header to be matched.
   */
  readonly value: string;
}

export function toJson_HttpRouteSpecRulesFiltersResponseHeaderModifierSet(obj: HttpRouteSpecRulesFiltersResponseHeaderModifierSet | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Path defines a path rewrite.
 */
export interface HttpRouteSpecRulesFiltersUrlRewritePath {
  /**
   * ReplaceFullPath specifies the value with which to replace the full path of a request during a rewrite or redirect.
   */
  readonly replaceFullPath?: string;

  /**
   * ReplacePrefixMatch specifies the value with which to replace the prefix match of a request during a rewrite or redirect.
   */
  readonly replacePrefixMatch?: string;

  /**
   * Type defines the type of path modifier.
   */
  readonly type: HttpRouteSpecRulesFiltersUrlRewritePathType;
}

export function toJson_HttpRouteSpecRulesFiltersUrlRewritePath(obj: HttpRouteSpecRulesFiltersUrlRewritePath | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'replaceFullPath': obj.replaceFullPath,
    'replacePrefixMatch': obj.replacePrefixMatch,
    'type': obj.type,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Type specifies how to match against the value of the header.
 */
export enum HttpRouteSpecRulesMatchesHeadersType {
  /** Exact */
  EXACT = "Exact",
  /** RegularExpression */
  REGULAR_EXPRESSION = "RegularExpression",
}

/**
 * Type specifies how to match against the path Value.
 */
export enum HttpRouteSpecRulesMatchesPathType {
  /** Exact */
  EXACT = "Exact",
  /** PathPrefix */
  PATH_PREFIX = "PathPrefix",
  /** RegularExpression */
  REGULAR_EXPRESSION = "RegularExpression",
}

/**
 * Type specifies how to match against the value of the query parameter.
 */
export enum HttpRouteSpecRulesMatchesQueryParamsType {
  /** Exact */
  EXACT = "Exact",
  /** RegularExpression */
  REGULAR_EXPRESSION = "RegularExpression",
}

/**
 * Type defines the type of path modifier.
 */
export enum HttpRouteSpecRulesFiltersRequestRedirectPathType {
  /** ReplaceFullPath */
  REPLACE_FULL_PATH = "ReplaceFullPath",
  /** ReplacePrefixMatch */
  REPLACE_PREFIX_MATCH = "ReplacePrefixMatch",
}

/**
 * Type defines the type of path modifier.
 */
export enum HttpRouteSpecRulesFiltersUrlRewritePathType {
  /** ReplaceFullPath */
  REPLACE_FULL_PATH = "ReplaceFullPath",
  /** ReplacePrefixMatch */
  REPLACE_PREFIX_MATCH = "ReplacePrefixMatch",
}
