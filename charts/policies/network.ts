/** Ways in and out: what a Service may open, and the policy that closes everything else. */
import type { Chart } from 'cdk8s';
import { EDGE, GATEWAY_LABEL } from '../../model/edge';
import type { Plan } from '../../model/plan';
import { DEFAULT_DENY } from '../parts/names';
import { NETWORK_POLICIES, NEW_PODS, SERVICES, SPEC_CHANGES } from './matching';
import { policy } from './policy';

export function services(chart: Chart, plan: Plan): void {
  policy(chart, plan, {
    name: 'services',
    why: 'The gateway is the only way in: no port on the nodes, no address of a node, no load balancer beside it.',
    resourceRules: SERVICES,
    matchConditions: [SPEC_CHANGES],
    failClosed:
      'Nobody needs a new Service while Kyverno is away, and a wrong one is open to the internet at once.',
    validations: [
      {
        expression: "object.spec.?type.orValue('ClusterIP') != 'NodePort'",
        message: 'a NodePort opens every node; make it ClusterIP and add a route to the definition',
      },
      {
        expression: 'object.spec.?externalIPs.orValue([]).size() == 0',
        message: 'externalIPs take traffic that is meant for others; leave them out',
      },
      {
        expression: [
          "object.spec.?type.orValue('ClusterIP') != 'LoadBalancer' ||",
          `object.spec.?selector[?'${GATEWAY_LABEL}'].orValue('') == '${EDGE}'`,
        ].join('\n'),
        message: 'only the gateway has a load balancer; make it ClusterIP and add a route to the definition',
      },
    ],
  });
}

export function networkIsolation(chart: Chart, plan: Plan): void {
  policy(chart, plan, {
    name: 'network-isolation',
    why: `Without ${DEFAULT_DENY} a pod would talk to everybody, so none starts before it is there.`,
    resourceRules: NEW_PODS,
    validations: [
      {
        expression: `dyn(resource.Get('networking.k8s.io/v1', 'networkpolicies', '${DEFAULT_DENY}')) != null`,
        message: `NetworkPolicy ${DEFAULT_DENY} is missing, so no pod starts; apply network-policies.k8s.yaml`,
      },
    ],
  });
}

export function defaultDeny(chart: Chart, plan: Plan): void {
  policy(chart, plan, {
    name: 'default-deny',
    why: `${DEFAULT_DENY} keeps apart what has no policy of its own. It goes with the namespace, or after this policy.`,
    resourceRules: NETWORK_POLICIES,
    matchConditions: [
      {
        name: 'default-deny',
        expression: `(request.operation == 'DELETE' ? oldObject : object).metadata.name == '${DEFAULT_DENY}'`,
      },
      {
        // The API server does not even ask Kyverno, so a namespace can always be deleted.
        name: 'not-with-the-namespace',
        expression:
          "request.userInfo.?username.orValue('') != 'system:serviceaccount:kube-system:namespace-controller'",
      },
    ],
    failClosed: 'Nobody needs to change it while Kyverno is away.',
    admissionOnly: 'It asks who deletes; network-isolation reports when it is gone.',
    validations: [
      {
        expression: "request.operation != 'DELETE' || has(namespaceObject.metadata.deletionTimestamp)",
        message: `without ${DEFAULT_DENY} every pod could talk to everybody; delete the namespace, or this policy first`,
      },
      {
        expression: [
          "request.operation == 'DELETE' || (",
          '  object.spec.podSelector.?matchLabels.orValue({}).size() == 0 &&',
          '  object.spec.podSelector.?matchExpressions.orValue([]).size() == 0 &&',
          '  object.spec.?ingress.orValue([]).size() == 0 &&',
          '  object.spec.?egress.orValue([]).size() == 0 &&',
          "  ['Ingress', 'Egress'].all(type, type in object.spec.?policyTypes.orValue([])))",
        ].join('\n'),
        message: `${DEFAULT_DENY} must select every pod and allow nothing; allow more in a policy of its own`,
      },
    ],
  });
}
