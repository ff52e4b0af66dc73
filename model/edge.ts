/** The edge: names and figures of the way in that components, policies and sums share. */
import type { Resources } from './component';

/** The Gateway's name, and the one a component therefore cannot have. */
export const EDGE = 'edge';
/** Endpoint of flows to external services. */
export const INTERNET = 'internet';
/** Port of the data plane that answers scrapes (NGINX Gateway Fabric's own default). */
export const EDGE_METRICS_PORT = 9113;

/** One pod of the data plane, made by the gateway controller as we tell it. */
export const EDGE_RESOURCES: Resources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { memory: '256Mi' },
};
