/** What each Application may touch: the wall between a mistake in Git and the rest of the cluster. */
import type { Chart } from 'cdk8s';
import { comment } from '../charts/parts/comment';
import { isProduction } from '../model/gitops';
import { compare } from '../model/problems';
import { namespaceOf, PLATFORM } from './add-ons';
import { argoObject, at, type ProjectSpec } from './argocd';
import type { PlannedCluster, PlannedEnvironment } from './cluster';
import { groups, QUIET, REPOSITORY } from './settings';

/** Before the Applications that name them. */
const WAVE = -40;

const unique = <T>(values: readonly T[], key: (value: T) => string): T[] =>
  [...new Map(values.map((value) => [key(value), value]))]
    .sort(([a], [b]) => compare(a, b))
    .map(([, value]) => value);

export function projects(chart: Chart, cluster: PlannedCluster): void {
  platform(chart, cluster);
  for (const system of new Set(cluster.environments.map(({ plan }) => plan.system))) {
    systemProject(
      chart,
      system,
      cluster.environments.filter(({ plan }) => plan.system === system),
    );
  }
}

function platform(chart: Chart, { addOns }: PlannedCluster): void {
  const object = argoObject(chart, 'AppProject', PLATFORM, WAVE, {
    description: 'Add-ons that serve the whole cluster',
    sourceRepos: unique(
      addOns.map(({ source }) => source.repository),
      String,
    ),
    destinations: unique(addOns.map(namespaceOf), String).map(at),
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    namespaceResourceWhitelist: [{ group: '*', kind: '*' }],
  });
  comment(
    object,
    'Add-ons bring definitions, cluster roles and webhooks. Who may make those may do everything, so a list of\n' +
      'kinds would keep nobody out; the list of repositories does.',
    ['spec', 'clusterResourceWhitelist'],
  );
}

function systemProject(chart: Chart, system: string, environments: readonly PlannedEnvironment[]): void {
  const { title } = environments[0]!.plan;
  const object = argoObject(chart, 'AppProject', system, WAVE, {
    description: `${title}: ${environments.map(({ plan }) => plan.environment).join(', ')}`,
    sourceRepos: [REPOSITORY],
    destinations: environments.map(({ plan }) => at(plan.namespace)),
    clusterResourceWhitelist: unique(
      environments.flatMap(({ kinds }) => kinds.clusterWide),
      ({ group, kind, name }) => `${group}/${kind}/${name}`,
    ),
    namespaceResourceWhitelist: unique(
      environments.flatMap(({ kinds }) => kinds.namespaced),
      ({ group, kind }) => `${group}/${kind}`,
    ),
    roles: roles(system),
    ...windows(environments),
  });
  comment(object, 'What its files hold, and nothing else: a new kind appears here in the same commit.', [
    'spec',
    'namespaceResourceWhitelist',
  ]);
  if (!QUIET || !environments.some(({ plan }) => isProduction(plan.environment))) return;
  comment(
    object,
    'By hand always: a fix at night must not wait for Monday. Self-healing rests meanwhile, and a sync that has\n' +
      'begun goes on to its end.',
    ['spec', 'syncWindows', 0, 'manualSync'],
  );
}

function roles(system: string): ProjectSpec['roles'] {
  const allow = (role: string, ...rights: string[]): string[] =>
    rights.map((right) => `p, proj:${system}:${role}, ${right}, ${system}/*, allow`);
  const { read, sync } = groups(system);
  const look = ['applications, get', 'logs, get'];
  return [
    {
      name: 'read',
      description: 'Sees state, differences and logs',
      groups: [read],
      policies: allow('read', ...look),
    },
    {
      name: 'sync',
      description: 'Also starts and ends a sync, and restarts workloads',
      groups: [sync],
      policies: allow('sync', ...look, 'applications, sync', 'applications, action/apps/*/restart'),
    },
  ];
}

function windows(environments: readonly PlannedEnvironment[]): Pick<ProjectSpec, 'syncWindows'> {
  const namespaces = environments
    .filter(({ plan }) => isProduction(plan.environment))
    .map(({ plan }) => plan.namespace);
  if (!QUIET || namespaces.length === 0) return {};
  const { reason, ...when } = QUIET;
  return {
    syncWindows: [
      { kind: 'deny', ...when, namespaces, manualSync: true, syncOverrun: true, description: reason },
    ],
  };
}
