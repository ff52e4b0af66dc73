/**
 * What Argo CD has to know and the definitions cannot say: where this repository is, what each environment
 * follows, who may do what, and when production is left alone. Change it here, once.
 */

/**
 * The address by which Argo CD clones this repository. Change it before the first bootstrap: it ends up in every
 * file of `dist/argocd/`, and nothing is found at the one that stands here.
 */
export const REPOSITORY = 'https://git.example.com/your-team/phasewise.git';

/** Branch, tag or commit that a cluster and its environments follow. */
export const REVISION = 'main';

/** Environments that follow another revision: `kaleem/production` → a tag. @default REVISION */
export const REVISIONS: Readonly<Record<string, string>> = {};

/** Namespace of Argo CD, as its own installation calls it. */
export const ARGOCD_NAMESPACE = 'argocd';

/**
 * Every cluster has an Argo CD of its own, so none holds the keys of another, and a lost cluster takes nothing
 * with it. This is what Argo CD calls the cluster it runs in.
 */
export const CLUSTER_ADDRESS = 'https://kubernetes.default.svc';

/** Groups of your identity provider that may look, and that may sync, for each system. */
export const groups = (system: string): { readonly read: string; readonly sync: string } => ({
  read: `${system}-readers`,
  sync: `${system}-operators`,
});

/** A time in which nothing is synced by itself. */
export interface Quiet {
  /** When it begins, as a cron schedule. */
  readonly schedule: string;
  /** How long it is, such as `62h`. */
  readonly duration: string;
  readonly timeZone: string;
  /** Why, for whoever waits for a sync. */
  readonly reason: string;
}

/** For production alone. @default undefined: syncs at all times */
export const QUIET: Quiet | undefined = {
  schedule: '0 16 * * 5',
  duration: '62h',
  timeZone: 'UTC',
  reason:
    'Nothing changes by itself from Friday 16:00 to Monday 06:00: nobody is there to see how it starts.',
};
