import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './exec';
import type { KubeObject } from './manifests';
import { componentOf, podTemplate } from './pods';
import { isIpv6 } from './ranges';

/** Something that opens or receives connections: `namespace/name`, or a range of IPv4 addresses. */
export type Party = string;

/** One thing the policies allow. */
export interface Allowed {
  readonly from: Party;
  readonly to: Party;
  /** `TCP 6379`, `UDP 53`, `TCP 1-65535`, or `All Connections`. */
  readonly ports: readonly string[];
}

/**
 * What the NetworkPolicies among these objects allow, computed by netpol-analyzer.
 *
 * Every workload is handed over as two pods, so that what replicas may do to each other shows too. IPv6 peers
 * are left out, because the analyser reads them as IPv4; `ipv6.ts` judges those.
 *
 * @param netpolicy path of the program
 */
export async function connectivity(netpolicy: string, objects: readonly KubeObject[]): Promise<Allowed[]> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-netpol-'));
  try {
    const judged = [...objects, CONTROL];
    const pods = judged.flatMap(twoPods).map(placed);
    const items = [...namespaces(judged), ...pods, ...judged.flatMap(policies)];
    writeFileSync(join(folder, 'all.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    // Not `--fail`: it takes the mere fact that the input is a list for an error, and answers with nothing.
    const args = ['list', '--dirpath', folder, '--output', 'json', '--quiet'];
    const { code, stdout: text, stderr } = await run(netpolicy, args);
    if (code !== 0 || stderr.trim()) throw new Error(`netpol-analyzer (status ${code}): ${stderr.trim()}`);
    const found = (JSON.parse(text || '[]') ?? []) as { src: string; dst: string; conn: string }[];
    const allowed = merge(
      found.map(({ src, dst, conn }) => ({ from: party(src), to: party(dst), ports: portsOf(conn) })),
    );
    const isControl = ({ from, to }: Allowed) => from === 'control/control' && to === from;
    // Pods the analyser passes over look like pods nobody can reach: an empty answer must not count as a proof.
    if (!allowed.some(isControl)) throw new Error(`netpol-analyzer did not see the control pods: ${text}`);
    return allowed.filter(({ from, to }) => ![from, to].includes('control/control'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Namespaces carry the label that policies select them by; the API server would add it. */
function namespaces(objects: readonly KubeObject[]): KubeObject[] {
  const names = new Set(objects.map((one) => one.metadata.namespace).filter((name) => name !== undefined));
  const written = new Map(
    objects.filter((one) => one.kind === 'Namespace').map((one) => [one.metadata.name, one]),
  );
  return [...names].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { ...written.get(name)?.metadata.labels, 'kubernetes.io/metadata.name': name },
    },
  }));
}

/** Two pods under no policy at all, which must be found to reach each other. */
const CONTROL: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'control', namespace: 'control', labels: {} },
  spec: { containers: [{ name: 'control', image: 'control:1' }] },
};

/** The analyser passes over pods without addresses. */
const placed = (pod: KubeObject, index: number): KubeObject => {
  const podIP = `10.244.${Math.floor(index / 250)}.${(index % 250) + 1}`;
  return { ...pod, status: { hostIP: '10.0.0.1', podIP, podIPs: [{ ip: podIP }] } };
};

const REPLICA = /--[12]$/;

function twoPods(object: KubeObject): KubeObject[] {
  const template = podTemplate(object);
  if (!template) return [];
  const { namespace } = object.metadata;
  const name = componentOf(object);
  return [1, 2].map((index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}--${index}`, namespace, labels: template.metadata?.labels ?? {} },
    spec: template.spec,
  }));
}

/** The policies without their IPv6 peers; a rule that has no other peer goes with them, or it would allow all. */
function policies(object: KubeObject): KubeObject[] {
  if (object.kind !== 'NetworkPolicy') return [];
  const copy = structuredClone(object);
  for (const [direction, side] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    copy.spec[direction] = copy.spec[direction]
      ?.map((rule: Record<string, { ipBlock?: { cidr: string } }[]>) => {
        const left = rule[side]?.filter((peer) => !peer.ipBlock || !isIpv6(peer.ipBlock.cidr));
        return left?.length === 0 && rule[side]!.length > 0 ? undefined : { ...rule, [side]: left };
      })
      .filter(Boolean);
  }
  return [copy];
}

/** `namespace/name--1[Pod]` without what we and the analyser added. */
const party = (text: string): Party => text.replace(/\[[^\]]*\]$/, '').replace(REPLICA, '');

/** `TCP 80,443,UDP 53` as single entries. */
export function portsOf(connection: string): string[] {
  if (!/\d/.test(connection)) return [connection];
  let protocol = '';
  return connection.split(',').flatMap((part) => {
    const [first, second] = part.trim().split(' ');
    if (second !== undefined) protocol = first!;
    return single(second ?? first!).map((port) => `${protocol} ${port}`);
  });
}

/** Neighbours that are each declared are said as a range; a range that nobody would declare one by one stays one. */
function single(ports: string): string[] {
  const [first = 0, last = first] = ports.split('-').map(Number);
  if (last - first > 100) return [ports];
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

/** One entry for each pair: replicas say the same thing several times. */
function merge(found: readonly Allowed[]): Allowed[] {
  const pairs = new Map<string, { from: Party; to: Party; ports: Set<string> }>();
  for (const { from, to, ports } of found) {
    const pair = pairs.get(`${from} ${to}`) ?? { from, to, ports: new Set() };
    pairs.set(`${from} ${to}`, pair);
    for (const port of ports) pair.ports.add(port);
  }
  return [...pairs.values()].map((pair) => ({ ...pair, ports: [...pair.ports].sort() }));
}
