// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * Middleware is the CRD implementation of a Traefik Middleware.
 */
export class Middleware extends ApiObject {
  /**
   * Returns the apiVersion and kind for "Middleware"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'Middleware',
  }

  /**
   * Renders a Kubernetes manifest for "Middleware".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: MiddlewareProps): any {
    return {
      ...Middleware.GVK,
      ...toJson_MiddlewareProps(props),
    };
  }

  /**
   * Defines a "Middleware" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: MiddlewareProps) {
    super(scope, id, {
      ...Middleware.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...Middleware.GVK,
      ...toJson_MiddlewareProps(resolved),
    };
  }
}

/**
 * Middleware is the CRD implementation of a Traefik Middleware.
 */
export interface MiddlewareProps {
  readonly metadata: ApiObjectMetadata;

  /**
   * MiddlewareSpec defines the desired state of a Middleware.
   */
  readonly spec: MiddlewareSpec;
}

export function toJson_MiddlewareProps(obj: MiddlewareProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_MiddlewareSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * MiddlewareSpec defines the desired state of a Middleware.
 */
export interface MiddlewareSpec {
  /**
   * AddPrefix holds the add prefix middleware configuration.
   */
  readonly addPrefix?: any;

  /**
   * BasicAuth holds the basic auth middleware configuration.
   */
  readonly basicAuth?: MiddlewareSpecBasicAuth;

  /**
   * Buffering holds the buffering middleware configuration.
   */
  readonly buffering?: MiddlewareSpecBuffering;

  /**
   * Chain holds the configuration of the chain middleware.
   */
  readonly chain?: any;

  /**
   * CircuitBreaker holds the circuit breaker configuration.
   */
  readonly circuitBreaker?: any;

  /**
   * Compress holds the compress middleware configuration.
   */
  readonly compress?: any;

  /**
   * ContentType holds the content-type middleware configuration.
   */
  readonly contentType?: any;

  /**
   * DigestAuth holds the digest auth middleware configuration.
   */
  readonly digestAuth?: any;

  /**
   * EncodedCharacters configures which encoded characters are allowed in the request path.
   */
  readonly encodedCharacters?: any;

  /**
   * ErrorPage holds the custom error middleware configuration.
   */
  readonly errors?: any;

  /**
   * ForwardAuth holds the forward auth middleware configuration.
   */
  readonly forwardAuth?: any;

  /**
   * GrpcWeb holds the gRPC web middleware configuration.
   */
  readonly grpcWeb?: any;

  /**
   * Headers holds the headers middleware configuration.
   */
  readonly headers?: any;

  /**
   * InFlightReq holds the in-flight request middleware configuration.
   */
  readonly inFlightReq?: any;

  /**
   * IPAllowList holds the IP allowlist middleware configuration.
   */
  readonly ipAllowList?: MiddlewareSpecIpAllowList;

  /**
   * Deprecated:
   */
  readonly ipWhiteList?: any;

  /**
   * PassTLSClientCert holds the pass TLS client cert middleware configuration.
   */
  readonly passTlsClientCert?: any;

  /**
   * Plugin defines the middleware plugin configuration.
   */
  readonly plugin?: any;

  /**
   * RateLimit holds the rate limit configuration.
   */
  readonly rateLimit?: MiddlewareSpecRateLimit;

  /**
   * RedirectRegex holds the redirect regex middleware configuration.
   */
  readonly redirectRegex?: any;

  /**
   * RedirectScheme holds the redirect scheme middleware configuration.
   */
  readonly redirectScheme?: any;

  /**
   * ReplacePath holds the replace path middleware configuration.
   */
  readonly replacePath?: any;

  /**
   * ReplacePathRegex holds the replace path regex middleware configuration.
   */
  readonly replacePathRegex?: any;

  /**
   * Retry holds the retry middleware configuration.
   */
  readonly retry?: any;

  /**
   * StripPrefix holds the strip prefix middleware configuration.
   */
  readonly stripPrefix?: any;

  /**
   * StripPrefixRegex holds the strip prefix regex middleware configuration.
   */
  readonly stripPrefixRegex?: any;
}

export function toJson_MiddlewareSpec(obj: MiddlewareSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'addPrefix': obj.addPrefix,
    'basicAuth': toJson_MiddlewareSpecBasicAuth(obj.basicAuth),
    'buffering': toJson_MiddlewareSpecBuffering(obj.buffering),
    'chain': obj.chain,
    'circuitBreaker': obj.circuitBreaker,
    'compress': obj.compress,
    'contentType': obj.contentType,
    'digestAuth': obj.digestAuth,
    'encodedCharacters': obj.encodedCharacters,
    'errors': obj.errors,
    'forwardAuth': obj.forwardAuth,
    'grpcWeb': obj.grpcWeb,
    'headers': obj.headers,
    'inFlightReq': obj.inFlightReq,
    'ipAllowList': toJson_MiddlewareSpecIpAllowList(obj.ipAllowList),
    'ipWhiteList': obj.ipWhiteList,
    'passTLSClientCert': obj.passTlsClientCert,
    'plugin': obj.plugin,
    'rateLimit': toJson_MiddlewareSpecRateLimit(obj.rateLimit),
    'redirectRegex': obj.redirectRegex,
    'redirectScheme': obj.redirectScheme,
    'replacePath': obj.replacePath,
    'replacePathRegex': obj.replacePathRegex,
    'retry': obj.retry,
    'stripPrefix': obj.stripPrefix,
    'stripPrefixRegex': obj.stripPrefixRegex,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * BasicAuth holds the basic auth middleware configuration.
 */
export interface MiddlewareSpecBasicAuth {
  /**
   * HeaderField defines a header field to store the authenticated user.
   */
  readonly headerField?: string;

  /**
   * Realm allows the protected resources on a server to be partitioned into a set of protection spaces, each with its own authentication scheme.
   */
  readonly realm?: string;

  /**
   * RemoveHeader sets the removeHeader option to true to remove the authorization header before forwarding the request to your service.
   */
  readonly removeHeader?: boolean;

  /**
   * Secret is the name of the referenced Kubernetes Secret containing user credentials.
   */
  readonly secret?: string;
}

export function toJson_MiddlewareSpecBasicAuth(obj: MiddlewareSpecBasicAuth | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'headerField': obj.headerField,
    'realm': obj.realm,
    'removeHeader': obj.removeHeader,
    'secret': obj.secret,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Buffering holds the buffering middleware configuration.
 */
export interface MiddlewareSpecBuffering {
  /**
   * MaxRequestBodyBytes defines the maximum allowed body size for the request (in bytes).
   */
  readonly maxRequestBodyBytes?: number;

  /**
   * MaxResponseBodyBytes defines the maximum allowed response size from the service (in bytes).
   */
  readonly maxResponseBodyBytes?: number;

  /**
   * MemRequestBodyBytes defines the threshold (in bytes) from which the request will be buffered on disk instead of in memory.
   */
  readonly memRequestBodyBytes?: number;

  /**
   * MemResponseBodyBytes defines the threshold (in bytes) from which the response will be buffered on disk instead of in memory.
   */
  readonly memResponseBodyBytes?: number;

  /**
   * RetryExpression defines the retry conditions.
   */
  readonly retryExpression?: string;
}

export function toJson_MiddlewareSpecBuffering(obj: MiddlewareSpecBuffering | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'maxRequestBodyBytes': obj.maxRequestBodyBytes,
    'maxResponseBodyBytes': obj.maxResponseBodyBytes,
    'memRequestBodyBytes': obj.memRequestBodyBytes,
    'memResponseBodyBytes': obj.memResponseBodyBytes,
    'retryExpression': obj.retryExpression,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * IPAllowList holds the IP allowlist middleware configuration.
 */
export interface MiddlewareSpecIpAllowList {
  /**
   * IPStrategy holds the IP strategy configuration used by Traefik to determine the client IP.
   */
  readonly ipStrategy?: MiddlewareSpecIpAllowListIpStrategy;

  /**
   * RejectStatusCode defines the HTTP status code used for refused requests.
   */
  readonly rejectStatusCode?: number;

  /**
   * SourceRange defines the set of allowed IPs (or ranges of allowed IPs by using CIDR notation).
   */
  readonly sourceRange?: string[];
}

export function toJson_MiddlewareSpecIpAllowList(obj: MiddlewareSpecIpAllowList | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'ipStrategy': toJson_MiddlewareSpecIpAllowListIpStrategy(obj.ipStrategy),
    'rejectStatusCode': obj.rejectStatusCode,
    'sourceRange': obj.sourceRange?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RateLimit holds the rate limit configuration.
 */
export interface MiddlewareSpecRateLimit {
  /**
   * Average is the maximum rate, by default in requests/s, allowed for the given source.
   */
  readonly average?: number;

  /**
   * Burst is the maximum number of requests allowed to arrive in the same arbitrarily small period of time.
   */
  readonly burst?: number;

  /**
   * Period, in combination with Average, defines the actual maximum rate, such as:
   */
  readonly period?: MiddlewareSpecRateLimitPeriod;

  /**
   * Redis hold the configs of Redis as bucket in rate limiter.
   */
  readonly redis?: any;

  /**
   * SourceCriterion defines what criterion is used to group requests as originating from a common source.
   */
  readonly sourceCriterion?: MiddlewareSpecRateLimitSourceCriterion;
}

export function toJson_MiddlewareSpecRateLimit(obj: MiddlewareSpecRateLimit | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'average': obj.average,
    'burst': obj.burst,
    'period': obj.period?.value,
    'redis': obj.redis,
    'sourceCriterion': toJson_MiddlewareSpecRateLimitSourceCriterion(obj.sourceCriterion),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * IPStrategy holds the IP strategy configuration used by Traefik to determine the client IP.
 */
export interface MiddlewareSpecIpAllowListIpStrategy {
  /**
   * Depth tells Traefik to use the X-Forwarded-For header and take the IP located at the depth position (starting from the right).
   */
  readonly depth?: number;

  /**
   * ExcludedIPs configures Traefik to scan the X-Forwarded-For header and select the first IP not in the list.
   */
  readonly excludedIPs?: string[];

  /**
   * IPv6Subnet configures Traefik to consider all IPv6 addresses from the defined subnet as originating from the same IP.
   */
  readonly ipv6Subnet?: number;
}

export function toJson_MiddlewareSpecIpAllowListIpStrategy(obj: MiddlewareSpecIpAllowListIpStrategy | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'depth': obj.depth,
    'excludedIPs': obj.excludedIPs?.map(y => y),
    'ipv6Subnet': obj.ipv6Subnet,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Period, in combination with Average, defines the actual maximum rate, such as:
 */
export class MiddlewareSpecRateLimitPeriod {
  public static fromNumber(value: number): MiddlewareSpecRateLimitPeriod {
    return new MiddlewareSpecRateLimitPeriod(value);
  }
  public static fromString(value: string): MiddlewareSpecRateLimitPeriod {
    return new MiddlewareSpecRateLimitPeriod(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * SourceCriterion defines what criterion is used to group requests as originating from a common source.
 */
export interface MiddlewareSpecRateLimitSourceCriterion {
  /**
   * IPStrategy holds the IP strategy configuration used by Traefik to determine the client IP.
   */
  readonly ipStrategy?: MiddlewareSpecRateLimitSourceCriterionIpStrategy;

  /**
   * RequestHeaderName defines the name of the header used to group incoming requests.
   */
  readonly requestHeaderName?: string;

  /**
   * RequestHost defines whether to consider the request Host as the source.
   */
  readonly requestHost?: boolean;
}

export function toJson_MiddlewareSpecRateLimitSourceCriterion(obj: MiddlewareSpecRateLimitSourceCriterion | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'ipStrategy': toJson_MiddlewareSpecRateLimitSourceCriterionIpStrategy(obj.ipStrategy),
    'requestHeaderName': obj.requestHeaderName,
    'requestHost': obj.requestHost,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * IPStrategy holds the IP strategy configuration used by Traefik to determine the client IP.
 */
export interface MiddlewareSpecRateLimitSourceCriterionIpStrategy {
  /**
   * Depth tells Traefik to use the X-Forwarded-For header and take the IP located at the depth position (starting from the right).
   */
  readonly depth?: number;

  /**
   * ExcludedIPs configures Traefik to scan the X-Forwarded-For header and select the first IP not in the list.
   */
  readonly excludedIPs?: string[];

  /**
   * IPv6Subnet configures Traefik to consider all IPv6 addresses from the defined subnet as originating from the same IP.
   */
  readonly ipv6Subnet?: number;
}

export function toJson_MiddlewareSpecRateLimitSourceCriterionIpStrategy(obj: MiddlewareSpecRateLimitSourceCriterionIpStrategy | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'depth': obj.depth,
    'excludedIPs': obj.excludedIPs?.map(y => y),
    'ipv6Subnet': obj.ipv6Subnet,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}
