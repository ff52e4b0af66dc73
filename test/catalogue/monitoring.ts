/** The monitoring components with the flows they need, for the tests of each of them. */
import { alertmanager } from '../../catalogue/alertmanager';
import { alloy } from '../../catalogue/alloy';
import { grafana } from '../../catalogue/grafana';
import { loki } from '../../catalogue/loki';
import { prometheus } from '../../catalogue/prometheus';
import type { Definition } from '../../model/component';
import type { Plan } from '../../model/plan';
import { APP, type Around, plan } from './fixture';

export const FLOWS = [
  { from: 'prometheus', to: 'alertmanager' },
  { from: 'alertmanager', to: 'internet' },
  { from: 'grafana', to: 'prometheus' },
  { from: 'grafana', to: 'loki' },
  { from: 'alloy', to: 'loki' },
];

/** All five, watching one application called `web`; `components` replaces or adds some. */
export function monitored(components: Readonly<Record<string, Definition>> = {}, around: Around = {}): Plan {
  return plan(
    {
      alertmanager: alertmanager(),
      alloy: alloy(),
      grafana: grafana(),
      loki: loki(),
      prometheus: prometheus(),
      web: APP,
      ...components,
    },
    { ...around, flows: [...FLOWS, ...(around.flows ?? [])] },
  );
}
