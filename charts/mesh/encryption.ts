/** Nothing comes in plainly, except what people send to the gateway. */
import type { Chart } from 'cdk8s';
import {
  PeerAuthenticationSpecMtlsMode as Mode,
  PeerAuthentication,
  PeerAuthenticationSpecPortLevelMtlsMode as PortMode,
} from '../../imports/security.istio.io';
import { EDGE } from '../../model/edge';
import type { Plan } from '../../model/plan';
import { EDGE_PODS } from '../edge/names';
import { comment } from '../parts/comment';
import { meshMetadata, publicPorts } from './names';

export function encryption(chart: Chart, plan: Plan): void {
  const all = new PeerAuthentication(chart, 'encryption', {
    metadata: meshMetadata(plan, 'default'),
    spec: { mtls: { mode: Mode.STRICT } },
  });
  comment(all, 'Every pod of the namespace refuses connections that the mesh did not encrypt.');
  const ports = publicPorts(plan);
  if (ports.length === 0) return;
  const edge = new PeerAuthentication(chart, 'encryption-edge', {
    metadata: meshMetadata(plan, EDGE),
    spec: {
      selector: { matchLabels: EDGE_PODS },
      mtls: { mode: Mode.STRICT },
      portLevelMtls: Object.fromEntries(ports.map((port) => [port, { mode: PortMode.PERMISSIVE }])),
    },
  });
  comment(edge, "The gateway's public ports: people's browsers are in no mesh. TLS is its own there.");
}
