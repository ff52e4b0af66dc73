/** Uploads from browsers by signed addresses: through the real way in, signed with the variables that a pod really has. */
import { S3Client } from '@aws-sdk/client-s3';
import { describe, type TestContext } from 'vitest';
import type { Flow } from '../../model/system';
import type { List } from '../../tools/lab/api';
import type { Cluster } from '../../tools/lab/cluster';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { ask } from '../../tools/node/way-in/ask';
import { openRoutes, to, type WayIn } from '../../tools/node/way-in/way';
import { type Uploads, uploadsPass } from '../support/uploads';

/** Registers the tests where a route takes uploads. @param opened skips where there is no way in */
export function signedUploads(unit: Unit, opened: (context: TestContext) => WayIn): void {
  describe.runIf(takesUploads(unit))('by a signed address', () => {
    uploadsPass((context) => uploadsBy(opened(context)));
  });
}

/** Whether a route lets PUT pass, for what lies below its path: a store's objects. */
const takesUploads = ({ objects }: Unit): boolean =>
  objects
    .filter(({ kind }) => kind === 'HTTPRoute')
    .flatMap(({ spec }) => spec.rules as { matches?: { method?: string }[] }[])
    .some(({ matches = [] }) => matches.some(({ method }) => method === 'PUT'));

/** By what the definition says: a flow whose client is told the public address, and the route that leads there. */
async function uploadsBy(way: WayIn): Promise<Uploads> {
  const { plan, cluster } = way;
  const flow = plan.flows.find(({ env = {} }) => Object.values(env).includes('publicOrigin'));
  const route = openRoutes(way).find((one) => one.to === flow?.to && one.methods?.includes('PUT'));
  const page = openRoutes(way).find((one) => one.to === flow?.from);
  if (!flow || !route || !page)
    throw new Error(`${plan.namespace}: nobody signs for a route that takes uploads`);
  const bucket = route.path.slice(1);
  const other = Object.keys(flow.rights ?? {}).find((one) => one !== bucket);
  if (!other) throw new Error(`${plan.namespace}: ${flow.from} has no other bucket than ${bucket}`);
  const given = await variablesOf(cluster, plan.namespace, flow.from);
  const told = (fact: string): string => given[nameOf(flow, fact)]!;
  const credentials = { accessKeyId: told('accessKey'), secretAccessKey: told('secretKey') };
  const place = { region: 'us-east-1', forcePathStyle: true, credentials };
  return {
    bucket,
    other,
    pages: `https://${page.host}`,
    signer: (by) => new S3Client({ ...place, endpoint: told(by === 'public' ? 'publicOrigin' : 'endpoint') }),
    browser: (path, { body, ...question } = {}) =>
      ask(to(way, route, { path, ...question, ...(body && { body: Buffer.from(body) }) })),
  };
}

/** The variable by which a flow's client is told a fact. */
function nameOf({ env = {}, from }: Flow, fact: string): string {
  const found = Object.entries(env).find(([, one]) => one === fact);
  if (!found) throw new Error(`${from} is not told ${fact}`);
  return found[0];
}

/** What a component's program has for variables, Secrets included. */
async function variablesOf(
  cluster: Cluster,
  namespace: string,
  component: string,
): Promise<Record<string, string>> {
  const label = encodeURIComponent(`app.kubernetes.io/name=${component}`);
  const pods = await cluster.get<List<KubeObject>>(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=${label}`,
  );
  const [pod] = pods.items.filter(
    ({ status, metadata }) => status.phase === 'Running' && !metadata.deletionTimestamp,
  );
  if (!pod) throw new Error(`${namespace}: no pod of ${component} runs`);
  const text = await cluster.kubectlOk([
    '-n',
    namespace,
    'exec',
    pod.metadata.name,
    '-c',
    component,
    '--',
    'env',
  ]);
  return Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]));
}
