/** Clusters at random: with and without what a platform team may have installed. */
import * as fc from 'fast-check';
import type { Cluster, GatewayImplementation, PlatformPods, PlatformTarget } from '../../model/cluster';
import type { Mesh } from '../../model/mesh';
import { bare } from './pool';
import { optional, subset } from './values';

const mostly = fc.nat({ max: 3 }).map((n) => n > 0);
const ranges = (...all: string[]) => fc.constant({ name: 'our own proxies', cidrs: all });

/** What is chosen of one, as plain data. */
export const clusterData = fc.record({
  gateway: fc.constantFrom<GatewayImplementation['implementation'][]>('nginx-gateway-fabric', 'traefik'),
  /** Where the installation has a way in for the people who run it. */
  internalPort: optional(fc.constantFrom(9443, 8444)),
  proxies: fc.oneof(
    fc.constant('everybody' as const),
    fc.constant('a CDN' as const),
    ranges('10.20.0.0/16', '2001:db8::/32'),
    ranges('203.0.113.0/24').map((one) => ({ ...one, clientHeader: 'X-Real-IP' })),
  ),
  secretStore: optional(fc.constantFrom('platform', 'vault')),
  storageClass: optional(fc.constantFrom('encrypted', 'fast-ssd')),
  dnsDomain: optional(fc.constantFrom('k8s.example.net')),
  dnsPort: fc.constantFrom(53, 5353),
  apiServer: fc.constantFrom(
    ['10.0.0.0/24'],
    ['192.0.2.1/32', '192.0.2.2/32'],
    ['203.0.113.9/32', '2001:db8::9/128'],
  ),
  apiServerPort: fc.constantFrom(6443, 443),
  mesh: mostly,
  trustDomain: optional(fc.constantFrom('shop.example')),
  keda: mostly,
  operators: mostly,
  targets: subset('cert-manager', 'node-exporter', 'traefik'),
});
export type ClusterData = typeof clusterData extends fc.Arbitrary<infer T> ? T : never;

/** What the rooms of technologies offer to clusters, found by its form. */
export interface Offer {
  readonly [name: string]: unknown;
}

const has = (value: unknown, ...keys: string[]): boolean =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);

/** The first thing of this form that is exported, or that an exported function makes of `options`. */
function find<T>(offer: Offer, options: object, is: (value: unknown) => boolean): T | undefined {
  for (const value of Object.values(offer)) {
    const made = typeof value === 'function' ? bare(() => value(options)) : value;
    if (is(made)) return made as T;
  }
  return undefined;
}

const named = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`nothing in the catalogue is ${what}`);
  return value;
};

export function cluster(name: string, data: ClusterData, offer: Offer): Cluster {
  const { internalPort, trustDomain, proxies } = data;
  const pods = (of: string) => named(offer[of] as PlatformPods | undefined, of);
  const gateway = find<GatewayImplementation>(
    offer,
    { internalPort },
    (one) =>
      has(one, 'implementation', 'className') &&
      (one as GatewayImplementation).implementation === data.gateway,
  );
  const proxied = (open: boolean) => (one: unknown) =>
    has(one, 'name', 'cidrs') && (one as Cluster['trustedProxies']).cidrs.includes('0.0.0.0/0') === open;
  const mesh = () => find<Mesh>(offer, { trustDomain }, (one) => has(one, 'implementation', 'waypointClass'));
  const target = (of: string) =>
    find<PlatformTarget>(
      offer,
      {},
      (one) => has(one, 'dnsName', 'emits', 'name') && (one as PlatformTarget).name === of,
    );
  return {
    name,
    region: 'somewhere',
    gateway: named(gateway, data.gateway),
    trustedProxies:
      typeof proxies === 'object'
        ? proxies
        : named(find(offer, {}, proxied(proxies === 'everybody')), proxies),
    certificateIssuer: 'letsencrypt',
    secretStore: data.secretStore,
    storageClass: data.storageClass,
    dnsDomain: data.dnsDomain,
    dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: data.dnsPort },
    apiServer: { cidrs: data.apiServer, port: data.apiServerPort },
    keda: data.keda ? pods('keda') : undefined,
    operators: data.operators ? { CloudNativePG: pods('cloudNativePg') } : undefined,
    mesh: data.mesh ? named(mesh(), 'a mesh') : undefined,
    platformTargets: data.targets.map((one) => named(target(one), one)),
    capacity: { cpu: '64', memory: '256Gi', description: 'large machines' },
  };
}
