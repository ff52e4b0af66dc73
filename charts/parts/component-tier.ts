/** The chart of a tier of components: everything one component needs, component after component. */
import type { Chart } from 'cdk8s';
import type { ComponentTier } from '../../model/component';
import type { Plan, PlannedComponent } from '../../model/plan';
import type { TierChart } from '../tier';
import { serviceAccount } from './account';
import { k8s } from './k8s';
import { stableLabels, syncWave } from './labels';
import { operatedWorkload } from './operated';
import { services } from './service';
import { configData, configMapName } from './volumes';
import { disruptionBudget, workload } from './workload';

export const componentTier = (tier: ComponentTier): TierChart => ({
  name: tier,
  build(chart, plan) {
    for (const component of plan.components) {
      if (component.tier !== tier) continue;
      if (component.operated) {
        operatedWorkload(chart, plan, component, component.operated);
        services(chart, plan, component);
        continue;
      }
      serviceAccount(chart, plan, component);
      configMap(chart, plan, component);
      services(chart, plan, component);
      workload(chart, plan, component);
      disruptionBudget(chart, plan, component);
    }
  },
});

function configMap(chart: Chart, plan: Plan, component: PlannedComponent): void {
  const data = configData(component);
  if (Object.keys(data).length === 0) return;
  new k8s.KubeConfigMap(chart, `${component.name}-config`, {
    metadata: {
      name: configMapName(component),
      labels: stableLabels(plan, component),
      annotations: syncWave(component.wave),
    },
    data,
  });
}
