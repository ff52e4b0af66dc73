/** The edge: names and figures of the way in that components, policies and sums share. */
import type { Cluster, GatewayImplementation, NginxGatewayFabric } from './cluster';
import type { Resources } from './component';

/** The Gateway's name, and the one a component therefore cannot have. */
export const EDGE = 'edge';
/** Endpoint of flows to external services. */
export const INTERNET = 'internet';
/** Port of a data plane of ours that answers scrapes (NGINX Gateway Fabric's own default). */
export const EDGE_METRICS_PORT = 9113;
/** Secret with the logins of the internal listener, and its entry in the secret store. */
export const INTERNAL_LOGINS = 'edge-internal';

/** One pod of a data plane of ours, made by the gateway controller as we tell it. */
export const EDGE_RESOURCES: Resources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { memory: '256Mi' },
};

/** Whether the data plane runs in our namespace; otherwise a controller elsewhere carries the traffic. */
export const hasOwnDataPlane = (of: {
  readonly routes: readonly unknown[];
  readonly cluster: Pick<Cluster, 'gateway'>;
}): boolean => of.routes.length > 0 && dataPlaneOf(of.cluster.gateway) !== undefined;

/** Ports of the Gateway's listeners; `internal` is undefined where the cluster has no such entry. */
export interface EdgePorts {
  readonly http: number;
  readonly https: number;
  readonly internal?: number;
}

export const edgePorts = (gateway: GatewayImplementation): EdgePorts =>
  gateway.implementation === 'traefik' ? gateway.entryPoints : { http: 80, https: 443, internal: 8443 };

/** How a gateway wants its file of logins: the key in the Secret, and the Secret's type. */
export const LOGINS: Readonly<
  Record<GatewayImplementation['implementation'], { readonly key: string; readonly type: string }>
> = {
  'nginx-gateway-fabric': { key: 'auth', type: 'nginx.org/htpasswd' },
  traefik: { key: 'users', type: 'Opaque' },
};

/** The data plane that a gateway runs in our namespace; undefined where a controller elsewhere carries the traffic. */
export const dataPlaneOf = (gateway: GatewayImplementation): NginxGatewayFabric['dataPlane'] | undefined =>
  gateway.implementation === 'nginx-gateway-fabric' ? gateway.dataPlane : undefined;
