// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

export class Telemetry extends ApiObject {
  /**
   * Returns the apiVersion and kind for "Telemetry"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
  }

  /**
   * Renders a Kubernetes manifest for "Telemetry".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: TelemetryProps = {}): any {
    return {
      ...Telemetry.GVK,
      ...toJson_TelemetryProps(props),
    };
  }

  /**
   * Defines a "Telemetry" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: TelemetryProps = {}) {
    super(scope, id, {
      ...Telemetry.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...Telemetry.GVK,
      ...toJson_TelemetryProps(resolved),
    };
  }
}

export interface TelemetryProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Telemetry configuration for workloads.
   */
  readonly spec?: TelemetrySpec;
}

export function toJson_TelemetryProps(obj: TelemetryProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_TelemetrySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Telemetry configuration for workloads.
 */
export interface TelemetrySpec {
  /**
   * Optional.
   */
  readonly accessLogging?: any[];

  /**
   * Optional.
   */
  readonly metrics?: any[];

  /**
   * Optional.
   */
  readonly selector?: TelemetrySpecSelector;

  readonly targetRef?: TelemetrySpecTargetRef;

  /**
   * Optional.
   */
  readonly targetRefs?: TelemetrySpecTargetRefs[];

  /**
   * Optional.
   */
  readonly tracing?: TelemetrySpecTracing[];
}

export function toJson_TelemetrySpec(obj: TelemetrySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'accessLogging': obj.accessLogging?.map(y => y),
    'metrics': obj.metrics?.map(y => y),
    'selector': toJson_TelemetrySpecSelector(obj.selector),
    'targetRef': toJson_TelemetrySpecTargetRef(obj.targetRef),
    'targetRefs': obj.targetRefs?.map(y => toJson_TelemetrySpecTargetRefs(y)),
    'tracing': obj.tracing?.map(y => toJson_TelemetrySpecTracing(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Optional.
 */
export interface TelemetrySpecSelector {
  /**
   * One or more labels that indicate a specific set of pods/VMs on which a policy should be applied.
   */
  readonly matchLabels?: { [key: string]: string };
}

export function toJson_TelemetrySpecSelector(obj: TelemetrySpecSelector | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'matchLabels': ((obj.matchLabels) === undefined) ? undefined : (Object.entries(obj.matchLabels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TelemetrySpecTargetRef {
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

export function toJson_TelemetrySpecTargetRef(obj: TelemetrySpecTargetRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TelemetrySpecTargetRefs {
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

export function toJson_TelemetrySpecTargetRefs(obj: TelemetrySpecTargetRefs | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
    'namespace': obj.namespace,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TelemetrySpecTracing {
  /**
   * Optional.
   */
  readonly customTags?: any;

  /**
   * Controls whether trace context headers (e.g., `traceparent`/`tracestate` for W3C, `X-B3-*` for Zipkin) are propagated in forwarded requests.
   */
  readonly disableContextPropagation?: boolean;

  /**
   * Controls span reporting.
   */
  readonly disableSpanReporting?: boolean;

  /**
   * Determines whether or not trace spans generated by Envoy will include Istio specific tags.
   */
  readonly enableIstioTags?: boolean;

  /**
   * Allows tailoring of behavior to specific conditions.
   */
  readonly match?: TelemetrySpecTracingMatch;

  /**
   * Optional.
   */
  readonly providers?: TelemetrySpecTracingProviders[];

  /**
   * Controls the rate at which traffic will be selected for tracing if no prior sampling decision has been made.
   */
  readonly randomSamplingPercentage?: number;

  readonly useRequestIdForTraceSampling?: boolean;
}

export function toJson_TelemetrySpecTracing(obj: TelemetrySpecTracing | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'customTags': obj.customTags,
    'disableContextPropagation': obj.disableContextPropagation,
    'disableSpanReporting': obj.disableSpanReporting,
    'enableIstioTags': obj.enableIstioTags,
    'match': toJson_TelemetrySpecTracingMatch(obj.match),
    'providers': obj.providers?.map(y => toJson_TelemetrySpecTracingProviders(y)),
    'randomSamplingPercentage': obj.randomSamplingPercentage,
    'useRequestIdForTraceSampling': obj.useRequestIdForTraceSampling,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Allows tailoring of behavior to specific conditions.
 */
export interface TelemetrySpecTracingMatch {
  /**
   * This determines whether or not to apply the tracing configuration based on the direction of traffic relative to the proxied workload.
   */
  readonly mode?: TelemetrySpecTracingMatchMode;
}

export function toJson_TelemetrySpecTracingMatch(obj: TelemetrySpecTracingMatch | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'mode': obj.mode,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export interface TelemetrySpecTracingProviders {
  /**
   * Required.
   */
  readonly name: string;
}

export function toJson_TelemetrySpecTracingProviders(obj: TelemetrySpecTracingProviders | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * This determines whether or not to apply the tracing configuration based on the direction of traffic relative to the proxied workload.
 */
export enum TelemetrySpecTracingMatchMode {
  /** CLIENT_AND_SERVER */
  CLIENT_UNDERSCORE_AND_UNDERSCORE_SERVER = "CLIENT_AND_SERVER",
  /** CLIENT */
  CLIENT = "CLIENT",
  /** SERVER */
  SERVER = "SERVER",
}
