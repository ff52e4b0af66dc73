import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { List } from '../lab/api';
import type { Cluster } from '../lab/cluster';
import type { KubeObject } from '../lab/manifests';
import type { MachineInfo } from './machine';

/**
 * Containers in which the kernel ended a process for want of memory, as `pod/container: 2`. The container may live on:
 * a shell that tries again hides it where control groups are of version 1, and is ended with it where they are of 2.
 */
export async function outOfMemory(
  cluster: Cluster,
  namespace: string,
  machines: readonly MachineInfo[],
): Promise<string[]> {
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  const names = new Map<string, string>();
  for (const { metadata, status } of items) {
    for (const one of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) {
      if (one.containerID) names.set(one.containerID.replace(/.*\//, ''), `${metadata.name}/${one.name}`);
    }
  }
  return machines
    .flatMap(({ cgroup }) => ['/sys/fs/cgroup/memory', '/sys/fs/cgroup'].map((root) => join(root, cgroup)))
    .flatMap((folder) => killsBelow(folder))
    .filter(({ id }) => names.has(id))
    .map(({ id, count }) => `${names.get(id)}: ${count}`);
}

function killsBelow(folder: string): { id: string; count: number }[] {
  let entries: string[];
  try {
    entries = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    // Not this version of control groups, or a container that has just ended.
    return [];
  }
  return entries.flatMap((id) => {
    const count = kills(join(folder, id));
    return [...(count > 0 ? [{ id, count }] : []), ...killsBelow(join(folder, id))];
  });
}

/** `memory.oom_control` is of version 1, `memory.events` of version 2. */
function kills(folder: string): number {
  for (const file of ['memory.oom_control', 'memory.events']) {
    try {
      const count = /^oom_kill (\d+)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
      if (count) return Number(count);
    } catch {
      // The other version has the other file.
    }
  }
  return 0;
}
