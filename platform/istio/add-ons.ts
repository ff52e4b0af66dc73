/** Istio's four charts. */
import type { AddOn, HelmChart } from '../../model/platform';
import { MESH_GROUPS } from './joining';

/** Source: the upgrade notes of 1.31: its charts are published here, no longer at Google. */
const REPOSITORY = 'https://blob.istio.io/istio-release/charts';
const VERSION = '1.31.1';

const chart = (name: string, more: Pick<HelmChart, 'release' | 'values'> = {}): HelmChart => ({
  repository: REPOSITORY,
  chart: name,
  version: VERSION,
  ...more,
});

const common = {
  minimum: '1.31',
  since: 4,
  namespace: 'istio-system',
  documentation: 'https://istio.io/latest/docs/ambient/install/helm/',
} as const;

export const istioAddOns: readonly AddOn[] = [
  {
    ...common,
    name: 'Istio base',
    purpose: 'the definitions of the mesh',
    install: {
      groups: MESH_GROUPS,
      wave: -20,
      source: chart('base', {
        release: 'istio-base',
        values: { base: { validationFailurePolicy: 'Fail' } },
      }),
      reason: 'istiod turns Ignore into Fail once it is there; written as Fail, nothing drifts.',
    },
  },
  {
    ...common,
    name: 'Istio istiod',
    purpose: 'the control plane of the mesh',
    settings: 'profile: ambient',
    install: {
      groups: MESH_GROUPS,
      wave: -18,
      source: chart('istiod', {
        values: { profile: 'ambient', base: { validationFailurePolicy: 'Fail' } },
      }),
    },
  },
  {
    ...common,
    name: 'Istio cni',
    purpose: 'leads the traffic of pods into the mesh; runs privileged',
    settings: 'profile: ambient, and `global.platform` where the distribution asks for it (k3s, GKE)',
    install: {
      groups: MESH_GROUPS,
      wave: -18,
      source: chart('cni', { release: 'istio-cni', values: { profile: 'ambient' } }),
      privileged: true,
    },
  },
  {
    ...common,
    name: 'Istio ztunnel',
    purpose: 'encrypts between nodes and checks who asks; runs privileged',
    settings:
      'a headless Service `ztunnel` of its pods (`app: ztunnel`), port 15020, for Prometheus: the chart has none',
    install: { groups: MESH_GROUPS, wave: -18, source: chart('ztunnel'), privileged: true },
  },
];
