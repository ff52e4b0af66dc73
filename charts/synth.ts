/** Plan → files: every chart of one environment, in one cdk8s app. */
import { ApiObject, App, Chart } from 'cdk8s';
import type { Plan } from '../model/plan';
import { DefinitionError, Problems } from '../model/problems';
import { CHARTS } from '.';
import { toYaml } from './parts/yaml';

/** Path under `dist/` → content. */
export type Files = Map<string, string>;

/** @throws DefinitionError when objects of the environment have the same group, kind and name. */
export function synthesize(plan: Plan): Files {
  // One app per environment: cdk8s takes longer than linear time for a larger one.
  const app = new App();
  const files: Files = new Map();
  const seen = new Map<string, string>();
  const problems = new Problems();
  const path = `${plan.system}/${plan.environment}`;
  for (const tier of CHARTS) {
    if ((tier.since ?? 1) > plan.phase) continue;
    const chart = new Chart(app, tier.name, { namespace: plan.namespace, disableResourceNameHashes: true });
    tier.build(chart, plan);
    const objects = chart.node.findAll().filter((node): node is ApiObject => node instanceof ApiObject);
    for (const object of objects) {
      const key = `${object.apiGroup}/${object.kind} '${object.name}'`;
      const other = seen.get(key);
      if (other) problems.add(path, `${key} is made by ${other} and by ${tier.name}; rename a component`);
      seen.set(key, tier.name);
    }
    if (objects.length === 0) continue;
    const header = `${plan.title}, ${plan.environment}, phase ${plan.phase}: ${tier.name}. Generated, do not edit.`;
    files.set(`${path}/${tier.name}.k8s.yaml`, toYaml(header, objects));
  }
  if (problems.any) throw new DefinitionError(problems.list);
  return files;
}
