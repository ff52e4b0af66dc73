import { call, type List } from './api';
import type { Cluster } from './cluster';
import { isPostgresCluster, playedInstances } from './cnpg-pods';
import { crdsNeededBy, loadCrds } from './crds';
import { bringDevices } from './devices';
import { sleep } from './exec';
import { dataPlanes } from './gateway';
import type { KubeObject, Unit } from './manifests';
import { danglingReferences } from './references';
import { type StandIns, standIns } from './secrets';
import { ensureStorageClass } from './storage';
import { inWaves } from './waves';
import { waitUntilReady } from './workloads';

/** What happened while a unit was applied, wave by wave; every list is empty when all is well. */
export interface BringUp {
  /** Errors and warnings of the API server. */
  readonly messages: string[];
  /** Names and keys in pods that lead nowhere at the time the pods start. */
  readonly dangling: string[];
  /** External Secrets and Certificates their operators would refuse. */
  readonly refused: string[];
  /** Workloads that were not ready before the next wave was due. */
  readonly notReady: string[];
}

export interface BringUpOptions {
  /** Seconds one wave may take to become ready. @default 60 */
  readonly patience?: number;
  /** Who owns the fields. @default Argo CD */
  readonly fieldManager?: string;
  /** API groups whose own controllers are there. @default none: what they would make is stood in for */
  readonly served?: ReadonlySet<string>;
  /** Whether pods really run: who makes them by itself then says when all of them are ready. @default nobody is asked */
  readonly real?: boolean;
}

/** The name Argo CD applies under; the judge uses the same, so ownership of fields is as in production. */
export const FIELD_MANAGER = 'argocd-controller';
const applyAs = (manager: string): string[] => [
  'apply',
  '--server-side',
  `--field-manager=${manager}`,
  '--validate=strict',
];
export const APPLY = applyAs(FIELD_MANAGER);
export const asStdin = (objects: readonly KubeObject[]): string =>
  objects.map((object) => JSON.stringify(object)).join('\n---\n');

/** Applies a unit to a cluster that has nothing of it, in the order Argo CD would. */
export async function bringUp(cluster: Cluster, unit: Unit, options: BringUpOptions = {}): Promise<BringUp> {
  const report: BringUp = { messages: [], dangling: [], refused: [], notReady: [] };
  await untilFree(cluster, unit.namespace);
  await loadCrds(cluster, crdsNeededBy(unit.objects));
  await bringMachines(cluster, unit.objects);
  const present: KubeObject[] = [];
  for (const wave of inWaves(unit.objects)) {
    const at = (text: string) => `${wave.name}: ${text}`;
    const applied = await cluster.kubectl([...applyAs(options.fieldManager ?? FIELD_MANAGER), '-f', '-'], {
      stdin: asStdin(wave.objects),
      timeout: 300,
    });
    report.messages.push(...applied.stderr.split('\n').filter(Boolean).map(at));
    const { secrets, problems } = await playOperators(cluster, wave.objects, unit.objects, options.served);
    report.refused.push(...problems.map(at));
    present.push(...wave.objects, ...secrets);
    report.dangling.push(...danglingReferences(wave.objects, present).map(at));
    const unmade = await untilMade(cluster, wave.objects, options);
    // Argo CD would stop here; the rest is applied all the same, so that its messages are seen too.
    if (report.notReady.length > 0) continue;
    report.notReady.push(
      ...[...unmade, ...(await waitUntilReady(cluster, unit.namespace, options.patience))].map(at),
    );
  }
  return report;
}

/** Kinds that tell by a condition when what they ask for is there. */
const TELL_READY = ['Certificate', 'ExternalSecret', 'ScaledObject'];

/** Waits, as Argo CD does, for what controllers that are there make. @returns what is not made, with their reasons */
async function untilMade(
  cluster: Cluster,
  objects: readonly KubeObject[],
  { served, patience = 60, real = false }: BringUpOptions,
): Promise<string[]> {
  const ours = objects.filter((object) => served?.has(groupOf(object)));
  const wait = async (some: readonly KubeObject[], what: string): Promise<string[]> => {
    if (some.length === 0) return [];
    const args = ['wait', `--for=${what}`, `--timeout=${patience}s`, '-f', '-'];
    const { code, stderr } = await cluster.kubectl(args, { stdin: asStdin(some), timeout: 2 * patience });
    return code === 0 ? [] : stderr.split('\n').filter(Boolean);
  };
  const told = ours.filter(({ kind }) => TELL_READY.includes(kind));
  const missing = await wait(told, 'condition=Ready');
  // It says that all is well before the next one of them is begun.
  for (const one of real ? ours.filter(isPostgresCluster) : [])
    missing.push(...(await wait([one], `jsonpath={.status.readyInstances}=${one.spec.instances}`)));
  return missing;
}

