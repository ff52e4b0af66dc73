/** What has to stand still while a store is brought back, and how it goes on. */
import { ARGOCD_NAMESPACE } from '../../gitops/settings';
import type { PlannedComponent } from '../../model/plan';
import { compare } from '../../model/problems';
import { workName } from '../../model/resolve/backups';
import type { StepToDo } from '../steps';
import { begins, clientsOf, componentOf, isScaled, isWoken, scale, scaleDown } from './parts';
import type { Scene } from './steps';

/** Source: Argo CD 3.5, controller/appcontroller.go, canProcessApp. What Git does not name there, its root lets be. */
const annotate = ({ plan }: Scene, what: string): string =>
  `kubectl -n ${ARGOCD_NAMESPACE} annotate application ${plan.namespace} argocd.argoproj.io/skip-reconcile${what}`;

export const pause = (scene: Scene): StepToDo => ({
  text:
    'Where Argo CD applies the folder, keep it from putting back what the next steps change. Other environments go on as ' +
    'they are.',
  commands: [annotate(scene, '=true --overwrite')],
});

/** Nothing has happened that it would look for, so it is told to look. */
export const givenBack = (scene: Scene): string =>
  annotate(scene, '- argocd.argoproj.io/refresh=normal --overwrite');

/** Stores and their clients, each once: what is stopped. */
function stopped({ plan, stores }: Scene): PlannedComponent[] {
  const names = stores.map(({ store }) => store);
  const all = new Set([...names.flatMap((name) => componentOf(plan, name) ?? []), ...clientsOf(plan, names)]);
  return [...all].sort((a, b) => compare(a.name, b.name));
}

/** Work that comes again by itself: backups, and clients that do. */
const timed = ({ plan, stores }: Scene): string[] => [
  ...stores.map(({ store }) => workName(store, 'backup')),
  ...clientsOf(
    plan,
    stores.map(({ store }) => store),
  ).flatMap(({ name, schedule }) => (schedule && !schedule.suspended ? [name] : [])),
];

const suspend = (scene: Scene, suspended: boolean): string[] =>
  timed(scene).map(
    (name) =>
      `kubectl -n ${scene.plan.namespace} patch cronjob ${name} --type=merge --patch '{"spec":{"suspend":${suspended}}}'`,
  );

export const quiet = (scene: Scene): StepToDo => ({
  text: 'No backup may begin meanwhile: its snapshot, of a store that is empty or half full, would be the newest.',
  commands: suspend(scene, true),
});

export function stop(scene: Scene): StepToDo {
  const { plan, stores } = scene;
  const all = stopped(scene);
  const scaled = all.filter(isScaled);
  const names = stores.map(({ store }) => store);
  const also = [
    ...plan.local
      .filter(({ asks }) => asks.some((one) => names.includes(one)))
      .map(({ name }) => `${name}, which runs on somebody's own machine, has to be stopped there.`),
    ...new Set(
      plan.routes
        .filter(({ to }) => names.includes(to))
        .map(
          ({ to, host }) =>
            `${to} is asked from outside too, by ${host}: what comes there too early is in the way.`,
        ),
    ),
  ];
  return {
    text: ['Stop who writes there, and the store: one row too early, and the Job refuses it.', ...also].join(
      ' ',
    ),
    commands: [
      ...all.filter(isWoken).map((one) => `${paused(scene, one)}=true --overwrite`),
      ...(scaled.length > 0 ? scaleDown(plan, scaled, `'${named(scaled)}'`) : []),
    ],
  };
}

const paused = ({ plan }: Scene, { name }: PlannedComponent): string =>
  `kubectl -n ${plan.namespace} annotate scaledobject ${name} autoscaling.keda.sh/paused`;

const named = (components: readonly PlannedComponent[]): string =>
  `app.kubernetes.io/name in (${components.map(({ name }) => name).join(', ')})`;

/**
 * All that was stopped, but for the stores. An autoscaler of Kubernetes leaves alone what has no pods, so their first ones
 * are ours to ask for. Source: Kubernetes, pkg/controller/podautoscaler/horizontal.go, "Autoscaling is disabled".
 */
export function goOn(scene: Scene): StepToDo {
  const { plan, stores, whole } = scene;
  const clients = stopped(scene).filter(({ name }) => !stores.some(({ store }) => store === name));
  const ours = clients.filter((one) => isScaled(one) && (!whole || one.scaling) && begins(one) > 0);
  const numbers = [...new Set(ours.map(begins))].sort((a, b) => a - b);
  return {
    text: 'Let the others work again; the last line gives Argo CD its say back, where it had one.',
    commands: [
      ...(whole ? [`${APPLY} -f ${folderOf(scene)}`] : []),
      ...numbers.map((number) => {
        const those = ours.filter((one) => begins(one) === number);
        return scale(plan, those, number);
      }),
      ...clients.filter(isWoken).map((one) => `${paused(scene, one)}-`),
      ...suspend(scene, false),
      givenBack(scene),
    ],
  };
}

/** In Argo CD's name, so that no field is owned by a person. */
export const APPLY = 'kubectl apply --server-side --force-conflicts --field-manager=argocd-controller';

export const folderOf = ({ plan }: Scene): string => `dist/${plan.system}/${plan.environment}/`;
