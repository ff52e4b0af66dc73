/** What autoscalers do with a component, from phase 3 on. */
import type { Definition, Resources } from '../component';
import { INTERNET } from '../edge';
import type { PlannedScaling } from '../plan';
import { compare, didYouMean } from '../problems';
import {
  AUTO_SCALING,
  type Bounds,
  idleOf,
  PATIENCE,
  type QueueTrigger,
  type Scaling,
  startOf,
  VERTICAL,
} from '../scaling';
import { type Bytes, formatMebibytes, formatMillicores, mebibytes, millicores } from '../units';
import { deviceOf } from './device';
import { attempt, type Draft, hasTls, type Link, systemPath } from './draft';
import { accountOf } from './secrets';

/** Who sets the number of pods; undefined where the manifest does. Queues that cannot be asked are reported. */
export function planScaling(draft: Draft, name: string, definition: Definition): PlannedScaling | undefined {
  const scaling = scalingOf(definition);
  const { replicas: min = 1 } = definition;
  if (!scaling || draft.environment.phase < AUTO_SCALING) return undefined;
  const { max } = scaling;
  const patience = Math.max(PATIENCE, startOf(definition));
  if (scaling.on === 'cpu') return { on: 'cpu', min, max, patience, target: scaling.target };
  const between = { min, max, patience, idle: scaling.idle };
  const path = systemPath(draft.system, `components/${name}/scaling`);
  if (scaling.on === 'query') {
    const trigger = planQuery(draft, name, scaling);
    return trigger && { on: 'query', ...between, trigger };
  }
  const link = linkTo(draft, name, scaling.server, path);
  if (!link) return undefined;
  const { queueTriggers } = draft.system.components[link.server]!;
  const account = accountOf(draft, link);
  if (!queueTriggers || !account) {
    const lacks = queueTriggers
      ? 'has no accounts'
      : 'has no queues whose length an autoscaler could ask for';
    draft.problems.add(`${path}/server`, `'${link.server}' ${lacks}`);
    return undefined;
  }
  const queues = Object.keys(scaling.queues)
    .sort(compare)
    .flatMap((queue) => {
      const perPod = scaling.queues[queue]!;
      const triggers = attempt(draft, link.server, () =>
        queueTriggers({ ...addressOf(draft, link), queue, perPod }),
      );
      return triggers ? [{ name: queue, perPod, triggers }] : [];
    });
  return queues.length > 0 ? { on: 'queue', ...between, queues, account } : undefined;
}

/** What is asked, of whatever collects metrics here; that there is nothing of the sort is reported with the rest. */
function planQuery(
  draft: Draft,
  name: string,
  { expr, perPod }: Extract<Scaling, { on: 'query' }>,
): QueueTrigger | undefined {
  const server = collectorOf(draft);
  if (!server) {
    draft.problems.add(
      systemPath(draft.system, `components/${name}/scaling`),
      `'${name}' is scaled by a query, and nothing in '${draft.name}' collects metrics that can be asked; ` +
        "run one there, such as 'prometheus' of the catalogue, or scale on 'cpu'",
    );
    return undefined;
  }
  const external = draft.environment.external?.[server];
  const { queryTrigger, ports } = draft.system.components[server]!;
  return attempt(draft, server, () =>
    queryTrigger!({
      host: external?.host ?? `${server}.${draft.dnsSuffix}`,
      port: external?.port ?? firstPort(ports),
      tls: external ? (external.tls ?? true) : false,
      expr,
      perPod,
    }),
  );
}

/** The component that collects metrics and can be asked about them, here or at a provider. */
export const collectorOf = ({ system }: Pick<Draft, 'system'>): string | undefined =>
  Object.keys(system.components)
    .sort(compare)
    .find((name) => system.components[name]!.queryTrigger);

/** Where it answers queries: on its only port, or the lowest. */
export const firstPort = (ports: Definition['ports']): number =>
  Math.min(...Object.values(ports).map(({ number }) => number));

/** The flow by which a component reaches the broker. */
function linkTo(draft: Draft, client: string, server: string, path: string): Link | undefined {
  const links = draft.links.filter((link) => link.client === client);
  const found = links.find((link) => link.server === server);
  // A flow that leads nowhere is told where it stands; it may be the one that is missing here.
  const { components, flows } = draft.system;
  const isTold = flows.some(({ from, to }) => from === client && to !== INTERNET && !components[to]);
  if (found || isTold) return found;
  const servers = [...new Set(links.map((link) => link.server))].filter(
    (other) => draft.system.components[other]?.queueTriggers,
  );
  draft.problems.add(
    `${path}/server`,
    `'${client}' has no flow to '${server}', so its queues are not its own` +
      (servers.length > 0 ? didYouMean(server, servers) : '; add one'),
  );
  return undefined;
}

const addressOf = (draft: Draft, link: Link) => ({
  host: link.external?.host ?? `${link.server}.${draft.dnsSuffix}`,
  port: link.port,
  tls: hasTls(link),
});

/** Between one number of pods and the same one there is nothing to scale, and nobody has to ask: the manifest says it. */
export const scalingOf = ({ scaling, replicas = 1 }: Definition): Scaling | undefined =>
  scaling && (scaling.max !== replicas || idleOf(scaling)) ? scaling : undefined;

/** It has no pods while there is nothing to do, from the phase on that brings autoscalers. */
export function mayBeNone(
  { components, environment }: Pick<Draft, 'components' | 'environment'>,
  name: string,
): boolean {
  return environment.phase >= AUTO_SCALING && idleOf(components.get(name)!.scaling) !== undefined;
}

/** Bounds for what has one pod; where something else sets the number of pods, only advice is given. */
export function planVertical(
  draft: Draft,
  { replicas = 1, resources, workload, device }: Definition,
  scaling: PlannedScaling | undefined,
): Bounds | undefined {
  if (draft.environment.phase < AUTO_SCALING || !isResizable(workload)) return undefined;
  // To be resized it may have to be made anew, which takes a device away from whoever has it.
  const isFixed = device && deviceOf(draft, device);
  return scaling || replicas > 1 || isFixed ? undefined : bounds(resources);
}

/** What ends soon teaches nothing, and an operator would take back what another wrote. */
const isResizable = (workload: Definition['workload']): boolean =>
  workload === 'Deployment' || workload === 'StatefulSet';

/** A request never goes above its limit. */
function bounds({ requests, limits }: Resources): Bounds {
  const cpu = millicores(requests.cpu);
  const memory = mebibytes(requests.memory);
  const mostCpu = limits.cpu ? millicores(limits.cpu) : Number.POSITIVE_INFINITY;
  const whole = (mib: number): Bytes => formatMebibytes(Math.floor(mib));
  return {
    min: {
      cpu: formatMillicores(Math.ceil(cpu * VERTICAL.least)),
      memory: whole(memory * VERTICAL.least),
    },
    max: {
      cpu: formatMillicores(Math.floor(Math.min(cpu * VERTICAL.most, mostCpu))),
      memory: whole(Math.min(memory * VERTICAL.most, mebibytes(limits.memory))),
    },
  };
}
