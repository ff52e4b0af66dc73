/** Deployment, StatefulSet, Job or CronJob of a component. */
import type { ApiObject, Chart } from 'cdk8s';
import type { Plan, PlannedComponent } from '../../model/plan';
import { membersService } from '../../model/pod';
import { comment } from './comment';
import { cronJob, job } from './job';
import { k8s } from './k8s';
import { componentLabels, selectorLabels, stableLabels, syncWave } from './labels';
import { preStopSleep } from './newer';
import { podTemplate } from './pod';

/** Old ReplicaSets and revisions kept for a rollback by hand; Git is the real history. */
const REVISIONS = 3;

export function workload(chart: Chart, plan: Plan, component: PlannedComponent): ApiObject {
  if (component.workload === 'Job' || component.workload === 'CronJob') {
    const object = component.schedule ? cronJob(chart, plan, component) : job(chart, plan, component);
    sayPublic(object, component);
    return object;
  }
  const object =
    component.workload === 'Deployment'
      ? deployment(chart, plan, component)
      : statefulSet(chart, plan, component);
  if (component.scaling) {
    comment(object, 'No `replicas`: the autoscaler sets their number.', ['spec']);
  }
  if (typeof component.shutdown.preStop === 'number') preStopSleep(object, component.shutdown.preStop);
  sayPublic(object, component);
  return object;
}

/** A reviewer would ask of such a value why it stands there. */
function sayPublic(object: ApiObject, component: PlannedComponent): void {
  for (const [container, { env }] of [component, ...component.sidecars].entries()) {
    for (const [index, variable] of env.entries()) {
      if (!('value' in variable) || variable.public === undefined) continue;
      const spec = component.schedule ? ['spec', 'jobTemplate', 'spec'] : ['spec'];
      const path = [...spec, 'template', 'spec', 'containers', container, 'env', index];
      comment(object, `Everybody may read it: ${variable.public}`, path);
    }
  }
}

const metadata = (plan: Plan, component: PlannedComponent): k8s.ObjectMeta => ({
  name: component.name,
  labels: componentLabels(plan, component),
  annotations: syncWave(component.wave),
});

/** A new pod must be ready before an old one goes, unless the two must never meet. */
const strategy = ({ oneVersion, device }: PlannedComponent): k8s.DeploymentStrategy =>
  oneVersion
    ? { type: 'Recreate' }
    : {
        type: 'RollingUpdate',
        rollingUpdate: {
          maxSurge: k8s.IntOrString.fromNumber(device ? 0 : 1),
          maxUnavailable: k8s.IntOrString.fromNumber(device ? 1 : 0),
        },
      };

function deployment(chart: Chart, plan: Plan, component: PlannedComponent): ApiObject {
  const object = new k8s.KubeDeployment(chart, `${component.name}-deployment`, {
    metadata: metadata(plan, component),
    spec: {
      replicas: component.scaling ? undefined : component.replicas,
      revisionHistoryLimit: REVISIONS,
      selector: { matchLabels: selectorLabels(plan, component) },
      strategy: strategy(component),
      template: podTemplate(plan, component),
    },
  });
  if (component.oneVersion) {
    comment(object, `Never two versions beside each other: ${component.oneVersion}.`, ['spec', 'strategy']);
  } else if (component.device) {
    const why = 'One pod after the other gives its device to the next: there may be none to spare.';
    comment(object, why, ['spec', 'strategy']);
  }
  return object;
}

function statefulSet(chart: Chart, plan: Plan, component: PlannedComponent): ApiObject {
  const claims = Object.entries(component.volumes);
  const object = new k8s.KubeStatefulSet(chart, `${component.name}-statefulset`, {
    metadata: metadata(plan, component),
    spec: {
      replicas: component.replicas,
      revisionHistoryLimit: REVISIONS,
      serviceName: membersService(component.name, component),
      // Members of a cluster wait for each other: one after the other would wait for ever.
      podManagementPolicy: component.publishNotReady ? 'Parallel' : 'OrderedReady',
      selector: { matchLabels: selectorLabels(plan, component) },
      persistentVolumeClaimRetentionPolicy: claims.length
        ? { whenDeleted: 'Retain', whenScaled: 'Retain' }
        : undefined,
      template: podTemplate(plan, component),
      volumeClaimTemplates: claims.length
        ? claims.map(([name, volume]) => ({
            metadata: { name, labels: stableLabels(plan, component) },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: plan.cluster.storageClass,
              resources: { requests: { storage: k8s.Quantity.fromString(volume.size) } },
            },
          }))
        : undefined,
    },
  });
  if (claims.length) {
    comment(
      object,
      'Kubernetes never changes a claim template: to grow a volume, grow the claim itself, then this size.',
      ['spec', 'volumeClaimTemplates'],
    );
  }
  return object;
}

/** Keeps enough pods through a drain. Only for components that have, or may get, a pod to spare. */
export function disruptionBudget(chart: Chart, plan: Plan, component: PlannedComponent): void {
  const { disruption } = component;
  if (!disruption) return;
  new k8s.KubePodDisruptionBudget(chart, `${component.name}-pdb`, {
    metadata: {
      name: component.name,
      labels: stableLabels(plan, component),
      annotations: syncWave(component.wave),
    },
    spec: {
      ...('minAvailable' in disruption
        ? { minAvailable: k8s.IntOrString.fromNumber(disruption.minAvailable) }
        : { maxUnavailable: k8s.IntOrString.fromNumber(disruption.maxUnavailable) }),
      selector: { matchLabels: selectorLabels(plan, component) },
      // A pod that is not ready protects nobody: a drain may take it at once.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}
