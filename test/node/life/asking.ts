/** Who is asked all the time while something happens, and by which pod: one that the definition lets ask. */
import type { Endpoint, Plan } from '../../../model/plan';
import type { List } from '../../../tools/lab/api';
import type { Cluster } from '../../../tools/lab/cluster';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import { podTemplate } from '../../../tools/lab/pods';
import { runningPods } from '../../../tools/node/reach/doubles';
import { type PodTarget, podTargets } from '../../../tools/node/reach/parties';
import { realNodes } from '../lab';
import { type Answers, type Asked, askAlways } from './requests';

/** A page that somebody may ask for. */
export type AskedBy = Asked & { readonly from: Endpoint };

/** What is asked of a workload over its Service, as its readiness is; undefined where nobody may. */
export async function askedOf(
  cluster: Cluster,
  namespace: string,
  plan: Plan,
  object: KubeObject,
): Promise<AskedBy | undefined> {
  const component = object.metadata.name;
  const connection = plan.connections.find(
    ({ to, from, reason, protocol }) =>
      to.kind === 'component' &&
      to.name === component &&
      ['flow', 'route'].includes(reason) &&
      protocol === 'TCP' &&
      ['component', 'edge', 'platform'].includes(from.kind),
  );
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/services`);
  const address = items.find(({ metadata }) => metadata.name === component)?.spec.clusterIP;
  if (!connection || !address || address === 'None') return undefined;
  const { httpGet } = podTemplate(object)!.spec.containers[0].readinessProbe ?? {};
  const headers = Object.fromEntries(
    (httpGet?.httpHeaders ?? []).map(({ name, value }: { name: string; value: string }) => [name, value]),
  );
  const { port, from } = connection;
  return { name: component, address, port, path: httpGet?.path, headers, from };
}

/**
 * Starts requests to each from one pod that may ask it.
 *
 * @param notOn node whose pods are about to go. @default pods of all nodes ask
 * @returns what ends them, and tells. Without `notOn` somebody is there for each.
 */
export async function askEach(
  unit: Unit,
  plan: Plan,
  all: readonly { readonly asked?: AskedBy }[],
  notOn?: string,
): Promise<() => Promise<Answers[]>> {
  const { cluster, nodes } = realNodes();
  const pods = (await runningPods(cluster)).filter(({ spec }) => spec.nodeName !== notOn);
  const targets = await podTargets(unit, plan, pods, new Map(nodes.map((one) => [one.name, one])));
  const ends = all.flatMap(({ asked }) => {
    if (!asked) return [];
    const from = targets.find(({ role }) => isRole(role, asked.from));
    if (from) return [askAlways(from, [asked])];
    if (notOn) return [];
    throw new Error(`nobody is there who may ask ${asked.name}`);
  });
  return async () => (await Promise.all(ends.map((end) => end()))).flat();
}

const isRole = (role: PodTarget['role'], wanted: Endpoint): boolean =>
  role.kind === wanted.kind && (!('name' in wanted) || ('name' in role && role.name === wanted.name));
