/** A store that an operator runs, in the small system. */
import type { Cluster } from '../../model/cluster';
import type { Definition } from '../../model/component';
import type { Operated } from '../../model/operated';
import type { System } from '../../model/system';
import { CLUSTER, STORE, withComponent, withEnvironment } from './system';

export const OPERATED: Operated = {
  operator: 'CloudNativePG',
  resourceName: (component) => `${component}-cluster`,
  podLabels: (name) => ({ 'cnpg.io/cluster': name }),
  servingLabels: (name) => ({ 'cnpg.io/cluster': name }),
  serviceAccount: (name) => name,
  claims: (name) => [`${name}-1`],
  secrets: (name) => [`${name}-ca`],
  controls: ['store'],
  images: [],
  resource: () => ({ apiVersion: 'store.example/v1', kind: 'Store', spec: {} }),
};
export const WHOLE: Partial<Definition> = {
  ...STORE,
  workload: 'Operated',
  operated: OPERATED,
  metrics: undefined,
  credentials: undefined,
  configure: undefined,
};
const operators = { CloudNativePG: { namespace: 'operators', podLabels: { app: 'operator' } } };
/** @param named operators of the cluster */
export const store = (
  definition: Partial<Definition> = WHOLE,
  named: Cluster['operators'] = operators,
): System =>
  withEnvironment({ cluster: { ...CLUSTER, operators: named } }, withComponent('store', definition));
