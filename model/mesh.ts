/** The service mesh: what a cluster has of it, and what environments of phase 4 make of it. */
import type { PlatformService, PlatformTarget, Watch } from './cluster';
import type { Resources } from './component';
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
  readonly controlPlane: PlatformService & { readonly name: string };
  /** Class of the Gateways that its control plane makes into waypoints: proxies here that understand HTTP. */
  readonly waypointClass: string;
  /** Repository of a waypoint's image. */
  readonly waypointImage: string;
  /** What a waypoint tells of itself; the job is called like it. */
  readonly waypointMetrics: { readonly port: number; readonly path: string } & Watch;
  /** What the platform runs of the mesh, and our Prometheus reads. */
  readonly targets: readonly PlatformTarget[];
}

/** By this name the control plane knows who takes the spans of an environment's waypoint. */
export const spansProvider = ({ namespace }: { readonly namespace: string }): string => `spans-${namespace}`;

/** Port of whoever takes traces, by its name. */
export const OTLP = 'grpc-otlp';

/** The waypoint's name, and one a component therefore cannot have. */
export const WAYPOINT = 'waypoint';

/**
 * One pod of the waypoint. Istio 1.24 with two worker threads, measured by its makers: 0.25 of a processor and
 * 60 MB at 1000 requests a second (istio.io, performance and scalability). It takes a thread for each processor
 * of the limit.
 */
export const WAYPOINT_RESOURCES: Resources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '2', memory: '256Mi' },
};
