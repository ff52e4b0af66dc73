/** Names for passwords inside configuration files and scripts. */

/** `worker-ai-reply` → `WORKER_AI_REPLY_PASSWORD`, the name its password has in a template. */
export const passwordVariable = (account: string): string =>
  `${account.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_PASSWORD`;
