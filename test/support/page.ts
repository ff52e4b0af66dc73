/** What must be true of a system's page, whatever the system. */
import { typedHost } from '../../model/edge';
import type { Plan } from '../../model/plan';

/** Lines of the page outside its pictures. */
const prose = (page: string): string[] => page.replace(/```[\s\S]*?```/g, '').split('\n');
const pictures = (page: string): string[] =>
  [...page.matchAll(/```mermaid\n([\s\S]*?)```/g)].map(([, text]) => text!);

const cells = (line: string): number => line.split(/(?<!\\)\|/).length;

/** Rows with more or fewer cells than the head of their table. */
function tables(lines: readonly string[]): string[] {
  let head: number | undefined;
  return lines.flatMap((line) => {
    if (!line.startsWith('|')) {
      head = undefined;
      return [];
    }
    head ??= cells(line);
    return cells(line) === head ? [] : [`a row with other cells than its head: ${line}`];
  });
}

/** Tags that a browser would take for its own; ours stand in code. */
const tags = (lines: readonly string[]): string[] =>
  lines
    .filter((line) => /<[a-z/]/i.test(line.replace(/`[^`]*`/g, '').replace(/\\</g, '')))
    .map((line) => `a tag in the text: ${line}`);

const NODE = /^\s*(\w+)\[(?:\("(.*)"\)|"(.*)")\]$/;

function picture(text: string): string[] {
  const lines = text.trim().split('\n').slice(1);
  const nodes = new Map(
    lines.flatMap((line) => {
      const [, name, drum, box] = NODE.exec(line) ?? [];
      return name ? [[name, drum ?? box ?? ''] as const] : [];
    }),
  );
  const opened = lines.filter((line) => /^\s*subgraph /.test(line)).length;
  const closed = lines.filter((line) => line.trim() === 'end').length;
  return [
    ...(opened === closed ? [] : ['a group that is not closed']),
    ...[...nodes.values()].filter((label) => label.includes('"')).map((label) => `quotes in ${label}`),
    ...lines.flatMap((line) => {
      const [, from, label, to] = /^\s*(\w+) (?:-\.->|-->(\|[^|]*\|)?) ?(\w+)$/.exec(line) ?? [];
      if (from && to) {
        return [from, to]
          .filter((end) => !nodes.has(end))
          .map((end) => `an arrow to ${end}, which is not drawn`);
      }
      const isOther = NODE.test(line) || /^\s*(subgraph \w+\["[^"]*"\]|end)$/.test(line);
      return isOther ? [] : [`not understood in a picture: ${line}${label ?? ''}`];
    }),
  ];
}

/** @param plans all environments of the system */
export function pageProblems(page: string, plans: readonly Plan[]): string[] {
  const lines = prose(page);
  const wanted = plans.flatMap(({ environment, components, cluster, routes, secrets, cdn }) => {
    const [, part = ''] = page.split(`\n## ${environment}\n`);
    const names = [
      ...components.map(({ name }) => `\`${name}\``),
      ...routes.map((route) => `https://${typedHost(cluster, route)}${route.path}`),
      ...secrets.flatMap((secret) => (secret.kind === 'store' ? `\`${secret.remoteKey}\`` : [])),
      ...Object.values(cdn).flatMap(({ hosts }) => hosts),
    ];
    return names
      .filter((name) => !part.includes(name))
      .map((name) => `${environment} says nothing of ${name}`);
  });
  return [
    ...tables(lines),
    ...tags(lines.filter((line) => !line.startsWith('<!--'))),
    ...lines
      .filter((line) => /\b(undefined|NaN|null)\b|\[object /.test(line))
      .map((line) => `a lost value: ${line}`),
    ...(pictures(page).length === plans.length ? [] : ['not every environment has its picture']),
    ...pictures(page).flatMap(picture),
    ...wanted,
  ];
}
