// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * ExternalSecret is the Schema for the external-secrets API.
 */
export class ExternalSecret extends ApiObject {
  /**
   * Returns the apiVersion and kind for "ExternalSecret"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
  }

  /**
   * Renders a Kubernetes manifest for "ExternalSecret".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: ExternalSecretProps = {}): any {
    return {
      ...ExternalSecret.GVK,
      ...toJson_ExternalSecretProps(props),
    };
  }

  /**
   * Defines a "ExternalSecret" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: ExternalSecretProps = {}) {
    super(scope, id, {
      ...ExternalSecret.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...ExternalSecret.GVK,
      ...toJson_ExternalSecretProps(resolved),
    };
  }
}

/**
 * ExternalSecret is the Schema for the external-secrets API.
 */
export interface ExternalSecretProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * ExternalSecretSpec defines the desired state of ExternalSecret.
   */
  readonly spec?: ExternalSecretSpec;
}

export function toJson_ExternalSecretProps(obj: ExternalSecretProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_ExternalSecretSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ExternalSecretSpec defines the desired state of ExternalSecret.
 */
export interface ExternalSecretSpec {
  /**
   * Data defines the connection between the Kubernetes Secret keys and the Provider data
   */
  readonly data?: ExternalSecretSpecData[];

  /**
   * DataFrom is used to fetch all properties from a specific Provider data If multiple entries are specified, the Secret keys are merged in the...
   */
  readonly dataFrom?: ExternalSecretSpecDataFrom[];

  /**
   * RefreshInterval is the amount of time before the values are read again from the SecretStore provider, specified as Golang Duration strings.
   */
  readonly refreshInterval?: string;

  /**
   * RefreshPolicy determines how the ExternalSecret should be refreshed:
   */
  readonly refreshPolicy?: ExternalSecretSpecRefreshPolicy;

  /**
   * SecretStoreRef defines which SecretStore to fetch the ExternalSecret data.
   */
  readonly secretStoreRef?: ExternalSecretSpecSecretStoreRef;

  /**
   * ExternalSecretTarget defines the Kubernetes Secret to be created, there can be only one target per ExternalSecret.
   */
  readonly target?: ExternalSecretSpecTarget;
}

export function toJson_ExternalSecretSpec(obj: ExternalSecretSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'data': obj.data?.map(y => toJson_ExternalSecretSpecData(y)),
    'dataFrom': obj.dataFrom?.map(y => toJson_ExternalSecretSpecDataFrom(y)),
    'refreshInterval': obj.refreshInterval,
    'refreshPolicy': obj.refreshPolicy,
    'secretStoreRef': toJson_ExternalSecretSpecSecretStoreRef(obj.secretStoreRef),
    'target': toJson_ExternalSecretSpecTarget(obj.target),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ExternalSecretData defines the connection between the Kubernetes Secret key (spec.data.<key>) and the Provider data.
 */
export interface ExternalSecretSpecData {
  /**
   * RemoteRef points to the remote secret and defines which secret (version/property/..) to fetch.
   */
  readonly remoteRef: ExternalSecretSpecDataRemoteRef;

  /**
   * The key in the Kubernetes Secret to store the value.
   */
  readonly secretKey: string;

  /**
   * SourceRef allows you to override the source from which the value will be pulled.
   */
  readonly sourceRef?: ExternalSecretSpecDataSourceRef;
}

export function toJson_ExternalSecretSpecData(obj: ExternalSecretSpecData | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'remoteRef': toJson_ExternalSecretSpecDataRemoteRef(obj.remoteRef),
    'secretKey': obj.secretKey,
    'sourceRef': toJson_ExternalSecretSpecDataSourceRef(obj.sourceRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ExternalSecretDataFromRemoteRef defines the connection between the Kubernetes Secret keys and the Provider data when using DataFrom to fetch...
 */
export interface ExternalSecretSpecDataFrom {
  /**
   * Used to extract multiple key/value pairs from one secret Note:
   */
  readonly extract?: ExternalSecretSpecDataFromExtract;

  /**
   * Used to find secrets based on tags or regular expressions Note:
   */
  readonly find?: ExternalSecretSpecDataFromFind;

  /**
   * Used to rewrite secret Keys after getting them from the secret Provider Multiple Rewrite operations can be provided.
   */
  readonly rewrite?: ExternalSecretSpecDataFromRewrite[];

  /**
   * SourceRef points to a store or generator which contains secret values ready to use.
   */
  readonly sourceRef?: ExternalSecretSpecDataFromSourceRef;
}

export function toJson_ExternalSecretSpecDataFrom(obj: ExternalSecretSpecDataFrom | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'extract': toJson_ExternalSecretSpecDataFromExtract(obj.extract),
    'find': toJson_ExternalSecretSpecDataFromFind(obj.find),
    'rewrite': obj.rewrite?.map(y => toJson_ExternalSecretSpecDataFromRewrite(y)),
    'sourceRef': toJson_ExternalSecretSpecDataFromSourceRef(obj.sourceRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RefreshPolicy determines how the ExternalSecret should be refreshed:
 */
export enum ExternalSecretSpecRefreshPolicy {
  /** CreatedOnce */
  CREATED_ONCE = "CreatedOnce",
  /** Periodic */
  PERIODIC = "Periodic",
  /** OnChange */
  ON_CHANGE = "OnChange",
}

/**
 * SecretStoreRef defines which SecretStore to fetch the ExternalSecret data.
 */
export interface ExternalSecretSpecSecretStoreRef {
  /**
   * Kind of the SecretStore resource (SecretStore or ClusterSecretStore) Defaults to `SecretStore`
   *
   * @default SecretStore`
   */
  readonly kind?: ExternalSecretSpecSecretStoreRefKind;

  /**
   * Name of the SecretStore resource
   */
  readonly name?: string;
}

export function toJson_ExternalSecretSpecSecretStoreRef(obj: ExternalSecretSpecSecretStoreRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ExternalSecretTarget defines the Kubernetes Secret to be created, there can be only one target per ExternalSecret.
 */
export interface ExternalSecretSpecTarget {
  /**
   * CreationPolicy defines rules on how to create the resulting Secret.
   */
  readonly creationPolicy?: ExternalSecretSpecTargetCreationPolicy;

  /**
   * DeletionPolicy defines rules on how to delete the resulting Secret.
   */
  readonly deletionPolicy?: ExternalSecretSpecTargetDeletionPolicy;

  /**
   * Immutable defines if the final secret will be immutable
   */
  readonly immutable?: boolean;

  /**
   * Manifest defines a custom Kubernetes resource to create instead of a Secret.
   */
  readonly manifest?: ExternalSecretSpecTargetManifest;

  /**
   * The name of the Secret resource to be managed.
   */
  readonly name?: string;

  /**
   * Template defines a blueprint for the created Secret resource.
   */
  readonly template?: ExternalSecretSpecTargetTemplate;
}

export function toJson_ExternalSecretSpecTarget(obj: ExternalSecretSpecTarget | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'creationPolicy': obj.creationPolicy,
    'deletionPolicy': obj.deletionPolicy,
    'immutable': obj.immutable,
    'manifest': toJson_ExternalSecretSpecTargetManifest(obj.manifest),
    'name': obj.name,
    'template': toJson_ExternalSecretSpecTargetTemplate(obj.template),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * RemoteRef points to the remote secret and defines which secret (version/property/..) to fetch.
 */
export interface ExternalSecretSpecDataRemoteRef {
  /**
   * Used to define a conversion Strategy
   */
  readonly conversionStrategy?: ExternalSecretSpecDataRemoteRefConversionStrategy;

  /**
   * Used to define a decoding Strategy
   */
  readonly decodingStrategy?: ExternalSecretSpecDataRemoteRefDecodingStrategy;

  /**
   * Key is the key used in the Provider, mandatory
   */
  readonly key: string;

  /**
   * Policy for fetching tags/labels from provider secrets, possible options are Fetch, None.
   */
  readonly metadataPolicy?: ExternalSecretSpecDataRemoteRefMetadataPolicy;

  /**
   * Used to select a specific property of the Provider value (if a map), if supported
   */
  readonly property?: string;

  /**
   * Used to select a specific version of the Provider value, if supported
   */
  readonly version?: string;
}

export function toJson_ExternalSecretSpecDataRemoteRef(obj: ExternalSecretSpecDataRemoteRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'conversionStrategy': obj.conversionStrategy,
    'decodingStrategy': obj.decodingStrategy,
    'key': obj.key,
    'metadataPolicy': obj.metadataPolicy,
    'property': obj.property,
    'version': obj.version,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * SourceRef allows you to override the source from which the value will be pulled.
 */
export interface ExternalSecretSpecDataSourceRef {
  /**
   * GeneratorRef points to a generator custom resource.
   */
  readonly generatorRef?: ExternalSecretSpecDataSourceRefGeneratorRef;

  /**
   * SecretStoreRef defines which SecretStore to fetch the ExternalSecret data.
   */
  readonly storeRef?: ExternalSecretSpecDataSourceRefStoreRef;
}

export function toJson_ExternalSecretSpecDataSourceRef(obj: ExternalSecretSpecDataSourceRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'generatorRef': toJson_ExternalSecretSpecDataSourceRefGeneratorRef(obj.generatorRef),
    'storeRef': toJson_ExternalSecretSpecDataSourceRefStoreRef(obj.storeRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Used to extract multiple key/value pairs from one secret Note:
 */
export interface ExternalSecretSpecDataFromExtract {
  /**
   * Used to define a conversion Strategy
   */
  readonly conversionStrategy?: ExternalSecretSpecDataFromExtractConversionStrategy;

  /**
   * Used to define a decoding Strategy
   */
  readonly decodingStrategy?: ExternalSecretSpecDataFromExtractDecodingStrategy;

  /**
   * Key is the key used in the Provider, mandatory
   */
  readonly key: string;

  /**
   * Policy for fetching tags/labels from provider secrets, possible options are Fetch, None.
   */
  readonly metadataPolicy?: ExternalSecretSpecDataFromExtractMetadataPolicy;

  /**
   * Used to select a specific property of the Provider value (if a map), if supported
   */
  readonly property?: string;

  /**
   * Used to select a specific version of the Provider value, if supported
   */
  readonly version?: string;
}

export function toJson_ExternalSecretSpecDataFromExtract(obj: ExternalSecretSpecDataFromExtract | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'conversionStrategy': obj.conversionStrategy,
    'decodingStrategy': obj.decodingStrategy,
    'key': obj.key,
    'metadataPolicy': obj.metadataPolicy,
    'property': obj.property,
    'version': obj.version,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Used to find secrets based on tags or regular expressions Note:
 */
export interface ExternalSecretSpecDataFromFind {
  /**
   * Used to define a conversion Strategy
   */
  readonly conversionStrategy?: ExternalSecretSpecDataFromFindConversionStrategy;

  /**
   * Used to define a decoding Strategy
   */
  readonly decodingStrategy?: ExternalSecretSpecDataFromFindDecodingStrategy;

  /**
   * Finds secrets based on the name.
   */
  readonly name?: ExternalSecretSpecDataFromFindName;

  /**
   * A root path to start the find operations.
   */
  readonly path?: string;

  /**
   * Find secrets based on tags.
   */
  readonly tags?: { [key: string]: string };
}

export function toJson_ExternalSecretSpecDataFromFind(obj: ExternalSecretSpecDataFromFind | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'conversionStrategy': obj.conversionStrategy,
    'decodingStrategy': obj.decodingStrategy,
    'name': toJson_ExternalSecretSpecDataFromFindName(obj.name),
    'path': obj.path,
    'tags': ((obj.tags) === undefined) ? undefined : (Object.entries(obj.tags).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ExternalSecretRewrite defines how to rewrite secret data values before they are written to the Secret.
 */
export interface ExternalSecretSpecDataFromRewrite {
  /**
   * Used to merge key/values in one single Secret The resulting key will contain all values from the specified secrets
   */
  readonly merge?: ExternalSecretSpecDataFromRewriteMerge;

  /**
   * Used to rewrite with regular expressions.
   */
  readonly regexp?: ExternalSecretSpecDataFromRewriteRegexp;

  /**
   * Used to apply string transformation on the secrets.
   */
  readonly transform?: ExternalSecretSpecDataFromRewriteTransform;
}

export function toJson_ExternalSecretSpecDataFromRewrite(obj: ExternalSecretSpecDataFromRewrite | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'merge': toJson_ExternalSecretSpecDataFromRewriteMerge(obj.merge),
    'regexp': toJson_ExternalSecretSpecDataFromRewriteRegexp(obj.regexp),
    'transform': toJson_ExternalSecretSpecDataFromRewriteTransform(obj.transform),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * SourceRef points to a store or generator which contains secret values ready to use.
 */
export interface ExternalSecretSpecDataFromSourceRef {
  /**
   * GeneratorRef points to a generator custom resource.
   */
  readonly generatorRef?: ExternalSecretSpecDataFromSourceRefGeneratorRef;

  /**
   * SecretStoreRef defines which SecretStore to fetch the ExternalSecret data.
   */
  readonly storeRef?: ExternalSecretSpecDataFromSourceRefStoreRef;
}

export function toJson_ExternalSecretSpecDataFromSourceRef(obj: ExternalSecretSpecDataFromSourceRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'generatorRef': toJson_ExternalSecretSpecDataFromSourceRefGeneratorRef(obj.generatorRef),
    'storeRef': toJson_ExternalSecretSpecDataFromSourceRefStoreRef(obj.storeRef),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Kind of the SecretStore resource (SecretStore or ClusterSecretStore) Defaults to `SecretStore`
 *
 * @default SecretStore`
 */
export enum ExternalSecretSpecSecretStoreRefKind {
  /** SecretStore */
  SECRET_STORE = "SecretStore",
  /** ClusterSecretStore */
  CLUSTER_SECRET_STORE = "ClusterSecretStore",
}

/**
 * CreationPolicy defines rules on how to create the resulting Secret.
 */
export enum ExternalSecretSpecTargetCreationPolicy {
  /** Owner */
  OWNER = "Owner",
  /** Orphan */
  ORPHAN = "Orphan",
  /** Merge */
  MERGE = "Merge",
  /** None */
  NONE = "None",
}

/**
 * DeletionPolicy defines rules on how to delete the resulting Secret.
 */
export enum ExternalSecretSpecTargetDeletionPolicy {
  /** Delete */
  DELETE = "Delete",
  /** Merge */
  MERGE = "Merge",
  /** Retain */
  RETAIN = "Retain",
}

/**
 * Manifest defines a custom Kubernetes resource to create instead of a Secret.
 */
export interface ExternalSecretSpecTargetManifest {
  /**
   * APIVersion of the target resource (e.g., "v1" for ConfigMap, "argoproj.io/v1alpha1" for ArgoCD Application)
   */
  readonly apiVersion: string;

  /**
   * Kind of the target resource (e.g., "ConfigMap", "Application")
   */
  readonly kind: string;
}

export function toJson_ExternalSecretSpecTargetManifest(obj: ExternalSecretSpecTargetManifest | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'apiVersion': obj.apiVersion,
    'kind': obj.kind,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Template defines a blueprint for the created Secret resource.
 */
export interface ExternalSecretSpecTargetTemplate {
  readonly data?: { [key: string]: string };

  /**
   * EngineVersion specifies the template engine version that should be used to compile/execute the template specified in .data and .templateFrom[].
   */
  readonly engineVersion?: ExternalSecretSpecTargetTemplateEngineVersion;

  /**
   * TemplateMergePolicy defines how the rendered template should be merged with the existing Secret data.
   */
  readonly mergePolicy?: ExternalSecretSpecTargetTemplateMergePolicy;

  /**
   * ExternalSecretTemplateMetadata defines metadata fields for the Secret blueprint.
   */
  readonly metadata?: ExternalSecretSpecTargetTemplateMetadata;

  readonly templateFrom?: ExternalSecretSpecTargetTemplateTemplateFrom[];

  readonly type?: string;
}

export function toJson_ExternalSecretSpecTargetTemplate(obj: ExternalSecretSpecTargetTemplate | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'data': ((obj.data) === undefined) ? undefined : (Object.entries(obj.data).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'engineVersion': obj.engineVersion,
    'mergePolicy': obj.mergePolicy,
    'metadata': toJson_ExternalSecretSpecTargetTemplateMetadata(obj.metadata),
    'templateFrom': obj.templateFrom?.map(y => toJson_ExternalSecretSpecTargetTemplateTemplateFrom(y)),
    'type': obj.type,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Used to define a conversion Strategy
 */
export enum ExternalSecretSpecDataRemoteRefConversionStrategy {
  /** Default */
  DEFAULT = "Default",
  /** Unicode */
  UNICODE = "Unicode",
}

/**
 * Used to define a decoding Strategy
 */
export enum ExternalSecretSpecDataRemoteRefDecodingStrategy {
  /** Auto */
  AUTO = "Auto",
  /** Base64 */
  BASE64 = "Base64",
  /** Base64URL */
  BASE64_URL = "Base64URL",
  /** None */
  NONE = "None",
}

/**
 * Policy for fetching tags/labels from provider secrets, possible options are Fetch, None.
 */
export enum ExternalSecretSpecDataRemoteRefMetadataPolicy {
  /** None */
  NONE = "None",
  /** Fetch */
  FETCH = "Fetch",
}

/**
 * GeneratorRef points to a generator custom resource.
 */
export interface ExternalSecretSpecDataSourceRefGeneratorRef {
  /**
   * Specify the apiVersion of the generator resource
   */
  readonly apiVersion?: string;

  /**
   * Specify the Kind of the generator resource
   */
  readonly kind: ExternalSecretSpecDataSourceRefGeneratorRefKind;

  /**
   * Specify the name of the generator resource
   */
  readonly name: string;
}

export function toJson_ExternalSecretSpecDataSourceRefGeneratorRef(obj: ExternalSecretSpecDataSourceRefGeneratorRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'apiVersion': obj.apiVersion,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * SecretStoreRef defines which SecretStore to fetch the ExternalSecret data.
 */
export interface ExternalSecretSpecDataSourceRefStoreRef {
  /**
   * Kind of the SecretStore resource (SecretStore or ClusterSecretStore) Defaults to `SecretStore`
   *
   * @default SecretStore`
   */
  readonly kind?: ExternalSecretSpecDataSourceRefStoreRefKind;

  /**
   * Name of the SecretStore resource
   */
  readonly name?: string;
}

export function toJson_ExternalSecretSpecDataSourceRefStoreRef(obj: ExternalSecretSpecDataSourceRefStoreRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Used to define a conversion Strategy
 */
export enum ExternalSecretSpecDataFromExtractConversionStrategy {
  /** Default */
  DEFAULT = "Default",
  /** Unicode */
  UNICODE = "Unicode",
}

/**
 * Used to define a decoding Strategy
 */
export enum ExternalSecretSpecDataFromExtractDecodingStrategy {
  /** Auto */
  AUTO = "Auto",
  /** Base64 */
  BASE64 = "Base64",
  /** Base64URL */
  BASE64_URL = "Base64URL",
  /** None */
  NONE = "None",
}

/**
 * Policy for fetching tags/labels from provider secrets, possible options are Fetch, None.
 */
export enum ExternalSecretSpecDataFromExtractMetadataPolicy {
  /** None */
  NONE = "None",
  /** Fetch */
  FETCH = "Fetch",
}

/**
 * Used to define a conversion Strategy
 */
export enum ExternalSecretSpecDataFromFindConversionStrategy {
  /** Default */
  DEFAULT = "Default",
  /** Unicode */
  UNICODE = "Unicode",
}

/**
 * Used to define a decoding Strategy
 */
export enum ExternalSecretSpecDataFromFindDecodingStrategy {
  /** Auto */
  AUTO = "Auto",
  /** Base64 */
  BASE64 = "Base64",
  /** Base64URL */
  BASE64_URL = "Base64URL",
  /** None */
  NONE = "None",
}

/**
 * Finds secrets based on the name.
 */
export interface ExternalSecretSpecDataFromFindName {
  /**
   * Finds secrets base
   */
  readonly regexp?: string;
}

export function toJson_ExternalSecretSpecDataFromFindName(obj: ExternalSecretSpecDataFromFindName | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'regexp': obj.regexp,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Used to merge key/values in one single Secret The resulting key will contain all values from the specified secrets
 */
export interface ExternalSecretSpecDataFromRewriteMerge {
  /**
   * Used to define the policy to use in conflict resolution.
   */
  readonly conflictPolicy?: ExternalSecretSpecDataFromRewriteMergeConflictPolicy;

  /**
   * Used to define the target key of the merge operation.
   */
  readonly into?: string;

  /**
   * Used to define key priority in conflict resolution.
   */
  readonly priority?: string[];

  /**
   * Used to define the policy when a key in the priority list does not exist in the input.
   */
  readonly priorityPolicy?: ExternalSecretSpecDataFromRewriteMergePriorityPolicy;

  /**
   * Used to define the strategy to use in the merge operation.
   */
  readonly strategy?: ExternalSecretSpecDataFromRewriteMergeStrategy;
}

export function toJson_ExternalSecretSpecDataFromRewriteMerge(obj: ExternalSecretSpecDataFromRewriteMerge | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'conflictPolicy': obj.conflictPolicy,
    'into': obj.into,
    'priority': obj.priority?.map(y => y),
    'priorityPolicy': obj.priorityPolicy,
    'strategy': obj.strategy,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Used to rewrite with regular expressions.
 */
export interface ExternalSecretSpecDataFromRewriteRegexp {
  /**
   * Used to define the regular expression of a re.Compiler.
   */
  readonly source: string;

  /**
   * Used to define the target pattern of a ReplaceAll operation.
   */
  readonly target: string;
}

export function toJson_ExternalSecretSpecDataFromRewriteRegexp(obj: ExternalSecretSpecDataFromRewriteRegexp | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'source': obj.source,
    'target': obj.target,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Used to apply string transformation on the secrets.
 */
export interface ExternalSecretSpecDataFromRewriteTransform {
  /**
   * Used to define the template to apply on the secret name.
   */
  readonly template: string;
}

export function toJson_ExternalSecretSpecDataFromRewriteTransform(obj: ExternalSecretSpecDataFromRewriteTransform | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'template': obj.template,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * GeneratorRef points to a generator custom resource.
 */
export interface ExternalSecretSpecDataFromSourceRefGeneratorRef {
  /**
   * Specify the apiVersion of the generator resource
   */
  readonly apiVersion?: string;

  /**
   * Specify the Kind of the generator resource
   */
  readonly kind: ExternalSecretSpecDataFromSourceRefGeneratorRefKind;

  /**
   * Specify the name of the generator resource
   */
  readonly name: string;
}

export function toJson_ExternalSecretSpecDataFromSourceRefGeneratorRef(obj: ExternalSecretSpecDataFromSourceRefGeneratorRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'apiVersion': obj.apiVersion,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * SecretStoreRef defines which SecretStore to fetch the ExternalSecret data.
 */
export interface ExternalSecretSpecDataFromSourceRefStoreRef {
  /**
   * Kind of the SecretStore resource (SecretStore or ClusterSecretStore) Defaults to `SecretStore`
   *
   * @default SecretStore`
   */
  readonly kind?: ExternalSecretSpecDataFromSourceRefStoreRefKind;

  /**
   * Name of the SecretStore resource
   */
  readonly name?: string;
}

export function toJson_ExternalSecretSpecDataFromSourceRefStoreRef(obj: ExternalSecretSpecDataFromSourceRefStoreRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * EngineVersion specifies the template engine version that should be used to compile/execute the template specified in .data and .templateFrom[].
 */
export enum ExternalSecretSpecTargetTemplateEngineVersion {
  /** v2 */
  V2 = "v2",
}

/**
 * TemplateMergePolicy defines how the rendered template should be merged with the existing Secret data.
 */
export enum ExternalSecretSpecTargetTemplateMergePolicy {
  /** Replace */
  REPLACE = "Replace",
  /** Merge */
  MERGE = "Merge",
}

/**
 * ExternalSecretTemplateMetadata defines metadata fields for the Secret blueprint.
 */
export interface ExternalSecretSpecTargetTemplateMetadata {
  readonly annotations?: { [key: string]: string };

  readonly finalizers?: string[];

  readonly labels?: { [key: string]: string };
}

export function toJson_ExternalSecretSpecTargetTemplateMetadata(obj: ExternalSecretSpecTargetTemplateMetadata | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'annotations': ((obj.annotations) === undefined) ? undefined : (Object.entries(obj.annotations).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'finalizers': obj.finalizers?.map(y => y),
    'labels': ((obj.labels) === undefined) ? undefined : (Object.entries(obj.labels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TemplateFrom specifies a source for templates.
 */
export interface ExternalSecretSpecTargetTemplateTemplateFrom {
  /**
   * TemplateRef specifies a reference to either a ConfigMap or a Secret resource.
   */
  readonly configMap?: ExternalSecretSpecTargetTemplateTemplateFromConfigMap;

  readonly literal?: string;

  /**
   * TemplateRef specifies a reference to either a ConfigMap or a Secret resource.
   */
  readonly secret?: ExternalSecretSpecTargetTemplateTemplateFromSecret;

  /**
   * Target specifies where to place the template result.
   */
  readonly target?: string;
}

export function toJson_ExternalSecretSpecTargetTemplateTemplateFrom(obj: ExternalSecretSpecTargetTemplateTemplateFrom | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'configMap': toJson_ExternalSecretSpecTargetTemplateTemplateFromConfigMap(obj.configMap),
    'literal': obj.literal,
    'secret': toJson_ExternalSecretSpecTargetTemplateTemplateFromSecret(obj.secret),
    'target': obj.target,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Specify the Kind of the generator resource
 */
export enum ExternalSecretSpecDataSourceRefGeneratorRefKind {
  /** ACRAccessToken */
  ACR_ACCESS_TOKEN = "ACRAccessToken",
  /** ClusterGenerator */
  CLUSTER_GENERATOR = "ClusterGenerator",
  /** CloudsmithAccessToken */
  CLOUDSMITH_ACCESS_TOKEN = "CloudsmithAccessToken",
  /** ECRAuthorizationToken */
  ECR_AUTHORIZATION_TOKEN = "ECRAuthorizationToken",
  /** Fake */
  FAKE = "Fake",
  /** GCRAccessToken */
  GCR_ACCESS_TOKEN = "GCRAccessToken",
  /** GithubAccessToken */
  GITHUB_ACCESS_TOKEN = "GithubAccessToken",
  /** QuayAccessToken */
  QUAY_ACCESS_TOKEN = "QuayAccessToken",
  /** Password */
  PASSWORD = "Password",
  /** SSHKey */
  SSH_KEY = "SSHKey",
  /** STSSessionToken */
  STS_SESSION_TOKEN = "STSSessionToken",
  /** UUID */
  UUID = "UUID",
  /** VaultDynamicSecret */
  VAULT_DYNAMIC_SECRET = "VaultDynamicSecret",
  /** Webhook */
  WEBHOOK = "Webhook",
  /** Grafana */
  GRAFANA = "Grafana",
  /** MFA */
  MFA = "MFA",
}

/**
 * Kind of the SecretStore resource (SecretStore or ClusterSecretStore) Defaults to `SecretStore`
 *
 * @default SecretStore`
 */
export enum ExternalSecretSpecDataSourceRefStoreRefKind {
  /** SecretStore */
  SECRET_STORE = "SecretStore",
  /** ClusterSecretStore */
  CLUSTER_SECRET_STORE = "ClusterSecretStore",
}

/**
 * Used to define the policy to use in conflict resolution.
 */
export enum ExternalSecretSpecDataFromRewriteMergeConflictPolicy {
  /** Ignore */
  IGNORE = "Ignore",
  /** Error */
  ERROR = "Error",
}

/**
 * Used to define the policy when a key in the priority list does not exist in the input.
 */
export enum ExternalSecretSpecDataFromRewriteMergePriorityPolicy {
  /** IgnoreNotFound */
  IGNORE_NOT_FOUND = "IgnoreNotFound",
  /** Strict */
  STRICT = "Strict",
}

/**
 * Used to define the strategy to use in the merge operation.
 */
export enum ExternalSecretSpecDataFromRewriteMergeStrategy {
  /** Extract */
  EXTRACT = "Extract",
  /** JSON */
  JSON = "JSON",
}

/**
 * Specify the Kind of the generator resource
 */
export enum ExternalSecretSpecDataFromSourceRefGeneratorRefKind {
  /** ACRAccessToken */
  ACR_ACCESS_TOKEN = "ACRAccessToken",
  /** ClusterGenerator */
  CLUSTER_GENERATOR = "ClusterGenerator",
  /** CloudsmithAccessToken */
  CLOUDSMITH_ACCESS_TOKEN = "CloudsmithAccessToken",
  /** ECRAuthorizationToken */
  ECR_AUTHORIZATION_TOKEN = "ECRAuthorizationToken",
  /** Fake */
  FAKE = "Fake",
  /** GCRAccessToken */
  GCR_ACCESS_TOKEN = "GCRAccessToken",
  /** GithubAccessToken */
  GITHUB_ACCESS_TOKEN = "GithubAccessToken",
  /** QuayAccessToken */
  QUAY_ACCESS_TOKEN = "QuayAccessToken",
  /** Password */
  PASSWORD = "Password",
  /** SSHKey */
  SSH_KEY = "SSHKey",
  /** STSSessionToken */
  STS_SESSION_TOKEN = "STSSessionToken",
  /** UUID */
  UUID = "UUID",
  /** VaultDynamicSecret */
  VAULT_DYNAMIC_SECRET = "VaultDynamicSecret",
  /** Webhook */
  WEBHOOK = "Webhook",
  /** Grafana */
  GRAFANA = "Grafana",
  /** MFA */
  MFA = "MFA",
}

/**
 * Kind of the SecretStore resource (SecretStore or ClusterSecretStore) Defaults to `SecretStore`
 *
 * @default SecretStore`
 */
export enum ExternalSecretSpecDataFromSourceRefStoreRefKind {
  /** SecretStore */
  SECRET_STORE = "SecretStore",
  /** ClusterSecretStore */
  CLUSTER_SECRET_STORE = "ClusterSecretStore",
}

/**
 * TemplateRef specifies a reference to either a ConfigMap or a Secret resource.
 */
export interface ExternalSecretSpecTargetTemplateTemplateFromConfigMap {
  /**
   * A list of keys in the ConfigMap/Secret to use as templates for Secret data
   */
  readonly items: ExternalSecretSpecTargetTemplateTemplateFromConfigMapItems[];

  /**
   * The name of the ConfigMap/Secret resource
   */
  readonly name: string;
}

export function toJson_ExternalSecretSpecTargetTemplateTemplateFromConfigMap(obj: ExternalSecretSpecTargetTemplateTemplateFromConfigMap | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'items': obj.items?.map(y => toJson_ExternalSecretSpecTargetTemplateTemplateFromConfigMapItems(y)),
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TemplateRef specifies a reference to either a ConfigMap or a Secret resource.
 */
export interface ExternalSecretSpecTargetTemplateTemplateFromSecret {
  /**
   * A list of keys in the ConfigMap/Secret to use as templates for Secret data
   */
  readonly items: ExternalSecretSpecTargetTemplateTemplateFromSecretItems[];

  /**
   * The name of the ConfigMap/Secret resource
   */
  readonly name: string;
}

export function toJson_ExternalSecretSpecTargetTemplateTemplateFromSecret(obj: ExternalSecretSpecTargetTemplateTemplateFromSecret | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'items': obj.items?.map(y => toJson_ExternalSecretSpecTargetTemplateTemplateFromSecretItems(y)),
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TemplateRefItem specifies a key in the ConfigMap/Secret to use as a template for Secret data.
 */
export interface ExternalSecretSpecTargetTemplateTemplateFromConfigMapItems {
  /**
   * A key in the ConfigMap/Secret
   */
  readonly key: string;

  /**
   * TemplateScope specifies how the template keys should be interpreted.
   */
  readonly templateAs?: ExternalSecretSpecTargetTemplateTemplateFromConfigMapItemsTemplateAs;
}

export function toJson_ExternalSecretSpecTargetTemplateTemplateFromConfigMapItems(obj: ExternalSecretSpecTargetTemplateTemplateFromConfigMapItems | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'templateAs': obj.templateAs,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TemplateRefItem specifies a key in the ConfigMap/Secret to use as a template for Secret data.
 */
export interface ExternalSecretSpecTargetTemplateTemplateFromSecretItems {
  /**
   * A key in the ConfigMap/Secret
   */
  readonly key: string;

  /**
   * TemplateScope specifies how the template keys should be interpreted.
   */
  readonly templateAs?: ExternalSecretSpecTargetTemplateTemplateFromSecretItemsTemplateAs;
}

export function toJson_ExternalSecretSpecTargetTemplateTemplateFromSecretItems(obj: ExternalSecretSpecTargetTemplateTemplateFromSecretItems | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'key': obj.key,
    'templateAs': obj.templateAs,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * TemplateScope specifies how the template keys should be interpreted.
 */
export enum ExternalSecretSpecTargetTemplateTemplateFromConfigMapItemsTemplateAs {
  /** Values */
  VALUES = "Values",
  /** KeysAndValues */
  KEYS_AND_VALUES = "KeysAndValues",
}

/**
 * TemplateScope specifies how the template keys should be interpreted.
 */
export enum ExternalSecretSpecTargetTemplateTemplateFromSecretItemsTemplateAs {
  /** Values */
  VALUES = "Values",
  /** KeysAndValues */
  KEYS_AND_VALUES = "KeysAndValues",
}
