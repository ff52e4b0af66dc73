/** Small pieces of PromQL that whatever is watched writes. */
import type { AlertRule, Panel } from './observability';

/** `{job="api",code="500"}`: labels in the order given, values escaped for PromQL. */
export function matchers(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `{${parts.join(',')}}`;
}

/** `job=~"redis|redis-queue"`: all components of one technology. Their names hold no regex signs. */
export function jobs(names: readonly string[]): string {
  return `job=~"${names.join('|')}"`;
}

/** A panel from its queries, each expression under the legend it is shown with. */
export function panel(title: string, unit: string, queries: Readonly<Record<string, string>>): Panel {
  return {
    title,
    unit,
    queries: Object.entries(queries).map(([legend, expr]) => ({ expr, legend })),
  };
}

/** Is the alert about whether a component answers, or is there at all? */
export const tellsOf = ({ expr, component }: Pick<AlertRule, 'expr' | 'component'>, name: string): boolean =>
  component === name || new RegExp(`\\bup\\{[^}]*\\b(component|job)="${name}"`).test(expr);
