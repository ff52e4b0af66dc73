/** The waypoint: a proxy of this namespace that understands HTTP. Istio's control plane runs it as told here. */
import { type Chart, Yaml } from 'cdk8s';
import {
  GatewaySpecListenersAllowedRoutesNamespacesFrom as From,
  Gateway,
} from '../../imports/gateway.networking.k8s.io';
import {
  AuthorizationPolicySpecAction as Action,
  AuthorizationPolicy,
} from '../../imports/security.istio.io';
import { type Mesh, WAYPOINT, WAYPOINT_RESOURCES } from '../../model/mesh';
import type { Plan, PlannedServer } from '../../model/plan';
import { metricsService } from '../../model/pod';
import { pullSecrets } from '../../model/registries';
import { comment } from '../parts/comment';
import { k8s } from '../parts/k8s';
import { podsService } from '../parts/pods-service';
import { rulesFor } from './authorization';
import { meshMetadata, WAYPOINT_PODS } from './names';
import { rulesWith, sayWhy } from './tokens';

const SETTINGS = `${WAYPOINT}-settings`;

export function waypoint(chart: Chart, plan: Plan, mesh: Mesh): void {
  settings(chart, plan, mesh);
  new Gateway(chart, 'waypoint', {
    metadata: meshMetadata(plan, WAYPOINT),
    spec: {
      gatewayClassName: mesh.waypointClass,
      infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: SETTINGS } },
      listeners: [
        {
          name: 'mesh',
          port: mesh.tunnelPort,
          protocol: 'HBONE',
          allowedRoutes: { namespaces: { from: From.SAME } },
        },
      ],
    },
  });
  podsService(chart, {
    metadata: meshMetadata(plan, metricsService(WAYPOINT)),
    selector: WAYPOINT_PODS,
    port: mesh.waypointMetrics.port,
  });
  for (const server of plan.waypoint!.servers) clients(chart, plan, server);
}

/** What differs from the pods that Istio makes of itself. */
function settings(chart: Chart, plan: Plan, mesh: Mesh): void {
  const { replicas } = plan.waypoint!;
  const imagePullSecrets = pullSecrets(plan.registries, [mesh.waypointImage]);
  const deployment = {
    spec: {
      replicas,
      // A new pod must be ready before an old one goes.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        spec: {
          // Pod Security `restricted` asks for it, and Istio leaves it out.
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          ...(imagePullSecrets && { imagePullSecrets }),
          ...(replicas > 1 && { topologySpreadConstraints: [spread] }),
          containers: [{ name: 'istio-proxy', resources: WAYPOINT_RESOURCES }],
        },
      },
    },
  };
  const budget = { spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' } };
  const object = new k8s.KubeConfigMap(chart, SETTINGS, {
    metadata: meshMetadata(plan, SETTINGS, WAYPOINT),
    data: {
      deployment: Yaml.stringify(deployment),
      ...(replicas > 1 && { podDisruptionBudget: Yaml.stringify(budget) }),
    },
  });
  comment(
    object,
    'Laid over what Istio makes for the waypoint: Pod Security `restricted` wants a seccomp profile, and the\n' +
      "namespace's budget knows these requests.",
  );
}

const spread = {
  maxSkew: 1,
  topologyKey: 'kubernetes.io/hostname',
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: WAYPOINT_PODS },
};

/** Whom the waypoint passes on to a server: it alone knows who asks. Without this it would pass everybody. */
function clients(chart: Chart, plan: Plan, { name, tokens }: PlannedServer): void {
  const asking = plan.connections.filter(
    ({ to, via }) => via === 'waypoint' && to.kind === 'component' && to.name === name,
  );
  const rules = tokens ? rulesWith(plan, asking, tokens) : rulesFor(plan, asking);
  const object = new AuthorizationPolicy(chart, `${name}-requests`, {
    metadata: meshMetadata(plan, `${WAYPOINT}-${name}`, name),
    spec: {
      action: Action.ALLOW,
      targetRefs: [{ group: '', kind: 'Service', name }],
      rules,
    },
  });
  comment(object, `At the waypoint: the clients of ${name}. Its pods then let the waypoint in.`);
  if (tokens) sayWhy(object, plan, asking, tokens, rules);
}
