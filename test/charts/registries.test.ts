/** Private images, whoever makes the pods: components, their helpers, operators, gateways, the mesh. */
import { describe, expect, test } from 'vitest';
import { postgresCluster } from '../../catalogue/cloudnative-pg';
import type { Definition } from '../../model/component';
import { resolve } from '../../model/resolve';
import type { RegistryLogin, System } from '../../model/system';
import { topologyPage } from '../../pages/topology';
import { cloudNativePg } from '../../platform/cloudnative-pg';
import { istio } from '../../platform/istio';
import { nginxGatewayFabric } from '../../platform/nginx-gateway-fabric';
import { dataPlanes } from '../../tools/lab/gateway';
import { standIns } from '../../tools/lab/secrets';
import { broken } from '../support/broken';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { meshed } from '../support/meshed';
import { store, WHOLE } from '../support/operated';
import { made, objectsOf } from '../support/synth';
import { CLUSTER, problemsOf, SHOP, WEB, withComponent, withEnvironment } from '../support/system';

const LOGIN: RegistryLogin = { entry: 'registry' };
const PULL = [{ name: 'pull-registry' }];

const by = (registries: System['registries'], system: System = SHOP): System => ({ ...system, registries });
/** Accounts that have a login. */
const accounts = (system: System): string[] =>
  kindOf(objectsOf(system), 'ServiceAccount')
    .filter((object) => (object as KubeObject & { imagePullSecrets?: object }).imagePullSecrets)
    .map(({ metadata }) => metadata.name);

interface Secret {
  data: { secretKey: string; remoteRef: { key: string; property: string } }[];
  target: { template: { type: string; data: Record<string, string> } };
}
const secretOf = (system: System, entry = 'registry'): Secret =>
  made(system, 'ExternalSecret', `pull-${entry}`).spec as unknown as Secret;
/** Registries in what the template makes, each with the names of the values in their place. */
const auths = (system: System, entry?: string): unknown =>
  JSON.parse(
    secretOf(system, entry).target.template.data['.dockerconfigjson']!.replaceAll(
      /\{\{ \.(\w+) \| toJson \}\}/g,
      '"$1"',
    ),
  ).auths;
const BOTH = { username: 'username', password: 'password' };

