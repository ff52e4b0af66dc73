/** The way in from the internet: gateway, certificates and routes. */
import { EDGE, EDGE_PODS, ownDataPlane } from '../model/edge';
import { metricsService } from '../model/pod';
import { edgeDisruptionBudget } from './edge/disruption';
import { certificates, gateway, redirectToHttps } from './edge/gateway';
import { edgeMetadata } from './edge/names';
import { gatewayResource } from './edge/resource';
import { httpRoutes } from './edge/routes';
import { podsService } from './parts/pods-service';
import type { TierChart } from './tier';

export const ingress: TierChart = {
  name: 'ingress',
  build(chart, plan) {
    if (plan.routes.length === 0) return;
    certificates(chart, plan);
    const edge = plan.cluster.gateway.resources(plan);
    for (const one of edge.shared) gatewayResource(chart, plan, one);
    const dataPlane = ownDataPlane(plan);
    if (dataPlane) {
      podsService(chart, {
        metadata: edgeMetadata(plan, metricsService(EDGE)),
        selector: EDGE_PODS,
        port: dataPlane.metricsPort,
      });
      edgeDisruptionBudget(chart, plan);
    }
    gateway(chart, plan, edge);
    redirectToHttps(chart, plan);
    httpRoutes(chart, plan, edge);
  },
};
