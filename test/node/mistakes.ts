import type { Plan } from '../../model/plan';
import type { List } from '../../tools/lab/api';
import { APPLY, asStdin } from '../../tools/lab/bring-up';
import type { Cluster } from '../../tools/lab/cluster';
import { sleep } from '../../tools/lab/exec';
import { hasCondition, type KubeObject, nameOf, type Unit } from '../../tools/lab/manifests';
import { podTemplate } from '../../tools/lab/pods';
import { list, waitUntilReady } from '../../tools/lab/workloads';
import type { Machine } from '../../tools/node/machine';
import { type Complaint, complaints } from './complaints';
import type { Defect } from './defects';

/** Seconds after which a mistake must have been found, and another time as long until it is mended. */
const PATIENCE = 120;

/**
 * Makes mistakes in an environment that runs, those at once that do not touch each other, and mends them.
 *
 * @returns those that nobody complained about, with what was said instead
 * @throws Error when an environment is not as before after its mistakes were mended
 */
export async function makeMistakes(
  cluster: Cluster,
  machines: readonly Machine[],
  unit: Unit,
  plan: Plan,
  defects: readonly Defect[],
): Promise<string[]> {
  const missed: string[] = [];
  for (const group of apart(defects, plan)) {
    const started = Date.now();
    const open = new Set(group);
    // Probes that failed while everything started are no answer.
    const before = new Set((await complaints(cluster, machines, unit, plan)).map(line));
    let said: Complaint[] = [];
    try {
      await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(withMistakes(unit, group)) });
      for (const until = started + PATIENCE * 1000; open.size > 0 && Date.now() < until; ) {
        await sleep(2000);
        said = (await complaints(cluster, machines, unit, plan)).filter((one) => !before.has(line(one)));
        for (const one of open) {
          const found = said.find((complaint) => isAbout(one, complaint));
          if (!found) continue;
          open.delete(one);
          console.log(`${one.component}, ${one.what}:\n  ${found.about}: ${shortened(found, one)}`);
        }
      }
    } finally {
      await mend(cluster, unit);
    }
    const heard = said.map(line).join('\n');
    for (const { component, what } of open) missed.push(`${component}, ${what}; what was said:\n${heard}`);
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`${group.length} mistakes were made and mended in ${seconds} s`);
  }
  return missed;
}

const line = ({ about, text }: Complaint): string => `${about}: ${text}`;

const isAbout = ({ component, shows = component, says }: Defect, complaint: Complaint): boolean =>
  complaint.about.startsWith(`${shows}-`) && says.test(line(complaint));

/** The line that says it. */
const shortened = ({ text }: Complaint, { says }: Defect): string =>
  text.split('\n').find((part) => says.test(part)) ?? text;

/** Groups of mistakes of which no two are in components where one asks the other. */
export function apart<D extends Pick<Defect, 'component' | 'shows'>>(
  defects: readonly D[],
  { connections }: Pick<Plan, 'connections'>,
): D[][] {
  const asks = (a: string, b: string) =>
    connections.some(
      ({ from, to }) =>
        from.kind === 'component' && to.kind === 'component' && from.name === a && to.name === b,
    );
  const disturbs = (a: D, b: D) =>
    a.component === b.component ||
    a.component === b.shows ||
    asks(a.component, b.component) ||
    asks(b.component, a.component);
  const groups: D[][] = [];
  for (const one of defects) {
    const free = groups.find((group) => !group.some((other) => disturbs(one, other) || disturbs(other, one)));
    if (free) free.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** The objects that these mistakes change. Where a file is another, pods start again, as by the hash of its text. */
export function withMistakes(unit: Unit, defects: readonly Pick<Defect, 'change'>[]): KubeObject[] {
  const objects = structuredClone(unit.objects) as KubeObject[];
  const before = new Map(unit.objects.map((object) => [nameOf(object), JSON.stringify(object)]));
  const isChanged = (object: KubeObject) => JSON.stringify(object) !== before.get(nameOf(object));
  for (const { change } of defects) {
    change((id) => {
      const found = objects.find((object) => nameOf(object) === id);
      if (!found) throw new Error(`${unit.namespace} has no ${id}`);
      return found;
    });
  }
  const files = objects.filter((object) => object.kind === 'ConfigMap' && isChanged(object));
  const isOther = (name: string | undefined) => files.some(({ metadata }) => metadata.name === name);
  for (const object of objects) {
    const template = podTemplate(object);
    const volumes: { configMap?: { name: string } }[] = template?.spec.volumes ?? [];
    if (!volumes.some(({ configMap }) => isOther(configMap?.name))) continue;
    object.spec.template.metadata.annotations['phasewise/config-hash'] = 'with-mistakes';
  }
  return objects.filter(isChanged);
}

/** Brings back what is committed. */
async function mend(cluster: Cluster, unit: Unit): Promise<void> {
  // A Job is done, and cannot be changed.
  const stdin = asStdin(unit.objects.filter(({ kind }) => kind !== 'Job'));
  await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin, timeout: 300 });
  for (const until = Date.now() + PATIENCE * 1000; ; ) {
    const stuck = await stuckPods(cluster, unit.namespace);
    if (stuck.length > 0) {
      const args = ['-n', unit.namespace, 'delete', 'pod', '--grace-period=1', '--wait=false', ...stuck];
      await cluster.kubectl(args);
    }
    const waiting = await waitUntilReady(cluster, unit.namespace, 2);
    if (waiting.length === 0) return;
    if (Date.now() > until) throw new Error(`not mended:\n${waiting.join('\n')}`);
  }
}

/** A StatefulSet waits for its pod to be ready before it replaces it, also where it never will be. */
async function stuckPods(cluster: Cluster, namespace: string): Promise<string[]> {
  const newest = new Map(
    (await list(cluster, namespace, 'StatefulSet')).map(({ metadata, status }) => [
      metadata.name,
      status.updateRevision,
    ]),
  );
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  return items
    .filter((pod) => {
      const owner = (pod.metadata.ownerReferences as { name: string }[] | undefined)?.[0]?.name ?? '';
      const revision = pod.metadata.labels?.['controller-revision-hash'];
      return newest.has(owner) && revision !== newest.get(owner) && !hasCondition(pod, 'Ready');
    })
    .map(({ metadata }) => metadata.name);
}
