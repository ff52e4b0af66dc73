/** Clusters at random: with and without what a platform team may have installed. */
import * as fc from 'fast-check';
import type { Cluster, PlatformPods, PlatformTarget } from '../../model/cluster';
import type { DevicePool } from '../../model/device';
import type { Gateway } from '../../model/gateway';
import type { Mesh } from '../../model/mesh';
import { bare } from './pool';
import { optional, subset } from './values';

const mostly = fc.nat({ max: 3 }).map((n) => n > 0);
const ranges = (...all: string[]) => fc.constant({ name: 'our own proxies', cidrs: all });

/** What is chosen of one, as plain data. */
export interface ClusterData {
  /** The add-on that runs it. */
  readonly gateway: string;
  readonly internalPort?: number;
  readonly proxies: 'everybody' | 'a CDN' | Cluster['trustedProxies'];
  readonly secretStore?: string;
  readonly storageClass?: string;
  readonly dnsDomain?: string;
  readonly dnsPort: number;
  readonly apiServer: readonly string[];
  readonly apiServerPort: number;
  readonly mesh: boolean;
  readonly trustDomain?: string;
  readonly keda: boolean;
  readonly operators: boolean;
  /** Names of platform targets. */
  readonly targets: readonly string[];
  readonly nodes: number;
  /** Machines of a pool `gpu`. */
  readonly gpus?: number;
  readonly caveats?: readonly string[];
}

/** @param offer what the platform has: a new gateway or target joins by itself */
export const clusterData = (offer: Offer): fc.Arbitrary<ClusterData> =>
  fc.record<ClusterData>({
    gateway: fc.constantFrom(...gateways(offer).map(({ addOn }) => addOn)),
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
    targets: subset(...targets(offer).map(({ name }) => name)),
    nodes: fc.constantFrom(1, 2, 3),
    gpus: optional(fc.constantFrom(100, 200)),
    caveats: optional(fc.constant(['Nobody | watches the "machines".'])),
  });

/** What the rooms of technologies offer to clusters, found by its form. */
export interface Offer {
  readonly [name: string]: unknown;
}

const has = (value: unknown, ...keys: string[]): boolean =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);

/** Things of this form that are exported, or that an exported function makes of `options`. */
const findAll = <T>(offer: Offer, options: object, is: (value: unknown) => boolean): T[] =>
  Object.values(offer)
    .map((value) => (typeof value === 'function' ? bare(() => value(options)) : value))
    .filter(is) as T[];
const find = <T>(offer: Offer, options: object, is: (value: unknown) => boolean): T | undefined =>
  findAll<T>(offer, options, is)[0];

const gateways = (offer: Offer, internalPort?: number): Gateway[] =>
  findAll(offer, { internalPort }, (one) => has(one, 'addOn', 'className', 'dataPlane'));
export const targets = (offer: Offer): PlatformTarget[] =>
  findAll(offer, {}, (one) => has(one, 'dnsName', 'emits', 'name'));

/** The gateway as the cluster has it; NGINX Gateway Fabric's has an internal entry point by itself. */
export const gatewayOf = (offer: Offer, { gateway, internalPort }: ClusterData): Gateway =>
  named(
    gateways(offer, internalPort).find(({ addOn }) => addOn === gateway),
    gateway,
  );

const named = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`nothing that clusters bring is ${what}`);
  return value;
};

/** @param nodes more than enough of them are told from fewer by what else they need */
const gpuPool = (nodes: number): DevicePool => ({
  resource: 'nvidia.com/gpu',
  nodes,
  each: { devices: 2, cpu: '16', memory: '64Gi' },
  nodeLabels: { 'example.com/pool': 'gpu' },
  ...(nodes > 100 && {
    taint: { key: 'nvidia.com/gpu', effect: 'NoSchedule' },
    runtimeClass: 'nvidia',
  }),
});

export function cluster(name: string, data: ClusterData, offer: Offer): Cluster {
  const { trustDomain, proxies } = data;
  const pods = (of: string) => named(offer[of] as PlatformPods | undefined, of);
  const proxied = (open: boolean) => (one: unknown) =>
    has(one, 'name', 'cidrs') && (one as Cluster['trustedProxies']).cidrs.includes('0.0.0.0/0') === open;
  const mesh = () => find<Mesh>(offer, { trustDomain }, (one) => has(one, 'implementation', 'waypointClass'));
  return {
    name,
    region: 'somewhere',
    gateway: gatewayOf(offer, data),
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
    platformTargets: targets(offer).filter(
      ({ name, device }) => data.targets.includes(name) && (!device || data.gpus !== undefined),
    ),
    pools: data.gpus === undefined ? undefined : { gpu: gpuPool(data.gpus) },
    capacity: { nodes: data.nodes, cpu: '64', memory: '256Gi', description: 'large machines' },
    caveats: data.caveats,
  };
}
