/** Which metrics an environment has, and which its alerts and dashboards ask for. */
import * as yaml from 'js-yaml';
import { EDGE, ownDataPlane } from '../../model/edge';
import { WAYPOINT } from '../../model/mesh';
import type { Plan } from '../../model/plan';
import { platformTargets } from '../../model/resolve/mesh';
import { queriesOf } from '../../tools/lab/dashboards';
import { type KubeObject, kindOf } from './kubernetes';
import { selectors } from './promql';

/** An expression, and where it is written. */
export interface Asked {
  readonly where: string;
  readonly expr: string;
}

/** A scrape job and what it is said to emit. */
export interface Endpoint {
  readonly job: string;
  /** Whose list it is: `rabbitmq queues`. */
  readonly of: string;
  readonly emits: readonly string[];
}

/** What Prometheus itself adds to every scrape. */
const EVERYWHERE = ['up', 'scrape_duration_seconds', 'scrape_samples_scraped'];
/** What Prometheus makes of the alerts that are up; no job emits it. */
const ALERTS = 'ALERTS';

export function endpoints(plan: Plan): Endpoint[] {
  const components = plan.components.flatMap(({ name: component, technology, metrics }) =>
    metrics.map(({ name, emits }) => ({
      job: name ? `${component}-${name}` : component,
      of: name ? `${technology} ${name}` : technology,
      emits,
    })),
  );
  const targets = platformTargets(plan, plan.routes);
  const platform = targets.map(({ name, emits }) => ({ job: name, of: name, emits }));
  const { emits = [] } = plan.mesh?.waypointMetrics ?? {};
  const waypoint = plan.waypoint ? [{ job: WAYPOINT, of: WAYPOINT, emits }] : [];
  const dataPlane = ownDataPlane(plan);
  const edge = dataPlane ? [{ job: EDGE, of: EDGE, emits: dataPlane.watch.emits }] : [];
  return [...components, ...platform, ...waypoint, ...edge];
}

/** The stories that prove a plan's alerts. */
export const proofs = (plan: Plan): Asked[] =>
  plan.alerts.flatMap(({ alert, proof }) =>
    [...proof.fires, ...proof.silent].map(({ series }) => ({ where: `${alert}, its proof`, expr: series })),
  );

/** Files of ConfigMaps whose name ends so. */
const files = (objects: readonly KubeObject[], ending: RegExp): [name: string, text: string][] =>
  kindOf(objects, 'ConfigMap').flatMap(({ data = {} }) =>
    Object.entries(data).filter(([name]) => ending.test(name)),
  );

interface Rules {
  readonly groups?: readonly { readonly rules: readonly { alert?: string; expr: string }[] }[];
}

/** Alerts as Prometheus reads them. */
export const writtenAlerts = (objects: readonly KubeObject[]): Asked[] =>
  files(objects, /^rules\.ya?ml$/)
    .flatMap(([, text]) => (yaml.load(text) as Rules | null)?.groups ?? [])
    .flatMap(({ rules }) => rules.map(({ alert = 'a rule', expr }) => ({ where: alert, expr })));

interface Scaled {
  readonly triggers: readonly { readonly metadata: Readonly<Record<string, string>> }[];
}

/** Queries by which KEDA says how many pods there are. */
export const writtenTriggers = (objects: readonly KubeObject[]): Asked[] =>
  kindOf(objects, 'ScaledObject').flatMap(({ metadata: { name }, spec }) =>
    (spec as Scaled).triggers.flatMap(({ metadata: { query } }) =>
      query === undefined ? [] : [{ where: `pods of ${name}`, expr: query }],
    ),
  );

/** The same of a plan. */
export const triggers = ({ components }: Pick<Plan, 'components'>): Asked[] =>
  components.flatMap(({ name, scaling }) =>
    scaling?.on === 'query' ? [{ where: name, expr: scaling.trigger.metadata.query ?? '' }] : [],
  );

/** Queries of dashboards as Grafana reads them. */
export const writtenQueries = (objects: readonly KubeObject[]): Asked[] =>
  files(objects, /\.json$/)
    .filter(([, text]) => text.includes('"panels"'))
    .flatMap(([name, text]) => queriesOf(text, name));

/** A histogram is asked for by the names of its parts. */
const isOf = (metric: string, family: string): boolean =>
  [family, `${family}_bucket`, `${family}_count`, `${family}_sum`].includes(metric);

/** Metrics that nobody emits, or not the job that is asked; one sentence each. */
export function strangers(known: readonly Endpoint[], asked: readonly Asked[]): string[] {
  const emits = (job: string, metric: string): boolean =>
    known.some((one) => one.job === job && one.emits.some((family) => isOf(metric, family)));
  const problem = (metric: string, job: string): string | false => {
    if (!known.some((one) => one.job === job)) return `there is no job ${job}`;
    return !EVERYWHERE.includes(metric) && !emits(job, metric) && `${job} does not emit ${metric}`;
  };
  return asked.flatMap(({ where, expr }) =>
    selectors(expr)
      .filter(({ metric }) => metric !== ALERTS)
      .flatMap(({ metric, jobs }) => {
        if (jobs) return jobs.map((job) => problem(metric, job));
        const somebody = EVERYWHERE.includes(metric) || known.some(({ job }) => emits(job, metric));
        return somebody ? [] : [`nobody emits ${metric}`];
      })
      .flatMap((found) => (found ? [`${where}: ${found}`] : [])),
  );
}

/** Names in the lists of the endpoints that no alert and no dashboard of any plan asks for. */
export function idle(plans: readonly { known: readonly Endpoint[]; asked: readonly Asked[] }[]): string[] {
  const used = new Map<string, boolean>();
  for (const { known, asked } of plans) {
    const wanted = asked.flatMap(({ expr }) => selectors(expr));
    for (const { job, of, emits } of known) {
      for (const family of emits) {
        const here = wanted.some(
          ({ metric, jobs }) => isOf(metric, family) && (jobs === undefined || jobs.includes(job)),
        );
        used.set(`${of}: ${family}`, here || used.get(`${of}: ${family}`) === true);
      }
    }
  }
  return [...used].flatMap(([name, here]) => (here ? [] : [name]));
}
