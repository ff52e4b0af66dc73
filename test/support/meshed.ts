/** The small system at phase 4, on a cluster that has a mesh. */

import type { Definition } from '../../model/component';
import type { Environment, System } from '../../model/system';
import { istio } from '../../platform/istio';
import { CLUSTER, SHOP, withEnvironment } from './system';

/** With a worker that asks `web` for pages: somebody on the way to whom requests can be treated. */
export const meshed = (web: Partial<Definition> = {}, environment: Partial<Environment> = {}): System =>
  withEnvironment(
    { phase: 4, cluster: { ...CLUSTER, mesh: istio() }, ...environment },
    {
      ...SHOP,
      components: { ...SHOP.components, web: { ...SHOP.components.web!, ...web } },
      flows: [...SHOP.flows, { from: 'worker', to: 'web', env: { WEB_URL: 'url' } }],
    },
  );
