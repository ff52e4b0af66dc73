/** Who gives way to whom when a node is full: what watches goes first, what keeps data last. */
import type { ComponentTier } from './component';

/**
 * Everything else, the gateway too, has Kubernetes' default of 0. Not below -10, which the cluster
 * autoscaler takes for pods that need no node.
 */
export const PRIORITIES = {
  data: { value: 1000, description: 'Keeps data: the last to give way on a full node' },
  watching: { value: -10, description: 'Watches: the first to give way on a full node' },
} as const;
export type Priority = keyof typeof PRIORITIES;

const OF_TIER: Readonly<Partial<Record<ComponentTier, Priority>>> = {
  data: 'data',
  queue: 'data',
  'vector-db': 'data',
  monitoring: 'watching',
  logging: 'watching',
};

/** Undefined for the default. */
export const priorityOf = (tier: ComponentTier): Priority | undefined => OF_TIER[tier];

/** Classes belong to the whole cluster, so their names begin with the namespace. */
export const priorityClassName = (namespace: string, name: Priority): string => `${namespace}-${name}`;

/** The class of a tier's pods; undefined for the default. */
export function priorityClass(namespace: string, tier: ComponentTier): string | undefined {
  const name = priorityOf(tier);
  return name && priorityClassName(namespace, name);
}
