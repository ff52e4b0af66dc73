/** Images that a workflow of GitHub Actions signs with cosign, without a key (`id-token: write`, `cosign sign`). */
import type { Signatures } from '../model/system';

export interface GitHubActionsOptions {
  /** User or organisation; each of its repositories may sign. */
  readonly owner: string;
  /** Branch whose builds may sign; builds of a tag always may. @default main */
  readonly branch?: string;
}

/**
 * The certificate names the workflow file and what it ran on. Source: docs.sigstore.dev, "OIDC Usage in Fulcio",
 * GitHub.
 */
export function signedByGitHubActions(options: GitHubActionsOptions): Pick<Signatures, 'issuer' | 'subject'> {
  const { owner, branch = 'main' } = options;
  const escaped = branch.replaceAll(/[.+]/g, '\\$&');
  return {
    issuer: 'https://token.actions.githubusercontent.com',
    subject: `^https://github\\.com/${owner}/[^/]+/\\.github/workflows/[^/@]+@refs/(heads/${escaped}|tags/.+)$`,
  };
}
