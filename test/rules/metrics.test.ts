import { describe, expect, test } from 'vitest';
import { EDGE, ownDataPlane } from '../../model/edge';
import { WAYPOINT } from '../../model/mesh';
import type { Plan } from '../../model/plan';
import { platformTargets } from '../../model/resolve/mesh';
import { queriesOf } from '../../tools/lab/dashboards';
import { cases } from '../support/phases';
import { selectors } from '../support/promql';
import { planOf } from '../support/systems';

/** An expression, and where it is written. */
interface Asked {
  readonly where: string;
  readonly expr: string;
}

/** A scrape job and what it is said to emit. */
interface Endpoint {
  readonly job: string;
  /** Whose list it is: `rabbitmq queues`. */
  readonly of: string;
  readonly emits: readonly string[];
}

/** What Prometheus itself adds to every scrape. */
const EVERYWHERE = ['up', 'scrape_duration_seconds'];
/** What Prometheus makes of the alerts that are up; no job emits it. */
const ALERTS = 'ALERTS';

function endpoints(plan: Plan): Endpoint[] {
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

const alerts = (plan: Plan): Asked[] => plan.alerts.map(({ alert, expr }) => ({ where: alert, expr }));

const proofs = (plan: Plan): Asked[] =>
  plan.alerts.flatMap(({ alert, proof }) =>
    [...proof.fires, ...proof.silent].map(({ series }) => ({ where: `${alert}, its proof`, expr: series })),
  );

const queries = (plan: Plan): Asked[] =>
  plan.components
    .flatMap(({ files }) => files)
    .filter(({ path }) => /\/dashboards\/.*\.json$/.test(path))
    .flatMap(({ path, content }) => queriesOf(content, path));

/** A histogram is asked for by the names of its parts. */
const isOf = (metric: string, family: string): boolean =>
  [family, `${family}_bucket`, `${family}_count`, `${family}_sum`].includes(metric);

/** Metrics that nobody emits, or not the job that is asked; one sentence each. */
function strangers(known: readonly Endpoint[], asked: readonly Asked[]): string[] {
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
function idle(plans: readonly { known: readonly Endpoint[]; asked: readonly Asked[] }[]): string[] {
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

describe('no alert is silent and no panel empty because its metric has another name', async () => {
  describe.each(await cases())('$name', ({ load }) => {
    test.each([
      ['alerts', alerts],
      ['proofs of alerts', proofs],
      ['dashboards', queries],
    ])('%s', async (_, askedBy) => {
      const plan = await planOf(await load());
      const shown = plan.components.some(({ technology }) => technology === 'grafana');
      if (shown || askedBy !== queries) expect(askedBy(plan).length).toBeGreaterThan(0);
      expect(strangers(endpoints(plan), askedBy(plan))).toEqual([]);
    });
  });

  const known: Endpoint[] = [
    { job: 'api', of: 'nestjs', emits: ['requests_seconds', 'memory_bytes'] },
    { job: 'redis', of: 'redis', emits: ['redis_up'] },
  ];
  test.each([
    ['a name nobody emits', 'rate(request_seconds_count[5m])', 'nobody emits request_seconds_count'],
    ['the name of another job', 'redis_up{job="api"} == 0', 'api does not emit redis_up'],
    ['one of several jobs', 'memory_bytes{job=~"api|redis"}', 'redis does not emit memory_bytes'],
    ['a job that is not there', 'absent(up{job="apo"})', 'there is no job apo'],
    ['behind other operands', 'up / on (job) (ALERTS or redis_pu) > 0', 'nobody emits redis_pu'],
    ['a part no histogram has', 'requests_seconds_max', 'nobody emits requests_seconds_max'],
  ])('would be noticed: %s', (_, expr, finding) => {
    expect(strangers(known, [{ where: 'here', expr }])).toEqual([`here: ${finding}`]);
  });
  test.each([
    'histogram_quantile(0.9, sum by (le) (rate(requests_seconds_bucket{job="api"}[5m])))',
    'min by (job) (up) + on (job) scrape_duration_seconds{job=~"api|redis"}',
    'count(ALERTS{alertstate="firing",job="elsewhere"}) or time() > redis_up',
  ])('is content with %s', (expr) => {
    expect(strangers(known, [{ where: 'here', expr }])).toEqual([]);
  });
  test.each(['up{job="api"', 'rate(up[5m]) up', '{job="api"}'])('refuses to read %s', (expr) => {
    expect(() => strangers(known, [{ where: 'here', expr }])).toThrow(expr);
  });
});

describe('the lists of metrics stay as short as what is watched', () => {
  test('every name is asked for somewhere', async () => {
    const environments = await Promise.all((await cases()).map(({ load }) => load()));
    const plans = (await Promise.all(environments.map(planOf))).map((plan) => ({
      known: endpoints(plan),
      asked: [...alerts(plan), ...queries(plan)],
    }));
    expect(idle(plans)).toEqual([]);
  });
  test('would be noticed: a name that only another job is asked for', () => {
    const known: Endpoint[] = ['a', 'b'].map((job) => ({ job, of: `watch of ${job}`, emits: ['x'] }));
    expect(idle([{ known, asked: [{ where: 'here', expr: 'x{job="a"}' }] }])).toEqual(['watch of b: x']);
  });
});
