/** How a store becomes an empty one, and what must be there before a snapshot can come back. */
import type { PlannedOperated } from '../../model/operated';
import type { PlannedComponent, PlannedSecret } from '../../model/plan';
import { compare } from '../../model/problems';
import { workName } from '../../model/resolve/backups';
import { groupOf } from '../objects';
import type { StepToDo } from '../steps';
import { begins, claimsOf, componentOf, handle, isScaled, scale, scaleDown } from './parts';
import type { Scene } from './steps';
import { APPLY, folderOf } from './stop';

/** Seconds that a pod may take to be ready; on a new machine its image is pulled first. */
const READY = 900;

const inCluster = ({ plan, stores }: Scene): PlannedComponent[] =>
  stores.flatMap(({ store }) => componentOf(plan, store) ?? []);

/** The volumes leave, the disks stay: whoever is wrong about the snapshot has what there was. None: nothing to let go. */
export function emptied(scene: Scene): StepToDo[] {
  const { plan, stores } = scene;
  const { namespace } = plan;
  const away = stores.filter(({ store }) => plan.external[store]);
  const commands = inCluster(scene).flatMap((component) => {
    const { operated } = component;
    if (operated) {
      const selector = `--selector '${selectorOf(operated.podLabels)}'`;
      return [
        `for pv in $(kubectl -n ${namespace} get pvc ${selector} -o jsonpath='{.items[*].spec.volumeName}'); do kubectl ${retain('"$pv"')}; done`,
        `kubectl -n ${namespace} delete ${resourceOf(operated)}`,
        `kubectl -n ${namespace} wait --for=delete pvc ${selector} --timeout=5m`,
      ];
    }
    const claims = claimsOf(plan, component.name);
    return [
      ...claims.map(
        (claim) =>
          `kubectl ${retain(`"$(kubectl -n ${namespace} get pvc ${claim} -o jsonpath='{.spec.volumeName}')"`)}`,
      ),
      ...(claims.length > 0 ? [`kubectl -n ${namespace} delete pvc ${claims.join(' ')}`] : []),
    ];
  });
  const kept =
    'Where a store holds anything, let its volumes go. Their disks stay, as PersistentVolumes that are Released, until you ' +
    'delete those: they are the way back.';
  const elsewhere = away.map(
    ({ store }) =>
      `${store} is at a provider (${plan.external[store]!.host}): look first whether what that one keeps itself brings back ` +
      'more; else have an empty one made there, with the same name, address and accounts.',
  );
  const text = [...(commands.length > 0 ? [kept] : []), ...elsewhere].join(' ');
  return text ? [{ text, commands }] : [];
}

const retain = (volume: string): string =>
  `patch pv ${volume} --patch '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'`;

const selectorOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** As an operator's own resource is asked for: by its kind and group. */
const resourceOf = (operated: PlannedOperated): string => {
  const group = groupOf({ ...operated, metadata: { name: operated.name } });
  return `${operated.kind.toLowerCase()}.${group}/${operated.name}`;
};

/**
 * Secrets that the pods of the restores read, and those that open what comes back; by name. Of one that comes from the
 * secret store its entry, and whether it has to be the one of before.
 */
export function secretsFor({
  plan,
  stores,
}: Pick<Scene, 'plan' | 'stores'>): { name: string; entry?: string; opens?: boolean }[] {
  const read = stores.flatMap(({ store }) => {
    const work = componentOf(plan, workName(store, 'restore'));
    return work ? [...secretsOf(work)] : [];
  });
  const opens = (secret: PlannedSecret): boolean =>
    secret.kind === 'store' && stores.some(({ store }) => store === secret.opens);
  return plan.secrets
    .filter((secret) => read.includes(secret.name) || opens(secret))
    .map((secret) => ({
      name: secret.name,
      ...(secret.kind === 'store' && { entry: secret.remoteKey, opens: opens(secret) }),
    }))
    .sort((a, b) => compare(a.name, b.name));
}

function* secretsOf({ env, sidecars, files, secretFiles }: PlannedComponent): Iterable<string> {
  for (const variable of [env, ...sidecars.map((one) => one.env)].flat()) {
    if ('from' in variable) yield variable.from.secret;
  }
  for (const { secret } of secretFiles) yield secret;
  for (const file of [files, ...sidecars.map((one) => one.files ?? [])].flat()) {
    for (const { secret } of Object.values(file.secrets ?? {})) yield secret;
  }
}

/** Secrets, and who keeps the snapshots. */
export function ready(scene: Scene): StepToDo {
  const { plan, stores, whole } = scene;
  const folder = folderOf(scene);
  const keeper = componentOf(plan, plan.backups!.kept!.by);
  const works = stores.map(({ store }) => workName(store, 'restore'));
  const names = [...(keeper ? [keeper.name] : []), ...works];
  const files = (...tiers: string[]) => tiers.map((tier) => `-f ${folder}${tier}.k8s.yaml`).join(' ');
  const secrets = secretsFor(scene).map(({ name }) => `externalsecret/${name}`);
  return {
    text: whole
      ? 'What must be there before any store: on a new cluster nothing is, on another this changes nothing. Secrets come ' +
        'first; the keys of the snapshots are those of the secret store.'
      : 'Secrets first, and who keeps the snapshots: all of it must be ready.',
    commands: [
      ...(whole
        ? [
            `${APPLY} ${files('namespace')}`,
            `${APPLY} ${files('network-policies', 'secrets')}`,
            `${APPLY} -f ${folder} --selector 'app.kubernetes.io/name in (${names.join(', ')})'`,
          ]
        : []),
      ...(secrets.length > 0
        ? [`kubectl -n ${plan.namespace} wait --for=condition=Ready --timeout=5m ${secrets.join(' ')}`]
        : []),
      ...(keeper ? [status(scene, keeper)] : []),
    ],
  };
}

const status = ({ plan }: Scene, component: PlannedComponent): string =>
  `kubectl -n ${plan.namespace} rollout status ${handle(component)} --timeout=${READY}s`;

const scaleUp = (scene: Scene, component: PlannedComponent): string[] => [
  scale(scene.plan, [component], begins(component)),
  status(scene, component),
];

const ownOf = (store: string): string => `app.kubernetes.io/name=${store}`;

/** The store alone, on new volumes. Nothing to run where a provider has it. */
export function start(scene: Scene, store: string): string[] {
  const { plan, whole } = scene;
  const component = componentOf(plan, store);
  if (!component) return [];
  const { operated, tier } = component;
  const own = `--selector ${ownOf(store)}`;
  if (operated) {
    const pods = `pod --selector '${selectorOf(operated.servingLabels)}' --timeout=${READY}s`;
    return [
      `${APPLY} -f ${folderOf(scene)}${whole ? '' : `${tier}.k8s.yaml`} ${own}`,
      `kubectl -n ${plan.namespace} wait --for=create ${pods}`,
      `kubectl -n ${plan.namespace} wait --for=condition=Ready ${pods}`,
    ];
  }
  if (!whole) return scaleUp(scene, component);
  return [`${APPLY} -f ${folderOf(scene)} ${own}`, status(scene, component)];
}

/** One that takes what came back when it starts again. */
export function again(scene: Scene, store: string): string[] {
  const component = componentOf(scene.plan, store);
  if (!component || !isScaled(component)) return [];
  return [...scaleDown(scene.plan, [component], ownOf(store)), ...scaleUp(scene, component)];
}
