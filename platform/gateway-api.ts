/** The Gateway API: definitions of gateways and routes, which every cluster with a way in has. */
import type { AddOn } from '../model/platform';
import { MESH_GROUPS } from './istio/joining';

const NAME = 'Gateway API';

export const gatewayApiAddOns: readonly AddOn[] = [
  {
    name: NAME,
    purpose: 'the definitions of gateways and routes, standard channel',
    // 1.1 has no Gateway.spec.infrastructure.
    minimum: '1.2',
    minimumBy: 'definitions',
    since: 1,
    documentation: 'https://gateway-api.sigs.k8s.io/guides/',
    install: {
      groups: ['gateway.networking.k8s.io'],
      wave: -30,
      source: {
        repository: 'https://github.com/kubernetes-sigs/gateway-api',
        path: 'config/crd',
        // NGINX Gateway Fabric 2.7 names 1.6 in its guide; the mesh needs the retries that are standard since 1.7.
        version: 'v1.7.0',
      },
    },
  },
  {
    name: 'Gateway API for the mesh',
    purpose: 'retries of routes, in the standard channel since 1.7',
    // 1.6 has no retries in its standard channel.
    minimum: '1.7',
    minimumBy: 'definitions',
    since: 4,
    documentation: 'https://gateway-api.sigs.k8s.io/guides/user-guides/http-retries/',
    // Installed at that version from the start.
    install: { of: NAME, groups: MESH_GROUPS, routeField: 'retry' },
  },
];
