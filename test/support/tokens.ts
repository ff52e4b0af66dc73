/** What a waypoint makes of a token, decided from the YAML alone, as Envoy's jwt_authn with Istio's settings does. */

/** A token, as far as somebody looks at it. */
export interface Token {
  readonly issuer: string;
  readonly audience: string;
  readonly isExpired: boolean;
  /** Its signature is by one of the keys that its issuer shows. */
  readonly isSigned: boolean;
}

/** The specification of a RequestAuthentication. */
export interface Tokens {
  readonly targetRefs?: { readonly group?: string; readonly kind: string; readonly name: string }[];
  readonly jwtRules?: {
    readonly issuer: string;
    readonly audiences?: readonly string[];
    readonly jwksUri?: string;
    readonly forwardOriginalToken?: boolean;
  }[];
}

/**
 * Whom the token is of: issuer and subject. Nobody where there is none, or nobody looks at it.
 * Source: Istio, pilot/pkg/security/authn/policy_applier.go, convertToEnvoyJwtConfig: {provider OR allow_missing}.
 */
export function issued(
  believed: readonly Tokens[],
  token: Token | undefined,
): string | undefined | 'refused' {
  const rules = believed.flatMap(({ jwtRules = [] }) => jwtRules);
  if (!token || rules.length === 0) return undefined;
  const rule = rules.find(({ issuer }) => issuer === token.issuer);
  const isRight =
    rule !== undefined &&
    token.isSigned &&
    !token.isExpired &&
    // Without a list any will do.
    (!rule.audiences?.length || rule.audiences.includes(token.audience));
  return isRight ? `${token.issuer}/somebody` : 'refused';
}
