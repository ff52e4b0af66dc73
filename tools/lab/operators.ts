/**
 * The add-ons' controllers, played all the time: what they make, and the status by which Argo CD judges health.
 * Where Argo CD applies by itself, nobody else knows when an object has come.
 */
import { type ClusterInfo, call, type List } from './api';
import { playedInstances } from './cnpg-pods';
import { sleep } from './exec';
import { dataPlanes } from './gateway';
import type { KubeObject } from './manifests';
import { standIns } from './secrets';

/** Resource → what its controller reports. Those without a status are only read. */
const RESOURCES: Readonly<Record<string, ((object: KubeObject) => object) | undefined>> = {
  'external-secrets.io/v1/externalsecrets': (object) => ({ conditions: [condition(object, 'Ready')] }),
  'v1/configmaps': undefined,
  'generators.external-secrets.io/v1alpha1/passwords': undefined,
  'cert-manager.io/v1/certificates': (object) => ({ conditions: [condition(object, 'Ready')] }),
  'keda.sh/v1alpha1/scaledobjects': (object) => ({ conditions: [condition(object, 'Ready')] }),
  'gateway.networking.k8s.io/v1/gateways': (object) => ({
    conditions: ['Accepted', 'Programmed'].map((type) => condition(object, type)),
  }),
  'gateway.networking.k8s.io/v1/httproutes': (object) => ({
    parents: (object.spec.parentRefs as object[]).map((parentRef) => ({
      parentRef,
      controllerName: CONTROLLER,
      conditions: ['Accepted', 'ResolvedRefs'].map((type) => condition(object, type)),
    })),
  }),
  'gateway.nginx.org/v1alpha1/clientsettingspolicies': accepted,
  'gateway.nginx.org/v1alpha1/proxysettingspolicies': accepted,
  'gateway.nginx.org/v1alpha1/ratelimitpolicies': accepted,
  'gateway.nginx.org/v1alpha1/snippetspolicies': accepted,
  'gateway.nginx.org/v1alpha1/snippetsfilters': (object) => ({
    controllers: [{ controllerName: CONTROLLER, conditions: [condition(object, 'Accepted')] }],
  }),
  'gateway.nginx.org/v1alpha2/nginxproxies': undefined,
  'barmancloud.cnpg.io/v1/objectstores': undefined,
  'postgresql.cnpg.io/v1/clusters': (object) => ({
    phase: 'Cluster in healthy state',
    conditions: [condition(object, 'Ready')],
  }),
};

export const CONTROLLER = 'gateway.nginx.org/nginx-gateway-controller';

/** @param problem why it is not so. @default it is */
export const condition = ({ metadata }: KubeObject, type: string, problem?: string) => ({
  type,
  status: problem === undefined ? 'True' : 'False',
  reason: problem === undefined ? type : 'Invalid',
  message: problem ?? 'played by the lab',
  observedGeneration: metadata.generation,
  lastTransitionTime: new Date().toISOString().replace(/\.\d+/, ''),
});

/** What is said of a policy: it is taken. */
export function accepted(object: KubeObject): object {
  const targets: { group?: string; kind: string; name: string }[] = object.spec.targetRefs ?? [
    object.spec.targetRef,
  ];
  return {
    ancestors: targets.map(({ group, kind, name }) => ({
      ancestorRef: { group, kind, name },
      controllerName: CONTROLLER,
      conditions: [condition(object, 'Accepted')],
    })),
  };
}

export interface Operators {
  /** Refuses an ExternalSecret (`namespace/name`) from now on: it is then not ready, and Degraded. */
  refuse(name: string): void;
  /** Takes it up again. */
  allow(name: string): void;
  /** What a controller cannot make now; it tries again. */
  readonly problems: string[];
  stop(): void;
}

