import { isWaypoint } from '../../tools/lab/tunnels';
import { type KubeObject, publicRoutes, title } from '../support/kubernetes';
import { inObject, type Rule, rule } from '../support/rule';
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

rule('a first sync starts everything in an order that works', waves, [
  ['no wave', inObject('Service/redis', ANNOTATION, undefined), /Service\/redis has no wave/],
  ['too early', inObject('Deployment/api', ANNOTATION, '1'), /api starts before redis, which it needs/],
  ['secrets too late', inObject('ExternalSecret/redis-api', ANNOTATION, '3'), /redis-api is late/],
  [
    'the mesh too late',
    inObject('AuthorizationPolicy/redis', ANNOTATION, '3'),
    /AuthorizationPolicy\/redis is late/,
  ],
  ['a waypoint too late', inObject('Gateway/waypoint', ANNOTATION, '9'), /Gateway\/waypoint is late/],
  ['open too early', inObject('HTTPRoute/api', ANNOTATION, '2'), /api comes before everything runs/],
  [
    'an autoscaler too early',
    inObject('HorizontalPodAutoscaler/api', ANNOTATION, '2'),
    /Autoscaler\/api comes before everything runs/,
  ],
  ['files too late', inObject('ConfigMap/redis-config', ANNOTATION, '3'), /redis-config comes after/],
]);
