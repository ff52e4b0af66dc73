import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import type { List } from './api';
import type { Cluster } from './cluster';
import { download, type Source } from './download';
import { sleep } from './exec';
import { hasCondition, type KubeObject } from './manifests';
import { cacheFolder } from './programs';

/** One add-on's custom resource definitions, as `crds.lock.yaml` pins them. */
export interface CrdLock {
  readonly name: string;
  /** API groups taken from the sources; anything else in them is left out. */
  readonly groups: readonly string[];
  /** SHA-256 of the definitions themselves (see `fingerprint`), so comments and file cuts do not count. */
  readonly sha256: string;
  readonly sources: readonly Source[];
}

export const readLock = (): CrdLock[] =>
  load(readFileSync(join(__dirname, 'crds.lock.yaml'), 'utf8')) as CrdLock[];

/** The lock entries that define the custom resources among these objects. */
export function crdsNeededBy(objects: readonly KubeObject[]): CrdLock[] {
  const groups = new Set(objects.map((object) => object.apiVersion.split('/')[0]!));
  return readLock().filter((entry) => entry.groups.some((group) => groups.has(group)));
}

/** Applies definitions that are not there yet and waits until the API server serves them. */
export async function loadCrds(cluster: Cluster, entries: readonly CrdLock[]): Promise<void> {
  const served = await servedGroups(cluster);
  const missing = entries.filter((entry) => !entry.groups.every((group) => served.has(group)));
  for (const entry of missing) {
    const stdin = (await readCrds(entry)).map((crd) => JSON.stringify(crd)).join('\n---\n');
    // Server-side, because most are larger than the annotation a client-side apply would add.
    await cluster.kubectlOk(['apply', '--server-side', '--force-conflicts', '-f', '-'], { stdin });
  }
  const until = Date.now() + 60_000;
  // A definition has no conditions at all at first, which `kubectl wait` takes for an error: so ask again.
  while (missing.length > 0) {
    const groups = await servedGroups(cluster);
    if (missing.every((entry) => entry.groups.every((group) => groups.has(group)))) return;
    if (Date.now() > until) throw new Error(`not served: ${missing.map((entry) => entry.name).join(', ')}`);
    await sleep(200);
  }
}

/** API groups of which every definition is established. */
async function servedGroups(cluster: Cluster): Promise<Set<string>> {
  const { items } = await cluster.get<List<KubeObject>>(
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  );
  const waiting = items.filter((crd) => !hasCondition(crd, 'Established')).map((crd) => crd.spec.group);
  return new Set(items.map((crd) => crd.spec.group).filter((group) => !waiting.includes(group)));
}

/**
 * The definitions of one entry: from the folder named by PHASEWISE_CRD_MIRROR (file `<name>.yaml`) when it
 * has them, otherwise from the cache, otherwise downloaded.
 *
 * @throws when what was found is not what the lock file pins.
 */
export async function readCrds(entry: CrdLock): Promise<KubeObject[]> {
  const mirror = process.env.PHASEWISE_CRD_MIRROR;
  const mirrored = mirror && join(mirror, `${entry.name}.yaml`);
  if (mirrored && existsSync(mirrored)) return checked(entry, mirrored, [readFileSync(mirrored, 'utf8')]);
  const kept = join(cacheFolder(), 'crds', `${entry.name}-${entry.sha256.slice(0, 12)}.yaml`);
  if (existsSync(kept)) return checked(entry, kept, [readFileSync(kept, 'utf8')]);
  if (entry.sources.length === 0) {
    throw new Error(
      `CRDs of ${entry.name} cannot be downloaded; give a folder with ${entry.name}.yaml in PHASEWISE_CRD_MIRROR`,
    );
  }
  const texts = (await Promise.all(entry.sources.map(download))).flat();
  const crds = checked(entry, 'the download', texts);
  mkdirSync(join(cacheFolder(), 'crds'), { recursive: true });
  await writeFile(kept, crds.map((crd) => JSON.stringify(crd)).join('\n---\n'));
  return crds;
}

/** Parses, keeps the wanted definitions, and compares them with the lock. */
function checked(entry: CrdLock, from: string, texts: string[]): KubeObject[] {
  const crds = texts
    .flatMap((text) => loadAll(text) as (KubeObject | null)[])
    .filter((object): object is KubeObject => object?.kind === 'CustomResourceDefinition')
    .filter((crd) => entry.groups.includes(crd.spec.group));
  const found = fingerprint(crds);
  if (found !== entry.sha256) {
    const names = crds.map((crd) => crd.metadata.name).join(', ') || 'none';
    throw new Error(
      `CRDs of ${entry.name}: ${from} does not match crds.lock.yaml.\n` +
        `  locked ${entry.sha256}\n  found  ${found} (definitions: ${names})`,
    );
  }
  return crds;
}

/** SHA-256 over the definitions sorted by name, written as JSON with sorted keys. */
export function fingerprint(crds: readonly KubeObject[]): string {
  const byName = [...crds].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const sorted = (_key: string, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash('sha256').update(JSON.stringify(byName, sorted)).digest('hex');
}
