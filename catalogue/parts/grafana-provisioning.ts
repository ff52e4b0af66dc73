/** Writes the files that Grafana reads its data sources and dashboards from. */
import * as yaml from 'js-yaml';
import type { ConfigFile } from '../../model/component';
import type { Context } from '../../model/context';
import { renderDashboard } from './dashboard';
import { dataSource, sourcesOf } from './grafana-sources';

export const PROVISIONING = '/etc/grafana/provisioning';
const DASHBOARDS = '/etc/grafana/dashboards';
const DUMP: yaml.DumpOptions = { noRefs: true, lineWidth: -1 };
/**
 * Data sources from the flows, dashboards from the whole system, none of them editable by hand.
 * @throws Error when there is no Prometheus: every dashboard would stay empty.
 */
export function provisioningFiles(context: Context): ConfigFile[] {
  const sources = sourcesOf(context);
  if (!sources.some(({ technology }) => technology === 'prometheus')) {
    throw new Error(
      `'${context.name}' has no prometheus to read from; add a flow from '${context.name}' to one`,
    );
  }
  const provider = {
    name: context.system,
    folder: context.title,
    type: 'file',
    disableDeletion: true,
    allowUiUpdates: false,
    options: { path: DASHBOARDS },
  };
  return [
    {
      path: `${PROVISIONING}/datasources/datasources.yaml`,
      content: yaml.dump({ apiVersion: 1, datasources: sources.map(dataSource) }, DUMP),
    },
    {
      path: `${PROVISIONING}/dashboards/dashboards.yaml`,
      content: yaml.dump({ apiVersion: 1, providers: [provider] }, DUMP),
    },
    ...context.dashboards().map((board) => ({
      path: `${DASHBOARDS}/${board.id}.json`,
      content: renderDashboard(board),
    })),
  ];
}
