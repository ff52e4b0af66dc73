/** Renders a dashboard of the model as the JSON that Grafana provisions. */
import {
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
// The type alone: the builder of a query loads a second generation of dashboards, a twentieth of a second.
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Dashboard, Panel } from '../../model/observability';

/** Fixed, because every panel of every dashboard names its data source by it. */
export const PROMETHEUS_UID = 'prometheus';
/** Longest uid Grafana accepts. */
const MAX_UID = 40;
/** Two panels side by side on Grafana's grid of 24 columns. */
const PANEL = { width: 12, height: 8 };

/**
 * The dashboard as JSON, the same bytes for the same input.
 * @throws Error when the id is too long for Grafana.
 */
export function renderDashboard(dashboard: Dashboard): string {
  const { id, title, panels } = dashboard;
  if (id.length > MAX_UID) {
    throw new Error(`dashboard '${id}' needs a shorter id: Grafana takes ${MAX_UID} characters at most`);
  }
  const builder = new DashboardBuilder(title)
    .uid(id)
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .timezone('browser')
    .readonly();
  panels.forEach((panel, index) => {
    builder.withPanel(renderPanel(panel, index + 1));
  });
  return `${JSON.stringify(builder.build(), null, 2)}\n`;
}

function renderPanel({ title, unit, queries }: Panel, id: number): PanelBuilder {
  const panel = new PanelBuilder()
    .id(id)
    .title(title)
    .datasource({ type: 'prometheus', uid: PROMETHEUS_UID })
    .span(PANEL.width)
    .height(PANEL.height)
    .unit(unit)
    .axisSoftMin(0)
    .fillOpacity(10)
    .showPoints(VisibilityMode.Never)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    );
  queries.forEach(({ expr, legend }, index) => {
    // Grafana tells the queries of a panel apart by letters.
    const refId = String.fromCharCode('A'.charCodeAt(0) + index);
    panel.withTarget({ build: () => target(refId, expr, legend) });
  });
  return panel;
}

const target = (refId: string, expr: string, legendFormat: string): Dataquery => ({
  expr,
  refId,
  legendFormat,
  range: true,
  instant: false,
  // What the SDK asks of every query; functions do not reach the JSON.
  _implementsDataqueryVariant: () => {},
});
