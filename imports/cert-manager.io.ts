// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * A Certificate resource should be created to ensure an up to date and signed X.509 certificate is stored in the Kubernetes Secret resource named in...
 */
export class Certificate extends ApiObject {
  /**
   * Returns the apiVersion and kind for "Certificate"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
  }

  /**
   * Renders a Kubernetes manifest for "Certificate".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: CertificateProps = {}): any {
    return {
      ...Certificate.GVK,
      ...toJson_CertificateProps(props),
    };
  }

  /**
   * Defines a "Certificate" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: CertificateProps = {}) {
    super(scope, id, {
      ...Certificate.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...Certificate.GVK,
      ...toJson_CertificateProps(resolved),
    };
  }
}

/**
 * A Certificate resource should be created to ensure an up to date and signed X.509 certificate is stored in the Kubernetes Secret resource named in...
 */
export interface CertificateProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * Specification of the desired state of the Certificate resource.
   */
  readonly spec?: CertificateSpec;
}

export function toJson_CertificateProps(obj: CertificateProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_CertificateSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Specification of the desired state of the Certificate resource.
 */
export interface CertificateSpec {
  /**
   * Defines extra output formats of the private key and signed certificate chain to be written to this Certificate's target Secret.
   */
  readonly additionalOutputFormats?: any[];

  /**
   * Requested common name X509 certificate subject attribute.
   */
  readonly commonName?: string;

  /**
   * Requested DNS subject alternative names.
   */
  readonly dnsNames?: string[];

  /**
   * Requested 'duration' (i.e. lifetime) of the Certificate.
   */
  readonly duration?: string;

  /**
   * Requested email subject alternative names.
   */
  readonly emailAddresses?: string[];

  /**
   * Whether the KeyUsage and ExtKeyUsage extensions should be set in the encoded CSR.
   */
  readonly encodeUsagesInRequest?: boolean;

  /**
   * Requested IP address subject alternative names.
   */
  readonly ipAddresses?: string[];

  /**
   * Requested basic constraints isCA value.
   */
  readonly isCa?: boolean;

  /**
   * Reference to the issuer responsible for issuing the certificate.
   */
  readonly issuerRef: CertificateSpecIssuerRef;

  /**
   * Additional keystore output formats to be stored in the Certificate's Secret.
   */
  readonly keystores?: any;

  /**
   * Requested X.509 certificate subject, represented using the LDAP "String Representation of a Distinguished Name" [1].
   */
  readonly literalSubject?: string;

  /**
   * x.509 certificate NameConstraint extension which MUST NOT be used in a non-CA certificate.
   */
  readonly nameConstraints?: any;

  /**
   * `otherNames` is an escape hatch for SAN that allows any type.
   */
  readonly otherNames?: any[];

  /**
   * Private key options.
   */
  readonly privateKey?: CertificateSpecPrivateKey;

  /**
   * How long before the currently issued certificate's expiry cert-manager should renew the certificate.
   */
  readonly renewBefore?: string;

  /**
   * `renewBeforePercentage` is like `renewBefore`, except it is a relative percentage rather than an absolute duration.
   */
  readonly renewBeforePercentage?: number;

  /**
   * `renewal` allows configuration of how your certificate is renewed.
   */
  readonly renewal?: CertificateSpecRenewal;

  /**
   * The maximum number of CertificateRequest revisions that are maintained in the Certificate's history.
   */
  readonly revisionHistoryLimit?: number;

  /**
   * Name of the Secret resource that will be automatically created and managed by this Certificate resource.
   */
  readonly secretName: string;

  /**
   * Defines annotations and labels to be copied to the Certificate's Secret.
   */
  readonly secretTemplate?: CertificateSpecSecretTemplate;

  /**
   * Signature algorithm to use.
   */
  readonly signatureAlgorithm?: CertificateSpecSignatureAlgorithm;

  /**
   * Requested set of X509 certificate subject attributes.
   */
  readonly subject?: CertificateSpecSubject;

  /**
   * Requested URI subject alternative names.
   */
  readonly uris?: string[];

  /**
   * Requested key usages and extended key usages.
   */
  readonly usages?: CertificateSpecUsages[];
}

export function toJson_CertificateSpec(obj: CertificateSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'additionalOutputFormats': obj.additionalOutputFormats?.map(y => y),
    'commonName': obj.commonName,
    'dnsNames': obj.dnsNames?.map(y => y),
    'duration': obj.duration,
    'emailAddresses': obj.emailAddresses?.map(y => y),
    'encodeUsagesInRequest': obj.encodeUsagesInRequest,
    'ipAddresses': obj.ipAddresses?.map(y => y),
    'isCA': obj.isCa,
    'issuerRef': toJson_CertificateSpecIssuerRef(obj.issuerRef),
    'keystores': obj.keystores,
    'literalSubject': obj.literalSubject,
    'nameConstraints': obj.nameConstraints,
    'otherNames': obj.otherNames?.map(y => y),
    'privateKey': toJson_CertificateSpecPrivateKey(obj.privateKey),
    'renewBefore': obj.renewBefore,
    'renewBeforePercentage': obj.renewBeforePercentage,
    'renewal': toJson_CertificateSpecRenewal(obj.renewal),
    'revisionHistoryLimit': obj.revisionHistoryLimit,
    'secretName': obj.secretName,
    'secretTemplate': toJson_CertificateSpecSecretTemplate(obj.secretTemplate),
    'signatureAlgorithm': obj.signatureAlgorithm,
    'subject': toJson_CertificateSpecSubject(obj.subject),
    'uris': obj.uris?.map(y => y),
    'usages': obj.usages?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Reference to the issuer responsible for issuing the certificate.
 */
export interface CertificateSpecIssuerRef {
  /**
   * Group of the issuer being referred to.
   */
  readonly group?: string;

  /**
   * Kind of the issuer being referred to.
   */
  readonly kind?: string;

  /**
   * Name of the issuer being referred to.
   */
  readonly name: string;
}

export function toJson_CertificateSpecIssuerRef(obj: CertificateSpecIssuerRef | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'group': obj.group,
    'kind': obj.kind,
    'name': obj.name,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Private key options.
 */
export interface CertificateSpecPrivateKey {
  /**
   * Algorithm is the private key algorithm of the corresponding private key for this certificate.
   */
  readonly algorithm?: CertificateSpecPrivateKeyAlgorithm;

  /**
   * The private key cryptography standards (PKCS) encoding for this certificate's private key to be encoded in.
   */
  readonly encoding?: CertificateSpecPrivateKeyEncoding;

  /**
   * RotationPolicy controls how private keys should be regenerated when a re-issuance is being processed.
   */
  readonly rotationPolicy?: CertificateSpecPrivateKeyRotationPolicy;

  /**
   * Size is the key bit size of the corresponding private key for this certificate.
   */
  readonly size?: number;
}

export function toJson_CertificateSpecPrivateKey(obj: CertificateSpecPrivateKey | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'algorithm': obj.algorithm,
    'encoding': obj.encoding,
    'rotationPolicy': obj.rotationPolicy,
    'size': obj.size,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * `renewal` allows configuration of how your certificate is renewed.
 */
export interface CertificateSpecRenewal {
  /**
   * `policy` must be one of `Disabled`, `RenewBefore`.
   */
  readonly policy?: CertificateSpecRenewalPolicy;

  /**
   * `windows` mentions the behavior of when the renewal must happen.
   */
  readonly windows?: CertificateSpecRenewalWindows[];
}

export function toJson_CertificateSpecRenewal(obj: CertificateSpecRenewal | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'policy': obj.policy,
    'windows': obj.windows?.map(y => toJson_CertificateSpecRenewalWindows(y)),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Defines annotations and labels to be copied to the Certificate's Secret.
 */
export interface CertificateSpecSecretTemplate {
  /**
   * Annotations is a key value map to be copied to the target Kubernetes Secret.
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Labels is a key value map to be copied to the target Kubernetes Secret.
   */
  readonly labels?: { [key: string]: string };
}

export function toJson_CertificateSpecSecretTemplate(obj: CertificateSpecSecretTemplate | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'annotations': ((obj.annotations) === undefined) ? undefined : (Object.entries(obj.annotations).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
    'labels': ((obj.labels) === undefined) ? undefined : (Object.entries(obj.labels).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Signature algorithm to use.
 */
export enum CertificateSpecSignatureAlgorithm {
  /** SHA256WithRSA */
  SHA256_WITH_RSA = "SHA256WithRSA",
  /** SHA384WithRSA */
  SHA384_WITH_RSA = "SHA384WithRSA",
  /** SHA512WithRSA */
  SHA512_WITH_RSA = "SHA512WithRSA",
  /** ECDSAWithSHA256 */
  ECDSA_WITH_SHA256 = "ECDSAWithSHA256",
  /** ECDSAWithSHA384 */
  ECDSA_WITH_SHA384 = "ECDSAWithSHA384",
  /** ECDSAWithSHA512 */
  ECDSA_WITH_SHA512 = "ECDSAWithSHA512",
  /** PureEd25519 */
  PURE_ED25519 = "PureEd25519",
}

/**
 * Requested set of X509 certificate subject attributes.
 */
export interface CertificateSpecSubject {
  /**
   * Countries to be used on the Certificate.
   */
  readonly countries?: string[];

  /**
   * Cities to be used on the Certificate.
   */
  readonly localities?: string[];

  /**
   * Organizational Units to be used on the Certificate.
   */
  readonly organizationalUnits?: string[];

  /**
   * Organizations to be used on the Certificate.
   */
  readonly organizations?: string[];

  /**
   * Postal codes to be used on the Certificate.
   */
  readonly postalCodes?: string[];

  /**
   * State/Provinces to be used on the Certificate.
   */
  readonly provinces?: string[];

  /**
   * Serial number to be used on the Certificate.
   */
  readonly serialNumber?: string;

  /**
   * Street addresses to be used on the Certificate.
   */
  readonly streetAddresses?: string[];
}

export function toJson_CertificateSpecSubject(obj: CertificateSpecSubject | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'countries': obj.countries?.map(y => y),
    'localities': obj.localities?.map(y => y),
    'organizationalUnits': obj.organizationalUnits?.map(y => y),
    'organizations': obj.organizations?.map(y => y),
    'postalCodes': obj.postalCodes?.map(y => y),
    'provinces': obj.provinces?.map(y => y),
    'serialNumber': obj.serialNumber,
    'streetAddresses': obj.streetAddresses?.map(y => y),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * KeyUsage specifies valid usage contexts for keys.
 */
export enum CertificateSpecUsages {
  /** signing */
  SIGNING = "signing",
  /** digital signature */
  DIGITAL_SIGNATURE = "digital signature",
  /** content commitment */
  CONTENT_COMMITMENT = "content commitment",
  /** key encipherment */
  KEY_ENCIPHERMENT = "key encipherment",
  /** key agreement */
  KEY_AGREEMENT = "key agreement",
  /** data encipherment */
  DATA_ENCIPHERMENT = "data encipherment",
  /** cert sign */
  CERT_SIGN = "cert sign",
  /** crl sign */
  CRL_SIGN = "crl sign",
  /** encipher only */
  ENCIPHER_ONLY = "encipher only",
  /** decipher only */
  DECIPHER_ONLY = "decipher only",
  /** any */
  ANY = "any",
  /** server auth */
  SERVER_AUTH = "server auth",
  /** client auth */
  CLIENT_AUTH = "client auth",
  /** code signing */
  CODE_SIGNING = "code signing",
  /** email protection */
  EMAIL_PROTECTION = "email protection",
  /** s/mime */
  S_FORWARD_SLASH_MIME = "s/mime",
  /** ipsec end system */
  IPSEC_END_SYSTEM = "ipsec end system",
  /** ipsec tunnel */
  IPSEC_TUNNEL = "ipsec tunnel",
  /** ipsec user */
  IPSEC_USER = "ipsec user",
  /** timestamping */
  TIMESTAMPING = "timestamping",
  /** ocsp signing */
  OCSP_SIGNING = "ocsp signing",
  /** microsoft sgc */
  MICROSOFT_SGC = "microsoft sgc",
  /** netscape sgc */
  NETSCAPE_SGC = "netscape sgc",
}

/**
 * Algorithm is the private key algorithm of the corresponding private key for this certificate.
 */
export enum CertificateSpecPrivateKeyAlgorithm {
  /** RSA */
  RSA = "RSA",
  /** ECDSA */
  ECDSA = "ECDSA",
  /** Ed25519 */
  ED25519 = "Ed25519",
}

/**
 * The private key cryptography standards (PKCS) encoding for this certificate's private key to be encoded in.
 */
export enum CertificateSpecPrivateKeyEncoding {
  /** PKCS1 */
  PKCS1 = "PKCS1",
  /** PKCS8 */
  PKCS8 = "PKCS8",
}

/**
 * RotationPolicy controls how private keys should be regenerated when a re-issuance is being processed.
 */
export enum CertificateSpecPrivateKeyRotationPolicy {
  /** Never */
  NEVER = "Never",
  /** Always */
  ALWAYS = "Always",
}

/**
 * `policy` must be one of `Disabled`, `RenewBefore`.
 */
export enum CertificateSpecRenewalPolicy {
  /** RenewBefore */
  RENEW_BEFORE = "RenewBefore",
  /** Disabled */
  DISABLED = "Disabled",
}

/**
 * CertificateRenewalWindows is the definition for renewal windows
 */
export interface CertificateSpecRenewalWindows {
  /**
   * `cron` is a cron compliant string to allow when the renewal should be allowed.
   */
  readonly cron: string;

  /**
   * `timezone` is IANA compliant timezone.
   */
  readonly timezone?: string;

  /**
   * `windowDuration` is how long the cron definition is active for.
   */
  readonly windowDuration: string;
}

export function toJson_CertificateSpecRenewalWindows(obj: CertificateSpecRenewalWindows | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'cron': obj.cron,
    'timezone': obj.timezone,
    'windowDuration': obj.windowDuration,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}
