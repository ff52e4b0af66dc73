/** The way in from the internet: gateway, certificate and routes. */

import type { Chart } from 'cdk8s';
import { Certificate } from '../imports/cert-manager.io';
import type { Plan } from '../model/plan';
import { type EdgeImplementation, gateway, redirectToHttps, TLS_SECRET } from './edge/gateway';
import { edgeMetadata, hosts } from './edge/names';
import { nginxGatewayFabric } from './edge/nginx-gateway-fabric';
import { httpRoutes } from './edge/routes';
import { traefik } from './edge/traefik';
import type { TierChart } from './tier';

export const ingress: TierChart = {
  name: 'ingress',
  build(chart, plan) {
    if (plan.routes.length === 0) return;
    new Certificate(chart, 'certificate', {
      metadata: edgeMetadata(plan),
      spec: {
        secretName: TLS_SECRET,
        dnsNames: hosts(plan),
        issuerRef: { kind: 'ClusterIssuer', name: plan.cluster.certificateIssuer },
      },
    });
    const edge = implementation(chart, plan);
    gateway(chart, plan, edge);
    redirectToHttps(chart, plan);
    httpRoutes(chart, plan, edge);
  },
};

function implementation(chart: Chart, plan: Plan): EdgeImplementation {
  const { gateway: wanted } = plan.cluster;
  return wanted.implementation === 'traefik' ? traefik(chart, plan, wanted) : nginxGatewayFabric(chart, plan);
}
