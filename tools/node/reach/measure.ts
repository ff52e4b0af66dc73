/** Every pair of parties and every port: do packets pass, and should they? */
import type { Plan } from '../../../model/plan';
import type { Cluster } from '../../lab/cluster';
import { sleep } from '../../lab/exec';
import type { Unit } from '../../lab/manifests';
import type { Machine } from '../machine';
import { hasIpv6 } from '../network';
import { haveAddresses, loseAddresses, OUTSIDE } from './addresses';
import { type Agent, type Attempt, type Port, startAgent } from './agents';
import { isDeclared, type Party } from './declared';
import { doublesFor, makeDoubles, runningPods } from './doubles';
import { machineTargets, type PodTarget, podTargets, type Target, tcp, unique } from './parties';
import { passedThrough } from './sockets';

/** One way that can be tried. */
export interface Way extends Port {
  readonly from: Target;
  readonly to: Target;
  /** By IPv6. @default by IPv4 */
  readonly six?: true;
}

/** Ways that differ from what is declared, as `client → server TCP 3001`; both empty when all is well. */
export interface Differences {
  /** Declared, and packets do not arrive. */
  readonly missing: string[];
  /** Not declared, and packets arrive. */
  readonly excess: string[];
}

/** A network that is ready to be measured. */
export interface Reach {
  readonly pods: readonly PodTarget[];
  readonly ways: readonly Way[];
  isDeclared(way: Way): boolean | 'either';
  /**
   * Tries every way once. Ways that differ are tried again: policies and busy machines take a moment.
   * @param lasting seconds for which a difference must last. @default 10
   * @param only these ways. @default all
   */
  measure(lasting?: number, only?: readonly Way[]): Promise<Differences>;
  end(): Promise<void>;
}

/** Agents that are asked at once: each opens a hundred connections and more. */
const AT_ONCE = 8;

