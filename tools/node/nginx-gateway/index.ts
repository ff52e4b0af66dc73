/**
 * Plays the controller of NGINX Gateway Fabric, which cannot be built from published modules: what stands at the API
 * server becomes settings of nginx, as its source says (`configuration.ts`), and each pod of a gateway gets them. Like
 * the real one it shuts a host without a certificate, and gives out nothing that nginx refuses.
 *
 * It does not: make pods (`../../lab/gateway.ts` does, once), speak with an agent over gRPC from its own namespace,
 * run njs, share requests out among Services, take policies at a Gateway or routes of other namespaces. What it does
 * not know is refused (`refused.ts`), and its Gateway is then not programmed.
 */
import { createHash } from 'node:crypto';
import { call, type List } from '../../lab/api';
import type { Cluster } from '../../lab/cluster';
import { sleep } from '../../lab/exec';
import { GATEWAY_LABEL } from '../../lab/gateway';
import { hasCondition, type KubeObject } from '../../lab/manifests';
import { CONTROLLER } from '../../lab/operators';
import { type Configuration, configurationOf } from './configuration';
import { unplayed } from './refused';
import { report } from './status';

const GATEWAY_API = 'apis/gateway.networking.k8s.io/v1';
const OWN = 'apis/gateway.nginx.org/v1alpha1';
/** Group and version → kind → resource, of all that a configuration is made of. */
const LOOKED_AT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'api/v1': { Secret: 'secrets', Service: 'services', Pod: 'pods' },
  'apis/discovery.k8s.io/v1': { EndpointSlice: 'endpointslices' },
  [GATEWAY_API]: { HTTPRoute: 'httproutes' },
  [OWN]: {
    AuthenticationFilter: 'authenticationfilters',
    ClientSettingsPolicy: 'clientsettingspolicies',
    ProxySettingsPolicy: 'proxysettingspolicies',
    RateLimitPolicy: 'ratelimitpolicies',
    SnippetsFilter: 'snippetsfilters',
    SnippetsPolicy: 'snippetspolicies',
  },
  'apis/gateway.nginx.org/v1alpha2': { NginxProxy: 'nginxproxies' },
};

/** Serves the Gateways of its class until the returned function is called. */
export function startNginxGateways(cluster: Cluster): () => void {
  let isRunning = true;
  /** Pod → what it was given last. */
  const given = new Map<string, string>();
  const loop = async () => {
    while (isRunning) {
      await serve(cluster, given).catch((error: Error) => {
        if (isRunning) console.error(`gateways: ${error.message}`);
      });
      await sleep(500);
    }
  };
  void loop();
  return () => {
    isRunning = false;
  };
}

async function list(cluster: Cluster, path: string): Promise<KubeObject[]> {
  return (await call<List<KubeObject>>(cluster, 'GET', path)).items;
}

async function serve(cluster: Cluster, given: Map<string, string>): Promise<void> {
  // Until its definitions are there, nobody asks for it.
  const classes = await list(cluster, `/${GATEWAY_API}/gatewayclasses`).catch(() => []);
  const own = classes
    .filter(({ spec }) => spec.controllerName === CONTROLLER)
    .map(({ metadata }) => metadata.name);
  if (own.length === 0) return;
  const gateways = await list(cluster, `/${GATEWAY_API}/gateways`);
  for (const gateway of gateways.filter(({ spec }) => own.includes(spec.gatewayClassName))) {
    const objects = await look(cluster, gateway.metadata.namespace!);
    const problem = await program(cluster, gateway, objects, given);
    await report(cluster, gateway, objects, problem);
  }
}

/** What stands in a namespace. */
async function look(cluster: Cluster, namespace: string): Promise<KubeObject[]> {
  const found = Object.entries(LOOKED_AT).flatMap(([group, kinds]) =>
    Object.entries(kinds).map(async ([kind, resource]) => {
      const items = await list(cluster, `/${group}/namespaces/${namespace}/${resource}`);
      return items.map((item) => ({ ...item, apiVersion: group.replace(/^apis?\//, ''), kind }));
    }),
  );
  return (await Promise.all(found)).flat();
}

/** Gives every pod of a gateway what is to be done. @returns why it is not done */
async function program(
  cluster: Cluster,
  gateway: KubeObject,
  objects: readonly KubeObject[],
  given: Map<string, string>,
): Promise<string | undefined> {
  const refused = unplayed(objects);
  if (refused.length > 0) return refused.join('; ');
  const configuration = configurationOf({ gateway, objects });
  const script = scriptOf(configuration);
  const state = createHash('sha256').update(script).digest('hex');
  const pods = objects.filter(
    ({ kind, metadata, status }) =>
      kind === 'Pod' &&
      metadata.labels?.[GATEWAY_LABEL] === gateway.metadata.name &&
      (status.containerStatuses as { state: { running?: object } }[] | undefined)?.every(
        ({ state }) => state.running,
      ),
  );
  const problems = await Promise.all(
    pods.map(async ({ metadata: { name, namespace, uid } }) => {
      if (given.get(uid as string) === state) return [];
      const args = ['-n', namespace!, 'exec', '-i', name, '-c', 'nginx', '--', 'sh', '-s'];
      const { code, stderr } = await cluster.kubectl(args, { stdin: script, timeout: 20 });
      if (code !== 0) return [`${name}: ${stderr.trim()}`];
      given.set(uid as string, state);
      return [];
    }),
  );
  const isServed = pods.some((pod) => hasCondition(pod, 'Ready'));
  return (
    [
      ...problems.flat(),
      ...configuration.shut.map((name) => `listener ${name} has no certificate`),
      ...(isServed ? [] : ['no pod is ready']),
    ].join('; ') || undefined
  );
}

/**
 * As the agent does it: what nginx refuses is taken back. Files are whole whenever they are there: nginx may still be
 * reading those of the last time.
 */
function scriptOf({ files }: Configuration): string {
  const end = 'END-OF-FILE';
  const paths = Object.keys(files);
  return [
    'set -e',
    'cd /etc/nginx',
    'old=/var/run/nginx/old; said=/var/run/nginx/said',
    'rm -rf $old; mkdir $old; cp -r conf.d secrets $old',
    ...paths.map((path) => `cat >${path}.new <<'${end}'\n${files[path]}\n${end}`),
    ...paths.map((path) => `mv ${path}.new ${path}`),
    'if nginx -e stderr -t 2>$said; then nginx -e stderr -s reload; exit 0; fi',
    'cat $said >&2; cp -r $old/* .; exit 1',
    '',
  ].join('\n');
}
