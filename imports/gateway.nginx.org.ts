// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * AuthenticationFilter configures request authentication and is referenced by HTTPRoute and GRPCRoute filters using ExtensionRef.
 */
export class AuthenticationFilter extends ApiObject {
  /**
   * Returns the apiVersion and kind for "AuthenticationFilter"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'gateway.nginx.org/v1alpha1',
    kind: 'AuthenticationFilter',
  }

  /**
   * Renders a Kubernetes manifest for "AuthenticationFilter".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: AuthenticationFilterProps): any {
    return {
      ...AuthenticationFilter.GVK,
      ...toJson_AuthenticationFilterProps(props),
    };
  }

  /**
   * Defines a "AuthenticationFilter" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: AuthenticationFilterProps) {
    super(scope, id, {
      ...AuthenticationFilter.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...AuthenticationFilter.GVK,
      ...toJson_AuthenticationFilterProps(resolved),
    };
  }
}

/**
 * AuthenticationFilter configures request authentication and is referenced by HTTPRoute and GRPCRoute filters using ExtensionRef.
 */
export interface AuthenticationFilterProps {
  readonly metadata: ApiObjectMetadata;

  /**
   * Spec defines the desired state of the AuthenticationFilter.
   */
  readonly spec: AuthenticationFilterSpec;
}

export function toJson_AuthenticationFilterProps(obj: AuthenticationFilterProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_AuthenticationFilterSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Spec defines the desired state of the AuthenticationFilter.
 */
export interface AuthenticationFilterSpec {
  /**
   * Basic configures HTTP Basic Authentication.
   */
  readonly basic?: AuthenticationFilterSpecBasic;

  /**
   * JWT configures JSON Web Token authentication (NGINX Plus).
   */
  readonly jwt?: any;

  /**
   * OIDC configures OpenID Connect Authentication (NGINX Plus).
   */
  readonly oidc?: any;

  /**
   * Type selects the authentication mechanism.
   */
  readonly type: AuthenticationFilterSpecType;
}

export function toJson_AuthenticationFilterSpec(obj: AuthenticationFilterSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'basic': toJson_AuthenticationFilterSpecBasic(obj.basic),
    'jwt': obj.jwt,
    'oidc': obj.oidc,
    'type': obj.type,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Basic configures HTTP Basic Authentication.
 */
export interface AuthenticationFilterSpecBasic {
  /**
   * Realm used by NGINX `auth_basic` directive.
   */
  readonly realm: string;

  /**
   * SecretRef references a Secret containing credentials in the same namespace.
   */
  readonly secretRef: AuthenticationFilterSpecBasicSecretRef;
}

export function toJson_AuthenticationFilterSpecBasic(obj: AuthenticationFilterSpecBasic | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'realm': obj.realm,
    'secretRef': toJson_AuthenticationFilterSpecBasicSecretRef(obj.secretRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Type selects the authentication mechanism.
 */
export enum AuthenticationFilterSpecType {
  /** Basic */
  BASIC = "Basic",
  /** OIDC */
  OIDC = "OIDC",
  /** JWT */
  JWT = "JWT",
}

/**
 * SecretRef references a Secret containing credentials in the same namespace.
 */
export interface AuthenticationFilterSpecBasicSecretRef {
  /**
   * Name is the name of the referenced object.
   */
  readonly name: string;
}

export function toJson_AuthenticationFilterSpecBasicSecretRef(obj: AuthenticationFilterSpecBasicSecretRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ClientSettingsPolicy is an Inherited Attached Policy.
 */
export class ClientSettingsPolicy extends ApiObject {
  /**
   * Returns the apiVersion and kind for "ClientSettingsPolicy"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'gateway.nginx.org/v1alpha1',
    kind: 'ClientSettingsPolicy',
  }

  /**
   * Renders a Kubernetes manifest for "ClientSettingsPolicy".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: ClientSettingsPolicyProps): any {
    return {
      ...ClientSettingsPolicy.GVK,
      ...toJson_ClientSettingsPolicyProps(props),
    };
  }

  /**
   * Defines a "ClientSettingsPolicy" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: ClientSettingsPolicyProps) {
    super(scope, id, {
      ...ClientSettingsPolicy.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...ClientSettingsPolicy.GVK,
      ...toJson_ClientSettingsPolicyProps(resolved),
    };
  }
}

/**
 * ClientSettingsPolicy is an Inherited Attached Policy.
 */
export interface ClientSettingsPolicyProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Spec defines the desired state of the ClientSettingsPolicy.
   */
  readonly spec: ClientSettingsPolicySpec;
}

export function toJson_ClientSettingsPolicyProps(obj: ClientSettingsPolicyProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_ClientSettingsPolicySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Spec defines the desired state of the ClientSettingsPolicy.
 */
export interface ClientSettingsPolicySpec {
  /**
   * Body defines the client request body settings.
   */
  readonly body?: ClientSettingsPolicySpecBody;

  /**
   * KeepAlive defines the keep-alive settings.
   */
  readonly keepAlive?: ClientSettingsPolicySpecKeepAlive;

  /**
   * TargetRef identifies an API object to apply the policy to.
   */
  readonly targetRef: ClientSettingsPolicySpecTargetRef;
}

export function toJson_ClientSettingsPolicySpec(obj: ClientSettingsPolicySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'body': toJson_ClientSettingsPolicySpecBody(obj.body),
    'keepAlive': toJson_ClientSettingsPolicySpecKeepAlive(obj.keepAlive),
    'targetRef': toJson_ClientSettingsPolicySpecTargetRef(obj.targetRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Body defines the client request body settings.
 */
export interface ClientSettingsPolicySpecBody {
  /**
   * MaxSize sets the maximum allowed size of the client request body.
   */
  readonly maxSize?: string;

  /**
   * Timeout defines a timeout for reading client request body.
   */
  readonly timeout?: string;
}

export function toJson_ClientSettingsPolicySpecBody(obj: ClientSettingsPolicySpecBody | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'maxSize': obj.maxSize,
    'timeout': obj.timeout,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * KeepAlive defines the keep-alive settings.
 */
export interface ClientSettingsPolicySpecKeepAlive {
  /**
   * MinTimeout defines the timeout for which the keep-alive client connection will not be closed on the server side for connection reuse or on...
   */
  readonly minTimeout?: string;

  /**
   * Requests sets the maximum number of requests that can be served through one keep-alive connection.
   */
  readonly requests?: number;

  /**
   * Time defines the maximum time during which requests can be processed through one keep-alive connection.
   */
  readonly time?: string;

  /**
   * Timeout defines the keep-alive timeouts for clients.
   */
  readonly timeout?: ClientSettingsPolicySpecKeepAliveTimeout;
}

export function toJson_ClientSettingsPolicySpecKeepAlive(obj: ClientSettingsPolicySpecKeepAlive | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'minTimeout': obj.minTimeout,
    'requests': obj.requests,
    'time': obj.time,
    'timeout': toJson_ClientSettingsPolicySpecKeepAliveTimeout(obj.timeout),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TargetRef identifies an API object to apply the policy to.
 */
export interface ClientSettingsPolicySpecTargetRef {
  /**
   * Group is the group of the target resource.
   */
  readonly group: string;

  /**
   * Kind is kind of the target resource.
   */
  readonly kind: string;

  /**
   * Name is the name of the target resource.
   */
  readonly name: string;
}

export function toJson_ClientSettingsPolicySpecTargetRef(obj: ClientSettingsPolicySpecTargetRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Timeout defines the keep-alive timeouts for clients.
 */
export interface ClientSettingsPolicySpecKeepAliveTimeout {
  /**
   * Header sets the timeout in the "Keep-Alive:
   */
  readonly header?: string;

  /**
   * Server sets the timeout during which a keep-alive client connection will stay open on the server side.
   */
  readonly server?: string;
}

export function toJson_ClientSettingsPolicySpecKeepAliveTimeout(obj: ClientSettingsPolicySpecKeepAliveTimeout | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'header': obj.header,
    'server': obj.server,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * NginxProxy is a configuration object that can be referenced from a GatewayClass parametersRef or a Gateway infrastructure.parametersRef.
 */
export class NginxProxy extends ApiObject {
  /**
   * Returns the apiVersion and kind for "NginxProxy"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'gateway.nginx.org/v1alpha2',
    kind: 'NginxProxy',
  }

  /**
   * Renders a Kubernetes manifest for "NginxProxy".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: NginxProxyProps): any {
    return {
      ...NginxProxy.GVK,
      ...toJson_NginxProxyProps(props),
    };
  }

  /**
   * Defines a "NginxProxy" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: NginxProxyProps) {
    super(scope, id, {
      ...NginxProxy.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...NginxProxy.GVK,
      ...toJson_NginxProxyProps(resolved),
    };
  }
}

/**
 * NginxProxy is a configuration object that can be referenced from a GatewayClass parametersRef or a Gateway infrastructure.parametersRef.
 */
export interface NginxProxyProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Spec defines the desired state of the NginxProxy.
   */
  readonly spec: NginxProxySpec;
}

export function toJson_NginxProxyProps(obj: NginxProxyProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_NginxProxySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Spec defines the desired state of the NginxProxy.
 */
export interface NginxProxySpec {
  /**
   * DisableHTTP2 defines if http2 should be disabled for all servers.
   */
  readonly disableHttp2?: boolean;

  /**
   * DisableSNIHostValidation disables the validation that ensures the SNI hostname matches the Host header in HTTPS requests.
   */
  readonly disableSniHostValidation?: boolean;

  /**
   * DNSResolver specifies the DNS resolver configuration for external name resolution.
   */
  readonly dnsResolver?: NginxProxySpecDnsResolver;

  /**
   * IPFamily specifies the IP family to be used by the NGINX.
   */
  readonly ipFamily?: NginxProxySpecIpFamily;

  /**
   * Kubernetes contains the configuration for the NGINX Deployment and Service Kubernetes objects.
   */
  readonly kubernetes?: NginxProxySpecKubernetes;

  /**
   * Logging defines logging related settings for NGINX.
   */
  readonly logging?: NginxProxySpecLogging;

  /**
   * Metrics defines the configuration for Prometheus scraping metrics.
   */
  readonly metrics?: NginxProxySpecMetrics;

  /**
   * NginxPlus specifies NGINX Plus additional settings.
   */
  readonly nginxPlus?: any;

  /**
   * RewriteClientIP defines configuration for rewriting the client IP to the original client's IP.
   */
  readonly rewriteClientIp?: NginxProxySpecRewriteClientIp;

  /**
   * ServerTokens configures whether NGINX emits its version in the "Server" response header and on error pages.
   */
  readonly serverTokens?: string;

  /**
   * Telemetry specifies the OpenTelemetry configuration.
   */
  readonly telemetry?: any;

  /**
   * WAF configures NGINX App Protect WAF functionality.
   */
  readonly waf?: any;

  /**
   * WorkerConnections specifies the maximum number of simultaneous connections that can be opened by a worker process.
   */
  readonly workerConnections?: number;
}

export function toJson_NginxProxySpec(obj: NginxProxySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'disableHTTP2': obj.disableHttp2,
    'disableSNIHostValidation': obj.disableSniHostValidation,
    'dnsResolver': toJson_NginxProxySpecDnsResolver(obj.dnsResolver),
    'ipFamily': obj.ipFamily,
    'kubernetes': toJson_NginxProxySpecKubernetes(obj.kubernetes),
    'logging': toJson_NginxProxySpecLogging(obj.logging),
    'metrics': toJson_NginxProxySpecMetrics(obj.metrics),
    'nginxPlus': obj.nginxPlus,
    'rewriteClientIP': toJson_NginxProxySpecRewriteClientIp(obj.rewriteClientIp),
    'serverTokens': obj.serverTokens,
    'telemetry': obj.telemetry,
    'waf': obj.waf,
    'workerConnections': obj.workerConnections,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * DNSResolver specifies the DNS resolver configuration for external name resolution.
 */
export interface NginxProxySpecDnsResolver {
  /**
   * Addresses specifies the list of DNS server addresses.
   */
  readonly addresses: NginxProxySpecDnsResolverAddresses[];

  /**
   * CacheTTL specifies how long to cache DNS responses.
   */
  readonly cacheTtl?: string;

  /**
   * DisableIPv6 disables IPv6 lookups.
   */
  readonly disableIPv6?: boolean;

  /**
   * Timeout specifies the timeout for name resolution.
   */
  readonly timeout?: string;
}

export function toJson_NginxProxySpecDnsResolver(obj: NginxProxySpecDnsResolver | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'addresses': obj.addresses?.map(y => toJson_NginxProxySpecDnsResolverAddresses(y)),
    'cacheTTL': obj.cacheTtl,
    'disableIPv6': obj.disableIPv6,
    'timeout': obj.timeout,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * IPFamily specifies the IP family to be used by the NGINX.
 */
export enum NginxProxySpecIpFamily {
  /** dual */
  DUAL = "dual",
  /** ipv4 */
  IPV4 = "ipv4",
  /** ipv6 */
  IPV6 = "ipv6",
}

/**
 * Kubernetes contains the configuration for the NGINX Deployment and Service Kubernetes objects.
 */
export interface NginxProxySpecKubernetes {
  /**
   * DaemonSet is the configuration for the NGINX DaemonSet.
   */
  readonly daemonSet?: any;

  /**
   * Deployment is the configuration for the NGINX Deployment.
   */
  readonly deployment?: NginxProxySpecKubernetesDeployment;

  /**
   * Service is the configuration for the NGINX Service.
   */
  readonly service?: NginxProxySpecKubernetesService;
}

export function toJson_NginxProxySpecKubernetes(obj: NginxProxySpecKubernetes | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'daemonSet': obj.daemonSet,
    'deployment': toJson_NginxProxySpecKubernetesDeployment(obj.deployment),
    'service': toJson_NginxProxySpecKubernetesService(obj.service),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Logging defines logging related settings for NGINX.
 */
export interface NginxProxySpecLogging {
  /**
   * AccessLog defines the access log settings, including format itself and disabling option.
   */
  readonly accessLog?: NginxProxySpecLoggingAccessLog;

  /**
   * AgentLevel defines the log level of the NGINX agent process.
   */
  readonly agentLevel?: NginxProxySpecLoggingAgentLevel;

  /**
   * ErrorLevel defines the error log level.
   */
  readonly errorLevel?: NginxProxySpecLoggingErrorLevel;
}

export function toJson_NginxProxySpecLogging(obj: NginxProxySpecLogging | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'accessLog': toJson_NginxProxySpecLoggingAccessLog(obj.accessLog),
    'agentLevel': obj.agentLevel,
    'errorLevel': obj.errorLevel,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Metrics defines the configuration for Prometheus scraping metrics.
 */
export interface NginxProxySpecMetrics {
  /**
   * Disable serving Prometheus metrics on the listen port.
   */
  readonly disable?: boolean;

  /**
   * Port where the Prometheus metrics are exposed.
   */
  readonly port?: number;
}

export function toJson_NginxProxySpecMetrics(obj: NginxProxySpecMetrics | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'disable': obj.disable,
    'port': obj.port,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RewriteClientIP defines configuration for rewriting the client IP to the original client's IP.
 */
export interface NginxProxySpecRewriteClientIp {
  /**
   * Mode defines how NGINX will rewrite the client's IP address.
   */
  readonly mode?: NginxProxySpecRewriteClientIpMode;

  /**
   * SetIPRecursively configures whether recursive search is used when selecting the client's address from the X-Forwarded-For header.
   */
  readonly setIpRecursively?: boolean;

  /**
   * TrustedAddresses specifies the addresses that are trusted to send correct client IP information.
   */
  readonly trustedAddresses?: NginxProxySpecRewriteClientIpTrustedAddresses[];
}

export function toJson_NginxProxySpecRewriteClientIp(obj: NginxProxySpecRewriteClientIp | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'mode': obj.mode,
    'setIPRecursively': obj.setIpRecursively,
    'trustedAddresses': obj.trustedAddresses?.map(y => toJson_NginxProxySpecRewriteClientIpTrustedAddresses(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * DNSResolverAddress specifies the address type and value for a DNS resolver address.
 */
export interface NginxProxySpecDnsResolverAddresses {
  /**
   * Type specifies the type of address.
   */
  readonly type: NginxProxySpecDnsResolverAddressesType;

  /**
   * Value specifies the address value.
   */
  readonly value: string;
}

export function toJson_NginxProxySpecDnsResolverAddresses(obj: NginxProxySpecDnsResolverAddresses | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Deployment is the configuration for the NGINX Deployment.
 */
export interface NginxProxySpecKubernetesDeployment {
  /**
   * Autoscaling defines the configuration for Horizontal Pod Autoscaling.
   */
  readonly autoscaling?: NginxProxySpecKubernetesDeploymentAutoscaling;

  /**
   * Container defines container fields for the NGINX container.
   */
  readonly container?: NginxProxySpecKubernetesDeploymentContainer;

  /**
   * Patches are custom patches to apply to the NGINX Deployment.
   */
  readonly patches?: NginxProxySpecKubernetesDeploymentPatches[];

  /**
   * Pod defines Pod-specific fields.
   */
  readonly pod?: NginxProxySpecKubernetesDeploymentPod;

  /**
   * Number of desired Pods.
   */
  readonly replicas?: number;

  /**
   * WAFContainers defines container specifications for NGINX App Protect WAF v5 containers.
   */
  readonly wafContainers?: any;
}

export function toJson_NginxProxySpecKubernetesDeployment(obj: NginxProxySpecKubernetesDeployment | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'autoscaling': toJson_NginxProxySpecKubernetesDeploymentAutoscaling(obj.autoscaling),
    'container': toJson_NginxProxySpecKubernetesDeploymentContainer(obj.container),
    'patches': obj.patches?.map(y => toJson_NginxProxySpecKubernetesDeploymentPatches(y)),
    'pod': toJson_NginxProxySpecKubernetesDeploymentPod(obj.pod),
    'replicas': obj.replicas,
    'wafContainers': obj.wafContainers,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Service is the configuration for the NGINX Service.
 */
export interface NginxProxySpecKubernetesService {
  /**
   * ExternalTrafficPolicy describes how nodes distribute service traffic they receive on one of the Service's "externally-facing" addresses...
   */
  readonly externalTrafficPolicy?: NginxProxySpecKubernetesServiceExternalTrafficPolicy;

  /**
   * LoadBalancerClass is the class of the load balancer implementation this Service belongs to.
   */
  readonly loadBalancerClass?: string;

  /**
   * LoadBalancerIP is a static IP address for the load balancer.
   */
  readonly loadBalancerIp?: string;

  /**
   * LoadBalancerSourceRanges are the IP ranges (CIDR) that are allowed to access the load balancer.
   */
  readonly loadBalancerSourceRanges?: string[];

  /**
   * NodePorts are the list of NodePorts to expose on the NGINX data plane service.
   */
  readonly nodePorts?: NginxProxySpecKubernetesServiceNodePorts[];

  /**
   * Patches are custom patches to apply to the NGINX Service.
   */
  readonly patches?: NginxProxySpecKubernetesServicePatches[];

  /**
   * ServiceType describes ingress method for the Service.
   */
  readonly type?: NginxProxySpecKubernetesServiceType;
}

export function toJson_NginxProxySpecKubernetesService(obj: NginxProxySpecKubernetesService | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'externalTrafficPolicy': obj.externalTrafficPolicy,
    'loadBalancerClass': obj.loadBalancerClass,
    'loadBalancerIP': obj.loadBalancerIp,
    'loadBalancerSourceRanges': obj.loadBalancerSourceRanges?.map(y => y),
    'nodePorts': obj.nodePorts?.map(y => toJson_NginxProxySpecKubernetesServiceNodePorts(y)),
    'patches': obj.patches?.map(y => toJson_NginxProxySpecKubernetesServicePatches(y)),
    'type': obj.type,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AccessLog defines the access log settings, including format itself and disabling option.
 */
export interface NginxProxySpecLoggingAccessLog {
  /**
   * Disable turns off access logging when set to true.
   */
  readonly disable?: boolean;

  /**
   * Escape specifies how to escape characters in variables for access log.
   */
  readonly escape?: NginxProxySpecLoggingAccessLogEscape;

  /**
   * Format specifies the custom log format string.
   */
  readonly format?: string;
}

export function toJson_NginxProxySpecLoggingAccessLog(obj: NginxProxySpecLoggingAccessLog | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'disable': obj.disable,
    'escape': obj.escape,
    'format': obj.format,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AgentLevel defines the log level of the NGINX agent process.
 */
export enum NginxProxySpecLoggingAgentLevel {
  /** debug */
  DEBUG = "debug",
  /** info */
  INFO = "info",
  /** error */
  ERROR = "error",
  /** panic */
  PANIC = "panic",
  /** fatal */
  FATAL = "fatal",
}

/**
 * ErrorLevel defines the error log level.
 */
export enum NginxProxySpecLoggingErrorLevel {
  /** debug */
  DEBUG = "debug",
  /** info */
  INFO = "info",
  /** notice */
  NOTICE = "notice",
  /** warn */
  WARN = "warn",
  /** error */
  ERROR = "error",
  /** crit */
  CRIT = "crit",
  /** alert */
  ALERT = "alert",
  /** emerg */
  EMERG = "emerg",
}

/**
 * Mode defines how NGINX will rewrite the client's IP address.
 */
export enum NginxProxySpecRewriteClientIpMode {
  /** ProxyProtocol */
  PROXY_PROTOCOL = "ProxyProtocol",
  /** XForwardedFor */
  X_FORWARDED_FOR = "XForwardedFor",
}

/**
 * RewriteClientIPAddress specifies the address type and value for a RewriteClientIP address.
 */
export interface NginxProxySpecRewriteClientIpTrustedAddresses {
  /**
   * Type specifies the type of address.
   */
  readonly type: NginxProxySpecRewriteClientIpTrustedAddressesType;

  /**
   * Value specifies the address value.
   */
  readonly value: string;
}

export function toJson_NginxProxySpecRewriteClientIpTrustedAddresses(obj: NginxProxySpecRewriteClientIpTrustedAddresses | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Type specifies the type of address.
 */
export enum NginxProxySpecDnsResolverAddressesType {
  /** IPAddress */
  IP_ADDRESS = "IPAddress",
  /** Hostname */
  HOSTNAME = "Hostname",
}

/**
 * Autoscaling defines the configuration for Horizontal Pod Autoscaling.
 */
export interface NginxProxySpecKubernetesDeploymentAutoscaling {
  /**
   * Behavior configures the scaling behavior of the target in both Up and Down directions (scaleUp and scaleDown fields respectively).
   */
  readonly behavior?: any;

  /**
   * Enable or disable Horizontal Pod Autoscaler.
   */
  readonly enable: boolean;

  /**
   * Maximum number of replicas.
   */
  readonly maxReplicas: number;

  /**
   * Metrics configures additional metrics options.
   */
  readonly metrics?: any[];

  /**
   * Minimum number of replicas.
   */
  readonly minReplicas?: number;

  /**
   * Target cpu utilization percentage of HPA.
   */
  readonly targetCpuUtilizationPercentage?: number;

  /**
   * Target memory utilization percentage of HPA.
   */
  readonly targetMemoryUtilizationPercentage?: number;
}

export function toJson_NginxProxySpecKubernetesDeploymentAutoscaling(obj: NginxProxySpecKubernetesDeploymentAutoscaling | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'behavior': obj.behavior,
    'enable': obj.enable,
    'maxReplicas': obj.maxReplicas,
    'metrics': obj.metrics?.map(y => y),
    'minReplicas': obj.minReplicas,
    'targetCPUUtilizationPercentage': obj.targetCpuUtilizationPercentage,
    'targetMemoryUtilizationPercentage': obj.targetMemoryUtilizationPercentage,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Container defines container fields for the NGINX container.
 */
export interface NginxProxySpecKubernetesDeploymentContainer {
  /**
   * Debug enables debugging for NGINX by using the nginx-debug binary.
   */
  readonly debug?: boolean;

  /**
   * HostPorts are the list of ports to expose on the host.
   */
  readonly hostPorts?: NginxProxySpecKubernetesDeploymentContainerHostPorts[];

  /**
   * Image is the NGINX image to use.
   */
  readonly image?: NginxProxySpecKubernetesDeploymentContainerImage;

  /**
   * Lifecycle describes actions that the management system should take in response to container lifecycle events.
   */
  readonly lifecycle?: NginxProxySpecKubernetesDeploymentContainerLifecycle;

  /**
   * ReadinessProbe defines the readiness probe for the NGINX container.
   */
  readonly readinessProbe?: NginxProxySpecKubernetesDeploymentContainerReadinessProbe;

  /**
   * Resources describes the compute resource requirements.
   */
  readonly resources?: NginxProxySpecKubernetesDeploymentContainerResources;

  /**
   * VolumeMounts describe the mounting of Volumes within a container.
   */
  readonly volumeMounts?: any[];
}

export function toJson_NginxProxySpecKubernetesDeploymentContainer(obj: NginxProxySpecKubernetesDeploymentContainer | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'debug': obj.debug,
    'hostPorts': obj.hostPorts?.map(y => toJson_NginxProxySpecKubernetesDeploymentContainerHostPorts(y)),
    'image': toJson_NginxProxySpecKubernetesDeploymentContainerImage(obj.image),
    'lifecycle': toJson_NginxProxySpecKubernetesDeploymentContainerLifecycle(obj.lifecycle),
    'readinessProbe': toJson_NginxProxySpecKubernetesDeploymentContainerReadinessProbe(obj.readinessProbe),
    'resources': toJson_NginxProxySpecKubernetesDeploymentContainerResources(obj.resources),
    'volumeMounts': obj.volumeMounts?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Patch defines a patch to apply to a Kubernetes object.
 */
export interface NginxProxySpecKubernetesDeploymentPatches {
  /**
   * Type is the type of patch.
   */
  readonly type?: NginxProxySpecKubernetesDeploymentPatchesType;

  /**
   * Value is the patch data as raw JSON.
   */
  readonly value?: any;
}

export function toJson_NginxProxySpecKubernetesDeploymentPatches(obj: NginxProxySpecKubernetesDeploymentPatches | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Pod defines Pod-specific fields.
 */
export interface NginxProxySpecKubernetesDeploymentPod {
  /**
   * Affinity is the pod's scheduling constraints.
   */
  readonly affinity?: any;

  /**
   * NodeSelector is a selector which must be true for the pod to fit on a node.
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * TerminationGracePeriodSeconds is the optional duration in seconds the pod needs to terminate gracefully.
   */
  readonly terminationGracePeriodSeconds?: number;

  /**
   * Tolerations allow the scheduler to schedule Pods with matching taints.
   */
  readonly tolerations?: NginxProxySpecKubernetesDeploymentPodTolerations[];

  /**
   * TopologySpreadConstraints describes how a group of Pods ought to spread across topology domains.
   */
  readonly topologySpreadConstraints?: NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraints[];

  /**
   * Volumes represents named volumes in a pod that may be accessed by any container in the pod.
   */
  readonly volumes?: any[];
}

export function toJson_NginxProxySpecKubernetesDeploymentPod(obj: NginxProxySpecKubernetesDeploymentPod | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'affinity': obj.affinity,
    'nodeSelector': ((obj.nodeSelector) === undefined) ? undefined : (Object.entries(obj.nodeSelector).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'terminationGracePeriodSeconds': obj.terminationGracePeriodSeconds,
    'tolerations': obj.tolerations?.map(y => toJson_NginxProxySpecKubernetesDeploymentPodTolerations(y)),
    'topologySpreadConstraints': obj.topologySpreadConstraints?.map(y => toJson_NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraints(y)),
    'volumes': obj.volumes?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ExternalTrafficPolicy describes how nodes distribute service traffic they receive on one of the Service's "externally-facing" addresses...
 */
export enum NginxProxySpecKubernetesServiceExternalTrafficPolicy {
  /** Cluster */
  CLUSTER = "Cluster",
  /** Local */
  LOCAL = "Local",
}

/**
 * NodePort creates a port on each node on which the NGINX data plane service is exposed.
 */
export interface NginxProxySpecKubernetesServiceNodePorts {
  /**
   * ListenerPort is the Gateway listener port that this NodePort maps to.
   */
  readonly listenerPort: number;

  /**
   * Port is the NodePort to expose.
   */
  readonly port: number;
}

export function toJson_NginxProxySpecKubernetesServiceNodePorts(obj: NginxProxySpecKubernetesServiceNodePorts | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'listenerPort': obj.listenerPort,
    'port': obj.port,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Patch defines a patch to apply to a Kubernetes object.
 */
export interface NginxProxySpecKubernetesServicePatches {
  /**
   * Type is the type of patch.
   */
  readonly type?: NginxProxySpecKubernetesServicePatchesType;

  /**
   * Value is the patch data as raw JSON.
   */
  readonly value?: any;
}

export function toJson_NginxProxySpecKubernetesServicePatches(obj: NginxProxySpecKubernetesServicePatches | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ServiceType describes ingress method for the Service.
 */
export enum NginxProxySpecKubernetesServiceType {
  /** ClusterIP */
  CLUSTER_IP = "ClusterIP",
  /** LoadBalancer */
  LOAD_BALANCER = "LoadBalancer",
  /** NodePort */
  NODE_PORT = "NodePort",
}

/**
 * Escape specifies how to escape characters in variables for access log.
 */
export enum NginxProxySpecLoggingAccessLogEscape {
  /** default */
  DEFAULT = "default",
  /** json */
  JSON = "json",
  /** none */
  NONE = "none",
}

/**
 * Type specifies the type of address.
 */
export enum NginxProxySpecRewriteClientIpTrustedAddressesType {
  /** CIDR */
  CIDR = "CIDR",
  /** IPAddress */
  IP_ADDRESS = "IPAddress",
  /** Hostname */
  HOSTNAME = "Hostname",
}

/**
 * HostPort exposes an nginx container port on the host.
 */
export interface NginxProxySpecKubernetesDeploymentContainerHostPorts {
  /**
   * ContainerPort is the port on the nginx container to map to the HostPort.
   */
  readonly containerPort: number;

  /**
   * Port to expose on the host.
   */
  readonly port: number;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerHostPorts(obj: NginxProxySpecKubernetesDeploymentContainerHostPorts | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'containerPort': obj.containerPort,
    'port': obj.port,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Image is the NGINX image to use.
 */
export interface NginxProxySpecKubernetesDeploymentContainerImage {
  /**
   * PullPolicy describes a policy for if/when to pull a container image.
   */
  readonly pullPolicy?: NginxProxySpecKubernetesDeploymentContainerImagePullPolicy;

  /**
   * Repository is the image path.
   */
  readonly repository?: string;

  /**
   * Tag is the image tag to use.
   */
  readonly tag?: string;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerImage(obj: NginxProxySpecKubernetesDeploymentContainerImage | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'pullPolicy': obj.pullPolicy,
    'repository': obj.repository,
    'tag': obj.tag,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Lifecycle describes actions that the management system should take in response to container lifecycle events.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecycle {
  /**
   * PostStart is called immediately after a container is created.
   */
  readonly postStart?: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStart;

  /**
   * PreStop is called immediately before a container is terminated due to an API request or management event such as liveness/startup probe failure,...
   */
  readonly preStop?: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStop;

  /**
   * StopSignal defines which signal will be sent to a container when it is being stopped.
   */
  readonly stopSignal?: string;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecycle(obj: NginxProxySpecKubernetesDeploymentContainerLifecycle | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'postStart': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStart(obj.postStart),
    'preStop': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStop(obj.preStop),
    'stopSignal': obj.stopSignal,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ReadinessProbe defines the readiness probe for the NGINX container.
 */
export interface NginxProxySpecKubernetesDeploymentContainerReadinessProbe {
  /**
   * Expose toggles whether the endpoint should be exposed through the Gateway Service object.
   */
  readonly expose?: boolean;

  /**
   * InitialDelaySeconds is the number of seconds after the container has started before the readiness probe is initiated.
   */
  readonly initialDelaySeconds?: number;

  /**
   * Path is the path on which the readiness endpoint is exposed.
   */
  readonly path?: string;

  /**
   * Port is the port on which the readiness endpoint is exposed.
   */
  readonly port?: number;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerReadinessProbe(obj: NginxProxySpecKubernetesDeploymentContainerReadinessProbe | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'expose': obj.expose,
    'initialDelaySeconds': obj.initialDelaySeconds,
    'path': obj.path,
    'port': obj.port,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Resources describes the compute resource requirements.
 */
export interface NginxProxySpecKubernetesDeploymentContainerResources {
  /**
   * Claims lists the names of resources, defined in spec.resourceClaims, that are used by this container.
   */
  readonly claims?: NginxProxySpecKubernetesDeploymentContainerResourcesClaims[];

  /**
   * Limits describes the maximum amount of compute resources allowed.
   */
  readonly limits?: { [key: string]: NginxProxySpecKubernetesDeploymentContainerResourcesLimits };

  /**
   * Requests describes the minimum amount of compute resources required.
   */
  readonly requests?: { [key: string]: NginxProxySpecKubernetesDeploymentContainerResourcesRequests };
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerResources(obj: NginxProxySpecKubernetesDeploymentContainerResources | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'claims': obj.claims?.map(y => toJson_NginxProxySpecKubernetesDeploymentContainerResourcesClaims(y)),
    'limits': ((obj.limits) === undefined) ? undefined : (Object.entries(obj.limits).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1]?.value }), {})),
    'requests': ((obj.requests) === undefined) ? undefined : (Object.entries(obj.requests).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1]?.value }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Type is the type of patch.
 */
export enum NginxProxySpecKubernetesDeploymentPatchesType {
  /** StrategicMerge */
  STRATEGIC_MERGE = "StrategicMerge",
  /** Merge */
  MERGE = "Merge",
  /** JSONPatch */
  JSON_PATCH = "JSONPatch",
}

/**
 * The pod this Toleration is attached to tolerates any taint that matches the triple <key,value,effect> using the matching operator <operator>.
 */
export interface NginxProxySpecKubernetesDeploymentPodTolerations {
  /**
   * Effect indicates the taint effect to match.
   */
  readonly effect?: string;

  /**
   * Key is the taint key that the toleration applies to.
   */
  readonly key?: string;

  /**
   * Operator represents a key's relationship to the value.
   */
  readonly operator?: string;

  /**
   * TolerationSeconds represents the period of time the toleration (which must be of effect NoExecute, otherwise this field is ignored) tolerates the...
   */
  readonly tolerationSeconds?: number;

  /**
   * Value is the taint value the toleration matches to.
   */
  readonly value?: string;
}

export function toJson_NginxProxySpecKubernetesDeploymentPodTolerations(obj: NginxProxySpecKubernetesDeploymentPodTolerations | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'effect': obj.effect,
    'key': obj.key,
    'operator': obj.operator,
    'tolerationSeconds': obj.tolerationSeconds,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TopologySpreadConstraint specifies how to spread matching pods among the given topology.
 */
export interface NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraints {
  /**
   * LabelSelector is used to find matching pods.
   */
  readonly labelSelector?: NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelector;

  /**
   * MatchLabelKeys is a set of pod label keys to select the pods over which spreading will be calculated.
   */
  readonly matchLabelKeys?: string[];

  /**
   * MaxSkew describes the degree to which pods may be unevenly distributed.
   */
  readonly maxSkew: number;

  /**
   * MinDomains indicates a minimum number of eligible domains.
   */
  readonly minDomains?: number;

  /**
   * NodeAffinityPolicy indicates how we will treat Pod's nodeAffinity/nodeSelector when calculating pod topology spread skew.
   */
  readonly nodeAffinityPolicy?: string;

  /**
   * NodeTaintsPolicy indicates how we will treat node taints when calculating pod topology spread skew.
   */
  readonly nodeTaintsPolicy?: string;

  /**
   * TopologyKey is the key of node labels.
   */
  readonly topologyKey: string;

  /**
   * WhenUnsatisfiable indicates how to deal with a pod if it doesn't satisfy the spread constraint.
   */
  readonly whenUnsatisfiable: string;
}

export function toJson_NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraints(obj: NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraints | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'labelSelector': toJson_NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelector(obj.labelSelector),
    'matchLabelKeys': obj.matchLabelKeys?.map(y => y),
    'maxSkew': obj.maxSkew,
    'minDomains': obj.minDomains,
    'nodeAffinityPolicy': obj.nodeAffinityPolicy,
    'nodeTaintsPolicy': obj.nodeTaintsPolicy,
    'topologyKey': obj.topologyKey,
    'whenUnsatisfiable': obj.whenUnsatisfiable,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Type is the type of patch.
 */
export enum NginxProxySpecKubernetesServicePatchesType {
  /** StrategicMerge */
  STRATEGIC_MERGE = "StrategicMerge",
  /** Merge */
  MERGE = "Merge",
  /** JSONPatch */
  JSON_PATCH = "JSONPatch",
}

/**
 * PullPolicy describes a policy for if/when to pull a container image.
 */
export enum NginxProxySpecKubernetesDeploymentContainerImagePullPolicy {
  /** Always */
  ALWAYS = "Always",
  /** Never */
  NEVER = "Never",
  /** IfNotPresent */
  IF_NOT_PRESENT = "IfNotPresent",
}

/**
 * PostStart is called immediately after a container is created.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePostStart {
  /**
   * Exec specifies a command to execute in the container.
   */
  readonly exec?: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartExec;

  /**
   * HTTPGet specifies an HTTP GET request to perform.
   */
  readonly httpGet?: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGet;

  /**
   * Sleep represents a duration that the container should sleep.
   */
  readonly sleep?: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartSleep;

  /**
   * Deprecated.
   */
  readonly tcpSocket?: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocket;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStart(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStart | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'exec': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartExec(obj.exec),
    'httpGet': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGet(obj.httpGet),
    'sleep': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartSleep(obj.sleep),
    'tcpSocket': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocket(obj.tcpSocket),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * PreStop is called immediately before a container is terminated due to an API request or management event such as liveness/startup probe failure,...
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePreStop {
  /**
   * Exec specifies a command to execute in the container.
   */
  readonly exec?: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopExec;

  /**
   * HTTPGet specifies an HTTP GET request to perform.
   */
  readonly httpGet?: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGet;

  /**
   * Sleep represents a duration that the container should sleep.
   */
  readonly sleep?: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopSleep;

  /**
   * Deprecated.
   */
  readonly tcpSocket?: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocket;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStop(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStop | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'exec': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopExec(obj.exec),
    'httpGet': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGet(obj.httpGet),
    'sleep': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopSleep(obj.sleep),
    'tcpSocket': toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocket(obj.tcpSocket),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ResourceClaim references one entry in PodSpec.ResourceClaims.
 */
export interface NginxProxySpecKubernetesDeploymentContainerResourcesClaims {
  /**
   * Name must match the name of one entry in pod.spec.resourceClaims of the Pod where this field is used.
   */
  readonly name: string;

  /**
   * Request is the name chosen for a request in the referenced claim.
   */
  readonly request?: string;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerResourcesClaims(obj: NginxProxySpecKubernetesDeploymentContainerResourcesClaims | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'request': obj.request,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export class NginxProxySpecKubernetesDeploymentContainerResourcesLimits {
  public static fromNumber(value: number): NginxProxySpecKubernetesDeploymentContainerResourcesLimits {
    return new NginxProxySpecKubernetesDeploymentContainerResourcesLimits(value);
  }
  public static fromString(value: string): NginxProxySpecKubernetesDeploymentContainerResourcesLimits {
    return new NginxProxySpecKubernetesDeploymentContainerResourcesLimits(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

export class NginxProxySpecKubernetesDeploymentContainerResourcesRequests {
  public static fromNumber(value: number): NginxProxySpecKubernetesDeploymentContainerResourcesRequests {
    return new NginxProxySpecKubernetesDeploymentContainerResourcesRequests(value);
  }
  public static fromString(value: string): NginxProxySpecKubernetesDeploymentContainerResourcesRequests {
    return new NginxProxySpecKubernetesDeploymentContainerResourcesRequests(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * LabelSelector is used to find matching pods.
 */
export interface NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelector {
  /**
   * matchExpressions is a list of label selector requirements.
   */
  readonly matchExpressions?: NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelectorMatchExpressions[];

  /**
   * matchLabels is a map of {key,value} pairs.
   */
  readonly matchLabels?: { [key: string]: string };
}

export function toJson_NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelector(obj: NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelector | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'matchExpressions': obj.matchExpressions?.map(y => toJson_NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelectorMatchExpressions(y)),
    'matchLabels': ((obj.matchLabels) === undefined) ? undefined : (Object.entries(obj.matchLabels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Exec specifies a command to execute in the container.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartExec {
  /**
   * Command is the command line to execute inside the container, the working directory for the command is root ('/') in the container's filesystem.
   */
  readonly command?: string[];
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartExec(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartExec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'command': obj.command?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPGet specifies an HTTP GET request to perform.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGet {
  /**
   * Host name to connect to, defaults to the pod IP.
   */
  readonly host?: string;

  /**
   * Custom headers to set in the request.
   */
  readonly httpHeaders?: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetHttpHeaders[];

  /**
   * Path to access on the HTTP server.
   */
  readonly path?: string;

  /**
   * Name or number of the port to access on the container.
   */
  readonly port: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetPort;

  /**
   * Scheme to use for connecting to the host.
   */
  readonly scheme?: string;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGet(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGet | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'host': obj.host,
    'httpHeaders': obj.httpHeaders?.map(y => toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetHttpHeaders(y)),
    'path': obj.path,
    'port': obj.port?.value,
    'scheme': obj.scheme,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Sleep represents a duration that the container should sleep.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartSleep {
  /**
   * Seconds is the number of seconds to sleep.
   */
  readonly seconds: number;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartSleep(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartSleep | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'seconds': obj.seconds,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Deprecated.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocket {
  /**
   * Optional:
   */
  readonly host?: string;

  /**
   * Number or name of the port to access on the container.
   */
  readonly port: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocketPort;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocket(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocket | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'host': obj.host,
    'port': obj.port?.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Exec specifies a command to execute in the container.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopExec {
  /**
   * Command is the command line to execute inside the container, the working directory for the command is root ('/') in the container's filesystem.
   */
  readonly command?: string[];
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopExec(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopExec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'command': obj.command?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPGet specifies an HTTP GET request to perform.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGet {
  /**
   * Host name to connect to, defaults to the pod IP.
   */
  readonly host?: string;

  /**
   * Custom headers to set in the request.
   */
  readonly httpHeaders?: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetHttpHeaders[];

  /**
   * Path to access on the HTTP server.
   */
  readonly path?: string;

  /**
   * Name or number of the port to access on the container.
   */
  readonly port: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetPort;

  /**
   * Scheme to use for connecting to the host.
   */
  readonly scheme?: string;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGet(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGet | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'host': obj.host,
    'httpHeaders': obj.httpHeaders?.map(y => toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetHttpHeaders(y)),
    'path': obj.path,
    'port': obj.port?.value,
    'scheme': obj.scheme,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Sleep represents a duration that the container should sleep.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopSleep {
  /**
   * Seconds is the number of seconds to sleep.
   */
  readonly seconds: number;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopSleep(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopSleep | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'seconds': obj.seconds,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Deprecated.
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocket {
  /**
   * Optional:
   */
  readonly host?: string;

  /**
   * Number or name of the port to access on the container.
   */
  readonly port: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocketPort;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocket(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocket | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'host': obj.host,
    'port': obj.port?.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * A label selector requirement is a selector that contains values, a key, and an operator that relates the key and values.
 */
export interface NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelectorMatchExpressions {
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

export function toJson_NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelectorMatchExpressions(obj: NginxProxySpecKubernetesDeploymentPodTopologySpreadConstraintsLabelSelectorMatchExpressions | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'operator': obj.operator,
    'values': obj.values?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HTTPHeader describes a custom header to be used in HTTP probes
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetHttpHeaders {
  /**
   * The header field name.
   */
  readonly name: string;

  /**
   * The header field value
   */
  readonly value: string;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetHttpHeaders(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetHttpHeaders | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Name or number of the port to access on the container.
 */
export class NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetPort {
  public static fromNumber(value: number): NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetPort {
    return new NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetPort(value);
  }
  public static fromString(value: string): NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetPort {
    return new NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartHttpGetPort(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * Number or name of the port to access on the container.
 */
export class NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocketPort {
  public static fromNumber(value: number): NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocketPort {
    return new NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocketPort(value);
  }
  public static fromString(value: string): NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocketPort {
    return new NginxProxySpecKubernetesDeploymentContainerLifecyclePostStartTcpSocketPort(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * HTTPHeader describes a custom header to be used in HTTP probes
 */
export interface NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetHttpHeaders {
  /**
   * The header field name.
   */
  readonly name: string;

  /**
   * The header field value
   */
  readonly value: string;
}

export function toJson_NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetHttpHeaders(obj: NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetHttpHeaders | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Name or number of the port to access on the container.
 */
export class NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetPort {
  public static fromNumber(value: number): NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetPort {
    return new NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetPort(value);
  }
  public static fromString(value: string): NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetPort {
    return new NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopHttpGetPort(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * Number or name of the port to access on the container.
 */
export class NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocketPort {
  public static fromNumber(value: number): NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocketPort {
    return new NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocketPort(value);
  }
  public static fromString(value: string): NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocketPort {
    return new NginxProxySpecKubernetesDeploymentContainerLifecyclePreStopTcpSocketPort(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * ProxySettingsPolicy is an Inherited Attached Policy.
 */
export class ProxySettingsPolicy extends ApiObject {
  /**
   * Returns the apiVersion and kind for "ProxySettingsPolicy"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'gateway.nginx.org/v1alpha1',
    kind: 'ProxySettingsPolicy',
  }

  /**
   * Renders a Kubernetes manifest for "ProxySettingsPolicy".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: ProxySettingsPolicyProps): any {
    return {
      ...ProxySettingsPolicy.GVK,
      ...toJson_ProxySettingsPolicyProps(props),
    };
  }

  /**
   * Defines a "ProxySettingsPolicy" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: ProxySettingsPolicyProps) {
    super(scope, id, {
      ...ProxySettingsPolicy.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...ProxySettingsPolicy.GVK,
      ...toJson_ProxySettingsPolicyProps(resolved),
    };
  }
}

/**
 * ProxySettingsPolicy is an Inherited Attached Policy.
 */
export interface ProxySettingsPolicyProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Spec defines the desired state of the ProxySettingsPolicy.
   */
  readonly spec: ProxySettingsPolicySpec;
}

export function toJson_ProxySettingsPolicyProps(obj: ProxySettingsPolicyProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_ProxySettingsPolicySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Spec defines the desired state of the ProxySettingsPolicy.
 */
export interface ProxySettingsPolicySpec {
  /**
   * Buffering configures the buffering of responses from the proxied server.
   */
  readonly buffering?: ProxySettingsPolicySpecBuffering;

  /**
   * TargetRefs identifies the API object(s) to apply the policy to.
   */
  readonly targetRefs: ProxySettingsPolicySpecTargetRefs[];

  /**
   * Timeout configures timeouts for the connection to the proxied server.
   */
  readonly timeout?: ProxySettingsPolicySpecTimeout;
}

export function toJson_ProxySettingsPolicySpec(obj: ProxySettingsPolicySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'buffering': toJson_ProxySettingsPolicySpecBuffering(obj.buffering),
    'targetRefs': obj.targetRefs?.map(y => toJson_ProxySettingsPolicySpecTargetRefs(y)),
    'timeout': toJson_ProxySettingsPolicySpecTimeout(obj.timeout),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Buffering configures the buffering of responses from the proxied server.
 */
export interface ProxySettingsPolicySpecBuffering {
  /**
   * BufferSize sets the size of the buffer used for reading the first part of the response received from the proxied server.
   */
  readonly bufferSize?: string;

  /**
   * Buffers sets the number and size of buffers used for reading a response from the proxied server, for a single connection.
   */
  readonly buffers?: ProxySettingsPolicySpecBufferingBuffers;

  /**
   * BusyBuffersSize sets the total size of buffers that can be busy sending a response to the client, while the response is not yet fully read.
   */
  readonly busyBuffersSize?: string;

  /**
   * Disable enables or disables buffering of responses from the proxied server.
   */
  readonly disable?: boolean;
}

export function toJson_ProxySettingsPolicySpecBuffering(obj: ProxySettingsPolicySpecBuffering | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'bufferSize': obj.bufferSize,
    'buffers': toJson_ProxySettingsPolicySpecBufferingBuffers(obj.buffers),
    'busyBuffersSize': obj.busyBuffersSize,
    'disable': obj.disable,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * LocalPolicyTargetReference identifies an API object to apply a direct or inherited policy to.
 */
export interface ProxySettingsPolicySpecTargetRefs {
  /**
   * Group is the group of the target resource.
   */
  readonly group: string;

  /**
   * Kind is kind of the target resource.
   */
  readonly kind: string;

  /**
   * Name is the name of the target resource.
   */
  readonly name: string;
}

export function toJson_ProxySettingsPolicySpecTargetRefs(obj: ProxySettingsPolicySpecTargetRefs | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Timeout configures timeouts for the connection to the proxied server.
 */
export interface ProxySettingsPolicySpecTimeout {
  /**
   * Connect sets the timeout for establishing a connection with the proxied server.
   */
  readonly connect?: string;

  /**
   * Read sets the timeout for reading a response from the proxied server.
   */
  readonly read?: string;

  /**
   * Send sets the timeout for transmitting a request to the proxied server.
   */
  readonly send?: string;
}

export function toJson_ProxySettingsPolicySpecTimeout(obj: ProxySettingsPolicySpecTimeout | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'connect': obj.connect,
    'read': obj.read,
    'send': obj.send,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Buffers sets the number and size of buffers used for reading a response from the proxied server, for a single connection.
 */
export interface ProxySettingsPolicySpecBufferingBuffers {
  /**
   * Number sets the number of buffers.
   */
  readonly number: number;

  /**
   * Size sets the size of each buffer.
   */
  readonly size: string;
}

export function toJson_ProxySettingsPolicySpecBufferingBuffers(obj: ProxySettingsPolicySpecBufferingBuffers | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'number': obj.number,
    'size': obj.size,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RateLimitPolicy is an Inherited Attached Policy.
 */
export class RateLimitPolicy extends ApiObject {
  /**
   * Returns the apiVersion and kind for "RateLimitPolicy"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'gateway.nginx.org/v1alpha1',
    kind: 'RateLimitPolicy',
  }

  /**
   * Renders a Kubernetes manifest for "RateLimitPolicy".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: RateLimitPolicyProps): any {
    return {
      ...RateLimitPolicy.GVK,
      ...toJson_RateLimitPolicyProps(props),
    };
  }

  /**
   * Defines a "RateLimitPolicy" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: RateLimitPolicyProps) {
    super(scope, id, {
      ...RateLimitPolicy.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...RateLimitPolicy.GVK,
      ...toJson_RateLimitPolicyProps(resolved),
    };
  }
}

/**
 * RateLimitPolicy is an Inherited Attached Policy.
 */
export interface RateLimitPolicyProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Spec defines the desired state of the RateLimitPolicy.
   */
  readonly spec: RateLimitPolicySpec;
}

export function toJson_RateLimitPolicyProps(obj: RateLimitPolicyProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_RateLimitPolicySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Spec defines the desired state of the RateLimitPolicy.
 */
export interface RateLimitPolicySpec {
  /**
   * RateLimit defines the Rate Limit settings.
   */
  readonly rateLimit?: RateLimitPolicySpecRateLimit;

  /**
   * TargetRefs identifies API object(s) to apply the policy to.
   */
  readonly targetRefs: RateLimitPolicySpecTargetRefs[];
}

export function toJson_RateLimitPolicySpec(obj: RateLimitPolicySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'rateLimit': toJson_RateLimitPolicySpecRateLimit(obj.rateLimit),
    'targetRefs': obj.targetRefs?.map(y => toJson_RateLimitPolicySpecTargetRefs(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RateLimit defines the Rate Limit settings.
 */
export interface RateLimitPolicySpecRateLimit {
  /**
   * DryRun enables the dry run mode.
   */
  readonly dryRun?: boolean;

  /**
   * Local defines the local rate limit rules for this policy.
   */
  readonly local?: RateLimitPolicySpecRateLimitLocal;

  /**
   * LogLevel sets the desired logging level for cases when the server refuses to process requests due to rate exceeding, or delays request processing.
   */
  readonly logLevel?: RateLimitPolicySpecRateLimitLogLevel;

  /**
   * RejectCode sets the status code to return in response to rejected requests.
   */
  readonly rejectCode?: number;
}

export function toJson_RateLimitPolicySpecRateLimit(obj: RateLimitPolicySpecRateLimit | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'dryRun': obj.dryRun,
    'local': toJson_RateLimitPolicySpecRateLimitLocal(obj.local),
    'logLevel': obj.logLevel,
    'rejectCode': obj.rejectCode,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * LocalPolicyTargetReference identifies an API object to apply a direct or inherited policy to.
 */
export interface RateLimitPolicySpecTargetRefs {
  /**
   * Group is the group of the target resource.
   */
  readonly group: string;

  /**
   * Kind is kind of the target resource.
   */
  readonly kind: string;

  /**
   * Name is the name of the target resource.
   */
  readonly name: string;
}

export function toJson_RateLimitPolicySpecTargetRefs(obj: RateLimitPolicySpecTargetRefs | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Local defines the local rate limit rules for this policy.
 */
export interface RateLimitPolicySpecRateLimitLocal {
  /**
   * Rules contains the list of rate limit rules.
   */
  readonly rules?: RateLimitPolicySpecRateLimitLocalRules[];
}

export function toJson_RateLimitPolicySpecRateLimitLocal(obj: RateLimitPolicySpecRateLimitLocal | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'rules': obj.rules?.map(y => toJson_RateLimitPolicySpecRateLimitLocalRules(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * LogLevel sets the desired logging level for cases when the server refuses to process requests due to rate exceeding, or delays request processing.
 */
export enum RateLimitPolicySpecRateLimitLogLevel {
  /** info */
  INFO = "info",
  /** notice */
  NOTICE = "notice",
  /** warn */
  WARN = "warn",
  /** error */
  ERROR = "error",
}

/**
 * RateLimitRule contains settings for a RateLimit Rule.
 */
export interface RateLimitPolicySpecRateLimitLocalRules {
  /**
   * Burst sets the maximum burst size of requests.
   */
  readonly burst?: number;

  /**
   * Delay specifies a limit at which excessive requests become delayed.
   */
  readonly delay?: number;

  /**
   * Key represents the key to which the rate limit is applied.
   */
  readonly key: string;

  /**
   * NoDelay disables the delaying of excessive requests while requests are being limited.
   */
  readonly noDelay?: boolean;

  /**
   * Rate represents the rate of requests permitted.
   */
  readonly rate: string;

  /**
   * ZoneSize is the size of the shared memory zone.
   */
  readonly zoneSize?: string;
}

export function toJson_RateLimitPolicySpecRateLimitLocalRules(obj: RateLimitPolicySpecRateLimitLocalRules | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'burst': obj.burst,
    'delay': obj.delay,
    'key': obj.key,
    'noDelay': obj.noDelay,
    'rate': obj.rate,
    'zoneSize': obj.zoneSize,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * SnippetsFilter is a filter that allows inserting NGINX configuration into the generated NGINX config for HTTPRoute and GRPCRoute resources.
 */
export class SnippetsFilter extends ApiObject {
  /**
   * Returns the apiVersion and kind for "SnippetsFilter"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'gateway.nginx.org/v1alpha1',
    kind: 'SnippetsFilter',
  }

  /**
   * Renders a Kubernetes manifest for "SnippetsFilter".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: SnippetsFilterProps): any {
    return {
      ...SnippetsFilter.GVK,
      ...toJson_SnippetsFilterProps(props),
    };
  }

  /**
   * Defines a "SnippetsFilter" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: SnippetsFilterProps) {
    super(scope, id, {
      ...SnippetsFilter.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...SnippetsFilter.GVK,
      ...toJson_SnippetsFilterProps(resolved),
    };
  }
}

/**
 * SnippetsFilter is a filter that allows inserting NGINX configuration into the generated NGINX config for HTTPRoute and GRPCRoute resources.
 */
export interface SnippetsFilterProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Spec defines the desired state of the SnippetsFilter.
   */
  readonly spec: SnippetsFilterSpec;
}

export function toJson_SnippetsFilterProps(obj: SnippetsFilterProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_SnippetsFilterSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Spec defines the desired state of the SnippetsFilter.
 */
export interface SnippetsFilterSpec {
  /**
   * Snippets is a list of NGINX configuration snippets.
   */
  readonly snippets: SnippetsFilterSpecSnippets[];
}

export function toJson_SnippetsFilterSpec(obj: SnippetsFilterSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'snippets': obj.snippets?.map(y => toJson_SnippetsFilterSpecSnippets(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Snippet represents an NGINX configuration snippet.
 */
export interface SnippetsFilterSpecSnippets {
  /**
   * Context is the NGINX context to insert the snippet into.
   */
  readonly context: SnippetsFilterSpecSnippetsContext;

  /**
   * Value is the NGINX configuration snippet.
   */
  readonly value: string;
}

export function toJson_SnippetsFilterSpecSnippets(obj: SnippetsFilterSpecSnippets | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'context': obj.context,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Context is the NGINX context to insert the snippet into.
 */
export enum SnippetsFilterSpecSnippetsContext {
  /** main */
  MAIN = "main",
  /** http */
  HTTP = "http",
  /** http.server */
  HTTP_PERIOD_SERVER = "http.server",
  /** http.server.location */
  HTTP_PERIOD_SERVER_PERIOD_LOCATION = "http.server.location",
}

/**
 * SnippetsPolicy provides a way to inject NGINX snippets into the configuration on Gateway level.
 */
export class SnippetsPolicy extends ApiObject {
  /**
   * Returns the apiVersion and kind for "SnippetsPolicy"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'gateway.nginx.org/v1alpha1',
    kind: 'SnippetsPolicy',
  }

  /**
   * Renders a Kubernetes manifest for "SnippetsPolicy".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: SnippetsPolicyProps): any {
    return {
      ...SnippetsPolicy.GVK,
      ...toJson_SnippetsPolicyProps(props),
    };
  }

  /**
   * Defines a "SnippetsPolicy" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: SnippetsPolicyProps) {
    super(scope, id, {
      ...SnippetsPolicy.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...SnippetsPolicy.GVK,
      ...toJson_SnippetsPolicyProps(resolved),
    };
  }
}

/**
 * SnippetsPolicy provides a way to inject NGINX snippets into the configuration on Gateway level.
 */
export interface SnippetsPolicyProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Spec defines the desired state of the SnippetsPolicy.
   */
  readonly spec: SnippetsPolicySpec;
}

export function toJson_SnippetsPolicyProps(obj: SnippetsPolicyProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_SnippetsPolicySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Spec defines the desired state of the SnippetsPolicy.
 */
export interface SnippetsPolicySpec {
  /**
   * Snippets is a list of snippets to be injected into the NGINX configuration.
   */
  readonly snippets?: SnippetsPolicySpecSnippets[];

  /**
   * TargetRefs identifies API object(s) to apply the policy to.
   */
  readonly targetRefs: SnippetsPolicySpecTargetRefs[];
}

export function toJson_SnippetsPolicySpec(obj: SnippetsPolicySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'snippets': obj.snippets?.map(y => toJson_SnippetsPolicySpecSnippets(y)),
    'targetRefs': obj.targetRefs?.map(y => toJson_SnippetsPolicySpecTargetRefs(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Snippet represents an NGINX configuration snippet.
 */
export interface SnippetsPolicySpecSnippets {
  /**
   * Context is the NGINX context to insert the snippet into.
   */
  readonly context: SnippetsPolicySpecSnippetsContext;

  /**
   * Value is the NGINX configuration snippet.
   */
  readonly value: string;
}

export function toJson_SnippetsPolicySpecSnippets(obj: SnippetsPolicySpecSnippets | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'context': obj.context,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * LocalPolicyTargetReference identifies an API object to apply a direct or inherited policy to.
 */
export interface SnippetsPolicySpecTargetRefs {
  /**
   * Group is the group of the target resource.
   */
  readonly group: string;

  /**
   * Kind is kind of the target resource.
   */
  readonly kind: string;

  /**
   * Name is the name of the target resource.
   */
  readonly name: string;
}

export function toJson_SnippetsPolicySpecTargetRefs(obj: SnippetsPolicySpecTargetRefs | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Context is the NGINX context to insert the snippet into.
 */
export enum SnippetsPolicySpecSnippetsContext {
  /** main */
  MAIN = "main",
  /** http */
  HTTP = "http",
  /** http.server */
  HTTP_PERIOD_SERVER = "http.server",
  /** http.server.location */
  HTTP_PERIOD_SERVER_PERIOD_LOCATION = "http.server.location",
}
