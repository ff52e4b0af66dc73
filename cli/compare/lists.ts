/** How the elements of a list are told apart: by a name, as a set, or by their order. */
import { isMap } from '../objects';
import type { Path } from './path';

/** The field that names an element where it is not `name`. */
const NAMES: Readonly<Record<string, (element: Readonly<Record<string, unknown>>) => unknown>> = {
  volumeMounts: (mount) => mount.mountPath,
  volumeDevices: (device) => device.devicePath,
  volumeClaimTemplates: (claim) => isMap(claim.metadata) && claim.metadata.name,
  topologySpreadConstraints: (constraint) => constraint.topologyKey,
  metrics: (metric) => (isMap(metric.resource) ? metric.resource.name : metric.type),
  policies: (policy) => policy.type,
  containerPolicies: (policy) => policy.containerName,
  data: (entry) => entry.secretKey,
  items: (item) => item.path,
};

/** Lists whose order says nothing, for each kind; `*` for all. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  '*': ['hostnames', 'dnsNames'],
  NetworkPolicy: ['ingress', 'egress', 'from', 'to', 'ports', 'policyTypes', 'except', 'values'],
  Role: ['rules', 'verbs', 'resources', 'apiGroups', 'resourceNames'],
  ClusterRole: ['rules', 'verbs', 'resources', 'apiGroups', 'resourceNames'],
  RoleBinding: ['subjects'],
  ClusterRoleBinding: ['subjects'],
  AuthorizationPolicy: ['rules', 'from', 'to', 'principals', 'namespaces', 'ports', 'paths', 'methods'],
};

/** Whether order says nothing in this list. */
export function isSet(kind: string, path: Path): boolean {
  const field = path.at(-1);
  return typeof field === 'string' && [...(SETS['*'] ?? []), ...(SETS[kind] ?? [])].includes(field);
}

/** The elements by name, or undefined where one has none or two share it. */
export function byName(path: Path, list: readonly unknown[]): Map<string, unknown> | undefined {
  const field = path.at(-1);
  const naming = typeof field === 'string' ? NAMES[field] : undefined;
  const found = new Map<string, unknown>();
  for (const element of list) {
    if (!isMap(element)) return undefined;
    const name = naming?.(element) ?? element.name;
    if (typeof name !== 'string' || found.has(name)) return undefined;
    found.set(name, element);
  }
  return found;
}

/** What a reader calls an element of a set: the component, range or name it speaks of. */
export function callIt(element: unknown): string {
  if (!isMap(element)) return typeof element === 'object' ? '…' : String(element);
  const telling = ['app.kubernetes.io/name', 'cidr', 'kubernetes.io/metadata.name', 'name', 'port'];
  for (const key of telling) {
    const value = search(element, key);
    if (value !== undefined) return String(value);
  }
  return '…';
}

/** The first plain value of a key anywhere inside. */
function search(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const own = (value as Record<string, unknown>)[key];
  if (own !== undefined && typeof own !== 'object') return own;
  for (const inner of Object.values(value)) {
    const found = search(inner, key);
    if (found !== undefined) return found;
  }
  return undefined;
}
