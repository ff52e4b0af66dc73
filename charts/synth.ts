/** Plan → files: every chart of one environment, in one cdk8s app. */
import { ApiObject, App, Chart } from 'cdk8s';
import type { Plan } from '../model/plan';
import { CHARTS } from '.';
import { toYaml } from './parts/yaml';

/** Path under `dist/` → content. */
export type Files = Map<string, string>;

/** @throws Error when two objects of the environment have the same group, kind and name. */
export function synthesize(plan: Plan): Files {
  // One app per environment: cdk8s takes longer than linear time for a larger one.
  const app = new App();
  const files: Files = new Map();
  const seen = new Map<string, string>();
  for (const tier of CHARTS) {
    const chart = new Chart(app, tier.name, { namespace: plan.namespace, disableResourceNameHashes: true });
    tier.build(chart, plan);
    const objects = chart.node.findAll().filter((node): node is ApiObject => node instanceof ApiObject);
    for (const object of objects) {
      const key = `${object.apiGroup}/${object.kind} '${object.name}'`;
      const other = seen.get(key);
      if (other) throw new Error(`${plan.namespace}: ${key} is made by ${other} and by ${tier.name}`);
      seen.set(key, tier.name);
    }
    if (objects.length === 0) continue;
    const header = `${plan.title}, ${plan.environment}, phase ${plan.phase}: ${tier.name}. Generated, do not edit.`;
    files.set(`${plan.system}/${plan.environment}/${tier.name}.k8s.yaml`, toYaml(header, objects));
  }
  return files;
}
