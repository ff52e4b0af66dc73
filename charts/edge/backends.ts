/** Where a route leads: a component, or the two versions of it that share the requests. */
import type { HttpRouteSpecRulesBackendRefs as Backend } from '../../imports/gateway.networking.k8s.io';
import type { PlannedCanary } from '../../model/plan';

/** Weights are percent. Without a canary there is none: the whole. */
export const backends = (name: string, port: number, canary?: PlannedCanary): Backend[] =>
  canary
    ? [
        { name, port, weight: 100 - canary.weight },
        { name: canary.name, port, weight: canary.weight },
      ]
    : [{ name, port }];
