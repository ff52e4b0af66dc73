// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

export class NamespacedImageValidatingPolicy extends ApiObject {
  /**
   * Returns the apiVersion and kind for "NamespacedImageValidatingPolicy"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'NamespacedImageValidatingPolicy',
  }

  /**
   * Renders a Kubernetes manifest for "NamespacedImageValidatingPolicy".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: NamespacedImageValidatingPolicyProps): any {
    return {
      ...NamespacedImageValidatingPolicy.GVK,
      ...toJson_NamespacedImageValidatingPolicyProps(props),
    };
  }

  /**
   * Defines a "NamespacedImageValidatingPolicy" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: NamespacedImageValidatingPolicyProps) {
    super(scope, id, {
      ...NamespacedImageValidatingPolicy.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...NamespacedImageValidatingPolicy.GVK,
      ...toJson_NamespacedImageValidatingPolicyProps(resolved),
    };
  }
}

export interface NamespacedImageValidatingPolicyProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * ImageValidatingPolicySpec is the specification of the desired behavior of the ImageValidatingPolicy.
   */
  readonly spec: NamespacedImageValidatingPolicySpec;
}

export function toJson_NamespacedImageValidatingPolicyProps(obj: NamespacedImageValidatingPolicyProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_NamespacedImageValidatingPolicySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ImageValidatingPolicySpec is the specification of the desired behavior of the ImageValidatingPolicy.
 */
export interface NamespacedImageValidatingPolicySpec {
  /**
   * Attestations provides a list of image metadata to verify
   */
  readonly attestations?: any[];

  /**
   * Attestors provides a list of trusted authorities.
   */
  readonly attestors: NamespacedImageValidatingPolicySpecAttestors[];

  /**
   * auditAnnotations contains CEL expressions which are used to produce audit annotations for the audit event of the API request.
   */
  readonly auditAnnotations?: any[];

  /**
   * AutogenConfiguration defines the configuration for the generation controller.
   */
  readonly autogen?: any;

  /**
   * Credentials provides credentials that will be used for authentication with registry.
   */
  readonly credentials?: any;

  /**
   * EvaluationConfiguration defines the configuration for the policy evaluation.
   */
  readonly evaluation?: NamespacedImageValidatingPolicySpecEvaluation;

  /**
   * FailurePolicy defines how to handle failures for the admission policy.
   */
  readonly failurePolicy?: NamespacedImageValidatingPolicySpecFailurePolicy;

  /**
   * ImageExtractors is a list of CEL expression to extract images from the resource
   */
  readonly images?: any[];

  /**
   * MatchConditions is a list of conditions that must be met for a request to be validated.
   */
  readonly matchConditions?: NamespacedImageValidatingPolicySpecMatchConditions[];

  /**
   * MatchConstraints specifies what resources this policy is designed to validate.
   */
  readonly matchConstraints?: NamespacedImageValidatingPolicySpecMatchConstraints;

  /**
   * MatchImageReferences is a list of Glob and CELExpressions to match images.
   */
  readonly matchImageReferences?: NamespacedImageValidatingPolicySpecMatchImageReferences[];

  /**
   * ValidationAction specifies the action to be taken when the matched resource violates the policy.
   */
  readonly validationActions?: NamespacedImageValidatingPolicySpecValidationActions[];

  /**
   * ValidationConfigurations defines settings for mutating and verifying image digests, and enforcing image verification through signatures.
   */
  readonly validationConfigurations?: NamespacedImageValidatingPolicySpecValidationConfigurations;

  /**
   * Validations contain CEL expressions which is used to apply the image validation checks.
   */
  readonly validations: NamespacedImageValidatingPolicySpecValidations[];

  /**
   * Variables contain definitions of variables that can be used in composition of other expressions.
   */
  readonly variables?: NamespacedImageValidatingPolicySpecVariables[];

  /**
   * WebhookConfiguration defines the configuration for the webhook.
   */
  readonly webhookConfiguration?: NamespacedImageValidatingPolicySpecWebhookConfiguration;
}

export function toJson_NamespacedImageValidatingPolicySpec(obj: NamespacedImageValidatingPolicySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'attestations': obj.attestations?.map(y => y),
    'attestors': obj.attestors?.map(y => toJson_NamespacedImageValidatingPolicySpecAttestors(y)),
    'auditAnnotations': obj.auditAnnotations?.map(y => y),
    'autogen': obj.autogen,
    'credentials': obj.credentials,
    'evaluation': toJson_NamespacedImageValidatingPolicySpecEvaluation(obj.evaluation),
    'failurePolicy': obj.failurePolicy,
    'images': obj.images?.map(y => y),
    'matchConditions': obj.matchConditions?.map(y => toJson_NamespacedImageValidatingPolicySpecMatchConditions(y)),
    'matchConstraints': toJson_NamespacedImageValidatingPolicySpecMatchConstraints(obj.matchConstraints),
    'matchImageReferences': obj.matchImageReferences?.map(y => toJson_NamespacedImageValidatingPolicySpecMatchImageReferences(y)),
    'validationActions': obj.validationActions?.map(y => y),
    'validationConfigurations': toJson_NamespacedImageValidatingPolicySpecValidationConfigurations(obj.validationConfigurations),
    'validations': obj.validations?.map(y => toJson_NamespacedImageValidatingPolicySpecValidations(y)),
    'variables': obj.variables?.map(y => toJson_NamespacedImageValidatingPolicySpecVariables(y)),
    'webhookConfiguration': toJson_NamespacedImageValidatingPolicySpecWebhookConfiguration(obj.webhookConfiguration),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Attestor is an identity that confirms or verifies the authenticity of an image or an attestation
 */
export interface NamespacedImageValidatingPolicySpecAttestors {
  /**
   * Cosign defines attestor configuration for Cosign based signatures
   */
  readonly cosign?: NamespacedImageValidatingPolicySpecAttestorsCosign;

  /**
   * Name is the name for this attestor.
   */
  readonly name: string;

  /**
   * Notary defines attestor configuration for Notary based signatures
   */
  readonly notary?: any;
}

export function toJson_NamespacedImageValidatingPolicySpecAttestors(obj: NamespacedImageValidatingPolicySpecAttestors | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'cosign': toJson_NamespacedImageValidatingPolicySpecAttestorsCosign(obj.cosign),
    'name': obj.name,
    'notary': obj.notary,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * EvaluationConfiguration defines the configuration for the policy evaluation.
 */
export interface NamespacedImageValidatingPolicySpecEvaluation {
  /**
   * Admission controls policy evaluation during admission.
   */
  readonly admission?: NamespacedImageValidatingPolicySpecEvaluationAdmission;

  /**
   * Background controls policy evaluation during background scan.
   */
  readonly background?: NamespacedImageValidatingPolicySpecEvaluationBackground;

  /**
   * Mode is the mode of policy evaluation.
   */
  readonly mode?: string;
}

export function toJson_NamespacedImageValidatingPolicySpecEvaluation(obj: NamespacedImageValidatingPolicySpecEvaluation | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'admission': toJson_NamespacedImageValidatingPolicySpecEvaluationAdmission(obj.admission),
    'background': toJson_NamespacedImageValidatingPolicySpecEvaluationBackground(obj.background),
    'mode': obj.mode,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * FailurePolicy defines how to handle failures for the admission policy.
 */
export enum NamespacedImageValidatingPolicySpecFailurePolicy {
  /** Ignore */
  IGNORE = "Ignore",
  /** Fail */
  FAIL = "Fail",
}

/**
 * MatchCondition represents a condition which must by fulfilled for a request to be sent to a webhook.
 */
export interface NamespacedImageValidatingPolicySpecMatchConditions {
  /**
   * expression represents the expression which will be evaluated by CEL.
   */
  readonly expression: string;

  /**
   * name is an identifier for this match condition, used for strategic merging of MatchConditions, as well as providing an identifier for logging...
   */
  readonly name: string;
}

export function toJson_NamespacedImageValidatingPolicySpecMatchConditions(obj: NamespacedImageValidatingPolicySpecMatchConditions | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'expression': obj.expression,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * MatchConstraints specifies what resources this policy is designed to validate.
 */
export interface NamespacedImageValidatingPolicySpecMatchConstraints {
  /**
   * excludeResourceRules describes what operations on what resources/subresources the ValidatingAdmissionPolicy should not care about.
   */
  readonly excludeResourceRules?: any[];

  /**
   * matchPolicy defines how the "MatchResources" list is used to match incoming requests.
   */
  readonly matchPolicy?: string;

  /**
   * namespaceSelector decides whether to run the admission control policy on an object based on whether the namespace for that object matches the...
   */
  readonly namespaceSelector?: any;

  /**
   * objectSelector decides whether to run the validation based on if the object has matching labels.
   */
  readonly objectSelector?: any;

  /**
   * resourceRules describes what operations on what resources/subresources the ValidatingAdmissionPolicy matches.
   */
  readonly resourceRules?: NamespacedImageValidatingPolicySpecMatchConstraintsResourceRules[];
}

export function toJson_NamespacedImageValidatingPolicySpecMatchConstraints(obj: NamespacedImageValidatingPolicySpecMatchConstraints | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'excludeResourceRules': obj.excludeResourceRules?.map(y => y),
    'matchPolicy': obj.matchPolicy,
    'namespaceSelector': obj.namespaceSelector,
    'objectSelector': obj.objectSelector,
    'resourceRules': obj.resourceRules?.map(y => toJson_NamespacedImageValidatingPolicySpecMatchConstraintsResourceRules(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * MatchImageReference defines a Glob or a CEL expression for matching images
 */
export interface NamespacedImageValidatingPolicySpecMatchImageReferences {
  /**
   * Expression defines CEL Expressions for matching images
   */
  readonly expression?: string;

  /**
   * Glob defines a globbing pattern for matching images
   */
  readonly glob?: string;
}

export function toJson_NamespacedImageValidatingPolicySpecMatchImageReferences(obj: NamespacedImageValidatingPolicySpecMatchImageReferences | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'expression': obj.expression,
    'glob': obj.glob,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ValidationAction specifies a policy enforcement action.
 */
export enum NamespacedImageValidatingPolicySpecValidationActions {
  /** Deny */
  DENY = "Deny",
  /** Audit */
  AUDIT = "Audit",
  /** Warn */
  WARN = "Warn",
}

/**
 * ValidationConfigurations defines settings for mutating and verifying image digests, and enforcing image verification through signatures.
 */
export interface NamespacedImageValidatingPolicySpecValidationConfigurations {
  /**
   * MutateDigest enables replacement of image tags with digests.
   */
  readonly mutateDigest?: boolean;

  /**
   * Required validates that images are verified, i.e., have passed a signature or attestation check.
   */
  readonly required?: boolean;

  /**
   * VerifyDigest validates that images have a digest.
   */
  readonly verifyDigest?: boolean;
}

export function toJson_NamespacedImageValidatingPolicySpecValidationConfigurations(obj: NamespacedImageValidatingPolicySpecValidationConfigurations | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'mutateDigest': obj.mutateDigest,
    'required': obj.required,
    'verifyDigest': obj.verifyDigest,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Validation specifies the CEL expression which is used to apply the validation.
 */
export interface NamespacedImageValidatingPolicySpecValidations {
  /**
   * expression represents the expression which will be evaluated by CEL.
   */
  readonly expression: string;

  /**
   * message represents the message displayed when validation fails.
   */
  readonly message?: string;

  /**
   * messageExpression declares a CEL expression that evaluates to the validation failure message that is returned when this rule fails.
   */
  readonly messageExpression?: string;

  /**
   * reason represents a machine-readable description of why this validation failed.
   */
  readonly reason?: string;
}

export function toJson_NamespacedImageValidatingPolicySpecValidations(obj: NamespacedImageValidatingPolicySpecValidations | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'expression': obj.expression,
    'message': obj.message,
    'messageExpression': obj.messageExpression,
    'reason': obj.reason,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Variable is the definition of a variable that is used for composition.
 */
export interface NamespacedImageValidatingPolicySpecVariables {
  /**
   * expression is the expression that will be evaluated as the value of the variable.
   */
  readonly expression: string;

  /**
   * name is the name of the variable.
   */
  readonly name: string;
}

export function toJson_NamespacedImageValidatingPolicySpecVariables(obj: NamespacedImageValidatingPolicySpecVariables | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'expression': obj.expression,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * WebhookConfiguration defines the configuration for the webhook.
 */
export interface NamespacedImageValidatingPolicySpecWebhookConfiguration {
  /**
   * TimeoutSeconds specifies the maximum time in seconds allowed to apply this policy.
   */
  readonly timeoutSeconds?: number;
}

export function toJson_NamespacedImageValidatingPolicySpecWebhookConfiguration(obj: NamespacedImageValidatingPolicySpecWebhookConfiguration | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'timeoutSeconds': obj.timeoutSeconds,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Cosign defines attestor configuration for Cosign based signatures
 */
export interface NamespacedImageValidatingPolicySpecAttestorsCosign {
  /**
   * Annotations are used for image verification.
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Certificate defines the configuration for local signature verification
   */
  readonly certificate?: any;

  /**
   * CTLog sets the configuration to verify the authority against a Rekor instance.
   */
  readonly ctlog?: any;

  /**
   * Key defines the type of key to validate the image.
   */
  readonly key?: any;

  /**
   * Keyless sets the configuration to verify the authority against a Fulcio instance.
   */
  readonly keyless?: NamespacedImageValidatingPolicySpecAttestorsCosignKeyless;

  /**
   * Sources sets the configuration to specify the sources from where to consume the signature and attestations.
   */
  readonly source?: any;

  /**
   * TrustedRoot is the sigstore-go TrustedRoot JSON (mediaType application/vnd.dev.sigstore.trustedroot+json;version=0.1).
   */
  readonly trustedRoot?: any;

  /**
   * TUF defines the configuration to fetch sigstore root
   */
  readonly tuf?: any;
}

export function toJson_NamespacedImageValidatingPolicySpecAttestorsCosign(obj: NamespacedImageValidatingPolicySpecAttestorsCosign | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'annotations': ((obj.annotations) === undefined) ? undefined : (Object.entries(obj.annotations).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'certificate': obj.certificate,
    'ctlog': obj.ctlog,
    'key': obj.key,
    'keyless': toJson_NamespacedImageValidatingPolicySpecAttestorsCosignKeyless(obj.keyless),
    'source': obj.source,
    'trustedRoot': obj.trustedRoot,
    'tuf': obj.tuf,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Admission controls policy evaluation during admission.
 */
export interface NamespacedImageValidatingPolicySpecEvaluationAdmission {
  /**
   * Enabled controls if rules are applied during admission.
   */
  readonly enabled?: boolean;
}

export function toJson_NamespacedImageValidatingPolicySpecEvaluationAdmission(obj: NamespacedImageValidatingPolicySpecEvaluationAdmission | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'enabled': obj.enabled,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Background controls policy evaluation during background scan.
 */
export interface NamespacedImageValidatingPolicySpecEvaluationBackground {
  /**
   * Enabled controls if rules are applied to existing resources during a background scan.
   */
  readonly enabled?: boolean;
}

export function toJson_NamespacedImageValidatingPolicySpecEvaluationBackground(obj: NamespacedImageValidatingPolicySpecEvaluationBackground | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'enabled': obj.enabled,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * NamedRuleWithOperations is a tuple of Operations and Resources with ResourceNames.
 */
export interface NamespacedImageValidatingPolicySpecMatchConstraintsResourceRules {
  /**
   * apiGroups is the API groups the resources belong to.
   */
  readonly apiGroups?: string[];

  /**
   * apiVersions is the API versions the resources belong to.
   */
  readonly apiVersions?: string[];

  /**
   * operations is the operations the admission hook cares about - CREATE, UPDATE, DELETE, CONNECT or * for all of those operations and any future...
   */
  readonly operations?: string[];

  /**
   * resourceNames is an optional white list of names that the rule applies to.
   */
  readonly resourceNames?: string[];

  /**
   * resources is a list of resources this rule applies to.
   */
  readonly resources?: string[];

  /**
   * scope specifies the scope of this rule.
   */
  readonly scope?: string;
}

export function toJson_NamespacedImageValidatingPolicySpecMatchConstraintsResourceRules(obj: NamespacedImageValidatingPolicySpecMatchConstraintsResourceRules | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'apiGroups': obj.apiGroups?.map(y => y),
    'apiVersions': obj.apiVersions?.map(y => y),
    'operations': obj.operations?.map(y => y),
    'resourceNames': obj.resourceNames?.map(y => y),
    'resources': obj.resources?.map(y => y),
    'scope': obj.scope,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Keyless sets the configuration to verify the authority against a Fulcio instance.
 */
export interface NamespacedImageValidatingPolicySpecAttestorsCosignKeyless {
  /**
   * AdditionalExtensions are certificate-extensions used for keyless signing.
   */
  readonly additionalExtensions?: { [key: string]: string };

  /**
   * Identities sets a list of identities.
   */
  readonly identities: NamespacedImageValidatingPolicySpecAttestorsCosignKeylessIdentities[];

  /**
   * Roots is an optional set of PEM encoded trusted root certificates.
   */
  readonly roots?: string;
}

export function toJson_NamespacedImageValidatingPolicySpecAttestorsCosignKeyless(obj: NamespacedImageValidatingPolicySpecAttestorsCosignKeyless | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'additionalExtensions': ((obj.additionalExtensions) === undefined) ? undefined : (Object.entries(obj.additionalExtensions).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'identities': obj.identities?.map(y => toJson_NamespacedImageValidatingPolicySpecAttestorsCosignKeylessIdentities(y)),
    'roots': obj.roots,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Identity may contain the issuer and/or the subject found in the transparency log.
 */
export interface NamespacedImageValidatingPolicySpecAttestorsCosignKeylessIdentities {
  /**
   * Issuer defines the issuer for this identity.
   */
  readonly issuer?: string;

  /**
   * IssuerRegExp specifies a regular expression to match the issuer for this identity.
   */
  readonly issuerRegExp?: string;

  /**
   * Subject defines the subject for this identity.
   */
  readonly subject?: string;

  /**
   * SubjectExpression defines a CEL expression that evaluates to the subject string, matched as a regexp against the certificate SAN URI.
   */
  readonly subjectExpression?: string;

  /**
   * SubjectRegExp specifies a regular expression to match the subject for this identity.
   */
  readonly subjectRegExp?: string;
}

export function toJson_NamespacedImageValidatingPolicySpecAttestorsCosignKeylessIdentities(obj: NamespacedImageValidatingPolicySpecAttestorsCosignKeylessIdentities | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'issuer': obj.issuer,
    'issuerRegExp': obj.issuerRegExp,
    'subject': obj.subject,
    'subjectExpression': obj.subjectExpression,
    'subjectRegExp': obj.subjectRegExp,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

export class NamespacedValidatingPolicy extends ApiObject {
  /**
   * Returns the apiVersion and kind for "NamespacedValidatingPolicy"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'NamespacedValidatingPolicy',
  }

  /**
   * Renders a Kubernetes manifest for "NamespacedValidatingPolicy".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: NamespacedValidatingPolicyProps): any {
    return {
      ...NamespacedValidatingPolicy.GVK,
      ...toJson_NamespacedValidatingPolicyProps(props),
    };
  }

  /**
   * Defines a "NamespacedValidatingPolicy" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: NamespacedValidatingPolicyProps) {
    super(scope, id, {
      ...NamespacedValidatingPolicy.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...NamespacedValidatingPolicy.GVK,
      ...toJson_NamespacedValidatingPolicyProps(resolved),
    };
  }
}

export interface NamespacedValidatingPolicyProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * ValidatingPolicySpec is the specification of the desired behavior of the ValidatingPolicy.
   */
  readonly spec: NamespacedValidatingPolicySpec;
}

export function toJson_NamespacedValidatingPolicyProps(obj: NamespacedValidatingPolicyProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_NamespacedValidatingPolicySpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ValidatingPolicySpec is the specification of the desired behavior of the ValidatingPolicy.
 */
export interface NamespacedValidatingPolicySpec {
  /**
   * auditAnnotations contains CEL expressions which are used to produce audit annotations for the audit event of the API request.
   */
  readonly auditAnnotations?: any[];

  /**
   * AutogenConfiguration defines the configuration for the generation controller.
   */
  readonly autogen?: NamespacedValidatingPolicySpecAutogen;

  /**
   * EvaluationConfiguration defines the configuration for the policy evaluation.
   */
  readonly evaluation?: NamespacedValidatingPolicySpecEvaluation;

  /**
   * failurePolicy defines how to handle failures for the admission policy.
   */
  readonly failurePolicy?: NamespacedValidatingPolicySpecFailurePolicy;

  /**
   * MatchConditions is a list of conditions that must be met for a request to be validated.
   */
  readonly matchConditions?: NamespacedValidatingPolicySpecMatchConditions[];

  /**
   * MatchConstraints specifies what resources this policy is designed to validate.
   */
  readonly matchConstraints?: NamespacedValidatingPolicySpecMatchConstraints;

  /**
   * ValidationAction specifies the action to be taken when the matched resource violates the policy.
   */
  readonly validationActions?: NamespacedValidatingPolicySpecValidationActions[];

  /**
   * Validations contain CEL expressions which is used to apply the validation.
   */
  readonly validations?: NamespacedValidatingPolicySpecValidations[];

  /**
   * Variables contain definitions of variables that can be used in composition of other expressions.
   */
  readonly variables?: NamespacedValidatingPolicySpecVariables[];

  /**
   * WebhookConfiguration defines the configuration for the webhook.
   */
  readonly webhookConfiguration?: NamespacedValidatingPolicySpecWebhookConfiguration;
}

export function toJson_NamespacedValidatingPolicySpec(obj: NamespacedValidatingPolicySpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'auditAnnotations': obj.auditAnnotations?.map(y => y),
    'autogen': toJson_NamespacedValidatingPolicySpecAutogen(obj.autogen),
    'evaluation': toJson_NamespacedValidatingPolicySpecEvaluation(obj.evaluation),
    'failurePolicy': obj.failurePolicy,
    'matchConditions': obj.matchConditions?.map(y => toJson_NamespacedValidatingPolicySpecMatchConditions(y)),
    'matchConstraints': toJson_NamespacedValidatingPolicySpecMatchConstraints(obj.matchConstraints),
    'validationActions': obj.validationActions?.map(y => y),
    'validations': obj.validations?.map(y => toJson_NamespacedValidatingPolicySpecValidations(y)),
    'variables': obj.variables?.map(y => toJson_NamespacedValidatingPolicySpecVariables(y)),
    'webhookConfiguration': toJson_NamespacedValidatingPolicySpecWebhookConfiguration(obj.webhookConfiguration),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * AutogenConfiguration defines the configuration for the generation controller.
 */
export interface NamespacedValidatingPolicySpecAutogen {
  /**
   * PodControllers specifies whether to generate a pod controllers rules.
   */
  readonly podControllers?: NamespacedValidatingPolicySpecAutogenPodControllers;

  /**
   * ValidatingAdmissionPolicy specifies whether to generate a Kubernetes ValidatingAdmissionPolicy.
   */
  readonly validatingAdmissionPolicy?: NamespacedValidatingPolicySpecAutogenValidatingAdmissionPolicy;
}

export function toJson_NamespacedValidatingPolicySpecAutogen(obj: NamespacedValidatingPolicySpecAutogen | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'podControllers': toJson_NamespacedValidatingPolicySpecAutogenPodControllers(obj.podControllers),
    'validatingAdmissionPolicy': toJson_NamespacedValidatingPolicySpecAutogenValidatingAdmissionPolicy(obj.validatingAdmissionPolicy),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * EvaluationConfiguration defines the configuration for the policy evaluation.
 */
export interface NamespacedValidatingPolicySpecEvaluation {
  /**
   * Admission controls policy evaluation during admission.
   */
  readonly admission?: NamespacedValidatingPolicySpecEvaluationAdmission;

  /**
   * Background controls policy evaluation during background scan.
   */
  readonly background?: NamespacedValidatingPolicySpecEvaluationBackground;

  /**
   * Mode is the mode of policy evaluation.
   */
  readonly mode?: string;
}

export function toJson_NamespacedValidatingPolicySpecEvaluation(obj: NamespacedValidatingPolicySpecEvaluation | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'admission': toJson_NamespacedValidatingPolicySpecEvaluationAdmission(obj.admission),
    'background': toJson_NamespacedValidatingPolicySpecEvaluationBackground(obj.background),
    'mode': obj.mode,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * failurePolicy defines how to handle failures for the admission policy.
 */
export enum NamespacedValidatingPolicySpecFailurePolicy {
  /** Ignore */
  IGNORE = "Ignore",
  /** Fail */
  FAIL = "Fail",
}

/**
 * MatchCondition represents a condition which must by fulfilled for a request to be sent to a webhook.
 */
export interface NamespacedValidatingPolicySpecMatchConditions {
  /**
   * expression represents the expression which will be evaluated by CEL.
   */
  readonly expression: string;

  /**
   * name is an identifier for this match condition, used for strategic merging of MatchConditions, as well as providing an identifier for logging...
   */
  readonly name: string;
}

export function toJson_NamespacedValidatingPolicySpecMatchConditions(obj: NamespacedValidatingPolicySpecMatchConditions | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'expression': obj.expression,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * MatchConstraints specifies what resources this policy is designed to validate.
 */
export interface NamespacedValidatingPolicySpecMatchConstraints {
  /**
   * excludeResourceRules describes what operations on what resources/subresources the ValidatingAdmissionPolicy should not care about.
   */
  readonly excludeResourceRules?: any[];

  /**
   * matchPolicy defines how the "MatchResources" list is used to match incoming requests.
   */
  readonly matchPolicy?: string;

  /**
   * namespaceSelector decides whether to run the admission control policy on an object based on whether the namespace for that object matches the...
   */
  readonly namespaceSelector?: any;

  /**
   * objectSelector decides whether to run the validation based on if the object has matching labels.
   */
  readonly objectSelector?: any;

  /**
   * resourceRules describes what operations on what resources/subresources the ValidatingAdmissionPolicy matches.
   */
  readonly resourceRules?: NamespacedValidatingPolicySpecMatchConstraintsResourceRules[];
}

export function toJson_NamespacedValidatingPolicySpecMatchConstraints(obj: NamespacedValidatingPolicySpecMatchConstraints | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'excludeResourceRules': obj.excludeResourceRules?.map(y => y),
    'matchPolicy': obj.matchPolicy,
    'namespaceSelector': obj.namespaceSelector,
    'objectSelector': obj.objectSelector,
    'resourceRules': obj.resourceRules?.map(y => toJson_NamespacedValidatingPolicySpecMatchConstraintsResourceRules(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ValidationAction specifies a policy enforcement action.
 */
export enum NamespacedValidatingPolicySpecValidationActions {
  /** Deny */
  DENY = "Deny",
  /** Audit */
  AUDIT = "Audit",
  /** Warn */
  WARN = "Warn",
}

/**
 * Validation specifies the CEL expression which is used to apply the validation.
 */
export interface NamespacedValidatingPolicySpecValidations {
  /**
   * expression represents the expression which will be evaluated by CEL.
   */
  readonly expression: string;

  /**
   * message represents the message displayed when validation fails.
   */
  readonly message?: string;

  /**
   * messageExpression declares a CEL expression that evaluates to the validation failure message that is returned when this rule fails.
   */
  readonly messageExpression?: string;

  /**
   * reason represents a machine-readable description of why this validation failed.
   */
  readonly reason?: string;
}

export function toJson_NamespacedValidatingPolicySpecValidations(obj: NamespacedValidatingPolicySpecValidations | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'expression': obj.expression,
    'message': obj.message,
    'messageExpression': obj.messageExpression,
    'reason': obj.reason,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Variable is the definition of a variable that is used for composition.
 */
export interface NamespacedValidatingPolicySpecVariables {
  /**
   * expression is the expression that will be evaluated as the value of the variable.
   */
  readonly expression: string;

  /**
   * name is the name of the variable.
   */
  readonly name: string;
}

export function toJson_NamespacedValidatingPolicySpecVariables(obj: NamespacedValidatingPolicySpecVariables | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'expression': obj.expression,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * WebhookConfiguration defines the configuration for the webhook.
 */
export interface NamespacedValidatingPolicySpecWebhookConfiguration {
  /**
   * TimeoutSeconds specifies the maximum time in seconds allowed to apply this policy.
   */
  readonly timeoutSeconds?: number;
}

export function toJson_NamespacedValidatingPolicySpecWebhookConfiguration(obj: NamespacedValidatingPolicySpecWebhookConfiguration | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'timeoutSeconds': obj.timeoutSeconds,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * PodControllers specifies whether to generate a pod controllers rules.
 */
export interface NamespacedValidatingPolicySpecAutogenPodControllers {
  readonly controllers?: string[];
}

export function toJson_NamespacedValidatingPolicySpecAutogenPodControllers(obj: NamespacedValidatingPolicySpecAutogenPodControllers | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'controllers': obj.controllers?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * ValidatingAdmissionPolicy specifies whether to generate a Kubernetes ValidatingAdmissionPolicy.
 */
export interface NamespacedValidatingPolicySpecAutogenValidatingAdmissionPolicy {
  /**
   * Enabled specifies whether to generate a Kubernetes ValidatingAdmissionPolicy.
   */
  readonly enabled?: boolean;
}

export function toJson_NamespacedValidatingPolicySpecAutogenValidatingAdmissionPolicy(obj: NamespacedValidatingPolicySpecAutogenValidatingAdmissionPolicy | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'enabled': obj.enabled,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Admission controls policy evaluation during admission.
 */
export interface NamespacedValidatingPolicySpecEvaluationAdmission {
  /**
   * Enabled controls if rules are applied during admission.
   */
  readonly enabled?: boolean;
}

export function toJson_NamespacedValidatingPolicySpecEvaluationAdmission(obj: NamespacedValidatingPolicySpecEvaluationAdmission | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'enabled': obj.enabled,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Background controls policy evaluation during background scan.
 */
export interface NamespacedValidatingPolicySpecEvaluationBackground {
  /**
   * Enabled controls if rules are applied to existing resources during a background scan.
   */
  readonly enabled?: boolean;
}

export function toJson_NamespacedValidatingPolicySpecEvaluationBackground(obj: NamespacedValidatingPolicySpecEvaluationBackground | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'enabled': obj.enabled,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * NamedRuleWithOperations is a tuple of Operations and Resources with ResourceNames.
 */
export interface NamespacedValidatingPolicySpecMatchConstraintsResourceRules {
  /**
   * apiGroups is the API groups the resources belong to.
   */
  readonly apiGroups?: string[];

  /**
   * apiVersions is the API versions the resources belong to.
   */
  readonly apiVersions?: string[];

  /**
   * operations is the operations the admission hook cares about - CREATE, UPDATE, DELETE, CONNECT or * for all of those operations and any future...
   */
  readonly operations?: string[];

  /**
   * resourceNames is an optional white list of names that the rule applies to.
   */
  readonly resourceNames?: string[];

  /**
   * resources is a list of resources this rule applies to.
   */
  readonly resources?: string[];

  /**
   * scope specifies the scope of this rule.
   */
  readonly scope?: string;
}

export function toJson_NamespacedValidatingPolicySpecMatchConstraintsResourceRules(obj: NamespacedValidatingPolicySpecMatchConstraintsResourceRules | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'apiGroups': obj.apiGroups?.map(y => y),
    'apiVersions': obj.apiVersions?.map(y => y),
    'operations': obj.operations?.map(y => y),
    'resourceNames': obj.resourceNames?.map(y => y),
    'resources': obj.resources?.map(y => y),
    'scope': obj.scope,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}
