/** Who may ask whom, by identity: connections are encrypted, and each server knows its declared clients. */
import { authorization } from './mesh/authorization';
import { encryption } from './mesh/encryption';
import { spans } from './mesh/spans';
import { tokens } from './mesh/tokens';
import { traffic } from './mesh/traffic';
import { waypoint } from './mesh/waypoint';
import type { TierChart } from './tier';

export const serviceMesh: TierChart = {
  name: 'service-mesh',
  since: 4,
  build(chart, plan) {
    if (!plan.mesh) return;
    encryption(chart, plan);
    authorization(chart, plan);
    if (!plan.waypoint) return;
    waypoint(chart, plan, plan.mesh);
    spans(chart, plan);
    tokens(chart, plan);
    traffic(chart, plan);
  },
};
