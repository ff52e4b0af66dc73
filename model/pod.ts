/** What the containers of a component's pod have together. */
import type { ConfigFile, Definition, Port } from './component';

type Ports = Readonly<Record<string, Port>>;

interface Container {
  readonly ports?: Ports;
  readonly files?: readonly ConfigFile[];
}

interface Pod extends Container {
  readonly sidecars?: readonly Container[];
}

/** Its pods end when their work is done. */
export const endsByItself = ({ workload }: Partial<Pick<Definition, 'workload'>>): boolean =>
  workload === 'Job' || workload === 'CronJob';

/** Ports of all containers by name; names are told apart when a definition is checked. */
export const allPorts = (pod: Pod): Ports =>
  Object.assign({}, pod.ports, ...(pod.sidecars ?? []).map((sidecar) => sidecar.ports));

/** Ports of a definition that one of its containers serves. @param sidecar its name; the main container without one */
export const portsServedBy = (ports: Ports, sidecar?: string): Ports =>
  Object.fromEntries(Object.entries(ports).filter(([, { servedBy }]) => servedBy === sidecar));

/** Configuration files of all containers; two of them may read the same one. */
export const allFiles = (pod: Pod): ConfigFile[] => [
  ...(pod.files ?? []),
  ...(pod.sidecars ?? []).flatMap((sidecar) => sidecar.files ?? []),
];

/** Service that answers with every pod, ready or not, for Prometheus; a StatefulSet's own Service does already. */
export const metricsService = (component: string): string => `${component}-metrics`;

/** Headless Service by which the pods of a StatefulSet have names: its own, or one beside that of its clients. */
export const membersService = (component: string, { balanced }: { readonly balanced?: boolean }): string =>
  balanced ? `${component}-members` : component;

/** DNS names of a StatefulSet's pods, the first one first. @param service @default the component's own */
export const podNames = (
  component: string,
  replicas: number,
  dnsSuffix: string,
  service = component,
): string[] =>
  Array.from({ length: replicas }, (_, index) => `${component}-${index}.${service}.${dnsSuffix}`);
