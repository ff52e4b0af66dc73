/** One cluster as Argo CD sees it: whose environments run there, and what their files ask for. */
import type { Plan } from '../model/plan';
import type { AddOn, HelmChart, Hosted, Install, Kustomization, Values } from '../model/platform';
import { compare } from '../model/problems';
import { addOnsAsked } from '../platform';
import { type Kinds, kindsIn } from './kinds';

export interface PlannedEnvironment {
  readonly plan: Plan;
  readonly kinds: Kinds;
}

/** With the values that the cluster makes of it. */
export type PlannedSource = (Omit<HelmChart, 'values'> & { readonly values?: Values }) | Kustomization;

export interface PlannedAddOn extends AddOn, Omit<Install, 'source'> {
  readonly source: PlannedSource;
  /** Labels of its namespace that others ask for. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
}

export interface PlannedCluster {
  readonly name: string;
  /** By system, then by environment. */
  readonly environments: readonly PlannedEnvironment[];
  /** In the order in which they are installed. */
  readonly addOns: readonly PlannedAddOn[];
}

/**
 * All clusters that environments name, by name.
 * @param files path below `dist` → text, of every environment
 */
export function planClusters(plans: readonly Plan[], files: ReadonlyMap<string, string>): PlannedCluster[] {
  const names = [...new Set(plans.map(({ cluster }) => cluster.name))].sort(compare);
  return names.map((name) => {
    const environments = plans
      .filter(({ cluster }) => cluster.name === name)
      .map((plan) => {
        const folder = `${plan.system}/${plan.environment}/`;
        const own = [...files].filter(([path]) => path.startsWith(folder));
        return { plan, kinds: kindsIn(own.map(([, text]) => text)) };
      });
    return { name, environments, addOns: addOnsFor(environments) };
  });
}

function addOnsFor(environments: readonly PlannedEnvironment[]): PlannedAddOn[] {
  const groups = new Set(
    environments.flatMap(({ kinds }) =>
      [...kinds.namespaced, ...kinds.clusterWide].map(({ group }) => group),
    ),
  );
  const targets = new Set(
    environments.flatMap(({ plan }) => plan.cluster.platformTargets.map(({ name }) => name)),
  );
  const devices = new Set(
    environments.flatMap(({ plan }) =>
      Object.values(plan.cluster.pools ?? {}).map(({ resource }) => resource),
    ),
  );
  const mesh = environments.map(({ plan }) => plan.mesh).find((one) => one !== undefined);
  const hosted: Hosted = {
    cluster: environments[0]!.plan.cluster,
    plans: environments.map(({ plan }) => plan),
  };
  const asked = addOnsAsked({ groups, targets, devices, gateway: wayIn(hosted) });
  return asked.flatMap((addOn): PlannedAddOn[] => {
    const { install } = addOn;
    if ('of' in install) return [];
    const joins = asked.some(({ install: one }) => 'of' in one && one.of === addOn.name && one.joinsMesh);
    return [
      {
        ...addOn,
        ...install,
        source: planSource(install.source, hosted),
        namespace: install.at?.(hosted.cluster) ?? addOn.namespace,
        namespaceLabels: (joins && mesh?.namespaceLabels) || {},
      },
    ];
  });
}

/** The add-on by which somebody comes in, also where the standard objects say all there is to say. */
const wayIn = ({ cluster, plans }: Hosted): string | undefined =>
  plans.some(({ routes }) => routes.length > 0) ? cluster.gateway.addOn : undefined;

function planSource(source: Install['source'], hosted: Hosted): PlannedSource {
  if (!('chart' in source)) return source;
  const { values: given, ...chart } = source;
  const values = typeof given === 'function' ? given(hosted) : given;
  return { ...chart, values: Object.keys(values ?? {}).length > 0 ? values : undefined };
}
