/** What went wrong in the way a command was called, in one sentence for the person who called it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
