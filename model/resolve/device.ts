/** Devices of a cluster's pools, as components get them. */
import type { Definition } from '../component';
import type { Device, PlannedDevice } from '../device';
import type { PlannedComponent } from '../plan';
import type { Draft } from './draft';

/** Undefined where the cluster has no such pool. */
export function deviceOf(
  { environment }: Pick<Draft, 'environment'>,
  { pool, count = 1 }: Device,
): PlannedDevice | undefined {
  const found = environment.cluster.pools?.[pool];
  return found && { ...found, pool, count };
}

export function planDevice(
  draft: Draft,
  { device: asked }: Definition,
): Pick<PlannedComponent, 'device' | 'lacksPool'> {
  const device = asked && deviceOf(draft, asked);
  return { device, lacksPool: asked && !device ? asked.pool : undefined };
}
