/** The service mesh: what a cluster has of it, and what environments of phase 4 make of it. */
import type { PlatformService } from './cluster';
import type { Phase } from './system';

/** The phase that brings it. */
export const MESH_PHASE: Phase = 4;

/**
 * A mesh whose data plane runs on the nodes: it takes the connections of pods as they are, carries them
 * encrypted on one port, and knows both ends by their ServiceAccounts.
 */
export interface Mesh {
  readonly implementation: 'istio-ambient';
  /** Labels by which a namespace joins. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** What identities begin with: `<trust domain>/ns/<namespace>/sa/<account>`. */
  readonly trustDomain: string;
  /** Port on which every pod of the mesh takes encrypted connections, whatever port they lead to. */
  readonly tunnelPort: number;
  /** Addresses from which kubelet's probes come to a pod of the mesh. */
  readonly probes: readonly string[];
  readonly controlPlane: PlatformService;
}
