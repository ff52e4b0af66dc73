/** Matchers for the panels of a dashboard that several components share. */

/** `job=~"worker-a|worker-b"` */
export const jobs = (components: readonly string[]): string => `job=~"${components.join('|')}"`;
