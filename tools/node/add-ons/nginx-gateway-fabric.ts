/**
 * NGINX Gateway Fabric: its controller does not build from published modules, so nobody runs in its namespace, and
 * `../nginx-gateway` tells the gateways' nginx what to do. Its chart makes the class.
 */
import { CONTROLLER } from '../../lab/operators';
import type { RealAddOn } from './index';

export const nginxGatewayFabric: RealAddOn = {
  images: [],
  definitions: ['gateway-api'],
  objects: () => [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'nginx' },
      spec: { controllerName: CONTROLLER },
    },
  ],
};
