/**
 * Who may ask whom: one policy for each server, from the declared connections. The node's proxy decides by
 * identity and port alone; it would drop a rule that says anything of HTTP.
 */
import type { Chart } from 'cdk8s';
import {
  AuthorizationPolicySpecAction as Action,
  AuthorizationPolicy,
  type AuthorizationPolicySpecRules as Rule,
} from '../../imports/security.istio.io';
import { EDGE, EDGE_PODS } from '../../model/edge';
import type { Connection, Plan } from '../../model/plan';
import { compare } from '../../model/problems';
import { isCarried } from '../../model/resolve/mesh';
import { comment } from '../parts/comment';
import { type Labels, podLabels } from '../parts/labels';
import { meshMetadata, principal, publicPorts } from './names';

export function authorization(chart: Chart, plan: Plan): void {
  const deny = new AuthorizationPolicy(chart, 'default-deny', {
    metadata: meshMetadata(plan, 'default-deny'),
    spec: {},
  });
  comment(deny, 'Applies to every pod, known or not. It allows, and has no rule: nobody may connect.', [
    'spec',
  ]);
  for (const component of plan.components) {
    const clients = plan.connections
      .filter(({ to }) => to.kind === 'component' && to.name === component.name)
      // The pod sees the waypoint ask; for whom, the waypoint has decided.
      .map((one): Connection => (one.via ? { ...one, from: { kind: one.via } } : one));
    // Whom nobody asks is for the policy above.
    if (clients.length > 0)
      policy(chart, plan, component.name, podLabels(plan, component), rulesFor(plan, clients));
  }
  const open = publicPorts(plan);
  if (open.length === 0) return;
  const everybody: Rule = { to: [{ operation: { ports: open.map(String) } }] };
  const clients = plan.connections.filter(({ to }) => to.kind === 'edge');
  const edge = policy(chart, plan, EDGE, EDGE_PODS, [everybody, ...rulesFor(plan, clients)]);
  comment(edge, 'From anywhere: which addresses those are is for the network policy.', ['spec', 'rules', 0]);
}

function policy(
  chart: Chart,
  plan: Plan,
  name: string,
  matchLabels: Labels,
  rules: Rule[],
): AuthorizationPolicy {
  return new AuthorizationPolicy(chart, `${name}-clients`, {
    metadata: meshMetadata(plan, name),
    spec: { action: Action.ALLOW, selector: { matchLabels }, rules },
  });
}

/** A rule for each identity that may connect, with its ports, in a stable order. */
export function rulesFor(plan: Plan, clients: readonly Connection[]): Rule[] {
  const ports = new Map<string, Set<number>>();
  for (const connection of clients.filter((one) => one.from.kind === 'waypoint' || isCarried(one))) {
    const client = principal(plan, connection);
    ports.set(client, (ports.get(client) ?? new Set()).add(connection.port));
  }
  return [...ports]
    .sort(([a], [b]) => compare(a, b))
    .map(([client, numbers]) => ({
      from: [{ source: { principals: [client] } }],
      to: [{ operation: { ports: [...numbers].sort((a, b) => a - b).map(String) } }],
    }));
}
