/** What a mesh makes of declared connections: encrypted, on one port, some by way of a waypoint. */

/** Istio's HBONE: pods and waypoints take encrypted connections on this port, whatever they lead to. */
export const HBONE = 15008;
/** Label of a Service whose clients go by way of a waypoint: its name. */
export const USE_WAYPOINT = 'istio.io/use-waypoint';
/** Class of the Gateways that are waypoints. */
export const WAYPOINT_CLASS = 'istio-waypoint';

/** The little that is read here of an object. */
interface Readable {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
}

/** A connection between two pods of the namespace, by the names of their workloads. */
export interface Way {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: string;
  /** The client asks for the Service. The gateway and Prometheus dial pods, which no waypoint sees. */
  readonly isFlow: boolean;
}

/** Has the namespace joined a mesh? */
export const isMeshed = (objects: readonly Readable[]): boolean =>
  objects.some(
    ({ kind, metadata }) =>
      kind === 'Namespace' && metadata.labels?.['istio.io/dataplane-mode'] === 'ambient',
  );

/** What is on the wire once both sides have joined, beside the declared ports. The mesh carries TCP alone. */
export function tunnels(ways: readonly Way[], objects: readonly Readable[]): Way[] {
  const waypoints = new Set(objects.filter(isWaypoint).map(({ metadata }) => metadata.name));
  return (
    ways
      // A waypoint is no pod of the mesh: who reads its metrics does so plainly. It opens tunnels itself.
      .filter(({ to, protocol }) => protocol === 'TCP' && !waypoints.has(to))
      .flatMap((way) => {
        const tunnel = { ...way, port: HBONE };
        const waypoint = way.isFlow ? waypointOf(way.to, objects) : undefined;
        if (!waypoint) return [tunnel];
        // The last step is plain as long as the server has not joined.
        return [
          { ...tunnel, to: waypoint },
          { ...tunnel, from: waypoint },
          { ...way, from: waypoint },
        ];
      })
  );
}

/** The waypoint that stands before a Service. */
export const waypointOf = (service: string, objects: readonly Readable[]): string | undefined =>
  objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === service)?.metadata.labels?.[
    USE_WAYPOINT
  ];

export const isWaypoint = ({ kind, spec }: Readable): boolean =>
  kind === 'Gateway' && (spec as { gatewayClassName?: string }).gatewayClassName === WAYPOINT_CLASS;
