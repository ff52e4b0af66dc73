/** What the controller says of a Gateway, and of all that is at it. Argo CD judges by this whether all is well. */
import { call } from '../../lab/api';
import type { Cluster } from '../../lab/cluster';
import type { Backend } from '../../lab/edge-locations';
import type { KubeObject } from '../../lab/manifests';
import { accepted, CONTROLLER, condition } from '../../lab/operators';

/** Kind → its resource. */
const POLICIES: Readonly<Record<string, string>> = {
  ClientSettingsPolicy: 'clientsettingspolicies',
  ProxySettingsPolicy: 'proxysettingspolicies',
  RateLimitPolicy: 'ratelimitpolicies',
  SnippetsPolicy: 'snippetspolicies',
};

/** @param problem why the Gateway is not programmed */
export async function report(
  cluster: Cluster,
  gateway: KubeObject,
  objects: readonly KubeObject[],
  problem?: string,
): Promise<void> {
  const service = objects.find(
    ({ kind, metadata }) =>
      kind === 'Service' && metadata.name === `${gateway.metadata.name}-${gateway.spec.gatewayClassName}`,
  );
  const addresses = ((service?.status?.loadBalancer?.ingress ?? []) as { ip: string }[]).map(({ ip }) => ({
    type: 'IPAddress',
    value: ip,
  }));
  await tell(cluster, gateway, 'gateway.networking.k8s.io/v1', 'gateways', {
    addresses,
    conditions: [
      condition(gateway, 'Accepted'),
      condition(gateway, 'Programmed', problem ?? (addresses.length > 0 ? undefined : 'it has no address')),
    ],
  });
  for (const object of objects) {
    const [group, version] = object.apiVersion.split('/');
    const at = `${group}/${version}`;
    if (object.kind === 'HTTPRoute')
      await tell(cluster, object, at, 'httproutes', routeStatus(object, objects));
    const resource = POLICIES[object.kind];
    if (resource) await tell(cluster, object, at, resource, accepted(object));
  }
}

const routeStatus = (route: KubeObject, objects: readonly KubeObject[]): object => ({
  parents: (route.spec.parentRefs as object[]).map((parentRef) => ({
    parentRef,
    controllerName: CONTROLLER,
    conditions: [condition(route, 'Accepted'), condition(route, 'ResolvedRefs', danglingIn(route, objects))],
  })),
});

/** Services and filters of a route that are not there. */
function danglingIn({ spec }: KubeObject, objects: readonly KubeObject[]): string | undefined {
  const has = (kind: string, name: string) =>
    objects.some((one) => one.kind === kind && one.metadata.name === name);
  type Rule = { backendRefs?: Backend[]; filters?: { extensionRef?: { kind: string; name: string } }[] };
  const missing = (spec.rules as Rule[]).flatMap(({ backendRefs = [], filters = [] }) => [
    ...backendRefs.filter(({ name }) => !has('Service', name)).map(({ name }) => `Service ${name}`),
    ...filters
      .flatMap(({ extensionRef }) => extensionRef ?? [])
      .filter(({ kind, name }) => !has(kind, name))
      .map(({ kind, name }) => `${kind} ${name}`),
  ]);
  return missing.length > 0 ? `not there: ${missing.join(', ')}` : undefined;
}

/** Says it where it is not what is said already. */
async function tell(
  cluster: Cluster,
  object: KubeObject,
  group: string,
  resource: string,
  status: object,
): Promise<void> {
  const same = (one: unknown) => JSON.stringify(sorted(one));
  if (same(status) === same(pick(object.status, Object.keys(status)))) return;
  const { namespace, name } = object.metadata;
  const path = `/apis/${group}/namespaces/${namespace}/${resource}/${name}/status`;
  // Who went meanwhile needs none.
  await call(cluster, 'PATCH', path, { status }).catch(() => undefined);
}

const pick = (from: Record<string, unknown> = {}, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]]));

/** In one order, and without the time. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([name, one]) => name !== 'lastTransitionTime' && one !== undefined,
  );
  return Object.fromEntries(
    entries.sort(([a], [b]) => a.localeCompare(b)).map(([name, one]) => [name, sorted(one)]),
  );
}
