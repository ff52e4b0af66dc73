/** Where a product runs that belongs to machines with a device, and nowhere else. */
import type { DevicePool } from '../../model/device';
import type { Hosted, Values } from '../../model/platform';
import { compare } from '../../model/problems';

/** NVIDIA's GPUs, as their plugin calls them. */
export const NVIDIA_GPU = 'nvidia.com/gpu';

const poolsOf = ({ cluster: { pools = {} } }: Hosted, resource: string): DevicePool[] =>
  Object.keys(pools)
    .sort(compare)
    .map((name) => pools[name]!)
    .filter((pool) => pool.resource === resource);

/** Settings of a chart by which its pods are on all machines of the pools with a device, and on no other. */
export function onMachinesWith(resource: string, hosted: Hosted): Values {
  const pools = poolsOf(hosted, resource);
  const terms = pools.map(({ nodeLabels }) => ({
    matchExpressions: Object.keys(nodeLabels)
      .sort(compare)
      .map((key) => ({ key, operator: 'In', values: [nodeLabels[key]!] })),
  }));
  const tolerations = pools.flatMap(({ taint }) =>
    taint
      ? [
          taint.value === undefined
            ? { key: taint.key, operator: 'Exists', effect: taint.effect }
            : { key: taint.key, operator: 'Equal', value: taint.value, effect: taint.effect },
        ]
      : [],
  );
  // One for all of them: a pod has no other. A pool without it is served by its usual runtime.
  const runtimeClassName = pools.find(({ runtimeClass }) => runtimeClass)?.runtimeClass;
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
    },
    tolerations: [...new Map(tolerations.map((one) => [JSON.stringify(one), one])).values()],
    ...(runtimeClassName && { runtimeClassName }),
  };
}
