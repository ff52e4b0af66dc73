/** A random system as data: what is printed of one that fails, and what a definition is made of. */
import type { Cluster } from '../../model/cluster';
import type { Definition } from '../../model/component';
import { type Environment, PHASES, type Phase, type System } from '../../model/system';
import { peak, surge } from '../../model/totals';
import { formatMebibytes, formatMillicores, mebibytes } from '../../model/units';
import { planAt } from '../support/phases';
import { changed } from '../support/variants';
import { type ClusterData, cluster, type Offer } from './clusters';
import type { Options, Technology } from './technologies';

/** A component: whose function is called, and with what. */
export interface Made {
  readonly call: string;
  readonly options: Options;
}

export interface EnvironmentData extends Omit<Environment, 'cluster' | 'components' | 'budget'> {
  readonly cluster: string;
  readonly components?: Readonly<Record<string, Made>>;
  /** Not a byte more than the most demanding phase asks for, or plenty. */
  readonly budget: 'exact' | 'plenty';
}

export interface SystemData
  extends Omit<System, 'title' | 'description' | 'components' | 'environments' | 'runbooks'> {
  readonly components: Readonly<Record<string, Made>>;
  readonly clusters: Readonly<Record<string, ClusterData>>;
  readonly environments: Readonly<Record<string, EnvironmentData>>;
}

/** What systems are made of: technologies by their calls, and what clusters are made of. */
export interface World {
  readonly technologies: ReadonlyMap<string, Technology>;
  readonly offer: Offer;
}

export function define(
  { technologies }: World,
  components: SystemData['components'],
  { call, options }: Made,
): Definition {
  const nameOf = (wanted: string): string =>
    Object.keys(components).find((name) => components[name]!.call === wanted) ?? wanted;
  return technologies.get(call)!.make(options, nameOf);
}

const PLENTY = { cpu: '100000', memory: '900Ti', source: 'plenty' } as const;
const mapped = <A, B>(
  record: Readonly<Record<string, A>>,
  to: (value: A, key: string) => B,
): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value, key)]));

/** The definition that the data stands for. */
export function systemOf(world: World, data: SystemData): System {
  const { clusters, ...rest } = data;
  const made: Readonly<Record<string, Cluster>> = mapped(clusters, (one, name) =>
    cluster(name, one, world.offer),
  );
  const component = (one: Made): Definition => define(world, data.components, one);
  const environments = mapped(
    data.environments,
    (one): Environment => ({
      ...one,
      cluster: made[one.cluster]!,
      components: one.components && mapped(one.components, component),
      budget: { ...PLENTY, devices: devicesOfAll(made[one.cluster]!) },
    }),
  );
  const system: System = {
    ...rest,
    title: `The "${data.name}" system`,
    description: 'Made at random: a | b & "c".',
    components: mapped(data.components, component),
    environments,
    runbooks: `https://runbooks.example.com/${data.name}`,
  };
  const exact = Object.keys(environments).filter((name) => data.environments[name]!.budget === 'exact');
  return exact.reduce((all, name) => changed(all, name, { budget: exactly(all, name) }), system);
}

/** All devices that the cluster has. */
const devicesOfAll = ({ pools }: Cluster): Environment['budget']['devices'] =>
  pools && mapped(pools, ({ nodes, each }) => nodes * each.devices);

/** What the most demanding phase of an environment asks for, and not a byte more. */
function exactly(system: System, environment: string): Environment['budget'] {
  const plans = Object.keys(PHASES).flatMap(
    (phase) => planAt(system, environment, Number(phase) as Phase) ?? [],
  );
  // Something else is wrong, and is told without this.
  if (plans.length === 0) return system.environments[environment]!.budget;
  const most = (of: (plan: (typeof plans)[number]) => number): number => Math.max(...plans.map(of));
  const requests = (key: 'cpu' | 'memory') =>
    most((plan) => peak(plan).requests[key] + (plan.phase >= 2 ? surge(plan).requests[key] : 0));
  const storage = most(({ components }) =>
    components
      .flatMap(({ volumes, replicas }) =>
        Object.values(volumes).map(({ size }) => replicas * mebibytes(size)),
      )
      .reduce((sum, size) => sum + size, 0),
  );
  return {
    cpu: formatMillicores(Math.ceil(requests('cpu'))),
    memory: formatMebibytes(Math.ceil(requests('memory'))),
    storage: formatMebibytes(Math.ceil(storage)),
    devices: system.environments[environment]!.budget.devices,
    source: 'exactly what it asks for',
  };
}
