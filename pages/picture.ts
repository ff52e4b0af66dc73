/** The flow graph as a Mermaid picture, components grouped by tier. */
import type { ComponentTier } from '../model/component';
import { COMPONENT_TIERS } from '../model/component';
import { EDGE, INTERNET, INTERNET_PORTS } from '../model/edge';
import type { Plan } from '../model/plan';
import { compare } from '../model/problems';

const GROUPS: Readonly<Record<ComponentTier, string>> = {
  app: 'Application services',
  data: 'Data services',
  queue: 'Message queue',
  'vector-db': 'Vector database',
  ai: 'Models',
  monitoring: 'Monitoring',
  logging: 'Logging',
};
/** Tiers whose things keep data are drawn as drums. */
const STORES: readonly ComponentTier[] = ['data', 'queue', 'vector-db'];

export function picture(plan: Plan): string {
  return [
    '```mermaid',
    'flowchart LR',
    ...outside(plan),
    ...COMPONENT_TIERS.flatMap((tier) => group(plan, tier)),
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
  const lines = ['  subgraph g_internet["Internet"]'];
  if (plan.routes.length > 0) lines.push('    users["Users, bots and clients"]');
  if (plan.flows.some((flow) => flow.to === INTERNET)) lines.push(`    ${id(INTERNET)}["External services"]`);
  for (const [name, { host }] of Object.entries(plan.external).sort(([a], [b]) => compare(a, b))) {
    lines.push(`    ${id(name)}[("${name}<br/>${label(host)}")]`);
  }
  lines.push('  end');
  if (plan.routes.length > 0) {
    const { name, clientHeader } = plan.cluster.trustedProxies;
    lines.push(
      '  subgraph g_edge["Edge"]',
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

function group(plan: Plan, tier: ComponentTier): string[] {
  const members = plan.components.filter((component) => component.tier === tier);
  if (members.length === 0) return [];
  return [
    `  subgraph g_${tier.replaceAll('-', '_')}["${GROUPS[tier]}"]`,
    ...members.map(({ name, description }) => {
      const text = `"${name}<br/>${label(description)}"`;
      return `    ${id(name)}${STORES.includes(tier) ? `[(${text})]` : `[${text}]`}`;
    }),
    '  end',
  ];
}

/** Flows as solid arrows with their port; scrapes and log reading dotted and without. */
function arrows(plan: Plan): string[] {
  const lines = new Set<string>();
  for (const route of plan.routes) lines.add(`  ${id(EDGE)} -->|${route.host}| ${id(route.to)}`);
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
      lines.add(`  ${id(from.name)} -->|${port}| ${id(to.name)}`);
    if (reason === 'flow' && to.kind === 'internet' && goesOut(from.name, port))
      lines.add(`  ${id(from.name)} -->|${port}| ${id(INTERNET)}`);
    if (reason === 'scrape' && to.kind === 'component') lines.add(`  ${id(from.name)} -.-> ${id(to.name)}`);
  }
  return [...lines];
}