/**
 * Makes what the operators of the platform would make of these objects: Secrets, certificates, data planes, instances.
 * @param known the whole unit, in which references are looked up
 * @param served API groups whose own controllers are there: theirs is told all the same, and not made
 */
export async function playOperators(
  cluster: Cluster,
  objects: readonly KubeObject[],
  known: readonly KubeObject[],
  served: ReadonlySet<string> = new Set(),
): Promise<StandIns> {
  const { secrets, problems } = await standIns(objects, known);
  const played = objects.filter((object) => !served.has(groupOf(object)));
  const { secrets: ours } = played.length < objects.length ? await standIns(played, known) : { secrets };
  const instances = playedInstances(played, known);
  const kept = await immutableSecrets(cluster, ours);
  const made = [
    ...ours.filter((secret) => !kept.has(idOf(secret))),
    ...dataPlanes(objects, known),
    ...instances,
  ];
  if (made.length === 0) return { secrets, problems };
  // Under another name than the one that applies: these are not in the manifests.
  const args = ['apply', '--server-side', '--field-manager=lab-operators', '-f', '-'];
  const { code, stderr } = await cluster.kubectl(args, { stdin: asStdin(made) });
  return { secrets, problems: code === 0 ? problems : [...problems, stderr.trim()] };
}

/** API group of an object; empty for the core one. */
const groupOf = ({ apiVersion }: KubeObject): string => apiVersion.replace(/\/?[^/]*$/, '');

const idOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`;

/** Those of `secrets` that are there and cannot change: External Secrets leaves them as they are. */
async function immutableSecrets(cluster: Cluster, secrets: readonly KubeObject[]): Promise<Set<string>> {
  if (secrets.length === 0) return new Set();
  const { items } = await cluster.get<List<KubeObject>>('/api/v1/secrets');
  return new Set(items.filter(({ immutable }) => immutable).map(idOf));
}

/** Makes what pods ask of machines: classes of storage that claims name, and devices. */
export async function bringMachines(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const name of storageClasses(objects)) await ensureStorageClass(cluster, name);
  await bringDevices(cluster, objects);
}

/** Classes that claims name and the unit does not bring itself: the platform's part. */
export function storageClasses(objects: readonly KubeObject[]): string[] {
  const claims = objects.flatMap((object) =>
    object.kind === 'StatefulSet'
      ? (object.spec.volumeClaimTemplates ?? [])
      : object.kind === 'PersistentVolumeClaim'
        ? [object]
        : [],
  );
  const own = objects
    .filter((object) => object.kind === 'StorageClass')
    .map((object) => object.metadata.name);
  const named = claims.map((claim: KubeObject) => claim.spec.storageClassName).filter(Boolean) as string[];
  return [...new Set(named)].filter((name) => !own.includes(name));
}

/**
 * Takes a unit off the cluster again: its namespace, its cluster-wide objects and its volumes. Does not wait for
 * the namespace to be gone, which takes the controllers some 16 s; `bringUp` waits if it needs the same name.
 */
export async function takeDown(cluster: Cluster, unit: Unit): Promise<void> {
  const wide = unit.objects.filter((object) => !object.metadata.namespace || object.kind === 'Namespace');
  const remove = ['delete', '--ignore-not-found', '--wait=false', '-f', '-'];
  await cluster.kubectl(remove, { stdin: asStdin(wide) });
  await call(cluster, 'DELETE', `/api/v1/namespaces/${unit.namespace}`).catch(() => undefined);
  const volumes = await cluster.get<List<KubeObject>>('/api/v1/persistentvolumes');
  for (const { metadata, spec } of volumes.items) {
    if (spec.claimRef?.namespace !== unit.namespace) continue;
    await call(cluster, 'DELETE', `/api/v1/persistentvolumes/${metadata.name}`);
  }
}

/** Waits for an earlier namespace of this name to be gone. @throws after two minutes */
export async function untilFree(cluster: Cluster, namespace: string): Promise<void> {
  const until = Date.now() + 120_000;
  for (;;) {
    const { items } = await cluster.get<List<KubeObject>>('/api/v1/namespaces');
    if (!items.some((one) => one.metadata.name === namespace)) return;
    if (Date.now() > until) throw new Error(`an earlier namespace ${namespace} does not go away`);
    await sleep(300);
  }
}
