/** What must be true of everything that is made of all systems together: what Argo CD is told, by cluster. */
import { test } from 'vitest';
import { type ArgoCluster, argoClusters } from './argocd';
import { type DistEnvironment, environments } from './dist';
import { isNoted, noted } from './noted';

export interface Told {
  readonly clusters: readonly ArgoCluster[];
  readonly environments: readonly DistEnvironment[];
}

export interface WrittenLaw {
  readonly title: string;
  /** @throws an assertion of vitest's where it is broken */
  readonly check: (told: Told) => void | Promise<void>;
}

/** Held against what is committed. @param title what a user would lose */
export function law(title: string, check: WrittenLaw['check']): void {
  if (isNoted({ title, check })) return;
  test(title, () => check({ clusters: argoClusters(), environments: environments() }));
}

/** Those of `test/gitops`, for whoever has something else to judge. */
export const allLaws = (): Promise<WrittenLaw[]> => noted('gitops', /-laws\.test\.ts$/);
