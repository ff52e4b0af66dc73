/** Passwords inside configuration files and scripts. */
import type { SecretKey } from '../../model/component';
import type { Context } from '../../model/context';

/** `worker-ai-reply` → `WORKER_AI_REPLY_PASSWORD`, the name its password has in a template. */
export const passwordVariable = (account: string): string =>
  `${account.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_PASSWORD`;

/**
 * Every password that a server sets for others, by the name it has in a template: its own accounts', which are
 * credentials of it, and its clients'.
 */
export const accountPasswords = (context: Context, own: readonly string[]): Record<string, SecretKey> =>
  Object.fromEntries([
    ...own.map((account) => [passwordVariable(account), context.credential(account)] as const),
    ...context.clients.flatMap(({ username, password }) =>
      password ? [[passwordVariable(username), password] as const] : [],
    ),
  ]);
