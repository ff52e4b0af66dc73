/** Environments of a random system: what each leaves out, has elsewhere, or makes in another way. */
import type { Definition } from '../../model/component';
import { isPart } from '../../model/edge';
import { endsByItself } from '../../model/pod';
import { askedPorts } from '../../model/resolve/flows';
import type { External, Override, Phase } from '../../model/system';
import { speaksHttp } from '../../model/traffic';
import { untoldOf } from '../../model/validate/external';
import type { ClusterData } from './clusters';
import type { EnvironmentData, Made, SystemData } from './data';
import { at, type Parts } from './parts';
import { OWN } from './pool';
import type { EnvironmentWish } from './wishes';

const NAMES = ['production', 'staging', 'main', 'production-dr', 'productions', 'eu'];
/** Another way to run the same technology, for the same clients. */
const OTHER_WAY: Readonly<Record<string, string>> = { redis: 'redisFailover', postgres: 'postgresCluster' };

/** Past midnight from the third store on. */
const SAVED = { at: '23:45', timeZone: 'Europe/Berlin', days: 3 } as const;
const OFFSITE = {
  endpoint: 'https://s3.provider.example.net',
  region: 'far',
  bucket: 'shop-backups',
  days: 30,
  class: 'GLACIER_IR',
} as const;

const needsStore = ({ secrets = {}, storeKeys = [], keepsBackups }: Definition): boolean =>
  keepsBackups !== undefined ||
  storeKeys.length > 0 ||
  Object.values(secrets).some((source) => source !== 'generated');

type Shape = Pick<SystemData, 'flows' | 'routes' | 'internalRoutes'>;

/** With everything that cannot be without them. */
function closure(parts: Parts, without: ReadonlySet<string>): Set<string> {
  const all = new Set(without);
  for (let before = -1; before !== all.size; ) {
    before = all.size;
    for (const name of parts.names) if (parts.dependsOn(name).some((one) => all.has(one))) all.add(name);
  }
  return all;
}

/** Whether the cluster has what it takes. */
const canRun = (
  definition: Definition,
  { secretStore, operators, keda }: ClusterData,
  phase: Phase,
): boolean =>
  (secretStore !== undefined || !needsStore(definition)) &&
  (operators || !definition.operated) &&
  (keda || phase < 3 || (definition.scaling?.on ?? 'cpu') === 'cpu');

export function environments(
  parts: Parts,
  { flows, routes, internalRoutes }: Shape,
  clusters: Readonly<Record<string, ClusterData>>,
  wishes: readonly EnvironmentWish[],
): SystemData['environments'] {
  const all: Record<string, EnvironmentData> = {};
  for (const wish of wishes) {
    const name = NAMES.filter((one) => !(one in all))[wish.name % (NAMES.length - Object.keys(all).length)]!;
    const clusterName = at(Object.keys(clusters), wish.cluster)!;
    const shape = { flows, routes, internalRoutes };
    const made = environment(parts, shape, clusterName, clusters[clusterName]!, wish);
    if (made) all[name] = { ...made, domain: `${name}.shop.example.com` };
  }
  return all;
}

/** Undefined where nothing would be left of the system. */
function environment(
  parts: Parts,
  { flows, routes, internalRoutes = [] }: Shape,
  clusterName: string,
  cluster: ClusterData,
  wish: EnvironmentWish,
): Omit<EnvironmentData, 'domain'> | undefined {
  const { names } = parts;
  const phase = Math.min(wish.phase + 1, cluster.mesh ? 4 : 3) as Phase;
  const lost = names.filter((name) => !canRun(parts.definition(name), cluster, phase));
  const must = closure(parts, new Set(lost));
  if (must.size === names.length) return undefined;
  const wished = closure(parts, new Set([...must, ...wish.without.flatMap((pick) => at(names, pick) ?? [])]));
  const without = wished.size === names.length ? must : wished;
  const here = names.filter((name) => !without.has(name));
  const external = elsewhere(parts, here, cluster, wish);
  const cdn = wish.cdn
    ? here.filter((name) => isServedElsewhere(parts, { flows, routes }, name, external))
    : [];
  const running = here.filter((name) => !external[name] && !cdn.includes(name));
  const keepers = running.filter((name) => parts.definition(name).keepsBackups);
  const local = onOwnMachine(running, keepers, flows, wish);
  const inside = running.filter((name) => !local.includes(name));
  if (inside.length === 0) return undefined;
  const components = otherwise(parts, inside, cluster, phase, wish);
  const definition = (name: string): Definition =>
    parts.definition(name, components[name] ?? parts.made[name]!);
  const kept = flows.filter(({ from, to }) => here.includes(from) && here.includes(to));
  const shown = internalRoutes.filter(({ to }) => inside.includes(to));
  // Who works on a machine of its own comes in by a forwarded port, which leads to one pod.
  const asked = kept.filter(({ from }) => inside.includes(from));
  const canary =
    phase === 4 && wish.canary
      ? inside.filter((name) => hasCanary(name, definition(name), asked, routes))
      : [];
  const isOpen =
    wish.internal &&
    !wish.shut &&
    shown.length > 0 &&
    cluster.secretStore &&
    parts.gateway(cluster).ports.internal !== undefined;
  return {
    phase,
    cluster: clusterName,
    budget: wish.roomy ? 'plenty' : 'exact',
    requestShare: wish.requestShare,
    ...(isOpen && { internal: { cidrs: ['10.8.0.0/16', '203.0.113.64/26'] } }),
    ...(keepers.length && { backups: wish.internal ? SAVED : { ...SAVED, offsite: OFFSITE } }),
    ...(wish.people && { people: wish.people }),
    ...(without.size && { without: [...without] }),
    ...(cdn.length && { cdn }),
    ...(local.length && { local }),
    ...(wish.shut && { shut: true as const }),
    ...(Object.keys(external).length && { external }),
    ...(Object.keys(components).length && { components }),
    ...(canary.length && {
      canary: Object.fromEntries(
        canary.map((name, n) => [name, { tag: '9.9.9', weight: [1, 50, 99][n % 3]! }]),
      ),
    }),
    ...(wish.images && { images: { [definition(inside[0]!).image.repository]: '7.7.7' } }),
    overrides: overridesOf(inside, definition, wish),
  };
}

