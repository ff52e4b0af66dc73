/** What the containers of a component's pod have together. */
import type { PlainFile, Port } from './component';

interface Container {
  readonly ports?: Readonly<Record<string, Port>>;
  readonly files?: readonly PlainFile[];
}

interface Pod extends Container {
  readonly sidecars?: readonly Container[];
}

/** Ports of all containers by name; names are told apart when a definition is checked. */
export const allPorts = (pod: Pod): Readonly<Record<string, Port>> =>
  Object.assign({}, pod.ports, ...(pod.sidecars ?? []).map((sidecar) => sidecar.ports));

/** Configuration files of all containers; two of them may read the same one. */
export const allFiles = (pod: Pod): PlainFile[] => [
  ...(pod.files ?? []),
  ...(pod.sidecars ?? []).flatMap((sidecar) => sidecar.files ?? []),
];

/** Service that answers with every pod, ready or not, for Prometheus; a StatefulSet's own Service does already. */
export const metricsService = (component: string): string => `${component}-metrics`;

/** DNS names of a StatefulSet's pods, the first one first. */
export const podNames = (component: string, replicas: number, dnsSuffix: string): string[] =>
  Array.from({ length: replicas }, (_, index) => `${component}-${index}.${component}.${dnsSuffix}`);
