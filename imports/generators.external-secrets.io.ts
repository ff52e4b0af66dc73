// Generated from the CRD files, do not edit: npm run import
import { ApiObject, ApiObjectMetadata, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * Password generates a random password based on the configuration parameters in spec.
 */
export class Password extends ApiObject {
  /**
   * Returns the apiVersion and kind for "Password"
   */
  public static readonly GVK: GroupVersionKind = {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
  }

  /**
   * Renders a Kubernetes manifest for "Password".
   *
   * This can be used to inline resource manifests inside other objects (e.g. as templates).
   *
   * @param props initialization props
   */
  public static manifest(props: PasswordProps = {}): any {
    return {
      ...Password.GVK,
      ...toJson_PasswordProps(props),
    };
  }

  /**
   * Defines a "Password" API object
   * @param scope the scope in which to define this object
   * @param id a scope-local name for the object
   * @param props initialization props
   */
  public constructor(scope: Construct, id: string, props: PasswordProps = {}) {
    super(scope, id, {
      ...Password.GVK,
      ...props,
    });
  }

  /**
   * Renders the object to Kubernetes JSON.
   */
  public override toJson(): any {
    const resolved = super.toJson();

    return {
      ...Password.GVK,
      ...toJson_PasswordProps(resolved),
    };
  }
}

/**
 * Password generates a random password based on the configuration parameters in spec.
 */
export interface PasswordProps {
  readonly metadata?: ApiObjectMetadata;

  /**
   * PasswordSpec controls the behavior of the password generator.
   */
  readonly spec?: PasswordSpec;
}

export function toJson_PasswordProps(obj: PasswordProps | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'metadata': obj.metadata,
    'spec': toJson_PasswordSpec(obj.spec),
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * PasswordSpec controls the behavior of the password generator.
 */
export interface PasswordSpec {
  /**
   * set AllowRepeat to true to allow repeating characters.
   */
  readonly allowRepeat: boolean;

  /**
   * Digits specifies the number of digits in the generated password.
   */
  readonly digits?: number;

  /**
   * Encoding specifies the encoding of the generated password.
   */
  readonly encoding?: PasswordSpecEncoding;

  /**
   * Length of the password to be generated.
   */
  readonly length: number;

  /**
   * Set NoUpper to disable uppercase characters
   */
  readonly noUpper: boolean;

  /**
   * SecretKeys defines the keys that will be populated with generated passwords.
   */
  readonly secretKeys?: string[];

  /**
   * SymbolCharacters specifies the special characters that should be used in the generated password.
   */
  readonly symbolCharacters?: string;

  /**
   * Symbols specifies the number of symbol characters in the generated password.
   */
  readonly symbols?: number;
}

export function toJson_PasswordSpec(obj: PasswordSpec | undefined): Record<string, any> | undefined {
  if (obj === undefined) { return undefined; }
  const result = {
    'allowRepeat': obj.allowRepeat,
    'digits': obj.digits,
    'encoding': obj.encoding,
    'length': obj.length,
    'noUpper': obj.noUpper,
    'secretKeys': obj.secretKeys?.map(y => y),
    'symbolCharacters': obj.symbolCharacters,
    'symbols': obj.symbols,
  };
  return Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {});
}

/**
 * Encoding specifies the encoding of the generated password.
 */
export enum PasswordSpecEncoding {
  /** base64 */
  BASE64 = "base64",
  /** base64url */
  BASE64URL = "base64url",
  /** base32 */
  BASE32 = "base32",
  /** hex */
  HEX = "hex",
  /** raw */
  RAW = "raw",
}
