/** Argo CD's own settings: only those that the rest relies on; all others stay as they were installed. */
import { ApiObject, type Chart } from 'cdk8s';
import { comment } from '../charts/parts/comment';
import { compare } from '../model/problems';
import type { PlannedCluster } from './cluster';
import { ARGOCD_NAMESPACE } from './settings';

const NAME = 'argocd-cm';
/** Before everything else: the health of Applications is needed to wait for them. */
const WAVE = -60;

/** An Application is as healthy as what it made. Source: Argo CD, docs/operator-manual/health.md. */
const APPLICATION_HEALTH = `local hs = { status = "Progressing", message = "" }
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status
  if obj.status.health.message ~= nil then
    hs.message = obj.status.health.message
  end
end
return hs
`;

/** A policy, or a filter, tells for each gateway that took it up whether it was accepted. */
const ACCEPTED_HEALTH = `local hs = { status = "Progressing", message = "Waiting for the gateway" }
local status = obj.status or {}
for _, place in ipairs(status.ancestors or status.controllers or {}) do
  for _, condition in ipairs(place.conditions or {}) do
    if condition.type == "Accepted" and condition.status == "False" then
      return { status = "Degraded", message = condition.message }
    elseif condition.type == "Accepted" then
      hs = { status = "Healthy", message = condition.message }
    end
  end
end
return hs
`;

/**
 * Kinds with a status for which Argo CD has no check of its own. Sources: resource_customizations of Argo CD 3.6,
 * which has one for all other kinds of ours with a status; the definitions of NGINX Gateway Fabric.
 */
const TELLS_ACCEPTED = /^gateway\.nginx\.org\/(\w+Policy|SnippetsFilter)$/;

/**
 * Left as it is, for a measured reason: `controller.sync.timeout.seconds` (none). It counts from the first attempt
 * through all retries, and what it ends is not tried again for that commit: a secret store that is away for longer
 * would leave an environment half made until somebody comes.
 */
export function configuration(chart: Chart, cluster: PlannedCluster): void {
  const object = new ApiObject(chart, NAME, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: NAME,
      namespace: ARGOCD_NAMESPACE,
      // Argo CD reads only ConfigMaps with this label.
      labels: { 'app.kubernetes.io/name': NAME, 'app.kubernetes.io/part-of': 'argocd' },
      annotations: {
        'argocd.argoproj.io/sync-wave': String(WAVE),
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      },
    },
    data: Object.fromEntries(settings(cluster).map(([key, value]) => [key, value])),
  });
  comment(object, 'Only these keys are ours; what else the ConfigMap holds stays, and it is never removed.');
  for (const [key, , why] of settings(cluster)) if (why) comment(object, why, ['data', key]);
}

/** Key, value, and why. */
function settings(cluster: PlannedCluster): [string, string, string?][] {
  const kinds = cluster.environments.flatMap((environment) => environment.kinds.namespaced);
  const checked = [...new Set(kinds.map(({ group, kind }) => `${group}/${kind}`))]
    .filter((kind) => TELLS_ACCEPTED.test(kind))
    .sort(compare);
  return [
    [
      'application.resourceTrackingMethod',
      'annotation',
      'The annotation names the object it was written for. External Secrets copies labels and annotations to the\n' +
        'Secrets it makes; by a label, Argo CD would take those for its own and remove them.',
    ],
    [
      'resource.compareoptions',
      'ignoreAggregatedRoles: true\n',
      'The cluster fills aggregated roles, such as those of Kyverno, by itself.',
    ],
    [
      health('argoproj.io/Application'),
      APPLICATION_HEALTH,
      'Without it, Argo CD does not wait for one Application before it makes the next.',
    ],
    ...checked.map((kind, index): [string, string, string?] => [
      health(kind),
      ACCEPTED_HEALTH,
      index === 0
        ? 'What the gateway refuses, such as a limit, shows here and not only in an attack.'
        : undefined,
    ]),
  ];
}

const health = (kind: string): string => `resource.customizations.health.${kind.replace('/', '_')}`;
