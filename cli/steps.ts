/** The order of steps that take an environment to another phase, with the commands a person runs. */
import type { AddOn } from '../model/platform';
import type { Phase } from '../model/system';
import type { Change } from './compare';
import type { Effects } from './effects';
import { groupOf, type KubeObject } from './objects';

export interface StepToDo {
  readonly text: string;
  readonly commands: readonly string[];
}

export interface Journey {
  readonly system: string;
  readonly environment: string;
  readonly namespace: string;
  /** The file that pins the phase, or the folder where it is not plain which one does. */
  readonly pin: string;
  readonly from: Phase;
  readonly to: Phase;
  readonly addOns: readonly AddOn[];
  /** Add-ons that the phase left behind needed and the one ahead does not. */
  readonly unneeded: readonly AddOn[];
  readonly changes: readonly Change[];
  readonly effects: Effects;
}

/** Kinds that write to fields which the applied manifests take back. */
const AUTOSCALERS = ['HorizontalPodAutoscaler', 'ScaledObject', 'VerticalPodAutoscaler'];

/** Its manager writes the number of pods once, so that it has an owner while ours lets go. */
const MANAGER = 'handover-to-autoscaler';

export function steps(journey: Journey): StepToDo[] {
  const { system, environment, namespace, pin, from, to, addOns, unneeded, changes, effects } = journey;
  const folder = `dist/${system}/${environment}/`;
  const removed = changes.filter(({ kind, object }) => kind === 'removed' && !staysWhenPruned(object));
  const scalers = removed.filter(({ object }) => AUTOSCALERS.includes(object.kind));
  const others = removed.filter(({ object }) => !AUTOSCALERS.includes(object.kind));
  const force = effects.takenBack.length > 0 ? ' --force-conflicts' : '';
  const done: (StepToDo | false)[] = [
    addOns.length > 0 && {
      text: `Install in the cluster what phase ${to} needs: ${addOns.map(({ name }) => name).join(', ')}.`,
      commands: [],
    },
    {
      text: `In ${pin}, for ${environment}, write \`phase: ${to}\` in place of \`phase: ${from}\`.`,
      commands: [],
    },
    { text: 'Make the files, and let the tests read them.', commands: ['npx cdk8s synth', 'npm test'] },
    {
      text: "Review, commit, and open a pull request. The first line of every file names the new phase, and so does the system's page.",
      commands: ['git add systems dist docs/systems', 'git diff --cached'],
    },
    effects.handedOver.length > 0 && {
      text: 'Keep the number of pods while the autoscalers take over: without an owner it would fall to one.',
      commands: effects.handedOver.map(({ workload, replicas }) => keep(workload, replicas)),
    },
    scalers.length > 0 && {
      text: 'Take the autoscalers away first, so that they do not write what is applied next.',
      commands: scalers.map(({ object }) => remove(object, namespace)),
    },
    ...(joins(changes) ? [joinFirst(journey, folder)] : []),
    {
      text: 'Apply; or merge, where Argo CD applies the folder.',
      commands: [
        `kubectl diff --server-side${force} -f ${folder}`,
        `kubectl apply --server-side${force} -f ${folder}`,
      ],
    },
    effects.restarts.some(({ onDelete }) => !onDelete) && {
      text: 'Wait until everything that restarts is ready.',
      commands: effects.restarts
        .filter(({ onDelete }) => !onDelete)
        .map(
          ({ workload }) =>
            `kubectl -n ${namespace} rollout status ${kind(workload)}/${workload.metadata.name}`,
        ),
    },
    others.length > 0 && {
      text: 'Delete what is no longer there; Argo CD does so itself.',
      commands: others.map(({ object }) => remove(object, namespace)),
    },
    unneeded.length > 0 && {
      text: `${unneeded.map(({ name }) => name).join(', ')}: this environment no longer needs them. Uninstall them only when no other environment of the cluster does.`,
      commands: [],
    },
  ];
  return done.filter((step) => step !== false);
}

/** The label by which a namespace joins the mesh. */
const MESHED = 'istio.io/dataplane-mode';

const joins = (changes: readonly Change[]): boolean =>
  changes.some(
    ({ before, after }) =>
      before &&
      after?.kind === 'Namespace' &&
      !before.metadata.labels?.[MESHED] &&
      after.metadata.labels?.[MESHED],
  );

/** Tiers that a meshed pod needs the moment it is one; before, they change nothing for it. */
function joinFirst({ namespace, changes }: Journey, folder: string): StepToDo {
  const tiers = ['network-policies', 'service-mesh'].filter((name) =>
    changes.some(({ tier, kind: what }) => tier === name && what !== 'removed'),
  );
  const waypoints = changes.filter(({ kind, object }) => kind === 'added' && object.kind === 'Gateway');
  return {
    text:
      'Apply first what must be there when the namespace joins the mesh, or connections fail until it is. Where ' +
      'Argo CD applies the folder, it comes in that order within a minute; choose a quiet one.',
    commands: [
      ...(tiers.length > 0
        ? [`kubectl apply --server-side ${tiers.map((tier) => `-f ${folder}${tier}.k8s.yaml`).join(' ')}`]
        : []),
      ...waypoints.map(
        ({ object }) =>
          `kubectl -n ${namespace} wait --for=condition=Programmed --timeout=5m gateway/${object.metadata.name}`,
      ),
    ],
  };
}

/** Argo CD leaves it alone, and so should a person. */
export const staysWhenPruned = ({ metadata }: KubeObject): boolean =>
  /(^|,)\s*Prune=false/.test(metadata.annotations?.['argocd.argoproj.io/sync-options'] ?? '');

const kind = (object: KubeObject): string => object.kind.toLowerCase();

function remove(object: KubeObject, namespace: string): string {
  const group = groupOf(object);
  const where = object.metadata.namespace ? `-n ${object.metadata.namespace ?? namespace} ` : '';
  return `kubectl ${where}delete ${kind(object)}${group ? `.${group}` : ''}/${object.metadata.name}`;
}

function keep(
  { apiVersion, kind: type, metadata: { name, namespace } }: KubeObject,
  replicas: number,
): string {
  const object = JSON.stringify({
    apiVersion,
    kind: type,
    metadata: { name, namespace },
    spec: { replicas },
  });
  return `echo '${object}' | kubectl apply --server-side --field-manager=${MANAGER} --validate=false -f -`;
}
