import { isWaypoint } from '../../tools/lab/tunnels';
import { type KubeObject, publicRoutes, title } from '../support/kubernetes';
import { inObject, type Rule, rule, those } from '../support/rule';
import { NothingToBreak } from '../support/seeds';
import { planOf } from '../support/systems';

const NAME = 'app.kubernetes.io/name';
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Cluster'];
const WAVE = 'argocd.argoproj.io/sync-wave';
/** They work on pods that are there. */
const AFTER = ['HorizontalPodAutoscaler', 'ScaledObject', 'TriggerAuthentication', 'VerticalPodAutoscaler'];
const waveOf = (object: KubeObject): number => Number(object.metadata.annotations?.[WAVE] ?? Number.NaN);

const waves: Rule = async (objects, environment) => {
  const { flows, startAfter, components } = await planOf(environment);
  const wave = new Map(
    objects
      .filter(({ kind }) => WORKLOADS.includes(kind))
      .map((object) => [object.metadata.labels?.[NAME] ?? object.metadata.name, waveOf(object)]),
  );
  const first = Math.min(...wave.values());
  const before = [
    'Namespace',
    'NetworkPolicy',
    'ExternalSecret',
    'Password',
    'PeerAuthentication',
    'AuthorizationPolicy',
  ];
  const isAfter = (one: KubeObject): boolean => AFTER.includes(one.kind) || publicRoutes([one]).length > 0;
  const own = components.map(({ name }) => name);
  return [
    ...objects.filter((one) => !Number.isInteger(waveOf(one))).map((one) => `${title(one)} has no wave`),
    ...objects
      .filter((one) => (before.includes(one.kind) || isWaypoint(one)) && !(waveOf(one) < first))
      .map((one) => `${title(one)} is late`),
    ...Object.entries(startAfter).flatMap(([later, list]) =>
      list
        .filter((earlier) => !(wave.get(later)! > wave.get(earlier)!))
        .map((earlier) => `${later} starts before ${earlier}, which it comes after`),
    ),
    ...flows
      .filter(({ from, to }) => own.includes(from) && own.includes(to) && !(wave.get(from)! > wave.get(to)!))
      .map(({ from, to }) => `${from} starts before ${to}, which it needs`),
    ...objects
      .filter((one) => isAfter(one) && !(waveOf(one) > Math.max(...wave.values())))
      .map((one) => `${title(one)} comes before everything runs`),
    ...objects
      .filter(
        (one) => wave.has(one.metadata.labels?.[NAME] ?? '') && !before.includes(one.kind) && !isAfter(one),
      )
      .filter((one) => waveOf(one) > wave.get(one.metadata.labels![NAME]!)!)
      .map((one) => `${title(one)} comes after the pods that need it`),
  ];
};

const ANNOTATION = 'metadata.annotations.argocd\\.argoproj\\.io/sync-wave';

/** A component's object, or undefined for the environment's own. */
const ownerOf = ({ metadata }: KubeObject): string => metadata.labels?.[NAME] ?? '';
/** One that a component of the environment reads, or is reached by, while its pods are there. */
const isNeeded = (_: unknown, object: KubeObject, objects: readonly KubeObject[]): boolean =>
  objects.some((one) => WORKLOADS.includes(one.kind) && ownerOf(one) === ownerOf(object));
/** Something that waits for others is there at once. */
const hurried = (objects: KubeObject[]): void => {
  const all = objects.filter(({ kind }) => WORKLOADS.includes(kind));
  const first = Math.min(...all.map(waveOf));
  const later = all.find((object) => waveOf(object) > first);
  if (!later) throw new NothingToBreak('nothing waits for anything');
  later.metadata.annotations![WAVE] = String(first);
};

rule('a first sync starts everything in an order that works', waves, [
  ['no wave', inObject('Service', ANNOTATION, undefined), /Service\/.* has no wave/],
  ['too early', hurried, / starts before .*, which it/],
  ['secrets too late', inObject('ExternalSecret', ANNOTATION, '9'), /ExternalSecret\/.* is late/],
  ['the mesh too late', inObject('AuthorizationPolicy', ANNOTATION, '9'), /AuthorizationPolicy\/.* is late/],
  ['a waypoint too late', inObject('Gateway/waypoint', ANNOTATION, '9'), /Gateway\/waypoint is late/],
  [
    'open too early',
    inObject(
      those('HTTPRoute', (_, object) => publicRoutes([object]).length > 0),
      ANNOTATION,
      '0',
    ),
    /HTTPRoute\/.* comes before everything runs/,
  ],
  [
    'an autoscaler too early',
    inObject('HorizontalPodAutoscaler', ANNOTATION, '0'),
    /Autoscaler\/.* comes before everything runs/,
  ],
  [
    'files too late',
    inObject(those('ConfigMap', isNeeded), ANNOTATION, '99'),
    /ConfigMap\/.* comes after the pods that need it/,
  ],
]);
