/** Makes a valid system of whatever is wished: what cannot be is left out, or becomes the nearest that can. */
import type { AlertRule } from '../../model/observability';
import { fullName } from '../../model/registries';
import { askedPorts } from '../../model/resolve/flows';
import type { RegistryLogin, Route, System } from '../../model/system';
import { speaksHttp } from '../../model/traffic';
import { flowsOf, measured, routesOf, startOrder, work } from './arrows';
import type { SystemData, World } from './data';
import { environments } from './environments';
import { FOREIGN, hasForeignHelper } from './own-parts';
import { at, Parts } from './parts';
import { OWN } from './pool';
import type { Wishes } from './wishes';
import { zonesOf } from './zones';

const SYSTEMS = ['shop', 'b', 'night-shift-2', 'a-system-with-a-long-name'];
const WORDS = [
  'web',
  'orders',
  'token-service',
  'x1',
  'stranger',
  'mail-2',
  'billing-and-reconciliation-for-the-night',
  'dns',
  'key',
];

export function interpret(world: World, wishes: Wishes): SystemData {
  const parts = new Parts(world);
  for (const { made, word } of wishes.components)
    parts.add(made, word === undefined ? undefined : at(WORDS, word));
  const flows = flowsOf(parts, wishes.flows, work(parts, wishes.queues));
  const taken: Parameters<typeof routesOf>[2] = [];
  const routes = routesOf(parts, wishes.routes, taken);
  const internalRoutes = routesOf(parts, wishes.internalRoutes, taken).map(({ login: _, ...route }) => route);
  measured(parts, wishes.queries, [...routes, ...internalRoutes]);
  const clusters = Object.fromEntries(wishes.clusters.map((cluster, n) => [`cluster-${n}`, cluster]));
  const shape = { flows, routes, internalRoutes };
  let found = environments(parts, shape, clusters, wishes.environments);
  if (Object.keys(found).length === 0) {
    // Nothing of the system could run anywhere: it gets what it lacks.
    const [name, first] = Object.entries(clusters)[0]!;
    clusters[name] = { ...first, secretStore: 'platform', operators: true, keda: true };
    const plain = {
      ...wishes.environments[0]!,
      cluster: 0,
      without: [],
      external: [],
      cdn: false,
      local: [],
    };
    found = environments(parts, shape, clusters, [plain]);
  }
  const used = Object.values(found).map(({ cluster }) => cluster);
  // Nobody asks for what no cluster has.
  if (!used.some((name) => clusters[name]!.gpus)) clusters[used[0]!] = { ...clusters[used[0]!]!, gpus: 100 };
  shape.routes = routes.map((route) => ({ ...route, login: asks(parts, route, found, clusters) }));
  for (const { of, traffic } of wishes.traffic) {
    const name = at(
      parts.names.filter((one) => isTreated(parts, one, flows, found)),
      of,
    );
    if (name) parts.change(name, { traffic });
  }
  found = believed(parts, shape, found, wishes.tokens) ?? found;
  // A route would lead past whoever looks at tokens.
  const wants = (name: string): boolean => 'tokens' in parts.made[name]!.options;
  shape.routes = shape.routes.filter(({ to }) => !wants(to));
  const keeper = parts.names.find((name) => parts.definition(name).keepsBackups);
  return {
    name: at(SYSTEMS, wishes.name)!,
    components: parts.made,
    ...shape,
    sharedSecrets: shared(parts, wishes.shared),
    startAfter: startOrder(parts, flows, wishes.startAfter),
    backups: keeper === undefined ? undefined : { by: keeper },
    // Who keeps backups has to be near whatever is saved, which no wish says.
    ...(wishes.zones !== undefined && !keeper && zonesOf(asDefined(parts, shape, found), wishes.zones)),
    clusters,
    environments: found,
    signatures: wishes.signed ? signatures(parts, found) : undefined,
    registries: registries(parts, found, clusters, wishes.registries),
    outside: wishes.outside ? [{ what: 'Backups | of all', where: 'elsewhere' }] : undefined,
    ...(wishes.watched && {
      alerts: [everythingGone],
      dashboard: {
        id: 'at-a-glance',
        title: 'At a glance',
        panels: [
          { title: 'Answers', unit: 'short', queries: [{ expr: 'min by (job) (up)', legend: '{{job}}' }] },
        ],
      },
    }),
  };
}

/** The definition as far as its arrows go. */
const asDefined = (
  parts: Parts,
  shape: Pick<SystemData, 'flows' | 'routes' | 'internalRoutes'>,
  found: SystemData['environments'],
): System => {
  const defined = (made: SystemData['components'] = {}) =>
    Object.fromEntries(Object.entries(made).map(([name, one]) => [name, parts.definition(name, one)]));
  const environments = Object.fromEntries(
    Object.entries(found).map(([name, { components }]) => [name, { components: defined(components) }]),
  );
  return { ...shape, components: defined(parts.made), environments } as unknown as System;
};

/** Every environment has a store where its logins are, and no network shows to everybody what the route keeps. */
const asks = (
  parts: Parts,
  { login, to }: Route,
  found: SystemData['environments'],
  clusters: SystemData['clusters'],
): boolean | undefined =>
  login &&
  !parts.definition(to).filesOnly &&
  Object.values(found).every(({ cluster }) => clusters[cluster]!.secretStore !== undefined);

/** What an operator makes takes no variables, here and where an environment makes it in another way. */
function shared(parts: Parts, wishes: Wishes['shared']): SystemData['sharedSecrets'] {
  const names = parts.names.filter((name) => OWN.includes(parts.made[name]!.call));
  const groups = wishes.map((picks) => [...new Set(picks.flatMap((pick) => at(names, pick) ?? []))]);
  return Object.fromEntries(
    groups.flatMap((group, n) => (group.length > 1 ? [[`SHARED_KEY_${n}`, group]] : [])),
  );
}

