/** Words that the definitions and Argo CD's files share. */

/** Folder of `dist` that holds what Argo CD is told, by cluster; no system may have this name. */
export const GITOPS_FOLDER = 'argocd';

/** Whether people depend on an environment: `production`, or one beside it such as `production-dr`. */
export const isProduction = (environment: string): boolean => /^production(-|$)/.test(environment);
