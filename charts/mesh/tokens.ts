/** Tokens at the waypoint: whose are believed, and which clients must bring one. */
import type { ApiObject, Chart } from 'cdk8s';
import {
  RequestAuthentication,
  type AuthorizationPolicySpecRules as Rule,
} from '../../imports/security.istio.io';
import { WAYPOINT } from '../../model/mesh';
import type { Connection, Plan, PlannedTokens } from '../../model/plan';
import { anybodyOf } from '../../model/tokens';
import { comment } from '../parts/comment';
import { rulesFor } from './authorization';
import { meshMetadata, principal } from './names';

export function tokens(chart: Chart, plan: Plan): void {
  for (const { name, tokens: believed } of plan.waypoint?.servers ?? []) {
    if (!believed) continue;
    const { issuer, audiences, keys } = believed;
    const object = new RequestAuthentication(chart, `${name}-tokens`, {
      metadata: meshMetadata(plan, `${WAYPOINT}-${name}`, name),
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name }],
        // Passed on: the server looks at it too, and hands it to those whom it asks in turn.
        jwtRules: [{ issuer, audiences: [...audiences], jwksUri: keys, forwardOriginalToken: true }],
      },
    });
    comment(
      object,
      `At the waypoint: a token that is wrong, too old or for somebody else is refused, whoever brings it. Who must bring\n` +
        `one, the policy of the same name says. ${plan.mesh!.controlPlane.name} fetches the keys.`,
    );
  }
}

const bringsOne = ({ without }: PlannedTokens, { from }: Connection): boolean =>
  !(from.kind === 'component' && from.name in without);

/** Who may ask, with a token of the issuer, whoever it is for; then those who come without. */
export function rulesWith(plan: Plan, asking: readonly Connection[], believed: PlannedTokens): Rule[] {
  const requestPrincipals = [anybodyOf(believed)];
  return [
    ...rulesFor(
      plan,
      asking.filter((one) => bringsOne(believed, one)),
    ).map((rule) => ({
      ...rule,
      from: rule.from!.map(({ source }) => ({ source: { ...source, requestPrincipals } })),
    })),
    ...rulesFor(
      plan,
      asking.filter((one) => !bringsOne(believed, one)),
    ),
  ];
}

/** Above each rule without a token, why. @param rules as `rulesWith` made them */
export function sayWhy(
  object: ApiObject,
  plan: Plan,
  asking: readonly Connection[],
  believed: PlannedTokens,
  rules: readonly Rule[],
): void {
  for (const one of asking) {
    if (bringsOne(believed, one) || one.from.kind !== 'component') continue;
    const client = principal(plan, one);
    const index = rules.findIndex(({ from }) => from![0]!.source!.principals!.includes(client));
    comment(object, `Without a token: ${believed.without[one.from.name]}`, ['spec', 'rules', index]);
  }
}
