import { type KubeObject, kindOf, type Labels, podTemplates, title } from '../support/kubernetes';
import { another, inObject, rule, without } from '../support/rule';

interface ServiceSpec {
  clusterIP?: string;
  selector: Labels;
  ports: { name: string; port: number; targetPort?: string | number; protocol?: string }[];
}

const services = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'Service').flatMap((object) => {
    const { selector, ports } = object.spec as ServiceSpec;
    const pods = podTemplates(objects).filter(({ labels }) =>
      Object.entries(selector).every(([key, value]) => labels[key] === value),
    );
    const served = pods.flatMap(({ spec }) => spec.containers.flatMap((container) => container.ports ?? []));
    // The gateway's pods are not ours to read.
    if (Object.keys(selector).join() === 'gateway.networking.k8s.io/gateway-name') return [];
    return ports
      .filter(
        ({ port, targetPort = port, protocol = 'TCP' }) =>
          !served.some(
            (one) =>
              (one.name === targetPort || one.containerPort === targetPort) &&
              one.containerPort === port &&
              (one.protocol ?? 'TCP') === protocol,
          ),
      )
      .map(({ port, targetPort }) => `${title(object)}: no container serves ${port} as ${targetPort}`);
  });

rule('every Service leads to a port that its pods serve', services, [
  [
    'a wrong name',
    inObject('Service/redis', 'spec.ports.0.targetPort', 'redsi'),
    /no container serves 6379 as redsi/,
  ],
  ['another number', inObject('Service/redis', 'spec.ports.0.port', 6380), /no container serves 6380/],
  ['another protocol', inObject('Service/redis', 'spec.ports.0.protocol', 'UDP'), /no container serves 6379/],
]);

const stable = (objects: readonly KubeObject[]): string[] => [
  ...kindOf(objects, 'StatefulSet')
    .filter(({ spec }) => {
      const service = kindOf(objects, 'Service').find(
        ({ metadata }) => metadata.name === (spec as { serviceName: string }).serviceName,
      );
      return (service?.spec as ServiceSpec | undefined)?.clusterIP !== 'None';
    })
    .map((object) => `${title(object)}: its pods have no names`),
  ...kindOf(objects, 'Service')
    .filter(({ spec }) => ['NodePort', 'LoadBalancer'].includes((spec as { type?: string }).type ?? ''))
    .map((object) => `${title(object)} can be reached from outside, past the gateway`),
];

rule('members of a store have names, and nothing but the gateway is reachable from outside', stable, [
  ['no Service', without('Service/mongodb'), /mongodb: its pods have no names/],
  [
    'a shared address',
    inObject('Service/mongodb', 'spec.clusterIP', undefined),
    /mongodb: its pods have no names/,
  ],
  [
    'a port of the node',
    another('Service/redis', 'spec.type', 'NodePort'),
    /redis can be reached from outside/,
  ],
]);
