/** The edge: names and figures of the way in that components, policies and sums share. */
import type { Cluster } from './cluster';
import type { OwnDataPlane } from './gateway';

/** The Gateway's name, and the one a component therefore cannot have. */
export const EDGE = 'edge';
/** Endpoint of flows to external services. */
export const INTERNET = 'internet';
/** Secret with the logins of the internal listener, and its entry in the secret store. */
export const INTERNAL_LOGINS = 'edge-internal';

interface Entered {
  readonly routes: readonly unknown[];
  readonly cluster: Pick<Cluster, 'gateway'>;
}

/**
 * The proxies that the gateway runs in an environment's namespace. Undefined where nobody comes in, and where one
 * controller elsewhere carries the traffic of the whole cluster.
 */
export const ownDataPlane = ({ routes, cluster }: Entered): OwnDataPlane | undefined => {
  const { dataPlane } = cluster.gateway;
  return routes.length > 0 && dataPlane.kind === 'own' ? dataPlane : undefined;
};
