/**
 * Renders a dashboard of the model as the JSON that Grafana provisions. Of the SDK it takes the types alone:
 * they check every field, and its builders would take longer to load than the charts of an environment.
 */
import type * as sdk from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import type { FieldConfig, Options } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Dashboard, Panel, Query } from '../../model/observability';

/** Fixed, because every panel of every dashboard names its data source by it. */
export const PROMETHEUS_UID = 'prometheus';
/** Longest uid Grafana accepts. */
const MAX_UID = 40;
/** Two panels side by side on Grafana's grid of 24 columns. */
const PANEL = { w: 12, h: 8, perRow: 2 };

/** As it stands in the JSON: words in place of the SDK's enums, and none of its functions. */
type Json<T> = T extends string
  ? `${T}`
  : T extends object
    ? { [K in keyof T as K extends `_${string}` ? never : K]: Json<T[K]> }
    : T;

/**
 * The dashboard as JSON, the same bytes for the same input.
 * @throws Error when the id is too long for Grafana.
 */
export function renderDashboard({ id, title, panels }: Dashboard): string {
  if (id.length > MAX_UID) {
    throw new Error(`dashboard '${id}' needs a shorter id: Grafana takes ${MAX_UID} characters at most`);
  }
  const dashboard: Json<sdk.Dashboard> = {
    timezone: 'browser',
    editable: false,
    graphTooltip: 0,
    fiscalYearStartMonth: 0,
    // The newest that the SDK knows; Grafana itself raises an older one.
    schemaVersion: 42,
    templating: {},
    annotations: {},
    title,
    uid: id,
    time: { from: 'now-6h', to: 'now' },
    refresh: '1m',
    panels: panels.map(renderPanel),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function renderPanel({ title, unit, queries }: Panel, index: number): Json<sdk.Panel> {
  const options: Json<Options> = {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
    tooltip: { mode: 'multi', sort: 'desc' },
  };
  const custom: Json<FieldConfig> = { axisSoftMin: 0, fillOpacity: 10, showPoints: 'never' };
  const { w, h, perRow } = PANEL;
  return {
    type: 'timeseries',
    transparent: false,
    repeatDirection: 'h',
    options,
    fieldConfig: { defaults: { custom, unit }, overrides: [] },
    id: index + 1,
    title,
    datasource: { type: 'prometheus', uid: PROMETHEUS_UID },
    gridPos: { h, w, x: (index % perRow) * w, y: Math.floor(index / perRow) * h },
    targets: queries.map(renderQuery),
  };
}

function renderQuery({ expr, legend }: Query, index: number): Json<Dataquery> {
  // Grafana tells the queries of a panel apart by letters.
  const refId = String.fromCharCode('A'.charCodeAt(0) + index);
  return { expr, refId, legendFormat: legend, range: true, instant: false };
}
