/** An authority of the lab's own, where a program asks for one that all the world knows. */
import type { List } from '../lab/api';
import type { Cluster } from '../lab/cluster';
import { sleep } from '../lab/exec';
import type { KubeObject } from '../lab/manifests';
import type { Machine } from './machine';

/** Where images keep whom they trust; `images/ingredients.ts` puts it there. */
const TRUSTED = '/etc/ssl/certs/ca-certificates.crt';

interface Status {
  readonly containerID?: string;
  readonly state: { readonly running?: object };
}

/** Puts an authority among those that the image trusts, as if it were a public one. @param id as its pod's status has it */
export async function trustIn(machine: Machine, id: string, certificate: string): Promise<void> {
  const root = `/run/containerd/io.containerd.runtime.v2.task/k8s.io/${id.replace(/.*\//, '')}/rootfs`;
  await machine.must('tee', ['-a', `${root}${TRUSTED}`], { stdin: certificate });
}

/**
 * Does so in each container of a namespace that has any, as soon as it runs.
 *
 * @returns how to stop
 */
export function keepTrusting(
  cluster: Cluster,
  machines: readonly Machine[],
  namespace: string,
  certificate: string,
): () => Promise<void> {
  const done = new Set<string>();
  let isAsked = true;
  const once = async (): Promise<void> => {
    const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
    for (const { spec, status } of items) {
      const machine = machines.find(({ name }) => name === spec.nodeName);
      const all: Status[] = [
        ...(status?.initContainerStatuses ?? []),
        ...(status?.containerStatuses ?? []),
      ].filter(({ state }: Status) => state.running);
      for (const { containerID: id } of all) {
        if (!machine || !id || done.has(id)) continue;
        done.add(id);
        // It may have none, or have ended meanwhile.
        await trustIn(machine, id, certificate).catch(() => undefined);
      }
    }
  };
  const ended = (async () => {
    for (; isAsked; await sleep(300)) await once().catch(() => undefined);
  })();
  return async () => {
    isAsked = false;
    await ended;
  };
}
