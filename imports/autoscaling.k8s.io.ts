// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * VerticalPodAutoscaler is the configuration for a vertical pod autoscaler, which automatically manages pod resources based on historical and real...
 */
export class VerticalPodAutoscaler extends ApiObject {
  /**
   * Returns the apiVersion and kind for "VerticalPodAutoscaler"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
  }

  /**
   * Renders a Kubernetes manifest for "VerticalPodAutoscaler".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: VerticalPodAutoscalerProps): any {
    return {
      ...VerticalPodAutoscaler.GVK,
      ...toJson_VerticalPodAutoscalerProps(props),
    };
  }

  /**
   * Defines a "VerticalPodAutoscaler" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: VerticalPodAutoscalerProps) {
    super(scope, id, {
      ...VerticalPodAutoscaler.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...VerticalPodAutoscaler.GVK,
      ...toJson_VerticalPodAutoscalerProps(resolved),
    };
  }
}

/**
 * VerticalPodAutoscaler is the configuration for a vertical pod autoscaler, which automatically manages pod resources based on historical and real...
 */
export interface VerticalPodAutoscalerProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Specification of the behavior of the autoscaler.
   */
  readonly spec: VerticalPodAutoscalerSpec;
}

export function toJson_VerticalPodAutoscalerProps(obj: VerticalPodAutoscalerProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_VerticalPodAutoscalerSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Specification of the behavior of the autoscaler.
 */
export interface VerticalPodAutoscalerSpec {
  /**
   * Recommender responsible for generating recommendation for this object.
   */
  readonly recommenders?: VerticalPodAutoscalerSpecRecommenders[];

  /**
   * Controls how the autoscaler computes recommended resources.
   */
  readonly resourcePolicy?: VerticalPodAutoscalerSpecResourcePolicy;

  /**
   * startupBoost specifies the startup boost policy for the pod.
   */
  readonly startupBoost?: VerticalPodAutoscalerSpecStartupBoost;

  /**
   * TargetRef points to the controller managing the set of pods for the autoscaler to control - e.g. Deployment, StatefulSet.
   */
  readonly targetRef: VerticalPodAutoscalerSpecTargetRef;

  /**
   * Describes the rules on how changes are applied to the pods.
   */
  readonly updatePolicy?: VerticalPodAutoscalerSpecUpdatePolicy;
}

export function toJson_VerticalPodAutoscalerSpec(obj: VerticalPodAutoscalerSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'recommenders': obj.recommenders?.map(y => toJson_VerticalPodAutoscalerSpecRecommenders(y)),
    'resourcePolicy': toJson_VerticalPodAutoscalerSpecResourcePolicy(obj.resourcePolicy),
    'startupBoost': toJson_VerticalPodAutoscalerSpecStartupBoost(obj.startupBoost),
    'targetRef': toJson_VerticalPodAutoscalerSpecTargetRef(obj.targetRef),
    'updatePolicy': toJson_VerticalPodAutoscalerSpecUpdatePolicy(obj.updatePolicy),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * VerticalPodAutoscalerRecommenderSelector points to a specific Vertical Pod Autoscaler recommender.
 */
export interface VerticalPodAutoscalerSpecRecommenders {
  /**
   * Name of the recommender responsible for generating recommendation for this object.
   */
  readonly name: string;
}

export function toJson_VerticalPodAutoscalerSpecRecommenders(obj: VerticalPodAutoscalerSpecRecommenders | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Controls how the autoscaler computes recommended resources.
 */
export interface VerticalPodAutoscalerSpecResourcePolicy {
  /**
   * Per-container resource policies.
   */
  readonly containerPolicies?: VerticalPodAutoscalerSpecResourcePolicyContainerPolicies[];
}

export function toJson_VerticalPodAutoscalerSpecResourcePolicy(obj: VerticalPodAutoscalerSpecResourcePolicy | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'containerPolicies': obj.containerPolicies?.map(y => toJson_VerticalPodAutoscalerSpecResourcePolicyContainerPolicies(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * startupBoost specifies the startup boost policy for the pod.
 */
export interface VerticalPodAutoscalerSpecStartupBoost {
  /**
   * cpu specifies the CPU startup boost policy.
   */
  readonly cpu?: VerticalPodAutoscalerSpecStartupBoostCpu;
}

export function toJson_VerticalPodAutoscalerSpecStartupBoost(obj: VerticalPodAutoscalerSpecStartupBoost | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'cpu': toJson_VerticalPodAutoscalerSpecStartupBoostCpu(obj.cpu),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TargetRef points to the controller managing the set of pods for the autoscaler to control - e.g. Deployment, StatefulSet.
 */
export interface VerticalPodAutoscalerSpecTargetRef {
  /**
   * apiVersion is the API version of the referent
   */
  readonly apiVersion?: string;

  /**
   * kind is the kind of the referent; More info:
   */
  readonly kind: string;

  /**
   * name is the name of the referent; More info:
   */
  readonly name: string;
}

export function toJson_VerticalPodAutoscalerSpecTargetRef(obj: VerticalPodAutoscalerSpecTargetRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'apiVersion': obj.apiVersion,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Describes the rules on how changes are applied to the pods.
 */
export interface VerticalPodAutoscalerSpecUpdatePolicy {
  /**
   * evictAfterOOMSeconds specifies the time in seconds to wait after an OOM event before considering the pod for eviction.
   */
  readonly evictAfterOomSeconds?: number;

  /**
   * EvictionRequirements is a list of EvictionRequirements that need to evaluate to true in order for a Pod to be evicted.
   */
  readonly evictionRequirements?: VerticalPodAutoscalerSpecUpdatePolicyEvictionRequirements[];

  /**
   * Minimal number of replicas which need to be alive for Updater to attempt pod eviction (pending other checks like PDB).
   */
  readonly minReplicas?: number;

  /**
   * Controls when autoscaler applies changes to the pod resources.
   */
  readonly updateMode?: VerticalPodAutoscalerSpecUpdatePolicyUpdateMode;
}

export function toJson_VerticalPodAutoscalerSpecUpdatePolicy(obj: VerticalPodAutoscalerSpecUpdatePolicy | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'evictAfterOOMSeconds': obj.evictAfterOomSeconds,
    'evictionRequirements': obj.evictionRequirements?.map(y => toJson_VerticalPodAutoscalerSpecUpdatePolicyEvictionRequirements(y)),
    'minReplicas': obj.minReplicas,
    'updateMode': obj.updateMode,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ContainerResourcePolicy controls how autoscaler computes the recommended resources for a specific container.
 */
export interface VerticalPodAutoscalerSpecResourcePolicyContainerPolicies {
  /**
   * Name of the container or DefaultContainerResourcePolicy, in which case the policy is used by the containers that don't have their own policy...
   */
  readonly containerName?: string;

  /**
   * Specifies the type of recommendations that will be computed (and possibly applied) by VPA.
   */
  readonly controlledResources?: string[];

  /**
   * Specifies which resource values should be controlled.
   */
  readonly controlledValues?: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesControlledValues;

  /**
   * Specifies the maximum amount of resources that will be recommended for the container.
   */
  readonly maxAllowed?: { [key: string]: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed };

  /**
   * memoryAggregationIntervalCount is the number of consecutive memoryAggregationIntervals which make up the memory aggregation window.
   */
  readonly memoryAggregationIntervalCount?: number;

  /**
   * memoryAggregationIntervalSeconds is the length of a single interval (in seconds) for which the peak memory usage is computed.
   */
  readonly memoryAggregationIntervalSeconds?: number;

  /**
   * Specifies the minimal amount of resources that will be recommended for the container.
   */
  readonly minAllowed?: { [key: string]: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed };

  /**
   * Whether autoscaler is enabled for the container.
   */
  readonly mode?: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMode;

  /**
   * oomBumpUpRatio is the ratio to increase memory when OOM is detected.
   */
  readonly oomBumpUpRatio?: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomBumpUpRatio;

  /**
   * oomMinBumpUp is the minimum increase in memory when OOM is detected.
   */
  readonly oomMinBumpUp?: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomMinBumpUp;

  /**
   * startupBoost specifies the startup boost policy for the container.
   */
  readonly startupBoost?: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoost;
}

export function toJson_VerticalPodAutoscalerSpecResourcePolicyContainerPolicies(obj: VerticalPodAutoscalerSpecResourcePolicyContainerPolicies | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'containerName': obj.containerName,
    'controlledResources': obj.controlledResources?.map(y => y),
    'controlledValues': obj.controlledValues,
    'maxAllowed': ((obj.maxAllowed) === undefined) ? undefined : (Object.entries(obj.maxAllowed).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1]?.value }), {})),
    'memoryAggregationIntervalCount': obj.memoryAggregationIntervalCount,
    'memoryAggregationIntervalSeconds': obj.memoryAggregationIntervalSeconds,
    'minAllowed': ((obj.minAllowed) === undefined) ? undefined : (Object.entries(obj.minAllowed).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1]?.value }), {})),
    'mode': obj.mode,
    'oomBumpUpRatio': obj.oomBumpUpRatio?.value,
    'oomMinBumpUp': obj.oomMinBumpUp?.value,
    'startupBoost': toJson_VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoost(obj.startupBoost),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * cpu specifies the CPU startup boost policy.
 */
export interface VerticalPodAutoscalerSpecStartupBoostCpu {
  /**
   * durationSeconds indicates for how long to keep the pod boosted after it goes to Ready.
   */
  readonly durationSeconds?: number;

  /**
   * factor specifies the factor to apply to the resource request.
   */
  readonly factor?: number;

  /**
   * quantity specifies the absolute resource quantity to be used as the resource request and limit during the boost phase.
   */
  readonly quantity?: VerticalPodAutoscalerSpecStartupBoostCpuQuantity;

  /**
   * type specifies the kind of boost to apply.
   */
  readonly type: VerticalPodAutoscalerSpecStartupBoostCpuType;
}

export function toJson_VerticalPodAutoscalerSpecStartupBoostCpu(obj: VerticalPodAutoscalerSpecStartupBoostCpu | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'durationSeconds': obj.durationSeconds,
    'factor': obj.factor,
    'quantity': obj.quantity?.value,
    'type': obj.type,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * EvictionRequirement defines a single condition which needs to be true in order to evict a Pod
 */
export interface VerticalPodAutoscalerSpecUpdatePolicyEvictionRequirements {
  /**
   * EvictionChangeRequirement refers to the relationship between the new target recommendation for a Pod and its current requests, what kind of change...
   */
  readonly changeRequirement: VerticalPodAutoscalerSpecUpdatePolicyEvictionRequirementsChangeRequirement;

  /**
   * Resources is a list of one or more resources that the condition applies to.
   */
  readonly resources: string[];
}

export function toJson_VerticalPodAutoscalerSpecUpdatePolicyEvictionRequirements(obj: VerticalPodAutoscalerSpecUpdatePolicyEvictionRequirements | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'changeRequirement': obj.changeRequirement,
    'resources': obj.resources?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Controls when autoscaler applies changes to the pod resources.
 */
export enum VerticalPodAutoscalerSpecUpdatePolicyUpdateMode {
  /** Off */
  OFF = "Off",
  /** Initial */
  INITIAL = "Initial",
  /** Recreate */
  RECREATE = "Recreate",
  /** InPlaceOrRecreate */
  IN_PLACE_OR_RECREATE = "InPlaceOrRecreate",
  /** InPlace */
  IN_PLACE = "InPlace",
  /** Auto */
  AUTO = "Auto",
}

/**
 * Specifies which resource values should be controlled.
 */
export enum VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesControlledValues {
  /** RequestsAndLimits */
  REQUESTS_AND_LIMITS = "RequestsAndLimits",
  /** RequestsOnly */
  REQUESTS_ONLY = "RequestsOnly",
}

export class VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed {
  public static fromNumber(value: number): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed(value);
  }
  public static fromString(value: string): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

export class VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed {
  public static fromNumber(value: number): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed(value);
  }
  public static fromString(value: string): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * Whether autoscaler is enabled for the container.
 */
export enum VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMode {
  /** Auto */
  AUTO = "Auto",
  /** Off */
  OFF = "Off",
}

/**
 * oomBumpUpRatio is the ratio to increase memory when OOM is detected.
 */
export class VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomBumpUpRatio {
  public static fromNumber(value: number): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomBumpUpRatio {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomBumpUpRatio(value);
  }
  public static fromString(value: string): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomBumpUpRatio {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomBumpUpRatio(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * oomMinBumpUp is the minimum increase in memory when OOM is detected.
 */
export class VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomMinBumpUp {
  public static fromNumber(value: number): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomMinBumpUp {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomMinBumpUp(value);
  }
  public static fromString(value: string): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomMinBumpUp {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesOomMinBumpUp(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * startupBoost specifies the startup boost policy for the container.
 */
export interface VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoost {
  /**
   * cpu specifies the CPU startup boost policy.
   */
  readonly cpu?: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpu;
}

export function toJson_VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoost(obj: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoost | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'cpu': toJson_VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpu(obj.cpu),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * quantity specifies the absolute resource quantity to be used as the resource request and limit during the boost phase.
 */
export class VerticalPodAutoscalerSpecStartupBoostCpuQuantity {
  public static fromNumber(value: number): VerticalPodAutoscalerSpecStartupBoostCpuQuantity {
    return new VerticalPodAutoscalerSpecStartupBoostCpuQuantity(value);
  }
  public static fromString(value: string): VerticalPodAutoscalerSpecStartupBoostCpuQuantity {
    return new VerticalPodAutoscalerSpecStartupBoostCpuQuantity(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * type specifies the kind of boost to apply.
 */
export enum VerticalPodAutoscalerSpecStartupBoostCpuType {
  /** Factor */
  FACTOR = "Factor",
  /** Quantity */
  QUANTITY = "Quantity",
}

/**
 * EvictionChangeRequirement refers to the relationship between the new target recommendation for a Pod and its current requests, what kind of change...
 */
export enum VerticalPodAutoscalerSpecUpdatePolicyEvictionRequirementsChangeRequirement {
  /** TargetHigherThanRequests */
  TARGET_HIGHER_THAN_REQUESTS = "TargetHigherThanRequests",
  /** TargetLowerThanRequests */
  TARGET_LOWER_THAN_REQUESTS = "TargetLowerThanRequests",
}

/**
 * cpu specifies the CPU startup boost policy.
 */
export interface VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpu {
  /**
   * durationSeconds indicates for how long to keep the pod boosted after it goes to Ready.
   */
  readonly durationSeconds?: number;

  /**
   * factor specifies the factor to apply to the resource request.
   */
  readonly factor?: number;

  /**
   * quantity specifies the absolute resource quantity to be used as the resource request and limit during the boost phase.
   */
  readonly quantity?: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpuQuantity;

  /**
   * type specifies the kind of boost to apply.
   */
  readonly type: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpuType;
}

export function toJson_VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpu(obj: VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpu | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'durationSeconds': obj.durationSeconds,
    'factor': obj.factor,
    'quantity': obj.quantity?.value,
    'type': obj.type,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * quantity specifies the absolute resource quantity to be used as the resource request and limit during the boost phase.
 */
export class VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpuQuantity {
  public static fromNumber(value: number): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpuQuantity {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpuQuantity(value);
  }
  public static fromString(value: string): VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpuQuantity {
    return new VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpuQuantity(value);
  }
  private constructor(public readonly value: number | string) {
  }
}

/**
 * type specifies the kind of boost to apply.
 */
export enum VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesStartupBoostCpuType {
  /** Factor */
  FACTOR = "Factor",
  /** Quantity */
  QUANTITY = "Quantity",
}
