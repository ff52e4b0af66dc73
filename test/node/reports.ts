import type { List } from '../../tools/lab/api';
import type { Cluster } from '../../tools/lab/cluster';
import { sleep } from '../../tools/lab/exec';
import type { KubeObject } from '../../tools/lab/manifests';

/** What a product's program, as the lab plays it, tells of the servers it was led to. */
export interface Report {
  readonly pod: string;
  readonly healthy: boolean;
  readonly malformed: readonly string[];
  readonly variables: readonly string[];
  readonly connections: readonly Used[];
}

export interface Used {
  readonly variable: string;
  readonly target: string;
  readonly done?: string;
  readonly failed?: string;
  /** Whether it can be told to leave much there. */
  readonly fills: boolean;
}

/**
 * Asks every program of the namespace, from inside its own container.
 * @param again lets each use all of its servers once more first. @default what came of the first time
 */
export async function reports(cluster: Cluster, namespace: string, again = false): Promise<Report[]> {
  const said = await inPrograms<Omit<Report, 'pod'>>(cluster, namespace, 'connections', again);
  return said.map(({ pod, answer }) => ({ pod, ...answer }));
}

/** What is wrong with what the programs of the namespace say when each uses all of its servers once more. */
export async function unusable(cluster: Cluster, namespace: string): Promise<string[]> {
  const said = await reports(cluster, namespace, true);
  return said.flatMap((report) => wrongIn(report).map((text) => `${report.pod}: ${text}`));
}

/** What a program says that is wrong. */
export const wrongIn = ({ malformed, connections }: Report): string[] => [
  ...malformed,
  ...connections.flatMap(({ variable, target, failed }) =>
    failed ? `${variable}: ${target}: ${failed}` : [],
  ),
];

/** Exit status of who is not such a program: it has no folder of it, or no port. */
const NO_PROGRAM = 3;
/** What is said of who has no shell, or no such page. */
const NOBODY = /executable file not found|no such file|404 Not Found/;

/** Whether a container is the one that ran at a time; a moment later, because kubelet needs one to tell. */
async function stillRuns(
  cluster: Cluster,
  { name, namespace }: KubeObject['metadata'],
  container: string,
  then: number,
): Promise<boolean> {
  await sleep(3000);
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  const all = items.find(({ metadata }) => metadata.name === name)?.status?.containerStatuses ?? [];
  const found = all.find((one: { name: string }) => one.name === container);
  return Date.parse(found?.state?.running?.startedAt ?? '') <= then;
}

/**
 * What every product's program that runs answers on a page of the lab's.
 * @param again lets each use all of its servers once more first
 * @param isAsked picks pods. @default all
 * @throws Error when one does not answer
 */
export async function inPrograms<Answer>(
  cluster: Cluster,
  namespace: string,
  path: string,
  again = false,
  isAsked: (pod: KubeObject) => boolean = () => true,
): Promise<{ pod: string; answer: Answer }[]> {
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  const page = (one: string) => `wget -q -O - "http://127.0.0.1:$port/lab/${one}"`;
  // Where a server cannot be used, that page has another status and no text.
  const use = again ? `${page('use')} >/dev/null;` : '';
  // A helper of the same image has no port.
  const program = '[ -e /opt/lab/main.ts ] && port=${LAB_PORT:-${PORT:-$METRICS_PORT}} && [ "$port" ]';
  const script = `${program} || exit ${NO_PROGRAM}; ${use} exec ${page(path)}`;
  const asked = items
    .filter(({ status, metadata }) => status.phase === 'Running' && !metadata.deletionTimestamp)
    .filter(isAsked)
    .flatMap(({ metadata, spec }) =>
      spec.containers.map(async ({ name }: { name: string }) => {
        const exec = ['-n', namespace, 'exec', metadata.name, '-c', name, '--', 'sh', '-c', script];
        const then = Date.now();
        const { code, stdout, stderr } = await cluster.kubectl(exec, { timeout: 60 });
        if (code === 0) return [{ pod: metadata.name, answer: JSON.parse(stdout) as Answer }];
        // A program of another kind knows other pages.
        if (code === NO_PROGRAM || NOBODY.test(stderr)) return [];
        // Of one that has ended meanwhile others tell.
        if (!(await stillRuns(cluster, metadata, name, then))) return [];
        throw new Error(`${metadata.name}/${name}: ${path}: ${stderr.trim()}`);
      }),
    );
  return (await Promise.all(asked)).flat();
}
