/** Declared connections as policies of the network see them: who sends packets to whom, on which ports. */

import type { Connection, Endpoint, Plan } from '../../model/plan';
import { isCarried } from '../../model/resolve/mesh';
import { k8s } from './k8s';

export interface Step {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly ports: k8s.NetworkPolicyPort[];
}

export const ports = ({ port, protocol }: Pick<Connection, 'port' | 'protocol'>): k8s.NetworkPolicyPort[] => [
  { port: k8s.IntOrString.fromNumber(port), protocol },
];

/** In the order of the connections; what several of them need is there once, after them. */
export function wireSteps(plan: Plan): Step[] {
  const steps: Step[] = [];
  const byWaypoint = new Map<string, Step>();
  const tunnel = plan.mesh ? ports({ port: plan.mesh.tunnelPort, protocol: 'TCP' }) : [];
  for (const connection of plan.connections) {
    const { from, to, via } = connection;
    const own = ports(connection);
    if (!plan.mesh || !isCarried(connection)) steps.push({ from, to, ports: own });
    else if (!via) steps.push({ from, to, ports: [...own, ...tunnel] });
    else {
      // Beside the waypoint the port stays open too, for pods that have not joined yet.
      steps.push({ from, to, ports: own });
      byWaypoint.set(JSON.stringify(from), { from, to: { kind: via }, ports: tunnel });
      const last = { from: { kind: via } as const, to, ports: [...own, ...tunnel] };
      byWaypoint.set(JSON.stringify([to, connection.port]), last);
    }
  }
  return [...steps, ...byWaypoint.values()];
}
