/** What is true where environments run. */
import type { Cluster, PlatformPods, PlatformService, PlatformTarget, Watch } from '../cluster';
import { type DevicePool, TAINTS } from '../device';
import type { EdgePorts, Gateway, OwnDataPlane, SharedDataPlane } from '../gateway';
import type { Mesh } from '../mesh';
import { mebibytes, millicores } from '../units';
import { bytes, cpu, resources } from './container';
import { byField, type Fields, listOf, optional, recordOf, things } from './things';
import { anything, code, notation, number, oneOf, text, yes } from './word';

const podFields: Fields<PlatformPods> = {
  namespace: text,
  podLabels: recordOf(text),
  serviceAccount: optional(text),
};
const pods = things<PlatformPods>(podFields);
const service = things<PlatformService>({ ...podFields, port: number });
const watch: Fields<Watch> = { emits: listOf(text), alerts: optional(code()), dashboard: optional(code()) };

const target = things<PlatformTarget>({
  ...podFields,
  ...watch,
  port: number,
  name: text,
  dnsName: text,
  device: optional(text),
  path: text,
});

const dataPlane = byField<Gateway['dataPlane'], 'kind'>('kind', 'kind of data plane', {
  own: things<OwnDataPlane>({
    kind: anything(),
    controlPlane: service,
    serviceAccount: text,
    probePort: number,
    metricsPort: number,
    watch: things<Watch>(watch),
    images: listOf(text),
    resources,
  }),
  shared: things<SharedDataPlane>({ kind: anything(), pods, internalService: text, target }),
});

const gateway = things<Gateway>({
  addOn: text,
  className: text,
  ports: things<EdgePorts>({ http: number, https: number, internal: optional(number) }),
  dataPlane,
  logins: things<Gateway['logins']>({ key: text, type: text }),
  bodies: things<Gateway['bodies']>({ unlimited: text, holdBackAnswers: optional(yes) }),
  forgets: optional(code()),
  resources: code(),
});

const mesh = things<Mesh>({
  implementation: oneOf('mesh', { 'istio-ambient': 0 }),
  namespaceLabels: recordOf(text),
  trustDomain: text,
  tunnelPort: number,
  probes: listOf(text),
  controlPlane: things<Mesh['controlPlane']>({ ...podFields, port: number, name: text }),
  waypointClass: text,
  waypointImage: text,
  waypointMetrics: things<Mesh['waypointMetrics']>({ ...watch, port: number, path: text }),
  targets: listOf(target, ({ name }) => name),
});

const pool = things<DevicePool>({
  resource: text,
  nodes: number,
  each: things<DevicePool['each']>({ devices: number, cpu, memory: bytes }),
  nodeLabels: recordOf(text),
  taint: optional(
    things<NonNullable<DevicePool['taint']>>({
      key: text,
      value: optional(text),
      effect: oneOf('effect of a taint', TAINTS),
    }),
  ),
  runtimeClass: optional(text),
});

export const cluster = things<Cluster>({
  name: text,
  region: text,
  caveats: optional(listOf(text)),
  gateway,
  trustedProxies: things<Cluster['trustedProxies']>({
    name: text,
    cidrs: listOf(text),
    clientHeader: optional(text),
    caveats: optional(listOf(text)),
  }),
  certificateIssuer: text,
  secretStore: optional(text),
  storageClass: optional(text),
  dnsDomain: optional(text),
  dns: service,
  apiServer: things<Cluster['apiServer']>({ cidrs: listOf(text), port: number }),
  keda: optional(pods),
  operators: optional(recordOf(pods)),
  mesh: optional(mesh),
  platformTargets: listOf(target, ({ name }) => name),
  pools: optional(recordOf(pool)),
  capacity: things<Cluster['capacity']>({
    cpu: notation<Cluster['capacity']['cpu']>('a number of cores', millicores),
    nodes: number,
    memory: notation<Cluster['capacity']['memory']>('a quantity such as 32Gi', mebibytes),
    description: text,
  }),
});