/** Those whom nobody asks that stays. */
function onOwnMachine(
  running: readonly string[],
  staying: readonly string[],
  flows: Shape['flows'],
  { local }: EnvironmentWish,
): string[] {
  const found: string[] = [];
  for (const pick of local) {
    const isFree = (name: string): boolean =>
      flows.every(({ from, to }) => to !== name || found.includes(from) || !running.includes(from));
    const free = running.filter((name) => !staying.includes(name) && isFree(name));
    const name = at(free, pick);
    // Somebody has to stay.
    if (name && !found.includes(name) && found.length + 1 < running.length) found.push(name);
  }
  return found;
}

function elsewhere(
  parts: Parts,
  here: readonly string[],
  cluster: ClusterData,
  wish: EnvironmentWish,
): NonNullable<EnvironmentData['external']> {
  const servers = here.filter((name) => {
    const { ports, accounts, workload, keepsBackups } = parts.definition(name);
    const asked = Object.keys(ports).length > 0 && !endsByItself({ workload }) && !keepsBackups;
    return asked && (!accounts || cluster.secretStore);
  });
  return Object.fromEntries(
    wish.external.flatMap(({ of, tls, private: own, more }) => {
      const name = at(servers, of);
      if (!name) return [];
      const said: External = {
        host: `${name}.provider.example.net`,
        port: 6543,
        ...(tls ? {} : { tls: false }),
      };
      const others: Partial<External> = {
        direct: { host: `direct.${said.host}`, port: 6544 },
        read: { host: `read.${said.host}` },
        parameters: { connect_timeout: '10' },
      };
      const untold = untoldOf(parts.definition(name), { ...said, ...others });
      const isTold = (word: string): boolean => !untold.some((one) => one.split('.')[0] === word);
      const told = Object.entries(others).filter(([word]) => more && isTold(word));
      return [
        [
          name,
          {
            ...said,
            ...Object.fromEntries(told),
            ...(own && { cidrs: ['10.30.0.0/24', '2001:db8:30::/64'] }),
          },
        ],
      ];
    }),
  );
}

const isServedElsewhere = (
  parts: Parts,
  { flows, routes }: Pick<Shape, 'flows' | 'routes'>,
  name: string,
  external: object,
): boolean =>
  parts.definition(name).filesOnly === true &&
  !(name in external) &&
  routes.some(({ to }) => to === name) &&
  !routes.some(({ to, methods, below = false }) => to === name && isPart({ methods, below })) &&
  !flows.some(({ to }) => to === name);

function otherwise(
  parts: Parts,
  inside: readonly string[],
  cluster: ClusterData,
  phase: Phase,
  wish: EnvironmentWish,
): Record<string, Made> {
  return Object.fromEntries(
    wish.others.flatMap((pick) => {
      const name = at(inside, pick)!;
      const { call } = parts.made[name]!;
      const made = parts.usual(OTHER_WAY[call] ?? call);
      // Another one of a newcomer's own could have other ports than its clients name.
      const isKnown = made && !OWN.includes(call) && canRun(parts.definition(name, made), cluster, phase);
      return isKnown ? [[name, made]] : [];
    }),
  );
}

function hasCanary(
  name: string,
  { workload, singleton, oneVersion, ports, scaling }: Definition,
  flows: Shape['flows'],
  routes: Shape['routes'],
): boolean {
  const asked = askedPorts({ flows, components: { [name]: { ports } } } as never, name);
  const isAsked = asked.length > 0 || routes.some(({ to }) => to === name);
  return (
    workload === 'Deployment' &&
    !singleton &&
    !oneVersion &&
    !(scaling && 'idle' in scaling && scaling.idle) &&
    isAsked &&
    asked.every(speaksHttp) &&
    name.length < 45
  );
}

/** More pods, never fewer: a store may have said how many of them must stay. */
function overridesOf(
  inside: readonly string[],
  definition: (name: string) => Definition,
  wish: EnvironmentWish,
): Record<string, Override> {
  return Object.fromEntries(
    wish.overrides.map(({ of, tag, digest, replicas, resources, volumes }) => {
      const name = at(inside, of)!;
      const { replicas: now = 1, scaling, workload, volumes: disks = {}, ...said } = definition(name);
      const isOne = said.singleton || (said.oneVersion && workload === 'StatefulSet');
      const more = replicas && !isOne && !endsByItself({ workload }) ? now + 2 : undefined;
      return [
        name,
        {
          ...(tag && { tag: digest ? `4.5.6@sha256:${'4'.repeat(64)}` : '4.5.6' }),
          ...(more && { replicas: more }),
          ...(scaling && { maxReplicas: Math.max(scaling.max, more ?? 0) }),
          ...(resources && {
            resources: { requests: { cpu: '300m', memory: '2Gi' }, limits: { memory: '3Gi' } },
          }),
          ...(volumes && { volumes: Object.fromEntries(Object.keys(disks).map((disk) => [disk, '8Gi'])) }),
        } as Override,
      ];
    }),
  );
}
