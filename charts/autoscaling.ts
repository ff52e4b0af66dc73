/** Who changes the number and the size of pods in place of the manifests: HPA, KEDA and VPA. */
import { endsByItself } from '../model/pod';
import { AUTO_SCALING } from '../model/scaling';
import { horizontal } from './scaling/horizontal';
import { byQuery } from './scaling/query';
import { byQueue } from './scaling/queue';
import { vertical } from './scaling/vertical';
import type { TierChart } from './tier';

export const autoscaling: TierChart = {
  name: 'autoscaling',
  since: AUTO_SCALING,
  build(chart, plan) {
    for (const component of plan.components) {
      // A Job ends before there is anything to learn of it; what an operator makes, it alone resizes.
      if (endsByItself(component) || component.operated) continue;
      const { scaling } = component;
      if (scaling?.on === 'cpu') horizontal(chart, plan, component, scaling);
      if (scaling?.on === 'queue') byQueue(chart, plan, component, scaling);
      if (scaling?.on === 'query') byQuery(chart, plan, component, scaling);
      vertical(chart, plan, component);
    }
  },
};
