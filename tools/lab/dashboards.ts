/** One query of a dashboard. */
export interface Query {
  /** `<file>: <panel>` */
  readonly where: string;
  /** PromQL with Grafana's own variables filled in. */
  readonly expr: string;
}

interface Panel {
  readonly title?: string;
  readonly targets?: { readonly expr?: string; readonly datasource?: { readonly type?: string } }[];
  readonly panels?: Panel[];
  readonly datasource?: { readonly type?: string };
}

/** The PromQL queries of a Grafana dashboard; other JSON files have none. */
export function queriesOf(json: string, file: string): Query[] {
  const { panels = [] } = JSON.parse(json) as { panels?: Panel[] };
  return panels.flatMap((panel) => queriesOfPanel(panel, file));
}

function queriesOfPanel(panel: Panel, file: string): Query[] {
  const own = (panel.targets ?? [])
    .filter((target) => (target.datasource ?? panel.datasource)?.type !== 'loki')
    .flatMap((target) => target.expr ?? [])
    .map((expr) => ({ where: `${file}: ${panel.title ?? ''}`, expr: filledIn(expr) }));
  return [...own, ...(panel.panels ?? []).flatMap((inner) => queriesOfPanel(inner, file))];
}

/** Grafana's variables as it would fill them in; a time first, because any other could be a name. */
const filledIn = (expr: string): string =>
  expr.replace(/\$\{?__(rate_interval|interval|range)\}?/g, '5m').replace(/\$\{\w+(:\w+)?\}|\$\w+/g, 'value');