describe('a login', () => {
  test('is with the accounts that pull from its registry, and with no other', () => {
    expect(accounts(by({ 'registry.example': LOGIN }))).toEqual(['web', 'worker']);
    expect(accounts(by({ 'registry.example/team/': LOGIN }))).toEqual(['web', 'worker']);
    expect(accounts(by({ 'docker.io': LOGIN }))).toEqual(['store']);
    expect(accounts(by({ 'docker.io/library/': LOGIN }))).toEqual(['store']);
    expect(accounts(SHOP)).toEqual([]);
  });

  test('is with the account of a component whose helper asks for it', () => {
    const image = { repository: 'private.example/exporter', tag: '1.0.0' };
    const sidecars = [{ name: 'helper', image, resources: WEB.resources }];
    const system = withComponent('store', { configure: () => ({ sidecars }) });
    expect(accounts(by({ 'private.example': LOGIN }, system))).toEqual(['store']);
  });

  test('is with the account of a Job', () => {
    const image = { repository: 'private.example/migrate', tag: '1.0.0' };
    const job: Partial<Definition> = { workload: 'Job', image };
    expect(accounts(by({ 'private.example': LOGIN }, withComponent('worker', job)))).toEqual(['worker']);
  });

  test('is one Secret for each entry, and an account has those of its own images', () => {
    const images: Partial<Definition> = { image: { repository: 'private.example:5000/a/b', tag: '1.0.0' } };
    const system = by(
      { 'docker.io': { entry: 'hub' }, 'private.example:5000/a/': LOGIN, 'registry.example': LOGIN },
      withComponent('worker', images),
    );
    expect(secretOf(system).data).toEqual([
      { secretKey: 'username', remoteRef: { key: 'shop/live/registry', property: 'username' } },
      { secretKey: 'password', remoteRef: { key: 'shop/live/registry', property: 'password' } },
    ]);
    expect(secretOf(system).target.template.type).toBe('kubernetes.io/dockerconfigjson');
    expect(auths(system)).toEqual({ 'private.example:5000/a/': BOTH, 'registry.example': BOTH });
    expect(auths(system, 'hub')).toEqual({ 'https://index.docker.io/v1/': BOTH });
    expect(made(system, 'ServiceAccount', 'store')).toMatchObject({
      imagePullSecrets: [{ name: 'pull-hub' }],
    });
    expect(made(system, 'ServiceAccount', 'web')).toMatchObject({ imagePullSecrets: PULL });
  });

  test('of a folder comes before that of its registry', () => {
    const all = { 'registry.example': { entry: 'all' }, 'registry.example/team/': { entry: 'team' } };
    expect(auths(by(all), 'team')).toEqual({ 'registry.example/team/': BOTH });
    // The gateway's images are from here too.
    expect(auths(by(all), 'all')).toEqual({ 'registry.example': BOTH });
    expect(made(by(all), 'ServiceAccount', 'web')).toMatchObject({
      imagePullSecrets: [{ name: 'pull-team' }],
    });
  });

  test('is what kubelet reads, whatever its characters', async () => {
    const objects = objectsOf(by({ 'registry.example': LOGIN })) as Parameters<typeof standIns>[0];
    const { secrets, problems } = await standIns(objects);
    expect(problems).toEqual([]);
    const secret = secrets.find(({ metadata }) => metadata.name === 'pull-registry')!;
    expect(secret.type).toBe('kubernetes.io/dockerconfigjson');
    expect(JSON.parse(secret.stringData['.dockerconfigjson'])).toEqual({
      auths: { 'registry.example': { username: expect.any(String), password: expect.any(String) } },
    });
  });

  test('is there before any pod, and read again', () => {
    const { metadata, spec } = made(by({ 'registry.example': LOGIN }), 'ExternalSecret', 'pull-registry');
    expect(metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '-2' });
    expect(spec).toMatchObject({ refreshPolicy: 'Periodic', refreshInterval: '1h0m0s' });
  });

  test('that is only assumed holds nothing back where the store has no such entry', () => {
    const policy = (registries: System['registries']): unknown =>
      (secretOf(by(registries)).target as { deletionPolicy?: string }).deletionPolicy;
    const assumed = { ...LOGIN, assumed: 'Nobody says.' };
    expect(policy({ 'registry.example': assumed })).toBe('Delete');
    expect(policy({ 'registry.example': LOGIN })).toBeUndefined();
    // Of two that share it, one is documented.
    expect(policy({ 'registry.example': assumed, 'docker.io': LOGIN })).toBeUndefined();
  });
});

describe('pods that others make pull with it too', () => {
  /** Of what a controller would make of the objects, each with its pull secrets. */
  const pulls = (system: System): [string, unknown][] =>
    dataPlanes(objectsOf(system) as Parameters<typeof dataPlanes>[0])
      .filter(({ kind }) => kind === 'Deployment')
      .map(({ metadata, spec }) => [metadata.name, spec.template.spec.imagePullSecrets]);

  test('those of an operator', () => {
    const told: unknown[] = [];
    const system = store({
      ...WHOLE,
      operated: {
        ...WHOLE.operated!,
        images: ['registry.example/operator'],
        resource: (_, { pullSecrets }) => {
          told.push(pullSecrets);
          return { apiVersion: 'store.example/v1', kind: 'Store', spec: {} };
        },
      },
    });
    objectsOf(by({ 'registry.example': LOGIN }, system));
    objectsOf(system);
    expect(told).toEqual([PULL, undefined]);
  });

  test('those of CloudNativePG', () => {
    const operators = { CloudNativePG: cloudNativePg };
    const system = withEnvironment(
      { cluster: { ...CLUSTER, operators } },
      withComponent('postgres', postgresCluster({ database: 'shop', volume: '1Gi' })),
    );
    const pulling = (of: System): unknown =>
      (made(of, 'Cluster', 'postgres-cluster').spec as { imagePullSecrets?: unknown }).imagePullSecrets;
    expect(pulling(by({ 'ghcr.io/cloudnative-pg/': LOGIN }, system))).toEqual(PULL);
    expect(pulling(system)).toBeUndefined();
  });

  test('those of the gateway, where it runs here', () => {
    const system = withEnvironment({ cluster: { ...CLUSTER, gateway: nginxGatewayFabric } });
    const patches = (of: System): unknown =>
      (made(of, 'NginxProxy', 'edge').spec as { kubernetes: { deployment: { patches?: unknown } } })
        .kubernetes.deployment.patches;
    expect(patches(by({ 'ghcr.io': LOGIN }, system))).toEqual([
      { type: 'StrategicMerge', value: { spec: { template: { spec: { imagePullSecrets: PULL } } } } },
    ]);
    expect(patches(system)).toBeUndefined();
    expect(pulls(by({ 'ghcr.io': LOGIN }, system))).toEqual([['edge-nginx', PULL]]);
  });

  test('those of the waypoint', () => {
    const system = meshed({ traffic: { timeout: 10 } });
    const settings = (of: System): string => made(of, 'ConfigMap', 'waypoint-settings').data!.deployment!;
    const full = 'docker.io/istio/';
    expect(settings(by({ [full]: LOGIN }, system))).toContain(
      'imagePullSecrets:\n        - name: pull-registry\n',
    );
    expect(settings(system)).not.toContain('imagePullSecrets');
    expect(pulls(by({ [full]: LOGIN }, system))).toContainEqual(['waypoint', PULL]);
  });
});

