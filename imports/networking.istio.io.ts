// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

export class DestinationRule extends ApiObject {
  /**
   * Returns the apiVersion and kind for "DestinationRule"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
  }

  /**
   * Renders a Kubernetes manifest for "DestinationRule".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: DestinationRuleProps = {}): any {
    return {
      ...DestinationRule.GVK,
      ...toJson_DestinationRuleProps(props),
    };
  }

  /**
   * Defines a "DestinationRule" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: DestinationRuleProps = {}) {
    super(scope, id, {
      ...DestinationRule.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...DestinationRule.GVK,
      ...toJson_DestinationRuleProps(resolved),
    };
  }
}

export interface DestinationRuleProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Configuration affecting load balancing, outlier detection, etc. See more details at:
   */
  readonly spec?: DestinationRuleSpec;
}

export function toJson_DestinationRuleProps(obj: DestinationRuleProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_DestinationRuleSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Configuration affecting load balancing, outlier detection, etc. See more details at:
 */
export interface DestinationRuleSpec {
  /**
   * A list of namespaces to which this destination rule is exported.
   */
  readonly exportTo?: string[];

  /**
   * The name of a service from the service registry.
   */
  readonly host: string;

  /**
   * One or more named sets that represent individual versions of a service.
   */
  readonly subsets?: any[];

  /**
   * Traffic policies to apply (load balancing policy, connection pool sizes, outlier detection).
   */
  readonly trafficPolicy?: DestinationRuleSpecTrafficPolicy;

  /**
   * Criteria used to select the specific set of pods/VMs on which this `DestinationRule` configuration should be applied.
   */
  readonly workloadSelector?: DestinationRuleSpecWorkloadSelector;
}

export function toJson_DestinationRuleSpec(obj: DestinationRuleSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'exportTo': obj.exportTo?.map(y => y),
    'host': obj.host,
    'subsets': obj.subsets?.map(y => y),
    'trafficPolicy': toJson_DestinationRuleSpecTrafficPolicy(obj.trafficPolicy),
    'workloadSelector': toJson_DestinationRuleSpecWorkloadSelector(obj.workloadSelector),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Traffic policies to apply (load balancing policy, connection pool sizes, outlier detection).
 */
export interface DestinationRuleSpecTrafficPolicy {
  readonly connectionPool?: DestinationRuleSpecTrafficPolicyConnectionPool;

  /**
   * Settings controlling the load balancer algorithms.
   */
  readonly loadBalancer?: DestinationRuleSpecTrafficPolicyLoadBalancer;

  readonly outlierDetection?: DestinationRuleSpecTrafficPolicyOutlierDetection;

  /**
   * Traffic policies specific to individual ports.
   */
  readonly portLevelSettings?: any[];

  /**
   * The upstream PROXY protocol settings.
   */
  readonly proxyProtocol?: DestinationRuleSpecTrafficPolicyProxyProtocol;

  /**
   * Specifies a limit on concurrent retries in relation to the number of active requests.
   */
  readonly retryBudget?: DestinationRuleSpecTrafficPolicyRetryBudget;

  /**
   * TLS related settings for connections to the upstream service.
   */
  readonly tls?: any;

  /**
   * Configuration of tunneling TCP over other transport or application layers for the host configured in the DestinationRule.
   */
  readonly tunnel?: any;
}

export function toJson_DestinationRuleSpecTrafficPolicy(obj: DestinationRuleSpecTrafficPolicy | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'connectionPool': toJson_DestinationRuleSpecTrafficPolicyConnectionPool(obj.connectionPool),
    'loadBalancer': toJson_DestinationRuleSpecTrafficPolicyLoadBalancer(obj.loadBalancer),
    'outlierDetection': toJson_DestinationRuleSpecTrafficPolicyOutlierDetection(obj.outlierDetection),
    'portLevelSettings': obj.portLevelSettings?.map(y => y),
    'proxyProtocol': toJson_DestinationRuleSpecTrafficPolicyProxyProtocol(obj.proxyProtocol),
    'retryBudget': toJson_DestinationRuleSpecTrafficPolicyRetryBudget(obj.retryBudget),
    'tls': obj.tls,
    'tunnel': obj.tunnel,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Criteria used to select the specific set of pods/VMs on which this `DestinationRule` configuration should be applied.
 */
export interface DestinationRuleSpecWorkloadSelector {
  /**
   * One or more labels that indicate a specific set of pods/VMs on which a policy should be applied.
   */
  readonly matchLabels?: { [key: string]: string };
}

export function toJson_DestinationRuleSpecWorkloadSelector(obj: DestinationRuleSpecWorkloadSelector | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'matchLabels': ((obj.matchLabels) === undefined) ? undefined : (Object.entries(obj.matchLabels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface DestinationRuleSpecTrafficPolicyConnectionPool {
  /**
   * HTTP connection pool settings.
   */
  readonly http?: DestinationRuleSpecTrafficPolicyConnectionPoolHttp;

  /**
   * Settings common to both HTTP and TCP upstream connections.
   */
  readonly tcp?: DestinationRuleSpecTrafficPolicyConnectionPoolTcp;
}

export function toJson_DestinationRuleSpecTrafficPolicyConnectionPool(obj: DestinationRuleSpecTrafficPolicyConnectionPool | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'http': toJson_DestinationRuleSpecTrafficPolicyConnectionPoolHttp(obj.http),
    'tcp': toJson_DestinationRuleSpecTrafficPolicyConnectionPoolTcp(obj.tcp),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Settings controlling the load balancer algorithms.
 */
export interface DestinationRuleSpecTrafficPolicyLoadBalancer {
  /**
   * Consistent Hash-based load balancing can be used to provide soft session affinity based on HTTP headers, cookies or other properties.
   */
  readonly consistentHash?: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash;

  /**
   * Locality load balancer settings.
   */
  readonly localityLbSetting?: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting;

  /**
   * Standard load balancing algorithms that require no tuning.
   */
  readonly simple?: DestinationRuleSpecTrafficPolicyLoadBalancerSimple;

  /**
   * Represents the warmup configuration of Service.
   */
  readonly warmup?: DestinationRuleSpecTrafficPolicyLoadBalancerWarmup;

  /**
   * Deprecated:
   */
  readonly warmupDurationSecs?: string;

  /**
   * Zone Aware load balancer settings.
   */
  readonly zoneAwareLbSetting?: DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancer(obj: DestinationRuleSpecTrafficPolicyLoadBalancer | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'consistentHash': toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash(obj.consistentHash),
    'localityLbSetting': toJson_DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting(obj.localityLbSetting),
    'simple': obj.simple,
    'warmup': toJson_DestinationRuleSpecTrafficPolicyLoadBalancerWarmup(obj.warmup),
    'warmupDurationSecs': obj.warmupDurationSecs,
    'zoneAwareLbSetting': toJson_DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting(obj.zoneAwareLbSetting),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface DestinationRuleSpecTrafficPolicyOutlierDetection {
  /**
   * Minimum ejection duration.
   */
  readonly baseEjectionTime?: string;

  /**
   * Number of 5xx errors before a host is ejected from the connection pool.
   */
  readonly consecutive5XxErrors?: number;

  readonly consecutiveErrors?: number;

  /**
   * Number of gateway errors before a host is ejected from the connection pool.
   */
  readonly consecutiveGatewayErrors?: number;

  /**
   * The number of consecutive locally originated failures before ejection occurs.
   */
  readonly consecutiveLocalOriginFailures?: number;

  /**
   * Time interval between ejection sweep analysis.
   */
  readonly interval?: string;

  /**
   * Maximum % of hosts in the load balancing pool for the upstream service that can be ejected.
   */
  readonly maxEjectionPercent?: number;

  /**
   * Outlier detection will be enabled as long as the associated load balancing pool has at least `minHealthPercent` hosts in healthy mode.
   */
  readonly minHealthPercent?: number;

  /**
   * Specifies the HTTP response status codes that are treated as outlier detection errors.
   */
  readonly outlierDetectionHttpErrorCodes?: number[];

  /**
   * Determines whether to distinguish local origin failures from external errors.
   */
  readonly splitExternalLocalOriginErrors?: boolean;
}

export function toJson_DestinationRuleSpecTrafficPolicyOutlierDetection(obj: DestinationRuleSpecTrafficPolicyOutlierDetection | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'baseEjectionTime': obj.baseEjectionTime,
    'consecutive5xxErrors': obj.consecutive5XxErrors,
    'consecutiveErrors': obj.consecutiveErrors,
    'consecutiveGatewayErrors': obj.consecutiveGatewayErrors,
    'consecutiveLocalOriginFailures': obj.consecutiveLocalOriginFailures,
    'interval': obj.interval,
    'maxEjectionPercent': obj.maxEjectionPercent,
    'minHealthPercent': obj.minHealthPercent,
    'outlierDetectionHttpErrorCodes': obj.outlierDetectionHttpErrorCodes?.map(y => y),
    'splitExternalLocalOriginErrors': obj.splitExternalLocalOriginErrors,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * The upstream PROXY protocol settings.
 */
export interface DestinationRuleSpecTrafficPolicyProxyProtocol {
  /**
   * The PROXY protocol version to use.
   */
  readonly version?: DestinationRuleSpecTrafficPolicyProxyProtocolVersion;
}

export function toJson_DestinationRuleSpecTrafficPolicyProxyProtocol(obj: DestinationRuleSpecTrafficPolicyProxyProtocol | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'version': obj.version,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Specifies a limit on concurrent retries in relation to the number of active requests.
 */
export interface DestinationRuleSpecTrafficPolicyRetryBudget {
  /**
   * Specifies the duration in which requests will be considered when calculating the budget for retries.
   */
  readonly budgetInterval?: string;

  /**
   * Specifies the minimum retry concurrency allowed for the retry budget.
   */
  readonly minRetryConcurrency?: number;

  /**
   * Specifies the limit on concurrent retries as a percentage of the sum of active requests and active pending requests.
   */
  readonly percent?: number;
}

export function toJson_DestinationRuleSpecTrafficPolicyRetryBudget(obj: DestinationRuleSpecTrafficPolicyRetryBudget | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'budgetInterval': obj.budgetInterval,
    'minRetryConcurrency': obj.minRetryConcurrency,
    'percent': obj.percent,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTP connection pool settings.
 */
export interface DestinationRuleSpecTrafficPolicyConnectionPoolHttp {
  /**
   * Specify if http1.1 connection should be upgraded to http2 for the associated destination.
   */
  readonly h2UpgradePolicy?: DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy;

  /**
   * Maximum number of requests that will be queued while waiting for a ready connection pool connection.
   */
  readonly http1MaxPendingRequests?: number;

  /**
   * Configure HTTP/2 PING frames for upstream connections.
   */
  readonly http2KeepAlive?: DestinationRuleSpecTrafficPolicyConnectionPoolHttpHttp2KeepAlive;

  /**
   * Maximum number of active requests to a destination.
   */
  readonly http2MaxRequests?: number;

  /**
   * The idle timeout for upstream connection pool connections.
   */
  readonly idleTimeout?: string;

  /**
   * The maximum number of concurrent streams allowed for a peer on one HTTP/2 connection.
   */
  readonly maxConcurrentStreams?: number;

  /**
   * Maximum number of requests per connection to a backend.
   */
  readonly maxRequestsPerConnection?: number;

  /**
   * Maximum number of retries that can be outstanding to all hosts in a cluster at a given time.
   */
  readonly maxRetries?: number;

  /**
   * If set to true, client protocol will be preserved while initiating connection to backend.
   */
  readonly useClientProtocol?: boolean;
}

export function toJson_DestinationRuleSpecTrafficPolicyConnectionPoolHttp(obj: DestinationRuleSpecTrafficPolicyConnectionPoolHttp | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'h2UpgradePolicy': obj.h2UpgradePolicy,
    'http1MaxPendingRequests': obj.http1MaxPendingRequests,
    'http2KeepAlive': toJson_DestinationRuleSpecTrafficPolicyConnectionPoolHttpHttp2KeepAlive(obj.http2KeepAlive),
    'http2MaxRequests': obj.http2MaxRequests,
    'idleTimeout': obj.idleTimeout,
    'maxConcurrentStreams': obj.maxConcurrentStreams,
    'maxRequestsPerConnection': obj.maxRequestsPerConnection,
    'maxRetries': obj.maxRetries,
    'useClientProtocol': obj.useClientProtocol,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Settings common to both HTTP and TCP upstream connections.
 */
export interface DestinationRuleSpecTrafficPolicyConnectionPoolTcp {
  /**
   * TCP connection timeout.
   */
  readonly connectTimeout?: string;

  /**
   * The idle timeout for TCP connections.
   */
  readonly idleTimeout?: string;

  /**
   * The maximum duration of a connection.
   */
  readonly maxConnectionDuration?: string;

  /**
   * Maximum number of HTTP1 /TCP connections to a destination host.
   */
  readonly maxConnections?: number;

  /**
   * If set then set SO_KEEPALIVE on the socket to enable TCP Keepalives.
   */
  readonly tcpKeepalive?: DestinationRuleSpecTrafficPolicyConnectionPoolTcpTcpKeepalive;
}

export function toJson_DestinationRuleSpecTrafficPolicyConnectionPoolTcp(obj: DestinationRuleSpecTrafficPolicyConnectionPoolTcp | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'connectTimeout': obj.connectTimeout,
    'idleTimeout': obj.idleTimeout,
    'maxConnectionDuration': obj.maxConnectionDuration,
    'maxConnections': obj.maxConnections,
    'tcpKeepalive': toJson_DestinationRuleSpecTrafficPolicyConnectionPoolTcpTcpKeepalive(obj.tcpKeepalive),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Consistent Hash-based load balancing can be used to provide soft session affinity based on HTTP headers, cookies or other properties.
 */
export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash {
  /**
   * Hash based on HTTP cookie.
   */
  readonly httpCookie?: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie;

  /**
   * Hash based on a specific HTTP header.
   */
  readonly httpHeaderName?: string;

  /**
   * Hash based on a specific HTTP query parameter.
   */
  readonly httpQueryParameterName?: string;

  /**
   * The Maglev load balancer implements consistent hashing to backend hosts.
   */
  readonly maglev?: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashMaglev;

  /**
   * Deprecated.
   */
  readonly minimumRingSize?: number;

  /**
   * The ring/modulo hash load balancer implements consistent hashing to backend hosts.
   */
  readonly ringHash?: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashRingHash;

  /**
   * Hash based on the source IP address.
   */
  readonly useSourceIp?: boolean;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash(obj: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'httpCookie': toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie(obj.httpCookie),
    'httpHeaderName': obj.httpHeaderName,
    'httpQueryParameterName': obj.httpQueryParameterName,
    'maglev': toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashMaglev(obj.maglev),
    'minimumRingSize': obj.minimumRingSize,
    'ringHash': toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashRingHash(obj.ringHash),
    'useSourceIp': obj.useSourceIp,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Locality load balancer settings.
 */
export interface DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting {
  /**
   * Optional:
   */
  readonly distribute?: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingDistribute[];

  /**
   * Enable locality load balancing.
   */
  readonly enabled?: boolean;

  /**
   * Optional:
   */
  readonly failover?: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingFailover[];

  /**
   * failoverPriority is an ordered list of labels used to sort endpoints to do priority based load balancing.
   */
  readonly failoverPriority?: string[];
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting(obj: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'distribute': obj.distribute?.map(y => toJson_DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingDistribute(y)),
    'enabled': obj.enabled,
    'failover': obj.failover?.map(y => toJson_DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingFailover(y)),
    'failoverPriority': obj.failoverPriority?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Standard load balancing algorithms that require no tuning.
 */
export enum DestinationRuleSpecTrafficPolicyLoadBalancerSimple {
  /** UNSPECIFIED */
  UNSPECIFIED = "UNSPECIFIED",
  /** LEAST_CONN */
  LEAST_UNDERSCORE_CONN = "LEAST_CONN",
  /** RANDOM */
  RANDOM = "RANDOM",
  /** PASSTHROUGH */
  PASSTHROUGH = "PASSTHROUGH",
  /** ROUND_ROBIN */
  ROUND_UNDERSCORE_ROBIN = "ROUND_ROBIN",
  /** LEAST_REQUEST */
  LEAST_UNDERSCORE_REQUEST = "LEAST_REQUEST",
}

/**
 * Represents the warmup configuration of Service.
 */
export interface DestinationRuleSpecTrafficPolicyLoadBalancerWarmup {
  /**
   * This parameter controls the speed of traffic increase over the warmup duration.
   */
  readonly aggression?: number;

  readonly duration: string;

  readonly minimumPercent?: number;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerWarmup(obj: DestinationRuleSpecTrafficPolicyLoadBalancerWarmup | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'aggression': obj.aggression,
    'duration': obj.duration,
    'minimumPercent': obj.minimumPercent,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Zone Aware load balancer settings.
 */
export interface DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting {
  /**
   * Enable zone aware load balancing.
   */
  readonly enabled?: boolean;

  /**
   * Optional.
   */
  readonly failover?: DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSettingFailover[];

  /**
   * failoverPriority is an ordered list of labels used to sort endpoints for priority-based load balancing.
   */
  readonly failoverPriority?: string[];

  /**
   * Minimum number of hosts in the upstream cluster's local region required for zone-aware load balancing to be enabled.
   */
  readonly minClusterSize?: number;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting(obj: DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'enabled': obj.enabled,
    'failover': obj.failover?.map(y => toJson_DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSettingFailover(y)),
    'failoverPriority': obj.failoverPriority?.map(y => y),
    'minClusterSize': obj.minClusterSize,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * The PROXY protocol version to use.
 */
export enum DestinationRuleSpecTrafficPolicyProxyProtocolVersion {
  /** V1 */
  V1 = "V1",
  /** V2 */
  V2 = "V2",
}

/**
 * Specify if http1.1 connection should be upgraded to http2 for the associated destination.
 */
export enum DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy {
  /** DEFAULT */
  DEFAULT = "DEFAULT",
  /** DO_NOT_UPGRADE */
  DO_UNDERSCORE_NOT_UNDERSCORE_UPGRADE = "DO_NOT_UPGRADE",
  /** UPGRADE */
  UPGRADE = "UPGRADE",
}

/**
 * Configure HTTP/2 PING frames for upstream connections.
 */
export interface DestinationRuleSpecTrafficPolicyConnectionPoolHttpHttp2KeepAlive {
  /**
   * Send HTTP/2 PING frames at this interval.
   */
  readonly interval?: string;

  /**
   * How long to wait for a response to an HTTP/2 PING frame before closing the connection.
   */
  readonly timeout?: string;
}

export function toJson_DestinationRuleSpecTrafficPolicyConnectionPoolHttpHttp2KeepAlive(obj: DestinationRuleSpecTrafficPolicyConnectionPoolHttpHttp2KeepAlive | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'interval': obj.interval,
    'timeout': obj.timeout,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * If set then set SO_KEEPALIVE on the socket to enable TCP Keepalives.
 */
export interface DestinationRuleSpecTrafficPolicyConnectionPoolTcpTcpKeepalive {
  /**
   * The time duration between keep-alive probes.
   */
  readonly interval?: string;

  /**
   * Maximum number of keepalive probes to send without response before deciding the connection is dead.
   */
  readonly probes?: number;

  /**
   * The time duration a connection needs to be idle before keep-alive probes start being sent.
   */
  readonly time?: string;
}

export function toJson_DestinationRuleSpecTrafficPolicyConnectionPoolTcpTcpKeepalive(obj: DestinationRuleSpecTrafficPolicyConnectionPoolTcpTcpKeepalive | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'interval': obj.interval,
    'probes': obj.probes,
    'time': obj.time,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Hash based on HTTP cookie.
 */
export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie {
  /**
   * Additional attributes for the cookie.
   */
  readonly attributes?: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookieAttributes[];

  /**
   * Name of the cookie.
   */
  readonly name: string;

  /**
   * Path to set for the cookie.
   */
  readonly path?: string;

  /**
   * Lifetime of the cookie.
   */
  readonly ttl?: string;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie(obj: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'attributes': obj.attributes?.map(y => toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookieAttributes(y)),
    'name': obj.name,
    'path': obj.path,
    'ttl': obj.ttl,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * The Maglev load balancer implements consistent hashing to backend hosts.
 */
export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashMaglev {
  /**
   * The table size for Maglev hashing.
   */
  readonly tableSize?: number;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashMaglev(obj: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashMaglev | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'tableSize': obj.tableSize,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * The ring/modulo hash load balancer implements consistent hashing to backend hosts.
 */
export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashRingHash {
  /**
   * The minimum number of virtual nodes to use for the hash ring.
   */
  readonly minimumRingSize?: number;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashRingHash(obj: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashRingHash | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'minimumRingSize': obj.minimumRingSize,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingDistribute {
  /**
   * Originating locality, '/' separated, e.g.
   */
  readonly from?: string;

  /**
   * Map of upstream localities to traffic distribution weights.
   */
  readonly to?: { [key: string]: number };
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingDistribute(obj: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingDistribute | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'from': obj.from,
    'to': ((obj.to) === undefined) ? undefined : (Object.entries(obj.to).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingFailover {
  /**
   * Originating region.
   */
  readonly from?: string;

  /**
   * Destination region the traffic will fail over to when endpoints in the 'from' region becomes unhealthy.
   */
  readonly to?: string;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingFailover(obj: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingFailover | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'from': obj.from,
    'to': obj.to,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSettingFailover {
  /**
   * Originating region.
   */
  readonly from?: string;

  /**
   * Destination region the traffic will fail over to when endpoints in the 'from' region becomes unhealthy.
   */
  readonly to?: string;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSettingFailover(obj: DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSettingFailover | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'from': obj.from,
    'to': obj.to,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookieAttributes {
  /**
   * The name of the cookie attribute.
   */
  readonly name: string;

  /**
   * The optional value of the cookie attribute.
   */
  readonly value?: string;
}

export function toJson_DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookieAttributes(obj: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookieAttributes | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}
