/** Names of objects that more than one tier speaks of. */

/** The NetworkPolicy that selects every pod and allows nothing. */
export const DEFAULT_DENY = 'default-deny';