describe('the page of a system', () => {
  const page = (registries: System['registries']): string => topologyPage([resolve(by(registries), 'live')]);

  test('names the entry with its properties, and the registries it is for', () => {
    const text = page({ 'registry.example': LOGIN, 'docker.io': LOGIN });
    expect(text).toContain(
      '| `shop/live/registry` | `username` | pulling images of `docker.io` and `registry.example` | yes |',
    );
    expect(text).toContain('The other 3 passwords are made in the cluster');
    expect(text).toContain('a token for that alone');
    expect(text).not.toContain('assumed');
  });

  test('says what is only believed', () => {
    expect(page({ 'registry.example': { ...LOGIN, assumed: 'Nobody says.' } })).toContain(
      'pulling images of `registry.example` | assumed: where they are private. Nobody says. |',
    );
  });
});

broken('a private registry', {
  'with a scheme': {
    system: by({ 'https://registry.example': LOGIN }),
    path: 'shop/registries/https://registry.example',
    message: "is not the beginning of an image's name; write 'registry.example'",
  },
  'with half a name at its end': {
    system: by({ 'registry.example/te': LOGIN }),
    path: 'shop/registries/registry.example/te',
    message: "'registry.example/te' is also the beginning of other names; end it with '/'",
  },
  'with a slash at its end': {
    system: by({ 'registry.example/': LOGIN }),
    path: 'shop/registries/registry.example/',
    message: "write 'registry.example'",
  },
  'with capitals': {
    system: by({ 'Registry.example': LOGIN }),
    path: 'shop/registries/Registry.example',
    message: "write 'registry.example'",
  },
  'that is none': {
    system: by({ 'registry example': LOGIN }),
    path: 'shop/registries/registry example',
    message: 'is no registry, such as ghcr.io',
  },
  'that nobody pulls from': {
    system: by({ 'registry.example/taem/': LOGIN }),
    path: 'shop/registries/registry.example/taem/',
    message: "no image comes from 'registry.example/taem/'. Did you mean 'registry.example/team/'?",
  },
  'with an entry that is a path': {
    system: by({ 'registry.example': { entry: 'team/registry' } }),
    path: 'shop/registries/registry.example.entry',
    message: "'team/registry' is no name for an entry",
  },
  'without an entry': {
    system: by({ 'registry.example': {} as RegistryLogin }),
    path: 'shop/registries/registry.example.entry',
    message: 'is missing; it must be a text',
  },
  'without a store': {
    system: by(
      { 'registry.example': LOGIN },
      withEnvironment({ cluster: { ...CLUSTER, secretStore: undefined } }),
    ),
    path: 'shop/live/cluster.secretStore',
    message: "'pull-registry' reads password, username from a secret store",
  },
  'whose Secret a component has': {
    system: by({ 'registry.example': LOGIN }, withComponent('pull-registry', { ...WEB, storeKeys: ['a'] })),
    path: 'shop/registries/registry.example.entry',
    message: "Secret 'pull-registry' is already made for 'pull-registry'; rename the entry",
  },
});

test('a login that only another phase or environment needs is no mistake', () => {
  const { repository } = WEB.image;
  const images = { [repository]: '1.2.4' };
  const live = SHOP.environments.live!;
  const environments = {
    live,
    spare: { ...live, domain: 'spare.example', images, without: ['store'] },
  };
  const unused = { ...SHOP, environments, registries: { 'docker.io': LOGIN } };
  expect(problemsOf(unused)).toEqual([]);
  expect(
    problemsOf(by({ 'docker.io': LOGIN }, withEnvironment({ cluster: { ...CLUSTER, mesh: istio() } }))),
  ).toEqual([]);
});
