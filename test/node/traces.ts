/** Traces: who is told to send them does, and a request is found again in every program that it passed. */
import { describe, expect, test } from 'vitest';
import type { Plan, PlannedComponent } from '../../model/plan';
import { APPLY, asStdin } from '../../tools/lab/bring-up';
import type { Cluster } from '../../tools/lab/cluster';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { planStarted } from '../../tools/node/write-environments';
import { realNodes } from './lab';
import { withMistakes } from './mistakes';
import { reports } from './reports';
import { runs, settled } from './watching';

/** Requests at the most until one is kept: of ten that are not, with a share of one in ten, two of a million go on. */
const REQUESTS = 120;
const AT_ONCE = 6;

/** A span as Jaeger's query API tells of it. */
interface Span {
  readonly operationName: string;
  readonly processID: string;
  readonly tags: readonly { readonly key: string; readonly value: unknown }[];
}
interface Trace {
  readonly spans: readonly Span[];
  readonly processes: Readonly<Record<string, { readonly serviceName: string }>>;
}

/** Registers the tests of an environment that was brought up before. */
export function everyTrace(unit: Unit): void {
  const { cluster } = realNodes();

  describe.runIf(runs(unit, 'jaegertracing/jaeger'))('traces', () => {
    test('of everybody who is told where to send them are there', async () => {
      const plan = await planStarted(unit);
      const names = traced(plan).map(({ env }) => told(env, 'OTEL_SERVICE_NAME'));
      expect(names.length).toBeGreaterThan(0);
      const untold = async () => {
        const { data } = await inJaeger<{ data: string[] | null }>(cluster, plan, ['services']);
        return names.filter((name) => !data?.includes(name!)).map((name) => `${name} has sent nothing`);
      };
      expect(await settled(untold, 30)).toEqual([]);
    });

    describe.runIf(guarded(unit).length > 0)('of a request', () => {
      test.each(guarded(unit))('are in all that it passes: $path', async (one) => {
        const { spans, problems } = await followed(cluster, await planStarted(unit), one);
        expect(problems).toEqual([]);
        console.log(`${unit.namespace}: a request to ${one.path} has ${spans} spans`);
      });

      test.runIf(process.env.PHASEWISE_NODE_ALL)(
        'are missed where the gateway does not say which trace it is',
        async () => {
          const plan = await planStarted(unit);
          const [first] = guarded(unit) as [Guarded];
          const change = (find: (id: string) => KubeObject) => {
            const { data } = find(`ConfigMap/${gatewayOf(plan)!.name}-config`);
            data['nginx.conf'] = data['nginx.conf'].replaceAll(/\n.*set_header traceparent.*/g, '');
          };
          const wrong = withMistakes(unit, [{ change }]);
          const right = unit.objects.filter((one) =>
            wrong.some(({ kind, metadata }) => kind === one.kind && metadata.name === one.metadata.name),
          );
          const missed = async () => (await followed(cluster, plan, first, 12)).problems;
          try {
            await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(wrong) });
            const unseen = async () => ((await missed()).length > 0 ? [] : ['nothing is said']);
            expect(await settled(unseen, 90)).toEqual([]);
          } finally {
            await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(right) });
          }
          expect(await settled(async () => (await followed(cluster, plan, first)).problems, 90)).toEqual([]);
        },
      );
    });
  });
}

interface Guarded {
  readonly path: string;
  /** Component that it leads to, and the one that says who asks. */
  readonly to: string;
  readonly by: string;
}

/** Paths of a product's gateway at which it first asks who somebody is. */
function guarded({ objects }: Unit): Guarded[] {
  const texts = objects.flatMap(({ kind, data }) =>
    kind === 'ConfigMap' ? [data?.['nginx.conf'] ?? ''] : [],
  );
  return texts.flatMap((text: string) => {
    const by = /location = \/_auth \{[^}]*?proxy_pass http:\/\/([\w-]+):/.exec(text)?.[1];
    const location = /location (\/\S+)\/ \{[^}]*\}\s*auth_request[^}]*?proxy_pass http:\/\/([\w-]+):/g;
    return by ? [...text.matchAll(location)].map(([, path, to]) => ({ path: path!, to: to!, by })) : [];
  });
}

const told = (env: PlannedComponent['env'], wanted: string): string | undefined => {
  const found = env.find(({ name }) => name === wanted);
  return found && 'value' in found ? found.value : undefined;
};
const traced = ({ components }: Plan) =>
  components.filter(({ env }) => told(env, 'OTEL_EXPORTER_OTLP_ENDPOINT'));
