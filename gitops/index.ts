/** All plans and their files → what Argo CD is told, cluster by cluster. */
import { ApiObject, App, Chart } from 'cdk8s';
import { toYaml } from '../charts/parts/yaml';
import { GITOPS_FOLDER } from '../model/gitops';
import type { Plan } from '../model/plan';
import { DefinitionError, Problems } from '../model/problems';
import { addOns } from './add-ons';
import { applications } from './applications';
import { type PlannedCluster, planClusters } from './cluster';
import { configuration } from './configuration';
import { projects } from './projects';
import { root } from './root';

/** In the order in which Argo CD applies them; `root` brings the others. */
const PARTS: Readonly<Record<string, (chart: Chart, cluster: PlannedCluster) => void>> = {
  root,
  configuration,
  projects,
  'add-ons': addOns,
  applications,
};

/**
 * @param files path below `dist` → text, of every environment
 * @returns path below `dist` → text
 * @throws DefinitionError when two projects or two Applications of a cluster have the same name.
 */
export function gitops(plans: readonly Plan[], files: ReadonlyMap<string, string>): Map<string, string> {
  const problems = new Problems();
  const made = new Map<string, string>();
  for (const cluster of planClusters(plans, files)) {
    // One app per cluster, as for environments: cdk8s takes longer than linear time for a larger one.
    const app = new App();
    const seen = new Set<string>();
    for (const [name, build] of Object.entries(PARTS)) {
      const chart = new Chart(app, name, { disableResourceNameHashes: true });
      build(chart, cluster);
      const objects = chart.node.findAll().filter((node): node is ApiObject => node instanceof ApiObject);
      for (const { kind, name: own } of objects) {
        if (seen.has(`${kind} '${own}'`))
          problems.add(
            `cluster ${cluster.name}`,
            `Argo CD would get two of ${kind} '${own}'; rename a system`,
          );
        seen.add(`${kind} '${own}'`);
      }
      if (objects.length === 0) continue;
      const header = `Argo CD in ${cluster.name}: ${name}. Generated, do not edit.`;
      made.set(`${GITOPS_FOLDER}/${cluster.name}/${name}.k8s.yaml`, toYaml(header, objects));
    }
  }
  if (problems.any) throw new DefinitionError(problems.list);
  return made;
}
