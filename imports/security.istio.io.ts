// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

export class AuthorizationPolicy extends ApiObject {
  /**
   * Returns the apiVersion and kind for "AuthorizationPolicy"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
  }

  /**
   * Renders a Kubernetes manifest for "AuthorizationPolicy".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: AuthorizationPolicyProps = {}): any {
    return {
      ...AuthorizationPolicy.GVK,
      ...toJson_AuthorizationPolicyProps(props),
    };
  }

  /**
   * Defines a "AuthorizationPolicy" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: AuthorizationPolicyProps = {}) {
    super(scope, id, {
      ...AuthorizationPolicy.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...AuthorizationPolicy.GVK,
      ...toJson_AuthorizationPolicyProps(resolved),
    };
  }
}

export interface AuthorizationPolicyProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Configuration for access control on workloads.
   */
  readonly spec?: AuthorizationPolicySpec;
}

export function toJson_AuthorizationPolicyProps(obj: AuthorizationPolicyProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_AuthorizationPolicySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Configuration for access control on workloads.
 */
export interface AuthorizationPolicySpec {
  /**
   * Optional.
   */
  readonly action?: AuthorizationPolicySpecAction;

  /**
   * Specifies detailed configuration of the CUSTOM action.
   */
  readonly provider?: AuthorizationPolicySpecProvider;

  /**
   * Optional.
   */
  readonly rules?: AuthorizationPolicySpecRules[];

  /**
   * Optional.
   */
  readonly selector?: AuthorizationPolicySpecSelector;

  readonly targetRef?: AuthorizationPolicySpecTargetRef;

  /**
   * Optional.
   */
  readonly targetRefs?: AuthorizationPolicySpecTargetRefs[];
}

export function toJson_AuthorizationPolicySpec(obj: AuthorizationPolicySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'action': obj.action,
    'provider': toJson_AuthorizationPolicySpecProvider(obj.provider),
    'rules': obj.rules?.map(y => toJson_AuthorizationPolicySpecRules(y)),
    'selector': toJson_AuthorizationPolicySpecSelector(obj.selector),
    'targetRef': toJson_AuthorizationPolicySpecTargetRef(obj.targetRef),
    'targetRefs': obj.targetRefs?.map(y => toJson_AuthorizationPolicySpecTargetRefs(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Optional.
 */
export enum AuthorizationPolicySpecAction {
  /** ALLOW */
  ALLOW = "ALLOW",
  /** DENY */
  DENY = "DENY",
  /** AUDIT */
  AUDIT = "AUDIT",
  /** CUSTOM */
  CUSTOM = "CUSTOM",
}

/**
 * Specifies detailed configuration of the CUSTOM action.
 */
export interface AuthorizationPolicySpecProvider {
  /**
   * Specifies the name of the extension provider.
   */
  readonly name?: string;
}

export function toJson_AuthorizationPolicySpecProvider(obj: AuthorizationPolicySpecProvider | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface AuthorizationPolicySpecRules {
  /**
   * Optional.
   */
  readonly from?: AuthorizationPolicySpecRulesFrom[];

  /**
   * Optional.
   */
  readonly to?: AuthorizationPolicySpecRulesTo[];

  /**
   * Optional.
   */
  readonly when?: AuthorizationPolicySpecRulesWhen[];
}

export function toJson_AuthorizationPolicySpecRules(obj: AuthorizationPolicySpecRules | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'from': obj.from?.map(y => toJson_AuthorizationPolicySpecRulesFrom(y)),
    'to': obj.to?.map(y => toJson_AuthorizationPolicySpecRulesTo(y)),
    'when': obj.when?.map(y => toJson_AuthorizationPolicySpecRulesWhen(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Optional.
 */
export interface AuthorizationPolicySpecSelector {
  /**
   * One or more labels that indicate a specific set of pods/VMs on which a policy should be applied.
   */
  readonly matchLabels?: { [key: string]: string };
}

export function toJson_AuthorizationPolicySpecSelector(obj: AuthorizationPolicySpecSelector | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'matchLabels': ((obj.matchLabels) === undefined) ? undefined : (Object.entries(obj.matchLabels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface AuthorizationPolicySpecTargetRef {
  /**
   * group is the group of the target resource.
   */
  readonly group?: string;

  /**
   * kind is kind of the target resource.
   */
  readonly kind: string;

  /**
   * name is the name of the target resource.
   */
  readonly name: string;

  /**
   * namespace is the namespace of the referent.
   */
  readonly namespace?: string;
}

export function toJson_AuthorizationPolicySpecTargetRef(obj: AuthorizationPolicySpecTargetRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface AuthorizationPolicySpecTargetRefs {
  /**
   * group is the group of the target resource.
   */
  readonly group?: string;

  /**
   * kind is kind of the target resource.
   */
  readonly kind: string;

  /**
   * name is the name of the target resource.
   */
  readonly name: string;

  /**
   * namespace is the namespace of the referent.
   */
  readonly namespace?: string;
}

export function toJson_AuthorizationPolicySpecTargetRefs(obj: AuthorizationPolicySpecTargetRefs | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface AuthorizationPolicySpecRulesFrom {
  /**
   * Source specifies the source of a request.
   */
  readonly source?: AuthorizationPolicySpecRulesFromSource;
}

export function toJson_AuthorizationPolicySpecRulesFrom(obj: AuthorizationPolicySpecRulesFrom | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'source': toJson_AuthorizationPolicySpecRulesFromSource(obj.source),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface AuthorizationPolicySpecRulesTo {
  /**
   * Operation specifies the operation of a request.
   */
  readonly operation?: AuthorizationPolicySpecRulesToOperation;
}

export function toJson_AuthorizationPolicySpecRulesTo(obj: AuthorizationPolicySpecRulesTo | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'operation': toJson_AuthorizationPolicySpecRulesToOperation(obj.operation),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface AuthorizationPolicySpecRulesWhen {
  /**
   * The name of an Istio attribute.
   */
  readonly key: string;

  /**
   * Optional.
   */
  readonly notValues?: string[];

  /**
   * Optional.
   */
  readonly values?: string[];
}

export function toJson_AuthorizationPolicySpecRulesWhen(obj: AuthorizationPolicySpecRulesWhen | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'notValues': obj.notValues?.map(y => y),
    'values': obj.values?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Source specifies the source of a request.
 */
export interface AuthorizationPolicySpecRulesFromSource {
  /**
   * Optional.
   */
  readonly ipBlocks?: string[];

  /**
   * Optional.
   */
  readonly namespaces?: string[];

  /**
   * Optional.
   */
  readonly notIpBlocks?: string[];

  /**
   * Optional.
   */
  readonly notNamespaces?: string[];

  /**
   * Optional.
   */
  readonly notPrincipals?: string[];

  /**
   * Optional.
   */
  readonly notRemoteIpBlocks?: string[];

  /**
   * Optional.
   */
  readonly notRequestPrincipals?: string[];

  /**
   * Optional.
   */
  readonly notServiceAccounts?: string[];

  /**
   * Optional.
   */
  readonly notTrustDomains?: string[];

  /**
   * Optional.
   */
  readonly principals?: string[];

  /**
   * Optional.
   */
  readonly remoteIpBlocks?: string[];

  /**
   * Optional.
   */
  readonly requestPrincipals?: string[];

  /**
   * Optional.
   */
  readonly serviceAccounts?: string[];

  /**
   * Optional.
   */
  readonly trustDomains?: string[];
}

export function toJson_AuthorizationPolicySpecRulesFromSource(obj: AuthorizationPolicySpecRulesFromSource | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'ipBlocks': obj.ipBlocks?.map(y => y),
    'namespaces': obj.namespaces?.map(y => y),
    'notIpBlocks': obj.notIpBlocks?.map(y => y),
    'notNamespaces': obj.notNamespaces?.map(y => y),
    'notPrincipals': obj.notPrincipals?.map(y => y),
    'notRemoteIpBlocks': obj.notRemoteIpBlocks?.map(y => y),
    'notRequestPrincipals': obj.notRequestPrincipals?.map(y => y),
    'notServiceAccounts': obj.notServiceAccounts?.map(y => y),
    'notTrustDomains': obj.notTrustDomains?.map(y => y),
    'principals': obj.principals?.map(y => y),
    'remoteIpBlocks': obj.remoteIpBlocks?.map(y => y),
    'requestPrincipals': obj.requestPrincipals?.map(y => y),
    'serviceAccounts': obj.serviceAccounts?.map(y => y),
    'trustDomains': obj.trustDomains?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Operation specifies the operation of a request.
 */
export interface AuthorizationPolicySpecRulesToOperation {
  /**
   * Optional.
   */
  readonly hosts?: string[];

  /**
   * Optional.
   */
  readonly methods?: string[];

  /**
   * Optional.
   */
  readonly notHosts?: string[];

  /**
   * Optional.
   */
  readonly notMethods?: string[];

  /**
   * Optional.
   */
  readonly notPaths?: string[];

  /**
   * Optional.
   */
  readonly notPorts?: string[];

  /**
   * Optional.
   */
  readonly paths?: string[];

  /**
   * Optional.
   */
  readonly ports?: string[];
}

export function toJson_AuthorizationPolicySpecRulesToOperation(obj: AuthorizationPolicySpecRulesToOperation | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'hosts': obj.hosts?.map(y => y),
    'methods': obj.methods?.map(y => y),
    'notHosts': obj.notHosts?.map(y => y),
    'notMethods': obj.notMethods?.map(y => y),
    'notPaths': obj.notPaths?.map(y => y),
    'notPorts': obj.notPorts?.map(y => y),
    'paths': obj.paths?.map(y => y),
    'ports': obj.ports?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export class PeerAuthentication extends ApiObject {
  /**
   * Returns the apiVersion and kind for "PeerAuthentication"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
  }

  /**
   * Renders a Kubernetes manifest for "PeerAuthentication".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: PeerAuthenticationProps = {}): any {
    return {
      ...PeerAuthentication.GVK,
      ...toJson_PeerAuthenticationProps(props),
    };
  }

  /**
   * Defines a "PeerAuthentication" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: PeerAuthenticationProps = {}) {
    super(scope, id, {
      ...PeerAuthentication.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...PeerAuthentication.GVK,
      ...toJson_PeerAuthenticationProps(resolved),
    };
  }
}

export interface PeerAuthenticationProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Peer authentication configuration for workloads.
   */
  readonly spec?: PeerAuthenticationSpec;
}

export function toJson_PeerAuthenticationProps(obj: PeerAuthenticationProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_PeerAuthenticationSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Peer authentication configuration for workloads.
 */
export interface PeerAuthenticationSpec {
  /**
   * Mutual TLS settings for workload.
   */
  readonly mtls?: PeerAuthenticationSpecMtls;

  /**
   * Port specific mutual TLS settings.
   */
  readonly portLevelMtls?: { [key: string]: PeerAuthenticationSpecPortLevelMtls };

  /**
   * The selector determines the workloads to apply the PeerAuthentication on.
   */
  readonly selector?: PeerAuthenticationSpecSelector;
}

export function toJson_PeerAuthenticationSpec(obj: PeerAuthenticationSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'mtls': toJson_PeerAuthenticationSpecMtls(obj.mtls),
    'portLevelMtls': ((obj.portLevelMtls) === undefined) ? undefined : (Object.entries(obj.portLevelMtls).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: toJson_PeerAuthenticationSpecPortLevelMtls(i[1]) }), {})),
    'selector': toJson_PeerAuthenticationSpecSelector(obj.selector),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Mutual TLS settings for workload.
 */
export interface PeerAuthenticationSpecMtls {
  /**
   * Defines the mTLS mode used for peer authentication.
   */
  readonly mode?: PeerAuthenticationSpecMtlsMode;
}

export function toJson_PeerAuthenticationSpecMtls(obj: PeerAuthenticationSpecMtls | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'mode': obj.mode,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface PeerAuthenticationSpecPortLevelMtls {
  /**
   * Defines the mTLS mode used for peer authentication.
   */
  readonly mode?: PeerAuthenticationSpecPortLevelMtlsMode;
}

export function toJson_PeerAuthenticationSpecPortLevelMtls(obj: PeerAuthenticationSpecPortLevelMtls | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'mode': obj.mode,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * The selector determines the workloads to apply the PeerAuthentication on.
 */
export interface PeerAuthenticationSpecSelector {
  /**
   * One or more labels that indicate a specific set of pods/VMs on which a policy should be applied.
   */
  readonly matchLabels?: { [key: string]: string };
}

export function toJson_PeerAuthenticationSpecSelector(obj: PeerAuthenticationSpecSelector | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'matchLabels': ((obj.matchLabels) === undefined) ? undefined : (Object.entries(obj.matchLabels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Defines the mTLS mode used for peer authentication.
 */
export enum PeerAuthenticationSpecMtlsMode {
  /** UNSET */
  UNSET = "UNSET",
  /** DISABLE */
  DISABLE = "DISABLE",
  /** PERMISSIVE */
  PERMISSIVE = "PERMISSIVE",
  /** STRICT */
  STRICT = "STRICT",
}

/**
 * Defines the mTLS mode used for peer authentication.
 */
export enum PeerAuthenticationSpecPortLevelMtlsMode {
  /** UNSET */
  UNSET = "UNSET",
  /** DISABLE */
  DISABLE = "DISABLE",
  /** PERMISSIVE */
  PERMISSIVE = "PERMISSIVE",
  /** STRICT */
  STRICT = "STRICT",
}

export class RequestAuthentication extends ApiObject {
  /**
   * Returns the apiVersion and kind for "RequestAuthentication"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
  }

  /**
   * Renders a Kubernetes manifest for "RequestAuthentication".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: RequestAuthenticationProps = {}): any {
    return {
      ...RequestAuthentication.GVK,
      ...toJson_RequestAuthenticationProps(props),
    };
  }

  /**
   * Defines a "RequestAuthentication" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: RequestAuthenticationProps = {}) {
    super(scope, id, {
      ...RequestAuthentication.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...RequestAuthentication.GVK,
      ...toJson_RequestAuthenticationProps(resolved),
    };
  }
}

export interface RequestAuthenticationProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Request authentication configuration for workloads.
   */
  readonly spec?: RequestAuthenticationSpec;
}

export function toJson_RequestAuthenticationProps(obj: RequestAuthenticationProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_RequestAuthenticationSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Request authentication configuration for workloads.
 */
export interface RequestAuthenticationSpec {
  /**
   * Define the list of JWTs that can be validated at the selected workloads' proxy.
   */
  readonly jwtRules?: RequestAuthenticationSpecJwtRules[];

  /**
   * Optional.
   */
  readonly selector?: RequestAuthenticationSpecSelector;

  readonly targetRef?: RequestAuthenticationSpecTargetRef;

  /**
   * Optional.
   */
  readonly targetRefs?: RequestAuthenticationSpecTargetRefs[];
}

export function toJson_RequestAuthenticationSpec(obj: RequestAuthenticationSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'jwtRules': obj.jwtRules?.map(y => toJson_RequestAuthenticationSpecJwtRules(y)),
    'selector': toJson_RequestAuthenticationSpecSelector(obj.selector),
    'targetRef': toJson_RequestAuthenticationSpecTargetRef(obj.targetRef),
    'targetRefs': obj.targetRefs?.map(y => toJson_RequestAuthenticationSpecTargetRefs(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface RequestAuthenticationSpecJwtRules {
  /**
   * The list of JWT [audiences](https://tools.ietf.org/html/rfc7519#section-4.1.3) that are allowed to access.
   */
  readonly audiences?: string[];

  /**
   * If set to true, the original token will be kept for the upstream request.
   */
  readonly forwardOriginalToken?: boolean;

  /**
   * List of cookie names from which JWT is expected.
   */
  readonly fromCookies?: string[];

  /**
   * List of header locations from which JWT is expected.
   */
  readonly fromHeaders?: RequestAuthenticationSpecJwtRulesFromHeaders[];

  /**
   * List of query parameters from which JWT is expected.
   */
  readonly fromParams?: string[];

  /**
   * Identifies the issuer that issued the JWT.
   */
  readonly issuer?: string;

  /**
   * JSON Web Key Set of public keys to validate signature of the JWT.
   */
  readonly jwks?: string;

  /**
   * URL of the provider's public key set to validate signature of the JWT.
   */
  readonly jwksUri?: string;

  /**
   * This field specifies a list of operations to copy the claim to HTTP headers on a successfully verified token.
   */
  readonly outputClaimToHeaders?: RequestAuthenticationSpecJwtRulesOutputClaimToHeaders[];

  /**
   * This field specifies the header name to output a successfully verified JWT payload to the backend.
   */
  readonly outputPayloadToHeader?: string;

  /**
   * List of JWT claim names that should be treated as space-delimited strings.
   */
  readonly spaceDelimitedClaims?: string[];

  /**
   * The maximum amount of time that the resolver, determined by the PILOT_JWT_ENABLE_REMOTE_JWKS environment variable, will spend waiting for the JWKS...
   */
  readonly timeout?: string;
}

export function toJson_RequestAuthenticationSpecJwtRules(obj: RequestAuthenticationSpecJwtRules | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'audiences': obj.audiences?.map(y => y),
    'forwardOriginalToken': obj.forwardOriginalToken,
    'fromCookies': obj.fromCookies?.map(y => y),
    'fromHeaders': obj.fromHeaders?.map(y => toJson_RequestAuthenticationSpecJwtRulesFromHeaders(y)),
    'fromParams': obj.fromParams?.map(y => y),
    'issuer': obj.issuer,
    'jwks': obj.jwks,
    'jwks_uri': obj.jwksUri,
    'outputClaimToHeaders': obj.outputClaimToHeaders?.map(y => toJson_RequestAuthenticationSpecJwtRulesOutputClaimToHeaders(y)),
    'outputPayloadToHeader': obj.outputPayloadToHeader,
    'spaceDelimitedClaims': obj.spaceDelimitedClaims?.map(y => y),
    'timeout': obj.timeout,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Optional.
 */
export interface RequestAuthenticationSpecSelector {
  /**
   * One or more labels that indicate a specific set of pods/VMs on which a policy should be applied.
   */
  readonly matchLabels?: { [key: string]: string };
}

export function toJson_RequestAuthenticationSpecSelector(obj: RequestAuthenticationSpecSelector | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'matchLabels': ((obj.matchLabels) === undefined) ? undefined : (Object.entries(obj.matchLabels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface RequestAuthenticationSpecTargetRef {
  /**
   * group is the group of the target resource.
   */
  readonly group?: string;

  /**
   * kind is kind of the target resource.
   */
  readonly kind: string;

  /**
   * name is the name of the target resource.
   */
  readonly name: string;

  /**
   * namespace is the namespace of the referent.
   */
  readonly namespace?: string;
}

export function toJson_RequestAuthenticationSpecTargetRef(obj: RequestAuthenticationSpecTargetRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface RequestAuthenticationSpecTargetRefs {
  /**
   * group is the group of the target resource.
   */
  readonly group?: string;

  /**
   * kind is kind of the target resource.
   */
  readonly kind: string;

  /**
   * name is the name of the target resource.
   */
  readonly name: string;

  /**
   * namespace is the namespace of the referent.
   */
  readonly namespace?: string;
}

export function toJson_RequestAuthenticationSpecTargetRefs(obj: RequestAuthenticationSpecTargetRefs | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface RequestAuthenticationSpecJwtRulesFromHeaders {
  /**
   * The HTTP header name.
   */
  readonly name: string;

  /**
   * The prefix that should be stripped before decoding the token.
   */
  readonly prefix?: string;
}

export function toJson_RequestAuthenticationSpecJwtRulesFromHeaders(obj: RequestAuthenticationSpecJwtRulesFromHeaders | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
    'prefix': obj.prefix,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface RequestAuthenticationSpecJwtRulesOutputClaimToHeaders {
  /**
   * The name of the claim to be copied from.
   */
  readonly claim: string;

  /**
   * The name of the header to be created.
   */
  readonly header: string;
}

export function toJson_RequestAuthenticationSpecJwtRulesOutputClaimToHeaders(obj: RequestAuthenticationSpecJwtRulesOutputClaimToHeaders | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'claim': obj.claim,
    'header': obj.header,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}
