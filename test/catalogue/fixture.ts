/** A small system around the components under test, resolved as the real ones are. */

import type { BackupRole } from '../../model/backup';
import type { Cluster } from '../../model/cluster';
import type { Configuration, Definition } from '../../model/component';
import type { Client, Context } from '../../model/context';
import type { Plan, PlannedComponent } from '../../model/plan';
import { resolve } from '../../model/resolve';
import type { Environment, System } from '../../model/system';
import { mebibytes } from '../../model/units';
import { CLUSTER as LAB } from '../support/system';

export const CLUSTER: Cluster = {
  ...LAB,
  capacity: { nodes: 4, cpu: '64', memory: '256Gi', description: 'large enough for every test' },
};

/** A web application with metrics: somebody to connect to, to scrape and to read logs of. */
export const APP: Definition = {
  technology: 'app',
  tier: 'app',
  description: 'Stands in for a real one',
  image: { repository: 'example.com/app', tag: '1.0.0' },
  workload: 'Deployment',
  identity: { user: 1000, group: 1000 },
  ports: { http: { number: 8080, purpose: 'pages' } },
  resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  shutdown: { grace: 30 },
  metrics: [{ port: 'http', path: '/metrics', emits: [] }],
};

/** The parts of a system and its environment that a test says itself. */
export type Around = Partial<Pick<System, 'routes' | 'internalRoutes' | 'flows' | 'alerts' | 'dashboard'>> &
  Partial<Pick<Environment, 'overrides' | 'external' | 'internal' | 'phase'>> & {
    readonly cluster?: Partial<Cluster>;
  };

/**
 * The plan of system `demo` in environment `test`: namespace `demo-test`, domain `example.com`.
 * @throws DefinitionError with everything that is wrong
 */
export function plan(components: Readonly<Record<string, Definition>>, around: Around = {}): Plan {
  const { routes = [], internalRoutes, flows = [], alerts, dashboard, cluster, ...environment } = around;
  const system: System = {
    name: 'demo',
    title: 'Demo',
    description: 'For tests.',
    components,
    routes,
    internalRoutes,
    flows,
    alerts,
    dashboard,
    runbooks: 'https://kb.example.com',
    environments: {
      test: {
        phase: 1,
        cluster: { ...CLUSTER, ...cluster },
        domain: 'example.com',
        budget: { cpu: '64', memory: '256Gi', source: 'test' },
        ...environment,
      },
    },
  };
  return resolve(system, 'test');
}

/** One component of a plan. @throws Error when there is none of that name */
export function component(of: Plan, name: string): PlannedComponent {
  const found = of.components.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no component '${name}' in the plan`);
  return found;
}

/** Content of a configuration file of a component. @throws Error when it has no such file */
export function file(of: PlannedComponent, path: string): string {
  const found = of.files.find((candidate) => candidate.path === path);
  if (!found) throw new Error(`no file ${path}, only ${of.files.map((other) => other.path).join(', ')}`);
  return found.content;
}

/** A plain variable of a component; undefined for one that is not set or comes from a Secret. */
export function variable(of: PlannedComponent, name: string): string | undefined {
  const found = of.env.find((candidate) => candidate.name === name);
  return found && 'value' in found ? found.value : undefined;
}

/** A client of a component `store`, by hand: the product's own, or one that saves the store or brings it back. */
export const clientOf = (name: string, role?: BackupRole, rights: Client['rights'] = {}): Client => ({
  name,
  technology: 'app',
  username: name,
  password: { secret: `store-${name}`, key: 'password' },
  rights,
  ...(role && { backup: { role, store: 'store', key: { secret: 'store-snapshots', key: 'password' } } }),
});

/** What a component `store` would be configured as, if it had these clients and stood alone. */
export function configured(definition: Definition, clients: readonly Client[]): Configuration {
  const credential = (name: string) => ({ secret: `store-${name}`, key: 'password' });
  const context: Context = {
    name: 'store',
    system: 'demo',
    title: 'Demo',
    environment: 'test',
    namespace: 'demo-test',
    dnsSuffix: 'demo-test.svc.cluster.local',
    replicas: definition.replicas ?? 1,
    mayBeNone: false,
    memoryLimit: mebibytes(definition.resources.limits.memory),
    volumeSize: (name) => mebibytes(definition.volumes![name]!.size),
    version: definition.image.tag,
    hosts: [],
    routes: [],
    hostsOf: () => [],
    clients,
    upstreams: [],
    credential,
    credentialHash: credential,
    storeKey: credential,
    targets: [],
    rules: () => [],
    dashboards: () => [],
    runbooks: 'https://kb.example.com',
  };
  return definition.configure!(context);
}

/** Every file of a configuration, a sidecar's too: last part of its path → content. */
export const filesIn = ({ files = [], sidecars = [] }: Configuration): Record<string, string> =>
  Object.fromEntries(
    [...files, ...sidecars.flatMap((sidecar) => sidecar.files ?? [])].map(({ path, content }) => [
      path.split('/').at(-1)!,
      content,
    ]),
  );
