/** Who is there, under which address, and what it listens on. */
import type { Plan } from '../../../model/plan';
import type { KubeObject, Unit } from '../../lab/manifests';
import { componentOf, podTemplate } from '../../lab/pods';
import type { Machine } from '../machine';
import { LAN } from '../network';
import type { Port } from './agents';
import type { Party, Role } from './declared';
import { controlledPods, isLike, platformOf } from './doubles';
import { listeningPorts } from './sockets';

/** A party with what can be asked of it. */
export interface Target extends Party {
  /** Whether policies of the environment are about it. */
  readonly inside: boolean;
  readonly ports: readonly Port[];
  /** Those on which it can be asked by IPv6: many programs listen by IPv4 alone, and refuse as a policy does. */
  readonly ports6: readonly Port[];
  /** Where the policies see a request for it go, if elsewhere: a Service's address leads on. */
  readonly leadsTo?: { readonly party: Party; readonly port: number };
}

/** A pod that has an address. */
export interface PodTarget extends Target {
  readonly machine: Machine;
  /** A process of it, by its number on the machine. */
  readonly pid: number;
  /** Ports its manifest names. */
  readonly said: readonly Port[];
  /** Ports its processes really listen on. */
  readonly listens: readonly Port[];
}

/** @param machines nodes by name */
export async function podTargets(
  unit: Unit,
  plan: Plan,
  pods: readonly KubeObject[],
  machines: ReadonlyMap<string, Machine>,
): Promise<PodTarget[]> {
  const processes = new Map<string, number>();
  for (const machine of machines.values()) {
    const table = await machine.must('ctr', ['-n', 'k8s.io', 'tasks', 'ls']);
    for (const [, id, pid] of table.matchAll(/^(\S+)\s+(\d+)\s+RUNNING/gm)) processes.set(id!, Number(pid));
  }
  return Promise.all(
    pods.map(async (pod) => {
      const { metadata, spec, status } = pod;
      const machine = machines.get(spec.nodeName);
      const pid = processes.get(containerIds(status).find((id) => processes.has(id)) ?? '');
      if (!machine || !pid)
        throw new Error(`${metadata.namespace}/${metadata.name}: no process of it is found`);
      const said = (spec.containers as KubeObject[]).flatMap(({ ports = [] }) =>
        ports.map((one: { containerPort: number; protocol?: Port['protocol'] }) => ({
          port: one.containerPort,
          protocol: one.protocol ?? 'TCP',
        })),
      );
      const { both: listens, six } = await listening(machine, pid);
      return {
        name:
          metadata.namespace === unit.namespace ? metadata.name : `${metadata.namespace}/${metadata.name}`,
        role: roleOf(unit, plan, pod),
        address: status.podIP,
        address6: (status.podIPs as { ip: string }[]).map(({ ip }) => ip).find((ip) => ip.includes(':')),
        inside: metadata.namespace === unit.namespace,
        ports: unique([...said, ...listens]),
        // Nobody has to listen for what is not answered.
        ports6: unique([...said, ...listens].filter((one) => one.protocol === 'UDP').concat(six)),
        machine,
        pid,
        said,
        listens,
      };
    }),
  );
}

const containerIds = (status: KubeObject['status']): string[] =>
  (status.containerStatuses ?? []).map(({ containerID = '' }) => containerID.replace(/.*\//, ''));

function roleOf(unit: Unit, plan: Plan, pod: KubeObject): Role {
  if (pod.metadata.namespace === unit.namespace) {
    const workload = unit.objects.find((object) => {
      const labels = podTemplate(object)?.metadata?.labels;
      return labels && isLike(pod, { namespace: unit.namespace, labels });
    });
    if (workload) return { kind: 'component', name: componentOf(workload) };
    return controlledPods(unit).find((one) => isLike(pod, one))?.role ?? { kind: 'stranger' };
  }
  const { namespace, podLabels: labels } = plan.cluster.dns;
  if (isLike(pod, { namespace, labels })) return { kind: 'dns' };
  return platformOf(plan).find((one) => isLike(pod, one))?.role ?? { kind: 'stranger' };
}

/**
 * What processes of one network listen on for others, and on which of it by IPv6.
 * @param pid a process in it. @default the machine's own
 */
export async function listening(machine: Machine, pid = 1): Promise<{ both: Port[]; six: Port[] }> {
  const read = async (table: string) => (await machine.run('cat', [`/proc/${pid}/net/${table}`])).stdout;
  const tables = {
    TCP: (await read('tcp')) + (await read('tcp6')),
    UDP: (await read('udp')) + (await read('udp6')),
  };
  return { both: listeningPorts(tables), six: listeningPorts(tables, 'IPv6') };
}

/** The nodes themselves, and the API server by its own address and by its Service's. */
export async function machineTargets(machines: Iterable<Machine>): Promise<Target[]> {
  const role = { kind: 'address' } as const;
  const nodes = await Promise.all(
    [...machines].map(async (machine) => {
      const { name, address, address6 } = machine;
      const { both, six } = await listening(machine);
      return { name, role, address, address6, inside: false, ports: both, ports6: six };
    }),
  );
  const server = { name: 'API server', role, address: LAN.host };
  return [
    ...nodes,
    { ...server, inside: false, ports: [tcp(LAN.apiPort)], ports6: [] },
    {
      name: 'API server by its Service',
      role,
      address: LAN.apiService,
      inside: false,
      ports: [tcp(443)],
      ports6: [],
      leadsTo: { party: server, port: LAN.apiPort },
    },
  ];
}

export const tcp = (port: number): Port => ({ port, protocol: 'TCP' });

/** Each port once, in order. */
export const unique = (ports: readonly Port[]): Port[] =>
  [...new Map(ports.map((one) => [`${one.protocol} ${one.port}`, one])).values()].sort(
    (a, b) => a.protocol.localeCompare(b.protocol) || a.port - b.port,
  );
