/**
 * Who may ask whom: one policy for each server, from the declared connections. The node's proxy decides by
 * identity and port alone; it would deny what a rule says of HTTP.
 */
import type { Chart } from 'cdk8s';
import {
  AuthorizationPolicySpecAction as Action,
  AuthorizationPolicy,
  type AuthorizationPolicySpecRules as Rule,
} from '../../imports/security.istio.io';
import { EDGE } from '../../model/edge';
import type { Connection, Endpoint, Plan } from '../../model/plan';
import { compare } from '../../model/problems';
import { isCarried } from '../../model/resolve/mesh';
import { EDGE_PODS } from '../edge/names';
import { comment } from '../parts/comment';
import { type Labels, selectorLabels } from '../parts/labels';
import { meshMetadata, publicPorts } from './metadata';

export function authorization(chart: Chart, plan: Plan): void {
  const deny = new AuthorizationPolicy(chart, 'default-deny', {
    metadata: meshMetadata(plan, 'default-deny'),
    spec: {},
  });
  comment(deny, 'Applies to every pod, known or not. It allows, and has no rule: nobody may connect.', [
    'spec',
  ]);
  for (const component of plan.components) {
    const rules = clients(plan, (to) => to.kind === 'component' && to.name === component.name);
    // Whom nobody asks is for the policy above.
    if (rules.length > 0) policy(chart, plan, component.name, selectorLabels(plan, component), rules);
  }
  const open = publicPorts(plan);
  if (open.length === 0) return;
  const everybody: Rule = { to: [{ operation: { ports: open.map(String) } }] };
  const rules = [everybody, ...clients(plan, (to) => to.kind === 'edge')];
  const edge = policy(chart, plan, EDGE, EDGE_PODS, rules);
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
function clients(plan: Plan, isServer: (to: Endpoint) => boolean): Rule[] {
  const ports = new Map<string, Set<number>>();
  for (const connection of plan.connections.filter((one) => isServer(one.to) && isCarried(one))) {
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

function principal(plan: Plan, { from }: Connection): string {
  const identity = (namespace: string, account: string): string =>
    `${plan.mesh!.trustDomain}/ns/${namespace}/sa/${account}`;
  if (from.kind === 'component') return identity(plan.namespace, from.name);
  if (from.kind === 'edge') return identity(plan.namespace, plan.cluster.gateway.dataPlane.serviceAccount);
  if (from.kind === 'platform' && from.serviceAccount) return identity(from.namespace, from.serviceAccount);
  throw new Error(`a connection from ${from.kind} has no identity`);
}
