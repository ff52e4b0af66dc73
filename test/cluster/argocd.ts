/** What the tests with Argo CD share: the committed files in a Git repository of their own, and what has happened. */
import { call, type List, watch } from '../../tools/lab/api';
import { type Argo, inOrder, startArgo } from '../../tools/lab/argocd';
import type { Cluster } from '../../tools/lab/cluster';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { MissingProgramError } from '../../tools/lab/programs';
import { isReady } from '../../tools/lab/workloads';
import { tree } from '../support/dist';

export { inOrder };

/** Argo CD on the cluster, or why it could not be started here. */
export async function startedArgo(cluster: Cluster): Promise<{ argo?: Argo; missing: string }> {
  try {
    return { argo: await startArgo(cluster), missing: '' };
  } catch (error) {
    if (error instanceof MissingProgramError) return { missing: error.message };
    throw error;
  }
}

export type Files = ReadonlyMap<string, string>;

/** Of what is committed, all that can be synced here: charts of add-ons come from addresses out of reach. */
const SYNCED = /^dist\/(?!argocd\/.*\/add-ons)/;

/** The quiet time of a project; tests run on Saturdays too. */
const WINDOWS = /^ {2}syncWindows:\n(?: {4}.*\n)*/m;

/** The committed files, with this address in place of the repository's. */
export function committed(address: string): Files {
  const files = [...tree('dist')].filter(([path]) => SYNCED.test(path));
  const root = files.find(([path]) => path.endsWith('root.k8s.yaml'))![1];
  const written = /repoURL: (\S+)/.exec(root)![1]!;
  return new Map(files.map(([path, text]) => [path, text.replaceAll(written, address).replace(WINDOWS, '')]));
}

/** The files with one text replaced. @throws when it is not there */
export function edited(files: Files, path: string, from: RegExp, to: string): Files {
  const text = files.get(path);
  if (text === undefined || !from.test(text)) throw new Error(`${path} does not match ${from}`);
  return new Map(files).set(path, text.replace(from, to));
}

/** The files without the objects that match. */
export const withoutObjects = (files: Files, folder: string, gone: RegExp): Files =>
  new Map(
    [...files].map(([path, text]) => [
      path,
      path.startsWith(folder)
        ? text
            .split(/^---$/m)
            .filter((document) => !gone.test(document))
            .join('---')
        : text,
    ]),
  );

/** When each workload was first seen, and first ready, as numbers that only grow: `namespace/name`. */
export interface History {
  readonly seen: ReadonlyMap<string, number>;
  readonly ready: ReadonlyMap<string, number>;
  stop(): void;
}

/** Follows all workloads of the cluster from now on. */
export async function follow(cluster: Cluster): Promise<History> {
  const [seen, ready] = [new Map<string, number>(), new Map<string, number>()];
  let events = 0;
  const ends: (() => void)[] = [];
  for (const [kind, plural] of [
    ['Deployment', 'deployments'],
    ['StatefulSet', 'statefulsets'],
  ] as const) {
    const path = `/apis/apps/v1/${plural}`;
    const { metadata } = await cluster.get<List<KubeObject>>(path);
    ends.push(
      watch<KubeObject>(cluster, path, metadata.resourceVersion, ({ object }) => {
        const name = `${object.metadata.namespace}/${object.metadata.name}`;
        events++;
        if (!seen.has(name)) seen.set(name, events);
        if (!ready.has(name) && object.status && isReady({ ...object, kind })) ready.set(name, events);
      }),
    );
  }
  return { seen, ready, stop: () => ends.forEach((end) => void end()) };
}

/** What an object is like, so that a later look finds what has changed. What the cluster notes down is left out. */
export async function state(cluster: Cluster, unit: Unit): Promise<Map<string, string>> {
  const stdin = unit.objects.map((object) => JSON.stringify(object)).join('\n---\n');
  const text = await cluster.kubectlOk(['get', '-o', 'json', '-f', '-'], { stdin });
  const { items } = JSON.parse(text) as List<KubeObject>;
  return new Map(
    items.map(({ status: _, metadata, ...rest }) => {
      const { resourceVersion, managedFields, generation, annotations, ...own } = metadata;
      const { 'deployment.kubernetes.io/revision': revision, ...ours } = annotations ?? {};
      return [`${rest.kind}/${metadata.name}`, JSON.stringify([rest, own, ours])];
    }),
  );
}

/** Names of what came, went or changed between two looks. */
export const changed = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .sort();

/** Starts a sync as a person would, of everything and whatever the state. */
export const syncByHand = (cluster: Cluster, application: string, revision: string): Promise<unknown> =>
  patch(cluster, application, {
    operation: {
      initiatedBy: { username: 'somebody' },
      sync: { revision, syncOptions: ['ServerSideApply=true'] },
    },
  });

/** Ends a sync that waits, as `argocd app terminate-op` does. */
export const terminate = (cluster: Cluster, application: string): Promise<unknown> =>
  patch(cluster, application, { status: { operationState: { phase: 'Terminating' } } });

const patch = (cluster: Cluster, application: string, body: object): Promise<unknown> =>
  call(cluster, 'PATCH', `/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${application}`, body);
