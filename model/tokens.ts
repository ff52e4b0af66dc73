/** Tokens (JWT) that requests carry: who issues them, and which servers see none but those. */

/** The OIDC provider whose tokens are believed in an environment. A realm of its own keeps out another one's tokens. */
export interface TokenIssuer {
  /** As tokens have it in `iss`, letter by letter: an https address, `https://id.example.com/realms/production`. */
  readonly issuer: string;
  /** One of them must be in a token's `aud`: a token for another product is none for this one. */
  readonly audiences: readonly string[];
  /**
   * Address of its public keys (JWKS). @default what the issuer itself says, at `/.well-known/openid-configuration`
   */
  readonly keys?: string;
}

/**
 * Requests to a server carry a token of the environment's issuer, from phase 4 on: the waypoint looks at it before the
 * server does. For servers that speak HTTP, have an address for all their pods, and that no route leads to. Probes and
 * Prometheus ask pods, past the waypoint. A client passes on the token that it was given, as it was given it.
 */
export interface TokenRule {
  /** Client → why its requests carry none, as a sentence. It is known by its identity. @default all carry one */
  readonly without?: Readonly<Record<string, string>>;
}

/** How a flow to the internet tells its client of the environment's issuer. */
export const issuerFacts = ({ issuer, audiences, keys }: TokenIssuer): Record<string, string> => ({
  issuer,
  audience: audiences.join(' '),
  ...(keys !== undefined && { keys }),
});

/** What the proxy knows somebody by who came with a token: issuer and subject. */
export const anybodyOf = ({ issuer }: TokenIssuer): string => `${issuer}/*`;
