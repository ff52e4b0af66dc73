import { type KubeObject, kindOf, type Labels, podTemplates, title } from '../support/kubernetes';
import { another, inObject, rule, those, without } from '../support/rule';

interface ServiceSpec {
  clusterIP?: string;
  selector: Labels;
  ports?: { name: string; port: number; targetPort?: string | number; protocol?: string }[];
}

const services = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'Service').flatMap((object) => {
    const { selector, ports = [], clusterIP } = object.spec as ServiceSpec;
    // One without ports may give pods names; anything else the API server refuses.
    if (ports.length === 0 && clusterIP !== 'None') return [`${title(object)} has an address and no port`];
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

/** One of a component that we run. */
const ours = those('Service', ({ selector, ports = [] }: ServiceSpec) =>
  Boolean(selector['app.kubernetes.io/name'] && ports[0]),
);
const isAddress = ({ clusterIP, ports = [] }: ServiceSpec): boolean =>
  clusterIP !== 'None' && ports.length > 0;

rule('every Service leads to a port that its pods serve', services, [
  ['a wrong name', inObject(ours, 'spec.ports.0.targetPort', 'redsi'), /no container serves \d+ as redsi/],
  ['another number', inObject(ours, 'spec.ports.0.port', 1), /no container serves 1 as/],
  ['another protocol', inObject(ours, 'spec.ports.0.protocol', 'SCTP'), /no container serves \d+ as/],
  ['no port', inObject(those('Service', isAddress), 'spec.ports', []), /has an address and no port/],
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

/** By which the pods of a StatefulSet have names. */
const members = those('Service', (_, { metadata }, objects) =>
  kindOf(objects, 'StatefulSet').some(
    ({ spec }) => (spec as { serviceName: string }).serviceName === metadata.name,
  ),
);

rule('members of a store have names, and nothing but the gateway is reachable from outside', stable, [
  ['no Service', without(members), /StatefulSet\/.*: its pods have no names/],
  ['a shared address', inObject(members, 'spec.clusterIP', undefined), /: its pods have no names/],
  [
    'a port of the node',
    another('Service', 'spec.type', 'NodePort'),
    /Service\/.* can be reached from outside/,
  ],
]);