const gatewayOf = ({ components }: Plan) =>
  components.find(({ technology }) => technology === 'nginx-gateway');
const asked = ({ connections }: Plan, by: string): string[] =>
  connections.flatMap(({ from, to }) =>
    from.kind === 'component' && from.name === by && to.kind === 'component' ? to.name : [],
  );

/** Sends requests until one is kept, and looks for it in all that it has to pass. */
async function followed(
  cluster: Cluster,
  plan: Plan,
  { path, to, by }: Guarded,
  most = REQUESTS,
): Promise<{ spans: number; problems: string[] }> {
  const trace = await keptTrace(cluster, plan, path, most);
  if (!trace) return { spans: 0, problems: [`of ${most} requests to ${path} no trace is kept`] };
  const serviceOf = ({ processID }: Span) => trace.processes[processID]?.serviceName;
  const nameOf = (component: string) =>
    told(plan.components.find(({ name }) => name === component)?.env ?? [], 'OTEL_SERVICE_NAME');
  const senders = traced(plan).map(({ name }) => name);
  const passed = [by, to, ...asked(plan, to)].filter((one) => senders.includes(one));
  const missing = [...new Set(passed)].filter(
    (one) => !trace.spans.some((span) => serviceOf(span) === nameOf(one)),
  );
  const own = (await reports(cluster, plan.namespace)).find(({ pod }) => pod.startsWith(`${to}-`));
  const variables = (own?.connections ?? []).map(({ variable, target }) => `${variable} ${target}`);
  const seen = trace.spans
    .filter((span) => serviceOf(span) === nameOf(to))
    .map(({ operationName, tags }) => {
      const at = tags.find(({ key }) => key === 'server.address')?.value;
      return `${operationName} ${at}`;
    });
  return {
    spans: trace.spans.length,
    problems: [
      ...missing.map((one) => `${one} has no span of a request to ${path}`),
      ...variables.filter((one) => !seen.includes(one)).map((one) => `${to} has no span of ${one}`),
    ],
  };
}

/** A trace of those that were kept. */
async function keptTrace(
  cluster: Cluster,
  plan: Plan,
  path: string,
  most: number,
): Promise<Trace | undefined> {
  const { name: gateway, ports } = gatewayOf(plan)!;
  const client = plan.components.find(({ name }) => asked(plan, name).includes(gateway));
  const page = `http://${gateway}:${ports.http!.number}${path}/lab/use`;
  for (let sent = 0; sent < most; sent += AT_ONCE) {
    // The gateway's own number of a request, which is its trace's; a token each, because those are counted.
    const one = (n: number) =>
      `wget -S -O /dev/null --header "Authorization: Bearer lab-${sent + n}" ${page} 2>&1 | sed -n 's/.*X-Request-Id: *//p' &`;
    const script = `${Array.from({ length: AT_ONCE }, (_, n) => one(n)).join(' ')} wait`;
    const text = await inComponent(cluster, plan, client!.name, script);
    const numbers = [...text.matchAll(/[0-9a-f]{32}/g)].map(([number]) => number);
    if (numbers.length === 0) throw new Error(`${client!.name}: ${page} answers without a number`);
    // A span is sent when it ends, and stored a moment later.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const found = await inJaeger<{ data: Trace[] | null }>(
      cluster,
      plan,
      numbers.map((number) => `traces/${number}`),
    ).catch(() => undefined);
    if (found?.data?.[0]) return found.data[0];
  }
  return undefined;
}

/** Asks Jaeger as Grafana does: the first of these pages that is there. @throws Error where none is */
async function inJaeger<Answer>(cluster: Cluster, plan: Plan, pages: readonly string[]): Promise<Answer> {
  const { name, ports } = plan.components.find(({ technology }) => technology === 'jaeger')!;
  const grafana = plan.components.find(({ technology }) => technology === 'grafana')!;
  const at = `http://${name}:${ports.http!.number}/api/`;
  const script = `for page in ${pages.join(' ')}; do wget -q -O - ${at}$page && exit 0; done; exit 1`;
  return JSON.parse(await inComponent(cluster, plan, grafana.name, script)) as Answer;
}

const inComponent = (cluster: Cluster, plan: Plan, component: string, script: string): Promise<string> =>
  cluster.kubectlOk(
    ['-n', plan.namespace, 'exec', `deploy/${component}`, '-c', component, '--', 'sh', '-c', script],
    { timeout: 120 },
  );
