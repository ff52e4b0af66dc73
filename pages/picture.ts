/** The flow graph as a Mermaid picture, components grouped by zone where the system draws zones, and by tier elsewhere. */
import type { ComponentTier } from '../model/component';
import { COMPONENT_TIERS } from '../model/component';
import { EDGE, INTERNET, INTERNET_PORTS } from '../model/edge';
import type { Plan, PlannedComponent } from '../model/plan';
import { compare } from '../model/problems';
import { type Zone, zoneOf } from '../model/zones';

const GROUPS: Readonly<Record<ComponentTier, string>> = {
  app: 'Application services',
  data: 'Data services',
  queue: 'Message queue',
  'vector-db': 'Vector database',
  ai: 'Models',
  monitoring: 'Monitoring',
  logging: 'Logging',
  backup: 'Backups',
};
/** Tiers whose things keep data are drawn as drums. */
const STORES: readonly ComponentTier[] = ['data', 'queue', 'vector-db', 'backup'];

export function picture(plan: Plan): string {
  const local = plan.local.map(({ name, description }) => `${id(name)}["${name}<br/>${label(description)}"]`);
  return [
    '```mermaid',
    'flowchart LR',
    ...outside(plan),
    ...group('g_own_machine', 'Your own machine', local),
    ...groups(plan),
    ...arrows(plan),
    '```',
  ].join('\n');
}

/** Text of people's own in a label, which would end at the first quote; Mermaid's words for characters. */
const label = (text: string): string =>
  text.replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;');

/** Mermaid reads hyphens in some names as arrows and a few words as its own. */
const id = (name: string): string => `c_${name.replaceAll('-', '_')}`;

function outside(plan: Plan): string[] {
  const titleOf = (name: string, otherwise: string): string => label(zoneOf(plan, name)?.title ?? otherwise);
  const lines = [`  subgraph g_internet["${titleOf(INTERNET, 'Internet')}"]`];
  if (plan.routes.length > 0) lines.push('    users["Users, bots and clients"]');
  if (plan.flows.some((flow) => flow.to === INTERNET)) lines.push(`    ${id(INTERNET)}["External services"]`);
  for (const [name, { host }] of Object.entries(plan.external).sort(([a], [b]) => compare(a, b))) {
    lines.push(`    ${id(name)}[("${name}<br/>${label(host)}")]`);
  }
  lines.push('  end');
  if (plan.routes.length > 0) {
    const { name, clientHeader } = plan.cluster.trustedProxies;
    lines.push(
      `  subgraph g_edge["${titleOf(EDGE, 'Edge')}"]`,
      ...(clientHeader ? [`    proxy["${label(name)}"]`] : []),
      `    ${id(EDGE)}["Gateway"]`,
      '  end',
      ...(clientHeader
        ? ['  users -->|HTTPS| proxy', `  proxy -->|HTTPS| ${id(EDGE)}`]
        : [`  users -->|HTTPS| ${id(EDGE)}`]),
    );
  }
  return lines;
}

const groups = (plan: Plan): string[] =>
  plan.zones.length > 0
    ? plan.zones.flatMap((zone) => {
        const members = plan.components.filter((component) => component.zone === zone.name);
        return group(`z_${zone.name}`, zone.title, [...members.map(node), ...doors(plan, zone)]);
      })
    : COMPONENT_TIERS.flatMap((tier) => {
        const members = plan.components.filter((component) => component.tier === tier);
        return group(`g_${tier}`, GROUPS[tier], members.map(node));
      });

const group = (name: string, title: string, lines: readonly string[]): string[] =>
  lines.length === 0
    ? []
    : [
        `  subgraph ${name.replaceAll('-', '_')}["${label(title)}"]`,
        ...lines.map((line) => `    ${line}`),
        '  end',
      ];

function node({ name, description, tier }: PlannedComponent): string {
  const text = `"${name}<br/>${label(description)}"`;
  return `${id(name)}${STORES.includes(tier) ? `[(${text})]` : `[${text}]`}`;
}

/** What stands in another zone than its component. */
const doorId = (name: string, port: number): string => `d_${name.replaceAll('-', '_')}_${port}`;

const doors = (plan: Plan, { doors: listed = {} }: Zone): string[] =>
  plan.components.flatMap(({ name, ports }) =>
    (listed[name] ?? []).flatMap((port) =>
      ports[port] ? [`${doorId(name, ports[port].number)}["${name}: ${label(port)}"]`] : [],
    ),
  );

/** Where an arrow to a port of a component ends: at its door, if it has one. */
function at(plan: Plan, name: string, port: number): string {
  const { ports = {} } = plan.components.find((one) => one.name === name) ?? {};
  const isDoor = plan.zones.some(({ doors: listed }) =>
    (listed?.[name] ?? []).some((one) => ports[one]?.number === port),
  );
  return isDoor ? doorId(name, port) : id(name);
}

/** Flows as solid arrows with their port; scrapes and log reading dotted and without. */
function arrows(plan: Plan): string[] {
  const lines = new Set<string>();
  for (const { name, ports } of plan.components) {
    for (const { number } of Object.values(ports)) {
      const door = at(plan, name, number);
      if (door !== id(name)) lines.add(`  ${door} -->|${number}| ${id(name)}`);
    }
  }
  for (const { host, to, port } of plan.routes) lines.add(`  ${id(EDGE)} -->|${host}| ${at(plan, to, port)}`);
  for (const { name, asks } of plan.local) {
    for (const to of asks) lines.add(`  ${id(name)} -.-> ${id(to)}`);
  }
  const goesOut = (name: string, port: number): boolean =>
    plan.flows.some(
      ({ from, to, ports = INTERNET_PORTS }) => from === name && to === INTERNET && ports.includes(port),
    );
  for (const { from, to } of plan.flows) {
    const provider = plan.external[to];
    if (!provider || plan.external[from]) continue;
    for (const port of [provider.port, provider.direct?.port, provider.read?.port]) {
      if (port !== undefined) lines.add(`  ${id(from)} -->|${port}| ${id(to)}`);
    }
  }
  for (const { from, to, port, reason } of plan.connections) {
    if (from.kind !== 'component') continue;
    if (to.kind === 'component' && from.name === to.name) continue;
    if (reason === 'flow' && to.kind === 'component')
      lines.add(`  ${id(from.name)} -->|${port}| ${at(plan, to.name, port)}`);
    if (reason === 'flow' && to.kind === 'internet' && goesOut(from.name, port))
      lines.add(`  ${id(from.name)} -->|${port}| ${id(INTERNET)}`);
    if (reason === 'scrape' && to.kind === 'component') lines.add(`  ${id(from.name)} -.-> ${id(to.name)}`);
  }
  return [...lines];
}
