/** Services of a component: how others find it, and how Prometheus finds its pods. */
import type { Chart } from 'cdk8s';
import type { Port } from '../../model/component';
import type { Plan, PlannedComponent } from '../../model/plan';
import { allPorts, membersService, metricsService } from '../../model/pod';
import { useWaypoint } from '../mesh/names';
import { comment } from './comment';
import { k8s } from './k8s';
import { selectorLabels, stableLabels, syncWave } from './labels';

type Ports = Readonly<Record<string, Port>>;

export function services(chart: Chart, plan: Plan, component: PlannedComponent): void {
  if (component.workload === 'StatefulSet') {
    const name = membersService(component.name, component);
    const members = service(chart, plan, component, name, allPorts(component), 'headless');
    if (component.balanced) {
      comment(
        members,
        'By this one the pods have names. Clients ask the other, which leads to those that are ready.',
      );
      clientService(chart, plan, component);
    }
    return;
  }
  if (!component.operated) clientService(chart, plan, component);
  const metrics = pick(allPorts(component), (name) =>
    component.metrics.some((endpoint) => endpoint.port === name),
  );
  if (Object.keys(metrics).length > 0) {
    const object = service(chart, plan, component, metricsService(component.name), metrics, 'headless');
    comment(object, 'Answers with the address of every pod, ready or not, so that Prometheus sees each one.');
  }
}

/** One address for all pods. Of what nobody asks there is none: a Service with an address must have a port. */
function clientService(chart: Chart, plan: Plan, component: PlannedComponent): void {
  const reached = reachedPorts(plan, component);
  if (Object.keys(reached).length > 0) service(chart, plan, component, component.name, reached, 'cluster');
}

const pick = (ports: Ports, wanted: (name: string, port: Port) => boolean): Ports =>
  Object.fromEntries(Object.entries(ports).filter(([name, port]) => wanted(name, port)));

/** Ports that a flow or a route leads to. Prometheus has a Service of its own, and kubelet asks each pod. */
function reachedPorts(plan: Plan, component: PlannedComponent): Ports {
  const numbers = plan.connections
    .filter(({ to }) => to.kind === 'component' && to.name === component.name)
    .filter(({ reason }) => reason !== 'scrape' && reason !== 'probe')
    // Members have a Service of their own then.
    .filter(({ reason }) => reason !== 'peers' || !component.balanced)
    .map((connection) => connection.port);
  return pick(allPorts(component), (_, port) => numbers.includes(port.number));
}

function service(
  chart: Chart,
  plan: Plan,
  component: PlannedComponent,
  name: string,
  ports: Ports,
  kind: 'cluster' | 'headless',
): k8s.KubeService {
  const forClients = name === component.name;
  // Prometheus and members ask every pod itself.
  const labels = { ...stableLabels(plan, component), ...(forClients ? useWaypoint(plan, component) : {}) };
  const metricsOnly = name === metricsService(component.name);
  const meeting = component.publishNotReady && !(component.balanced && forClients);
  return new k8s.KubeService(chart, `${name}-service`, {
    metadata: { name, labels, annotations: syncWave(component.wave) },
    spec: {
      type: 'ClusterIP',
      clusterIp: kind === 'headless' ? 'None' : undefined,
      publishNotReadyAddresses: metricsOnly || meeting ? true : undefined,
      selector: component.operated
        ? { ...component.operated.servingLabels }
        : selectorLabels(plan, component),
      ports: Object.entries(ports).map(([portName, port]) => ({
        name: portName,
        port: port.number,
        targetPort: k8s.IntOrString.fromString(portName),
        protocol: port.protocol ?? 'TCP',
      })),
    },
  });
}
