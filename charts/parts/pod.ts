/** The pod of a component. */
import type { PlannedDevice } from '../../model/device';
import type { Plan, PlannedComponent } from '../../model/plan';
import { endsByItself } from '../../model/pod';
import { type InitContainer, initContainers } from '../../model/pod-parts';
import { priorityClass } from '../../model/priority';
import { container } from './container';
import { copyFiles } from './copy-files';
import type { k8s } from './k8s';
import { componentLabels, configHash, selectorLabels } from './labels';
import { renderConfig } from './render-config';
import { mainMounts, podVolumes, sidecarMounts } from './volumes';
import { waitToStart } from './wait-to-start';

export function podTemplate(plan: Plan, component: PlannedComponent): k8s.PodTemplateSpec {
  const annotations = configHash(component);
  return {
    metadata: {
      labels: componentLabels(plan, component),
      annotations: Object.keys(annotations).length ? annotations : undefined,
    },
    spec: podSpec(plan, component),
  };
}

function podSpec(plan: Plan, component: PlannedComponent): k8s.PodSpec {
  const { user, group } = component.identity;
  const init = initContainers(component).map((one) => initContainer(component, one));
  const volumes = podVolumes(component);
  return {
    serviceAccountName: component.name,
    priorityClassName: priorityClass(plan.namespace, component.tier),
    automountServiceAccountToken: component.api.length > 0,
    // The variables of old Docker links: one for every Service of the namespace, read by nobody.
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: group,
      fsGroup: group,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    // The Job decides whether there is another try, in a pod of its own whose log stays.
    restartPolicy: endsByItself(component) ? 'Never' : undefined,
    terminationGracePeriodSeconds: component.shutdown.grace,
    ...(component.device ? onMachinesWith(component.device) : {}),
    topologySpreadConstraints: component.several ? [spread(plan, component)] : undefined,
    initContainers: init.length ? init : undefined,
    containers: [main(component), ...sidecars(component)],
    volumes: volumes.length ? volumes : undefined,
  };
}

/** Where its device is, and past what keeps others off. */
const onMachinesWith = ({
  nodeLabels,
  taint,
  runtimeClass,
}: PlannedDevice): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations' | 'runtimeClassName'> => ({
  nodeSelector: { ...nodeLabels },
  tolerations: taint && [
    {
      key: taint.key,
      operator: taint.value === undefined ? 'Exists' : 'Equal',
      value: taint.value,
      effect: taint.effect,
    },
  ],
  runtimeClassName: runtimeClass,
});

function initContainer(component: PlannedComponent, init: InitContainer): k8s.Container {
  switch (init.kind) {
    case 'copy':
      return copyFiles(component, init);
    case 'render':
      return renderConfig(component, init);
    case 'wait':
      return waitToStart(component, init);
  }
}

function main(component: PlannedComponent): k8s.Container {
  const { preStop } = component.shutdown;
  return container({
    ...component,
    mounts: mainMounts(component),
    identity: undefined,
    preStop: typeof preStop === 'object' ? preStop : undefined,
  });
}

function sidecars(component: PlannedComponent): k8s.Container[] {
  const own = component.identity;
  return component.sidecars.map((sidecar) => {
    const same = sidecar.identity.user === own.user && sidecar.identity.group === own.group;
    return container({
      ...sidecar,
      identity: same ? undefined : sidecar.identity,
      mounts: sidecarMounts(component, sidecar),
    });
  });
}

/** Not all pods on one node while there is another; on a single node it changes nothing. */
function spread(plan: Plan, component: PlannedComponent): k8s.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selectorLabels(plan, component) },
    // Counts the pods of one version only, so that an update spreads too.
    matchLabelKeys: component.workload === 'Deployment' ? ['pod-template-hash'] : undefined,
  };
}
