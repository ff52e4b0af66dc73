/** What is wrong with devices: of a cluster's pools, of what components ask of them, and of what may be taken. */
import type { Cluster } from '../cluster';
import type { Definition } from '../component';
import type { DevicePool } from '../device';
import type { Plan } from '../plan';
import { compare, didYouMean, type Problems } from '../problems';
import { type Draft, environmentPath, systemPath } from '../resolve/draft';
import type { System } from '../system';
import { devicesOf } from '../totals';

/** As extended resources are called: a domain, and a name of its own. */
const RESOURCE =
  /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+\/[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/;

export function checkPools({ pools = {} }: Cluster, path: string, problems: Problems): void {
  for (const [name, { resource, nodes, each, nodeLabels }] of Object.entries(pools)) {
    const at = `${path}/${name}`;
    if (!RESOURCE.test(resource)) {
      problems.add(
        `${at}.resource`,
        `'${resource}' is no device as its plugin calls it, such as nvidia.com/gpu`,
      );
    }
    if (!isCount(nodes)) problems.add(`${at}.nodes`, `${nodes} is not a number of machines; 1 or more`);
    if (!isCount(each.devices)) {
      problems.add(`${at}.each.devices`, `${each.devices} is not a number of devices; 1 or more`);
    }
    if (Object.keys(nodeLabels).length === 0) {
      problems.add(`${at}.nodeLabels`, 'is empty, so its machines could not be told from others');
    }
  }
}

/** Nobody could tell of devices that no machine has. */
export function checkWatchedDevices(
  { platformTargets, pools = {}, name: cluster }: Cluster,
  path: string,
  problems: Problems,
): void {
  const devices = Object.values(pools).map(({ resource }) => resource);
  for (const { name, device } of platformTargets) {
    if (device !== undefined && !devices.includes(device))
      problems.add(
        path,
        `'${name}' tells of ${device}, and no pool of cluster '${cluster}' has it; leave it out`,
      );
  }
}

const isCount = (number: number): boolean => Number.isInteger(number) && number >= 1;
const devicesIn = ({ nodes, each }: DevicePool): number => nodes * each.devices;

/** A name that no cluster of the system knows would let the component run on the processor, and say nothing of it. */
export function checkPoolNames(system: System, problems: Problems): void {
  const environments = Object.entries(system.environments);
  const known = [...new Set(environments.flatMap(([, { cluster }]) => Object.keys(cluster.pools ?? {})))];
  const check = (path: string, { device }: Definition): void => {
    if (!device || known.includes(device.pool)) return;
    problems.add(
      `${path}/device.pool`,
      `no cluster of the system has a pool '${device.pool}'${didYouMean(device.pool, known)}`,
    );
  };
  for (const [name, definition] of Object.entries(system.components)) {
    check(systemPath(system, `components/${name}`), definition);
  }
  for (const [environment, { components = {} }] of environments) {
    for (const [name, definition] of Object.entries(components)) {
      check(environmentPath(system, environment, `components/${name}`), definition);
    }
  }
}

export function checkDevice(draft: Draft, name: string, { device, workload }: Definition): void {
  if (!device) return;
  const { problems, environment } = draft;
  const path = systemPath(draft.system, `components/${name}/device`);
  const { pool, count = 1 } = device;
  if (workload === 'Operated') {
    problems.add(path, 'an operator makes its pods, and is not told of devices; leave it out');
  }
  if (!isCount(count)) problems.add(`${path}.count`, `${count} is not a number of devices; 1 or more`);
  const found = environment.cluster.pools?.[pool];
  if (found && count > found.each.devices) {
    problems.add(
      `${path}.count`,
      `${count} devices for a pod, and no machine of pool '${pool}' has more than ${found.each.devices}`,
    );
  }
}

/** @param path of the budget */
export function checkDevices(draft: Draft, plan: Plan, path: string): void {
  const { problems, environment } = draft;
  const { cluster, budget } = environment;
  const pools = cluster.pools ?? {};
  for (const [pool, number] of Object.entries(budget.devices ?? {})) {
    const at = `${path}.devices/${pool}`;
    const found = pools[pool];
    if (!found) {
      problems.add(
        at,
        `cluster '${cluster.name}' has no pool '${pool}'${didYouMean(pool, Object.keys(pools))}`,
      );
    } else if (!Number.isInteger(number) || number < 0 || number > devicesIn(found)) {
      problems.add(at, `${number} is not a number of its ${devicesIn(found)} devices`);
    }
  }
  for (const pool of Object.keys(pools).sort(compare)) {
    const taken = devicesOf(plan, pool);
    const given = budget.devices?.[pool] ?? 0;
    if (taken > given) {
      problems.add(path, `takes ${taken} devices of pool '${pool}', more than ${given} (${budget.source})`);
    }
  }
}
