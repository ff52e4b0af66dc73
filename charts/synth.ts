/** Plan → files: every chart of one environment, in one cdk8s app. */
import { ApiObject, App, Chart } from 'cdk8s';
import type { Plan } from '../model/plan';
import { DefinitionError, Problems } from '../model/problems';
import { CHARTS } from '.';
import { toYaml } from './parts/yaml';

/** Path under `dist/` → content. */
export type Files = Map<string, string>;

/** The objects of each chart that the environment's phase has, by the chart's name. */
export function* objectsByTier(plan: Plan): Iterable<readonly [tier: string, objects: readonly ApiObject[]]> {
  // One app per environment: cdk8s takes longer than linear time for a larger one.
  const app = new App();
  for (const { name, since = 1, build } of CHARTS) {
    if (since > plan.phase) continue;
    const chart = new Chart(app, name, { namespace: plan.namespace, disableResourceNameHashes: true });
    build(chart, plan);
    yield [name, chart.node.findAll().filter((node): node is ApiObject => node instanceof ApiObject)];
  }
}

/** @throws DefinitionError when objects of the environment have the same group, kind and name. */
export function synthesize(plan: Plan): Files {
  const files: Files = new Map();
  const seen = new Map<string, string>();
  const problems = new Problems();
  const path = `${plan.system}/${plan.environment}`;
  for (const [tier, objects] of objectsByTier(plan)) {
    for (const object of objects) {
      const key = `${object.apiGroup}/${object.kind} '${object.name}'`;
      const other = seen.get(key);
      if (other) problems.add(path, `${key} is made by ${other} and by ${tier}; rename a component`);
      seen.set(key, tier);
    }
    if (objects.length === 0) continue;
    const header = `${plan.title}, ${plan.environment}, phase ${plan.phase}: ${tier}. Generated, do not edit.`;
    files.set(`${path}/${tier}.k8s.yaml`, toYaml(header, objects));
  }
  if (problems.any) throw new DefinitionError(problems.list);
  return files;
}
