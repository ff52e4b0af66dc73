/** What the products' programs leave with their servers, and whether it is still there. */
import type { Plan } from '../../../model/plan';
import type { Cluster } from '../../../tools/lab/cluster';
import { inPrograms } from '../reports';

interface Left {
  readonly variable: string;
  readonly target: string;
  readonly done: boolean;
  readonly failed?: string;
}

/** Lets every program leave something of this name with every server that keeps it. @returns where it could not */
export async function leave(cluster: Cluster, namespace: string, value: string): Promise<string[]> {
  return (await ask(cluster, namespace, `keep/${value}`)).flatMap(({ text, failed }) =>
    failed ? [`${text}: ${failed}`] : [],
  );
}

/**
 * Looks for what was left, as often as it is asked: a message in a queue is there once.
 * @returns what tells servers that lack it, though their component has a volume
 */
export function searchFor(
  cluster: Cluster,
  namespace: string,
  value: string,
  plan: Pick<Plan, 'components'>,
): () => Promise<string[]> {
  const found = new Set<string>();
  return async () => {
    const all = await ask(cluster, namespace, `kept/${value}`);
    for (const { text, done } of all) if (done) found.add(text);
    return all
      .filter(({ target, text }) => !found.has(text) && hasVolume(plan, target))
      .map(({ text, failed }) => `${text}: ${failed ?? 'it is not there'}`);
  };
}

/** Which of these servers nobody finds it with any more. */
export async function lostOf(
  cluster: Cluster,
  namespace: string,
  value: string,
  servers: readonly string[],
): Promise<string[]> {
  const all = await ask(cluster, namespace, `kept/${value}`);
  const found = all.filter(({ done }) => done).map(({ target }) => nameIn(target));
  return servers.filter((one) => !found.includes(one));
}

/** The component in `postgres:5432`, or in a name that has the namespace behind it. */
export const nameIn = (target: string): string => target.split(/[.:]/)[0]!;

const hasVolume = ({ components }: Pick<Plan, 'components'>, target: string): boolean => {
  return components.some((one) => one.name === nameIn(target) && Object.keys(one.volumes).length > 0);
};

async function ask(cluster: Cluster, namespace: string, page: string) {
  const said = await inPrograms<Left[]>(cluster, namespace, page);
  return said.flatMap(({ pod, answer }) =>
    answer.map((one) => ({ ...one, text: `${pod}: ${one.variable}: ${one.target}` })),
  );
}
