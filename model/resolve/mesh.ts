/** What an environment makes of its cluster's mesh. */
import { MESH_PHASE, type Mesh } from '../mesh';
import type { Connection, Endpoint } from '../plan';
import type { Environment } from '../system';

/** The mesh, once the environment has joined it. */
export const meshOf = ({ phase, cluster }: Pick<Environment, 'phase' | 'cluster'>): Mesh | undefined =>
  phase >= MESH_PHASE ? cluster.mesh : undefined;

/** Does the mesh carry what this side opens and takes? */
const isInside = (endpoint: Endpoint): boolean =>
  endpoint.kind === 'component' ||
  endpoint.kind === 'edge' ||
  (endpoint.kind === 'platform' && endpoint.serviceAccount !== undefined);

/** Does the mesh carry it, encrypted? It takes TCP alone, and only from one of its own to another. */
export const isCarried = ({ from, to, protocol }: Connection): boolean =>
  protocol === 'TCP' && isInside(from) && isInside(to);
