// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * ScaledObject is a specification for a ScaledObject resource
 */
export class ScaledObject extends ApiObject {
  /**
   * Returns the apiVersion and kind for "ScaledObject"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
  }

  /**
   * Renders a Kubernetes manifest for "ScaledObject".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: ScaledObjectProps): any {
    return {
      ...ScaledObject.GVK,
      ...toJson_ScaledObjectProps(props),
    };
  }

  /**
   * Defines a "ScaledObject" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: ScaledObjectProps) {
    super(scope, id, {
      ...ScaledObject.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...ScaledObject.GVK,
      ...toJson_ScaledObjectProps(resolved),
    };
  }
}

/**
 * ScaledObject is a specification for a ScaledObject resource
 */
export interface ScaledObjectProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * ScaledObjectSpec is the spec for a ScaledObject resource
   */
  readonly spec: ScaledObjectSpec;
}

export function toJson_ScaledObjectProps(obj: ScaledObjectProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_ScaledObjectSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ScaledObjectSpec is the spec for a ScaledObject resource
 */
export interface ScaledObjectSpec {
  /**
   * AdvancedConfig specifies advance scaling options
   */
  readonly advanced?: ScaledObjectSpecAdvanced;

  readonly cooldownPeriod?: number;

  /**
   * Fallback is the spec for fallback options
   */
  readonly fallback?: ScaledObjectSpecFallback;

  readonly idleReplicaCount?: number;

  readonly initialCooldownPeriod?: number;

  readonly maxReplicaCount?: number;

  readonly minReplicaCount?: number;

  readonly pollingInterval?: number;

  /**
   * ScaleTarget holds the reference to the scale target Object
   */
  readonly scaleTargetRef: ScaledObjectSpecScaleTargetRef;

  readonly triggers: ScaledObjectSpecTriggers[];
}

export function toJson_ScaledObjectSpec(obj: ScaledObjectSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'advanced': toJson_ScaledObjectSpecAdvanced(obj.advanced),
    'cooldownPeriod': obj.cooldownPeriod,
    'fallback': toJson_ScaledObjectSpecFallback(obj.fallback),
    'idleReplicaCount': obj.idleReplicaCount,
    'initialCooldownPeriod': obj.initialCooldownPeriod,
    'maxReplicaCount': obj.maxReplicaCount,
    'minReplicaCount': obj.minReplicaCount,
    'pollingInterval': obj.pollingInterval,
    'scaleTargetRef': toJson_ScaledObjectSpecScaleTargetRef(obj.scaleTargetRef),
    'triggers': obj.triggers?.map(y => toJson_ScaledObjectSpecTriggers(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AdvancedConfig specifies advance scaling options
 */
export interface ScaledObjectSpecAdvanced {
  /**
   * HorizontalPodAutoscalerConfig specifies horizontal scale config
   */
  readonly horizontalPodAutoscalerConfig?: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfig;

  readonly restoreToOriginalReplicaCount?: boolean;

  /**
   * ScalingModifiers describes advanced scaling logic options like formula
   */
  readonly scalingModifiers?: any;
}

export function toJson_ScaledObjectSpecAdvanced(obj: ScaledObjectSpecAdvanced | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'horizontalPodAutoscalerConfig': toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfig(obj.horizontalPodAutoscalerConfig),
    'restoreToOriginalReplicaCount': obj.restoreToOriginalReplicaCount,
    'scalingModifiers': obj.scalingModifiers,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Fallback is the spec for fallback options
 */
export interface ScaledObjectSpecFallback {
  readonly behavior?: ScaledObjectSpecFallbackBehavior;

  readonly failureThreshold: number;

  readonly replicas: number;
}

export function toJson_ScaledObjectSpecFallback(obj: ScaledObjectSpecFallback | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'behavior': obj.behavior,
    'failureThreshold': obj.failureThreshold,
    'replicas': obj.replicas,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ScaleTarget holds the reference to the scale target Object
 */
export interface ScaledObjectSpecScaleTargetRef {
  readonly apiVersion?: string;

  readonly envSourceContainerName?: string;

  readonly kind?: string;

  readonly name: string;
}

export function toJson_ScaledObjectSpecScaleTargetRef(obj: ScaledObjectSpecScaleTargetRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'apiVersion': obj.apiVersion,
    'envSourceContainerName': obj.envSourceContainerName,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ScaleTriggers reference the scaler that will be used
 */
export interface ScaledObjectSpecTriggers {
  /**
   * AuthenticationRef points to the TriggerAuthentication or ClusterTriggerAuthentication object that is used to authenticate the scaler with the...
   */
  readonly authenticationRef?: ScaledObjectSpecTriggersAuthenticationRef;

  readonly metadata: { [key: string]: string };

  /**
   * MetricTargetType specifies the type of metric being targeted, and should be either "Value", "AverageValue", or "Utilization"
   */
  readonly metricType?: string;

  readonly name?: string;

  readonly type: string;

  readonly useCachedMetrics?: boolean;
}

export function toJson_ScaledObjectSpecTriggers(obj: ScaledObjectSpecTriggers | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'authenticationRef': toJson_ScaledObjectSpecTriggersAuthenticationRef(obj.authenticationRef),
    'metadata': ((obj.metadata) === undefined) ? undefined : (Object.entries(obj.metadata).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'metricType': obj.metricType,
    'name': obj.name,
    'type': obj.type,
    'useCachedMetrics': obj.useCachedMetrics,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HorizontalPodAutoscalerConfig specifies horizontal scale config
 */
export interface ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfig {
  /**
   * HorizontalPodAutoscalerBehavior configures the scaling behavior of the target in both Up and Down directions (scaleUp and scaleDown fields...
   */
  readonly behavior?: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehavior;

  readonly name?: string;
}

export function toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfig(obj: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfig | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'behavior': toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehavior(obj.behavior),
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export enum ScaledObjectSpecFallbackBehavior {
  /** static */
  STATIC = "static",
  /** currentReplicas */
  CURRENT_REPLICAS = "currentReplicas",
  /** currentReplicasIfHigher */
  CURRENT_REPLICAS_IF_HIGHER = "currentReplicasIfHigher",
  /** currentReplicasIfLower */
  CURRENT_REPLICAS_IF_LOWER = "currentReplicasIfLower",
  /** scalingModifiers */
  SCALING_MODIFIERS = "scalingModifiers",
}

/**
 * AuthenticationRef points to the TriggerAuthentication or ClusterTriggerAuthentication object that is used to authenticate the scaler with the...
 */
export interface ScaledObjectSpecTriggersAuthenticationRef {
  /**
   * Kind of the resource being referred to.
   */
  readonly kind?: ScaledObjectSpecTriggersAuthenticationRefKind;

  readonly name: string;
}

export function toJson_ScaledObjectSpecTriggersAuthenticationRef(obj: ScaledObjectSpecTriggersAuthenticationRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HorizontalPodAutoscalerBehavior configures the scaling behavior of the target in both Up and Down directions (scaleUp and scaleDown fields...
 */
export interface ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehavior {
  /**
   * scaleDown is scaling policy for scaling Down.
   */
  readonly scaleDown?: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDown;

  /**
   * scaleUp is scaling policy for scaling Up.
   */
  readonly scaleUp?: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUp;
}

export function toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehavior(obj: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehavior | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'scaleDown': toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDown(obj.scaleDown),
    'scaleUp': toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUp(obj.scaleUp),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Kind of the resource being referred to.
 */
export enum ScaledObjectSpecTriggersAuthenticationRefKind {
  /** TriggerAuthentication */
  TRIGGER_AUTHENTICATION = "TriggerAuthentication",
  /** ClusterTriggerAuthentication */
  CLUSTER_TRIGGER_AUTHENTICATION = "ClusterTriggerAuthentication",
}

/**
 * scaleDown is scaling policy for scaling Down.
 */
export interface ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDown {
  /**
   * policies is a list of potential scaling polices which can be used during scaling.
   */
  readonly policies?: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownPolicies[];

  /**
   * selectPolicy is used to specify which policy should be used.
   */
  readonly selectPolicy?: string;

  /**
   * stabilizationWindowSeconds is the number of seconds for which past recommendations should be considered while scaling up or scaling down.
   */
  readonly stabilizationWindowSeconds?: number;

  /**
   * tolerance is the tolerance on the ratio between the current and desired metric value under which no updates are made to the desired number of...
   */
  readonly tolerance?: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownTolerance;
}

export function toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDown(obj: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDown | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'policies': obj.policies?.map(y => toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownPolicies(y)),
    'selectPolicy': obj.selectPolicy,
    'stabilizationWindowSeconds': obj.stabilizationWindowSeconds,
    'tolerance': obj.tolerance?.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * scaleUp is scaling policy for scaling Up.
 */
export interface ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUp {
  /**
   * policies is a list of potential scaling polices which can be used during scaling.
   */
  readonly policies?: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpPolicies[];

  /**
   * selectPolicy is used to specify which policy should be used.
   */
  readonly selectPolicy?: string;

  /**
   * stabilizationWindowSeconds is the number of seconds for which past recommendations should be considered while scaling up or scaling down.
   */
  readonly stabilizationWindowSeconds?: number;

  /**
   * tolerance is the tolerance on the ratio between the current and desired metric value under which no updates are made to the desired number of...
   */
  readonly tolerance?: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpTolerance;
}

export function toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUp(obj: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUp | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'policies': obj.policies?.map(y => toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpPolicies(y)),
    'selectPolicy': obj.selectPolicy,
    'stabilizationWindowSeconds': obj.stabilizationWindowSeconds,
    'tolerance': obj.tolerance?.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * HPAScalingPolicy is a single policy which must hold true for a specified past interval.
 */
export interface ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownPolicies {
  /**
   * periodSeconds specifies the window of time for which the policy should hold true.
   */
  readonly periodSeconds: number;

  /**
   * type is used to specify the scaling policy.
   */
  readonly type: string;

  /**
   * value contains the amount of change which is permitted by the policy.
   */
  readonly value: number;
}

export function toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownPolicies(obj: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownPolicies | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'periodSeconds': obj.periodSeconds,
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * tolerance is the tolerance on the ratio between the current and desired metric value under which no updates are made to the desired number of...
 */
export class ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownTolerance {
  public static fromNumber(value: number): ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownTolerance {
    return new ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownTolerance(value);
  }
  public static fromString(value: string): ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownTolerance {
    return new ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleDownTolerance(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * HPAScalingPolicy is a single policy which must hold true for a specified past interval.
 */
export interface ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpPolicies {
  /**
   * periodSeconds specifies the window of time for which the policy should hold true.
   */
  readonly periodSeconds: number;

  /**
   * type is used to specify the scaling policy.
   */
  readonly type: string;

  /**
   * value contains the amount of change which is permitted by the policy.
   */
  readonly value: number;
}

export function toJson_ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpPolicies(obj: ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpPolicies | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'periodSeconds': obj.periodSeconds,
    'type': obj.type,
    'value': obj.value,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * tolerance is the tolerance on the ratio between the current and desired metric value under which no updates are made to the desired number of...
 */
export class ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpTolerance {
  public static fromNumber(value: number): ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpTolerance {
    return new ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpTolerance(value);
  }
  public static fromString(value: string): ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpTolerance {
    return new ScaledObjectSpecAdvancedHorizontalPodAutoscalerConfigBehaviorScaleUpTolerance(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * TriggerAuthentication defines how a trigger can authenticate
 */
export class TriggerAuthentication extends ApiObject {
  /**
   * Returns the apiVersion and kind for "TriggerAuthentication"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
  }

  /**
   * Renders a Kubernetes manifest for "TriggerAuthentication".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: TriggerAuthenticationProps): any {
    return {
      ...TriggerAuthentication.GVK,
      ...toJson_TriggerAuthenticationProps(props),
    };
  }

  /**
   * Defines a "TriggerAuthentication" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: TriggerAuthenticationProps) {
    super(scope, id, {
      ...TriggerAuthentication.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...TriggerAuthentication.GVK,
      ...toJson_TriggerAuthenticationProps(resolved),
    };
  }
}

/**
 * TriggerAuthentication defines how a trigger can authenticate
 */
export interface TriggerAuthenticationProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * TriggerAuthenticationSpec defines the various ways to authenticate
   */
  readonly spec: TriggerAuthenticationSpec;
}

export function toJson_TriggerAuthenticationProps(obj: TriggerAuthenticationProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_TriggerAuthenticationSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TriggerAuthenticationSpec defines the various ways to authenticate
 */
export interface TriggerAuthenticationSpec {
  /**
   * AwsSecretManager is used to authenticate using AwsSecretManager
   */
  readonly awsSecretManager?: any;

  /**
   * AzureKeyVault is used to authenticate using Azure Key Vault
   */
  readonly azureKeyVault?: any;

  /**
   * AzureServicePrincipal defines Microsoft Entra service principal credentials that can be shared by Azure scalers.
   */
  readonly azureServicePrincipal?: TriggerAuthenticationSpecAzureServicePrincipal;

  readonly boundServiceAccountToken?: any[];

  readonly configMapTargetRef?: TriggerAuthenticationSpecConfigMapTargetRef[];

  readonly env?: TriggerAuthenticationSpecEnv[];

  /**
   * FilePath specifies a file containing auth parameters as JSON map[string]string.
   */
  readonly filePath?: string;

  readonly gcpSecretManager?: any;

  /**
   * HashiCorpVault is used to authenticate using Hashicorp Vault
   */
  readonly hashiCorpVault?: any;

  readonly oauth2?: TriggerAuthenticationSpecOauth2;

  /**
   * AuthPodIdentity allows users to select the platform native identity mechanism
   */
  readonly podIdentity?: any;

  readonly secretTargetRef?: TriggerAuthenticationSpecSecretTargetRef[];
}

export function toJson_TriggerAuthenticationSpec(obj: TriggerAuthenticationSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'awsSecretManager': obj.awsSecretManager,
    'azureKeyVault': obj.azureKeyVault,
    'azureServicePrincipal': toJson_TriggerAuthenticationSpecAzureServicePrincipal(obj.azureServicePrincipal),
    'boundServiceAccountToken': obj.boundServiceAccountToken?.map(y => y),
    'configMapTargetRef': obj.configMapTargetRef?.map(y => toJson_TriggerAuthenticationSpecConfigMapTargetRef(y)),
    'env': obj.env?.map(y => toJson_TriggerAuthenticationSpecEnv(y)),
    'filePath': obj.filePath,
    'gcpSecretManager': obj.gcpSecretManager,
    'hashiCorpVault': obj.hashiCorpVault,
    'oauth2': toJson_TriggerAuthenticationSpecOauth2(obj.oauth2),
    'podIdentity': obj.podIdentity,
    'secretTargetRef': obj.secretTargetRef?.map(y => toJson_TriggerAuthenticationSpecSecretTargetRef(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AzureServicePrincipal defines Microsoft Entra service principal credentials that can be shared by Azure scalers.
 */
export interface TriggerAuthenticationSpecAzureServicePrincipal {
  /**
   * ActiveDirectoryEndpoint is required when cloud is set to Private.
   */
  readonly activeDirectoryEndpoint?: string;

  /**
   * AzureServicePrincipalCredential references credential data stored in a Kubernetes Secret.
   */
  readonly clientCertificate?: TriggerAuthenticationSpecAzureServicePrincipalClientCertificate;

  /**
   * AzureServicePrincipalCredential references credential data stored in a Kubernetes Secret.
   */
  readonly clientCertificatePassword?: TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePassword;

  readonly clientId: string;

  /**
   * AzureServicePrincipalCredential references credential data stored in a Kubernetes Secret.
   */
  readonly clientSecret?: TriggerAuthenticationSpecAzureServicePrincipalClientSecret;

  /**
   * Cloud specifies the Azure cloud environment.
   */
  readonly cloud?: string;

  readonly tenantId: string;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipal(obj: TriggerAuthenticationSpecAzureServicePrincipal | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'activeDirectoryEndpoint': obj.activeDirectoryEndpoint,
    'clientCertificate': toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificate(obj.clientCertificate),
    'clientCertificatePassword': toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePassword(obj.clientCertificatePassword),
    'clientId': obj.clientId,
    'clientSecret': toJson_TriggerAuthenticationSpecAzureServicePrincipalClientSecret(obj.clientSecret),
    'cloud': obj.cloud,
    'tenantId': obj.tenantId,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AuthConfigMapTargetRef is used to authenticate using a reference to a config map
 */
export interface TriggerAuthenticationSpecConfigMapTargetRef {
  readonly key: string;

  readonly name: string;

  readonly parameter: string;
}

export function toJson_TriggerAuthenticationSpecConfigMapTargetRef(obj: TriggerAuthenticationSpecConfigMapTargetRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'name': obj.name,
    'parameter': obj.parameter,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AuthEnvironment is used to authenticate using environment variables in the destination ScaleTarget spec
 */
export interface TriggerAuthenticationSpecEnv {
  readonly containerName?: string;

  readonly name: string;

  readonly parameter: string;
}

export function toJson_TriggerAuthenticationSpecEnv(obj: TriggerAuthenticationSpecEnv | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'containerName': obj.containerName,
    'name': obj.name,
    'parameter': obj.parameter,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TriggerAuthenticationSpecOauth2 {
  readonly clientId: string;

  readonly clientSecret?: TriggerAuthenticationSpecOauth2ClientSecret;

  readonly scopes?: string[];

  readonly tokenUrl: string;

  readonly tokenUrlParams?: { [key: string]: string };

  readonly type: TriggerAuthenticationSpecOauth2Type;
}

export function toJson_TriggerAuthenticationSpecOauth2(obj: TriggerAuthenticationSpecOauth2 | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'clientId': obj.clientId,
    'clientSecret': toJson_TriggerAuthenticationSpecOauth2ClientSecret(obj.clientSecret),
    'scopes': obj.scopes?.map(y => y),
    'tokenUrl': obj.tokenUrl,
    'tokenUrlParams': ((obj.tokenUrlParams) === undefined) ? undefined : (Object.entries(obj.tokenUrlParams).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'type': obj.type,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AuthSecretTargetRef is used to authenticate using a reference to a secret
 */
export interface TriggerAuthenticationSpecSecretTargetRef {
  readonly key: string;

  readonly name: string;

  readonly parameter: string;
}

export function toJson_TriggerAuthenticationSpecSecretTargetRef(obj: TriggerAuthenticationSpecSecretTargetRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'name': obj.name,
    'parameter': obj.parameter,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AzureServicePrincipalCredential references credential data stored in a Kubernetes Secret.
 */
export interface TriggerAuthenticationSpecAzureServicePrincipalClientCertificate {
  readonly valueFrom: TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFrom;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificate(obj: TriggerAuthenticationSpecAzureServicePrincipalClientCertificate | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'valueFrom': toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFrom(obj.valueFrom),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AzureServicePrincipalCredential references credential data stored in a Kubernetes Secret.
 */
export interface TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePassword {
  readonly valueFrom: TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFrom;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePassword(obj: TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePassword | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'valueFrom': toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFrom(obj.valueFrom),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AzureServicePrincipalCredential references credential data stored in a Kubernetes Secret.
 */
export interface TriggerAuthenticationSpecAzureServicePrincipalClientSecret {
  readonly valueFrom: TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFrom;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipalClientSecret(obj: TriggerAuthenticationSpecAzureServicePrincipalClientSecret | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'valueFrom': toJson_TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFrom(obj.valueFrom),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TriggerAuthenticationSpecOauth2ClientSecret {
  readonly valueFrom: TriggerAuthenticationSpecOauth2ClientSecretValueFrom;
}

export function toJson_TriggerAuthenticationSpecOauth2ClientSecret(obj: TriggerAuthenticationSpecOauth2ClientSecret | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'valueFrom': toJson_TriggerAuthenticationSpecOauth2ClientSecretValueFrom(obj.valueFrom),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export enum TriggerAuthenticationSpecOauth2Type {
  /** clientCredentials */
  CLIENT_CREDENTIALS = "clientCredentials",
}

export interface TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFrom {
  readonly secretKeyRef: TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFromSecretKeyRef;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFrom(obj: TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFrom | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'secretKeyRef': toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFromSecretKeyRef(obj.secretKeyRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFrom {
  readonly secretKeyRef: TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFromSecretKeyRef;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFrom(obj: TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFrom | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'secretKeyRef': toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFromSecretKeyRef(obj.secretKeyRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFrom {
  readonly secretKeyRef: TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFromSecretKeyRef;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFrom(obj: TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFrom | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'secretKeyRef': toJson_TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFromSecretKeyRef(obj.secretKeyRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TriggerAuthenticationSpecOauth2ClientSecretValueFrom {
  readonly secretKeyRef: TriggerAuthenticationSpecOauth2ClientSecretValueFromSecretKeyRef;
}

export function toJson_TriggerAuthenticationSpecOauth2ClientSecretValueFrom(obj: TriggerAuthenticationSpecOauth2ClientSecretValueFrom | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'secretKeyRef': toJson_TriggerAuthenticationSpecOauth2ClientSecretValueFromSecretKeyRef(obj.secretKeyRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFromSecretKeyRef {
  readonly key: string;

  readonly name: string;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFromSecretKeyRef(obj: TriggerAuthenticationSpecAzureServicePrincipalClientCertificateValueFromSecretKeyRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFromSecretKeyRef {
  readonly key: string;

  readonly name: string;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFromSecretKeyRef(obj: TriggerAuthenticationSpecAzureServicePrincipalClientCertificatePasswordValueFromSecretKeyRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFromSecretKeyRef {
  readonly key: string;

  readonly name: string;
}

export function toJson_TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFromSecretKeyRef(obj: TriggerAuthenticationSpecAzureServicePrincipalClientSecretValueFromSecretKeyRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TriggerAuthenticationSpecOauth2ClientSecretValueFromSecretKeyRef {
  readonly key: string;

  readonly name: string;
}

export function toJson_TriggerAuthenticationSpecOauth2ClientSecretValueFromSecretKeyRef(obj: TriggerAuthenticationSpecOauth2ClientSecretValueFromSecretKeyRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}
