import { describe, expect, test } from 'vitest';
import type { Dashboard } from '../../model/observability';
import type { Plan } from '../../model/plan';
import { Problems } from '../../model/problems';
import { resolve } from '../../model/resolve';
import { specialize } from '../../model/resolve/specialize';
import type { System } from '../../model/system';
import { loadSystems } from '../../systems';
import { type Asked, type Endpoint, endpoints, idle, strangers, triggers } from './metrics';
import { planAt } from './phases';
import { changed, VARIANTS } from './variants';

describe('metrics that nobody emits', () => {
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
  ])('are noticed: %s', (_, expr, finding) => {
    expect(strangers(known, [{ where: 'here', expr }])).toEqual([`here: ${finding}`]);
  });
  test.each([
    'histogram_quantile(0.9, sum by (le) (rate(requests_seconds_bucket{job="api"}[5m])))',
    'min by (job) (up) + on (job) scrape_duration_seconds{job=~"api|redis"}',
    'count(ALERTS{alertstate="firing",job="elsewhere"}) or time() > redis_up',
  ])('are not taken for what is there: %s', (expr) => {
    expect(strangers(known, [{ where: 'here', expr }])).toEqual([]);
  });
  test.each(['up{job="api"', 'rate(up[5m]) up', '{job="api"}'])('refuses to read %s', (expr) => {
    expect(() => strangers(known, [{ where: 'here', expr }])).toThrow(expr);
  });
});

describe('the lists of metrics stay as short as what is watched', () => {
  /** Whatever shows them: also where an environment has nothing that does. */
  function dashboards(system: System, { environment, cluster, mesh, namespace }: Plan): Dashboard[] {
    const { components } = specialize(system, environment, new Problems());
    const { dataPlane } = cluster.gateway;
    const watched = [
      ...cluster.platformTargets,
      dataPlane.kind === 'own' ? dataPlane.watch : dataPlane.target,
      ...(mesh ? [...mesh.targets, mesh.waypointMetrics] : []),
    ];
    return [
      ...Object.entries(components).flatMap(([name, { dashboard }]) => dashboard?.([name]) ?? []),
      ...watched.flatMap(({ dashboard }) => dashboard?.(namespace) ?? []),
      ...(system.dashboard ? [system.dashboard] : []),
    ];
  }

  /** Every environment as it is defined, and as it may become. */
  const definitions = (system: System): [System, string][] =>
    Object.keys(system.environments).flatMap((environment): [System, string][] => [
      [system, environment],
      ...VARIANTS.filter((variant) => variant.has(system, environment)).flatMap((variant) =>
        variant.phases
          .filter((phase) => planAt(system, environment, phase, variant))
          .map((phase): [System, string] => [
            variant.change(changed(system, environment, { phase }), environment),
            environment,
          ]),
      ),
    ]);

  test('every name is asked for somewhere', async () => {
    const plans = (await loadSystems()).flatMap(definitions).map(([system, environment]) => {
      const plan = resolve(system, environment);
      const shown = dashboards(system, plan).flatMap(({ panels }) =>
        panels.flatMap(({ queries }) => queries),
      );
      const asked: Asked[] = [...plan.alerts, ...shown, ...triggers(plan)].map(({ expr }) => ({
        where: environment,
        expr,
      }));
      return { known: endpoints(plan), asked };
    });
    expect(idle(plans)).toEqual([]);
  });

  test('would be noticed: a name that only another job is asked for', () => {
    const known: Endpoint[] = ['a', 'b'].map((job) => ({ job, of: `watch of ${job}`, emits: ['x'] }));
    expect(idle([{ known, asked: [{ where: 'here', expr: 'x{job="a"}' }] }])).toEqual(['watch of b: x']);
  });
});
