import { isPostgresCluster } from './cnpg-pods';
import { type KubeObject, nameOf } from './manifests';
import { podTemplate } from './pods';

/**
 * Names in pod templates that lead nowhere. A played node starts a pod whatever it refers to; a real one
 * would leave it in CreateContainerConfigError or ContainerCreating.
 *
 * @param available everything that exists when the pods start, stand-in Secrets included
 */
export function danglingReferences(
  objects: readonly KubeObject[],
  available: readonly KubeObject[],
): string[] {
  return objects.flatMap((object) => {
    const template = podTemplate(object);
    if (!template) return [];
    const namespace = object.metadata.namespace;
    const here = available.filter((one) => one.metadata.namespace === namespace);
    const account = here.find(
      ({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === template.spec.serviceAccountName,
    );
    return [
      ...podReferences(template.spec, isPostgresCluster(object)),
      ...ownReferences(object),
      ...pullReferences('the account', account?.imagePullSecrets),
      ...(isPostgresCluster(object) ? pullReferences('the Cluster', object.spec.imagePullSecrets) : []),
    ]
      .map((reference) => missing(reference, here))
      .filter((problem) => problem !== undefined)
      .map((problem) => `${nameOf(object)}: ${problem}`);
  });
}

/** Something named, and possibly a key in it. */
interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly key?: string;
  readonly where: string;
}

function missing({ kind, name, key, where }: Reference, available: KubeObject[]): string | undefined {
  const found = available.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) return `${where} refers to ${kind} "${name}", which does not exist by then`;
  if (key === undefined) return undefined;
  const keys = Object.keys({ ...found.data, ...found.stringData, ...found.binaryData });
  if (keys.includes(key)) return undefined;
  return `${where} refers to key "${key}" of ${kind} "${name}", which has ${keys.join(', ') || 'no keys'}`;
}

const ownReferences = (object: KubeObject): Reference[] =>
  object.kind === 'StatefulSet' && object.spec.serviceName
    ? [{ kind: 'Service', name: object.spec.serviceName, where: 'serviceName' }]
    : [];

/** A Secret by another key, or that is not there, is passed over in silence: the pull is then refused. */
const pullReferences = (whose: string, secrets: readonly { name: string }[] = []): Reference[] =>
  secrets.map(({ name }) => ({
    kind: 'Secret',
    name,
    key: '.dockerconfigjson',
    where: `imagePullSecrets of ${whose}`,
  }));

// biome-ignore lint/suspicious/noExplicitAny: a pod spec as written; the API server checks its schema
function podReferences(spec: any, isOperated: boolean): Reference[] {
  const found: Reference[] = [];
  const add = (kind: string, ref: { name?: string; optional?: boolean }, where: string, key?: string) => {
    if (ref.name && !ref.optional) found.push({ kind, name: ref.name, key, where });
  };
  if (spec.serviceAccountName && !isOperated)
    add('ServiceAccount', { name: spec.serviceAccountName }, 'serviceAccountName');
  found.push(...pullReferences('the pod', spec.imagePullSecrets));
  for (const volume of spec.volumes ?? []) volumeReferences(volume, add);
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    for (const source of container.envFrom ?? []) {
      if (source.secretRef) add('Secret', source.secretRef, `${container.name} envFrom`);
      if (source.configMapRef) add('ConfigMap', source.configMapRef, `${container.name} envFrom`);
    }
    for (const { name, valueFrom } of container.env ?? []) {
      const where = `${container.name} env ${name}`;
      if (valueFrom?.secretKeyRef) add('Secret', valueFrom.secretKeyRef, where, valueFrom.secretKeyRef.key);
      if (valueFrom?.configMapKeyRef)
        add('ConfigMap', valueFrom.configMapKeyRef, where, valueFrom.configMapKeyRef.key);
    }
    for (const mount of container.volumeMounts ?? []) mountReferences(spec, container.name, mount, add);
  }
  return found;
}

type Add = (kind: string, ref: { name?: string; optional?: boolean }, where: string, key?: string) => void;

// biome-ignore lint/suspicious/noExplicitAny: see above
function volumeReferences(volume: any, add: Add): void {
  const where = `volume ${volume.name}`;
  const claim = volume.persistentVolumeClaim?.claimName;
  if (claim) add('PersistentVolumeClaim', { name: claim }, where);
  // A projected source has `name` where a plain secret volume has `secretName`.
  for (const source of [volume, ...(volume.projected?.sources ?? [])]) {
    for (const [kind, part] of [
      ['Secret', source.secret],
      ['ConfigMap', source.configMap],
    ] as const) {
      if (!part) continue;
      const ref = { name: part.secretName ?? part.name, optional: part.optional };
      add(kind, ref, where);
      for (const item of part.items ?? []) add(kind, ref, where, item.key);
    }
  }
}

/** A `subPath` that is no key of the mounted object would make an empty folder in the file's place. */
// biome-ignore lint/suspicious/noExplicitAny: see above
function mountReferences(spec: any, container: string, mount: any, add: Add): void {
  const volume = spec.volumes?.find((one: { name: string }) => one.name === mount.name);
  const where = `${container} mount ${mount.mountPath}`;
  for (const [kind, part] of [
    ['Secret', volume?.secret],
    ['ConfigMap', volume?.configMap],
  ] as const) {
    if (!part || !mount.subPath) continue;
    const item = part.items?.find((one: { path: string }) => one.path === mount.subPath);
    add(
      kind,
      { name: part.secretName ?? part.name, optional: part.optional },
      where,
      item?.key ?? mount.subPath,
    );
  }
}