/** Starts them for all namespaces; definitions that are not there yet are looked for again. */
export function startOperators(info: ClusterInfo): Operators {
  let running = true;
  const refused = new Set<string>();
  const seen = new Map<string, string>();
  const problems = new Map<string, string>();
  const loop = async () => {
    while (running) {
      // The server may be going down, or busy: the next round tries again.
      await round(info, refused, seen, problems).catch(() => undefined);
      await sleep(300);
    }
  };
  void loop();
  return {
    refuse: (name) => void refused.add(name),
    allow: (name) => void refused.delete(name),
    get problems() {
      return [...problems.values()];
    },
    stop: () => {
      running = false;
    },
  };
}

/** @param seen uid → the state that was reported on */
async function round(
  info: ClusterInfo,
  refused: ReadonlySet<string>,
  seen: Map<string, string>,
  problems: Map<string, string>,
): Promise<void> {
  const lists = await Promise.all(
    Object.entries(RESOURCES).map(async ([resource, status]) => {
      const path = `/${resource.split('/').length > 2 ? 'apis' : 'api'}/${resource}`;
      const list = await call<List<KubeObject> & { kind: string }>(info, 'GET', path).catch(() => undefined);
      const apiVersion = resource.slice(0, resource.lastIndexOf('/'));
      const kind = list?.kind.replace(/List$/, '') ?? '';
      return (list?.items ?? []).map((item) => ({
        object: { ...item, apiVersion, kind } as KubeObject,
        resource,
        status,
      }));
    }),
  );
  const all = lists.flat();
  for (const { object, resource, status } of all) {
    const { namespace, name, uid, generation } = object.metadata;
    const no = refused.has(`${namespace}/${name}`);
    const state = `${generation} ${no}`;
    if (!status || seen.get(uid as string) === state) continue;
    const own = all.map((one) => one.object).filter((one) => one.metadata.namespace === namespace);
    const report = status(object) as { conditions?: { status: string }[] };
    if (no) for (const one of report.conditions ?? []) one.status = 'False';
    else {
      const problem = await make(info, object, own);
      if (problem) problems.set(uid as string, `${namespace}: ${problem}`);
      else problems.delete(uid as string);
      if (problem) continue;
    }
    const [group, version, plural] = resource.split('/');
    const path = `/apis/${group}/${version}/namespaces/${namespace}/${plural}/${name}/status`;
    await call(info, 'PATCH', path, { status: report });
    seen.set(uid as string, state);
  }
}

/** What the object asks its controller for: a Secret, the gateway's own pods, or instances. @returns why it cannot be */
async function make(
  info: ClusterInfo,
  object: KubeObject,
  known: readonly KubeObject[],
): Promise<string | undefined> {
  const { labels } = object.metadata;
  const made = await standIns([object], known);
  const secrets = made.secrets.map((secret) => ({
    ...secret,
    // External Secrets copies both to what it makes, those of Argo CD too.
    metadata: { ...secret.metadata, labels, annotations: object.metadata.annotations },
  }));
  const instances = playedInstances([object], known);
  for (const one of [...secrets, ...dataPlanes([object], [...known]), ...instances]) await create(info, one);
  return made.problems[0] ?? (instances.length > 0 ? await notReady(info, object) : undefined);
}

/** It says that all is well when its instances are ready, and no earlier. */
async function notReady(info: ClusterInfo, { metadata, spec }: KubeObject): Promise<string | undefined> {
  const path = `/apis/apps/v1/namespaces/${metadata.namespace}/statefulsets/${metadata.name}`;
  const { status } = await call<KubeObject>(info, 'GET', path);
  return status?.readyReplicas === spec.instances ? undefined : `${metadata.name}: instances are not ready`;
}

/** What is there already is left as it is. */
async function create(info: ClusterInfo, object: KubeObject): Promise<void> {
  const { apiVersion, kind, metadata } = object;
  const root = apiVersion.includes('/') ? 'apis' : 'api';
  const path = `/${root}/${apiVersion}/namespaces/${metadata.namespace}/${kind.toLowerCase()}s`;
  await call(info, 'POST', path, object).catch((error: Error) => {
    if (!/: 409 /.test(error.message)) throw error;
  });
}
