/** Writes the files that Grafana reads its data sources and dashboards from. */
import * as yaml from 'js-yaml';
import type { ConfigFile } from '../../model/component';
import type { Context, Upstream } from '../../model/context';
import { PROMETHEUS_UID, renderDashboard } from './dashboard';

export const PROVISIONING = '/etc/grafana/provisioning';
const DASHBOARDS = '/etc/grafana/dashboards';
const DUMP: yaml.DumpOptions = { noRefs: true, lineWidth: -1 };
/** Technologies that are data sources, and the uid of the first one of each. */
const UIDS: Readonly<Record<string, string>> = { prometheus: PROMETHEUS_UID, loki: 'loki' };

/**
 * Data sources from the flows, dashboards from the whole system, none of them editable by hand.
 * @throws Error when there is no Prometheus: every dashboard would stay empty.
 */
export function provisioningFiles(context: Context): ConfigFile[] {
  const sources = context.upstreams.filter(({ technology }) => technology in UIDS);
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

function dataSource({ name, technology, host, port }: Upstream, index: number, all: readonly Upstream[]) {
  const first = all.findIndex((other) => other.technology === technology) === index;
  return {
    name,
    uid: first ? UIDS[technology] : `${technology}-${name}`,
    type: technology,
    access: 'proxy',
    url: `http://${host}:${port}`,
    editable: false,
    ...(technology === 'prometheus' && { isDefault: first, jsonData: { httpMethod: 'POST' } }),
  };
}