/** Makes all who are missing around an environment that runs, and gets ready to connect from each of them. */
export async function startReach(
  cluster: Cluster,
  machines: readonly Machine[],
  unit: Unit,
  plan: Plan,
): Promise<Reach> {
  await haveAddresses();
  const removeDoubles = await makeDoubles(cluster, doublesFor(unit, plan, await runningPods(cluster)));
  const agents = new Map<Target, Agent>();
  const end = async () => {
    for (const agent of agents.values()) agent.end();
    await removeDoubles();
    await loseAddresses();
  };
  try {
    const byName = new Map(machines.map((machine) => [machine.name, machine]));
    const found = await podTargets(unit, plan, await runningPods(cluster), byName);
    const named = unique([
      ...plan.connections.map(({ port, protocol }) => ({ port, protocol })),
      ...found.filter(({ inside }) => inside).flatMap(({ ports }) => ports),
      { port: plan.cluster.dns.port, protocol: 'UDP' },
      ...[22, plan.cluster.dns.port, 80, 443].map(tcp),
    ]);
    // Who stands in for somebody, and who plays the world outside, answers to whatever anybody could ask for.
    const pods = found.map((pod) => (isDouble(pod) ? { ...pod, ports: named, ports6: named } : pod));
    const outside = OUTSIDE.map((party) => ({ ...party, inside: false, ports: named, ports6: named }));
    const own = await startAgent(
      [],
      outside.flatMap(({ address, address6, ports }) =>
        [address, address6].flatMap((one) => (one ? ports.map((port) => ({ ...port, address: one })) : [])),
      ),
    );
    for (const party of outside) agents.set(party, own);
    await Promise.all(pods.map(async (pod) => agents.set(pod, await agentIn(pod))));
    const all: Target[] = [...pods, ...outside, ...(await machineTargets(machines))];
    const ways = [...agents.keys()].flatMap((from) => waysFrom(from, all));
    return {
      pods,
      ways,
      isDeclared: (way) => wanted(plan, way),
      end,
      async measure(lasting = 10, only = ways) {
        let differing = await tryAll(only, agents, machines, plan);
        for (const until = Date.now() + lasting * 1000; differing.length > 0 && Date.now() < until; ) {
          await sleep(1000);
          differing = await tryAll(differing, agents, machines, plan);
        }
        const lines = (declared: boolean) =>
          differing
            .filter((way) => wanted(plan, way) === declared)
            .map(wayText)
            .sort();
        return { missing: lines(true), excess: lines(false) };
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

const isDouble = ({ name }: Party): boolean => /(^|\/)double-/.test(name);
const short = ({ name }: Party): string => name.replace(/double-/, '');
/** As in `client → server TCP 3001`. */
export const wayText = ({ from, to, protocol, port, six }: Way): string =>
  `${short(from)} → ${short(to)} ${protocol} ${port}${six ? ' by IPv6' : ''}`;

function agentIn(pod: PodTarget): Promise<Agent> {
  const listen = isDouble(pod)
    ? pod.ports.map((port) => ({ ...port, address: pod.address6 ? '::' : '0.0.0.0' }))
    : [];
  return startAgent(pod.machine.enter('nsenter', ['--target', String(pod.pid), '--net', '--']), listen);
}

/** What is neither from nor to a pod of the environment is not for its policies to say. */
const waysFrom = (from: Target, all: readonly Target[]): Way[] =>
  all
    .filter((to) => to !== from && (from.inside || to.inside))
    .flatMap((to) => [
      ...to.ports.map((port) => ({ ...port, from, to })),
      ...(from.address6 && to.address6
        ? to.ports6.map((port) => ({ ...port, from, to, six: true as const }))
        : []),
    ]);

/** Its address in the family of a way. */
const addressOf = ({ address, address6 }: Party, { six }: Pick<Way, 'six'>): string =>
  six ? address6! : address;

function wanted(plan: Plan, way: Way): boolean | 'either' {
  const { party, port } = way.to.leadsTo ?? { party: way.to, port: way.port };
  const [from, to] = [way.from, party].map((one) => ({ ...one, address: addressOf(one, way) })) as [
    Party,
    Party,
  ];
  return isDeclared(plan, from, to, { port, protocol: way.protocol });
}

/** @returns the ways that are not as declared */
async function tryAll(
  ways: readonly Way[],
  agents: ReadonlyMap<Target, Agent>,
  machines: readonly Machine[],
  plan: Plan,
): Promise<Way[]> {
  const clients = [...new Set(ways.map(({ from }) => from))];
  const differing: Way[] = [];
  for (let first = 0; first < clients.length; first += AT_ONCE) {
    const batch = clients.slice(first, first + AT_ONCE);
    const outcomes = await Promise.all(
      batch.map(async (from) => {
        const own = ways.filter((way) => way.from === from);
        const attempts = own.map(
          (way): Attempt => ({
            address: addressOf(way.to, way),
            port: way.port,
            protocol: way.protocol,
            ...(isAddress(from) && { from: addressOf(from, way) }),
          }),
        );
        return { own, said: await agents.get(from)!.open(attempts) };
      }),
    );
    // A node keeps what it has let through: all that can be known of UDP. Each on the way has a say.
    const tables = new Map<string, Set<string>>();
    for (const machine of machines) {
      const families = ['ipv4', ...(hasIpv6 ? ['ipv6'] : [])];
      const texts = families.map((family) => machine.run('conntrack', ['-L', '-f', family, '-p', 'udp']));
      const all = (await Promise.all(texts)).map(({ stdout }) => stdout).join('');
      tables.set(machine.name, passedThrough(all));
    }
    const letThrough = ({ from, to }: Way, packet: string): boolean => {
      const own = [from, to].flatMap((one) => ('machine' in one ? (one as PodTarget).machine.name : []));
      if (own.length === 0) return [...tables.values()].some((table) => table.has(packet));
      return own.every((name) => tables.get(name)?.has(packet));
    };
    for (const { own, said } of outcomes) {
      for (const [index, way] of own.entries()) {
        const what = said[index];
        const passes =
          way.protocol === 'UDP'
            ? letThrough(way, `${addressOf(way.from, way)}:${what} ${addressOf(way.to, way)}:${way.port}`)
            : what === 'passes';
        const should = wanted(plan, way);
        if (should !== 'either' && should !== passes) differing.push(way);
      }
    }
  }
  return differing;
}

const isAddress = ({ role }: Party): boolean => role.kind === 'address';