/** Components that run in an environment as the system has them. */
const inside = (
  parts: Parts,
  { without = [], cdn = [], local = [], external = {}, components = {} }: SystemData['environments'][string],
): string[] =>
  parts.names.filter(
    (name) =>
      ![...without, ...cdn, ...local, ...Object.keys(external), ...Object.keys(components)].includes(name),
  );

/** Of the first folder of images from which every environment runs something. */
function signatures(parts: Parts, found: SystemData['environments']): SystemData['signatures'] {
  const folder = (name: string): string => parts.definition(name).image.repository.replace(/[^/]*$/, '');
  const folders = Object.values(found).map((one) => new Set(inside(parts, one).map(folder)));
  const [repositories] = [...(folders[0] ?? [])].filter((one) => one && folders.every((all) => all.has(one)));
  if (!repositories) return undefined;
  return { repositories, issuer: 'https://ci.example.com', subject: '^https://ci\\.example\\.com/.*$' };
}

/** Images of a component as the system has it, its helper's of another maker too. */
const repositories = (parts: Parts, name: string): string[] => [
  parts.definition(name).image.repository,
  ...(hasForeignHelper(parts.made[name]!.options) ? [FOREIGN.repository] : []),
];

/** Registries, or folders of them, of images that some environment runs; all have a store where the logins are. */
function registries(
  parts: Parts,
  found: SystemData['environments'],
  clusters: SystemData['clusters'],
  wishes: Wishes['registries'],
): SystemData['registries'] {
  if (Object.values(found).some(({ cluster }) => !clusters[cluster]!.secretStore)) return undefined;
  const used = parts.names
    .filter((name) => Object.values(found).some((one) => inside(parts, one).includes(name)))
    .flatMap((name) => repositories(parts, name));
  const all: Record<string, RegistryLogin> = {};
  for (const [n, { of, folder, assumed }] of wishes.entries()) {
    const repository = at(used, of);
    if (!repository) continue;
    const [host = '', ...folders] = fullName(repository).split('/').slice(0, -1);
    const registry = folder && folders.length > 0 ? `${[host, ...folders].join('/')}/` : host;
    // One of which the other is a part may be left without any image of its own.
    if (Object.keys(all).some((other) => other.startsWith(host))) continue;
    all[registry] = {
      entry: n === 0 ? 'registry' : 'other-2',
      ...(assumed && { assumed: 'Not | documented.' }),
    };
  }
  return Object.keys(all).length > 0 ? all : undefined;
}

/** Whether something on the way may treat requests to it: somebody asks it in every environment, and by HTTP alone. */
function isTreated(
  parts: Parts,
  name: string,
  flows: SystemData['flows'],
  found: SystemData['environments'],
): boolean {
  const { workload, ports } = parts.definition(name);
  const clients = flows.filter(({ to }) => to === name);
  const asked = askedPorts({ flows: clients, components: { [name]: { ports } } } as never, name);
  const gone = (
    { without = [], cdn = [], local = [] }: SystemData['environments'][string],
    one: string,
  ): boolean => [...without, ...cdn, ...local].includes(one);
  return (
    TREATED.includes(parts.made[name]!.call) &&
    workload === 'Deployment' &&
    asked.every(speaksHttp) &&
    Object.values(found).every(
      (one) => gone(one, name) || one.external?.[name] || clients.some(({ from }) => !gone(one, from)),
    )
  );
}

/** Some whose clients bring tokens, and who issues those: another one in each environment. */
function believed(
  parts: Parts,
  { flows, internalRoutes = [] }: Pick<SystemData, 'flows' | 'internalRoutes'>,
  found: SystemData['environments'],
  wishes: Wishes['tokens'],
): SystemData['environments'] | undefined {
  let isAny = false;
  for (const { of, without } of wishes) {
    const name = at(
      parts.names.filter(
        (one) =>
          OWN.includes(parts.made[one]!.call) &&
          isTreated(parts, one, flows, found) &&
          !internalRoutes.some(({ to }) => to === one),
      ),
      of,
    );
    if (!name) continue;
    const clients = [...new Set(flows.filter(({ to }) => to === name).map(({ from }) => from))];
    const machine = without && clients.length > 1 ? { [clients[0]!]: 'Nobody | "is" there.' } : undefined;
    parts.change(name, { tokens: { ...(machine && { without: machine }) } });
    isAny = true;
  }
  if (!isAny) return undefined;
  return Object.fromEntries(
    Object.entries(found).map(([name, one], n) => [
      name,
      {
        ...one,
        tokens: {
          issuer: `https://id.example.com/realms/${name}${n > 0 ? '/' : ''}`,
          audiences: n > 0 ? ['shop', 'shop-app'] : ['shop'],
          ...(n > 0 && { keys: 'https://id.example.com/keys?realm=all' }),
        },
      },
    ]),
  );
}

/** Calls that take `traffic` among their options. */
const TREATED = ['nestjs', ...OWN];

const everythingGone: AlertRule = {
  alert: 'EverythingGone',
  expr: 'count(up == 0) > 3',
  forMinutes: 5,
  severity: 'critical',
  summary: 'more than three things are gone',
  proof: {
    fires: ['1', '2', '3', '4'].map((n) => ({ series: `up{instance="${n}"}`, values: '0x60' })),
    silent: [{ series: 'up{instance="1"}', values: '1x60' }],
  },
};
