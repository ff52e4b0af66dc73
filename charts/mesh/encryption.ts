/** Nothing comes in plainly, except what people send to the gateway. */
import type { Chart } from 'cdk8s';
import {
  PeerAuthenticationSpecMtlsMode as Mode,
  PeerAuthentication,
  PeerAuthenticationSpecPortLevelMtlsMode as PortMode,
} from '../../imports/security.istio.io';
import { EDGE, EDGE_PODS } from '../../model/edge';
import type { Plan } from '../../model/plan';
import { comment } from '../parts/comment';
import { meshMetadata, publicPorts } from './names';

/** The mesh carries TCP alone, so what is declared beside it is told. */
function plain(plan: Plan): string[] {
  const pairs = plan.connections.flatMap(({ from, to, port, protocol }) =>
    protocol === 'UDP' && from.kind === 'component' && to.kind === 'component'
      ? [`${from.name} → ${to.name} ${port}`]
      : [],
  );
  if (pairs.length === 0) return [];
  return ['It does not carry UDP, which stays plain and is held by network policies alone:', ...pairs];
}

export function encryption(chart: Chart, plan: Plan): void {
  const all = new PeerAuthentication(chart, 'encryption', {
    metadata: meshMetadata(plan, 'default'),
    spec: { mtls: { mode: Mode.STRICT } },
  });
  comment(
    all,
    [
      'Every pod of the namespace refuses TCP connections that the mesh did not encrypt.',
      ...plain(plan),
    ].join('\n'),
  );
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
