/** One container, hardened: nothing here depends on which component it is. */
import type { Check, Image, Port, Probe, Probes, Resources } from '../../model/component';
import type { PlannedDevice } from '../../model/device';
import { reference } from '../../model/images';
import type { Variable } from '../../model/plan';
import { k8s } from './k8s';

/** Passes Pod Security `restricted`; the identity stands on the pod or, if it differs, here. */
export function hardened(identity?: { user: number; group: number }): k8s.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    ...(identity ? { runAsUser: identity.user, runAsGroup: identity.group } : {}),
  };
}

export interface ContainerProps {
  readonly name: string;
  readonly image: Image;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Variable[];
  readonly ports?: Readonly<Record<string, Port>>;
  readonly probes?: Probes;
  readonly resources: Resources;
  /** Of these the request is the limit: a device is whole. @default none */
  readonly device?: Pick<PlannedDevice, 'resource' | 'count'>;
  readonly mounts: readonly k8s.VolumeMount[];
  /** Only when it differs from the pod's. */
  readonly identity?: { user: number; group: number };
  readonly preStop?: readonly string[];
}

export function container(props: ContainerProps): k8s.Container {
  const ports = props.ports ?? {};
  return {
    name: props.name,
    image: reference(props.image),
    imagePullPolicy: 'IfNotPresent',
    command: props.command?.slice(),
    args: props.args?.slice(),
    env: list((props.env ?? []).map(toVariable)),
    ports: list(
      Object.entries(ports).map(([name, port]) => ({
        name,
        containerPort: port.number,
        protocol: port.protocol ?? 'TCP',
      })),
    ),
    startupProbe: toProbe(props.probes?.startup),
    readinessProbe: toProbe(props.probes?.readiness),
    livenessProbe: toProbe(props.probes?.liveness),
    lifecycle: props.preStop ? { preStop: { exec: { command: props.preStop.slice() } } } : undefined,
    resources: toResources(props.resources, props.device),
    volumeMounts: list(props.mounts.slice()),
    securityContext: hardened(props.identity),
  };
}

/** An empty list would be written as one. */
const list = <Item>(items: Item[]): Item[] | undefined => (items.length > 0 ? items : undefined);

/** Plain numbers or texts would vanish: the generated class wants its own type. */
export function toResources(
  { requests, limits }: Resources,
  device?: ContainerProps['device'],
): k8s.ResourceRequirements {
  const quantity = (text: string): k8s.Quantity => k8s.Quantity.fromString(text);
  const devices = device ? { [device.resource]: quantity(String(device.count)) } : {};
  return {
    requests: { cpu: quantity(requests.cpu), memory: quantity(requests.memory), ...devices },
    limits: {
      ...(limits.cpu ? { cpu: quantity(limits.cpu) } : {}),
      memory: quantity(limits.memory),
      ...devices,
    },
  };
}

function toVariable(variable: Variable): k8s.EnvVar {
  if ('value' in variable) return { name: variable.name, value: variable.value };
  const { secret, key, optional } = variable.from;
  return { name: variable.name, valueFrom: { secretKeyRef: { name: secret, key, optional } } };
}

function toProbe(probe: Probe | undefined): k8s.Probe | undefined {
  if (!probe) return undefined;
  return {
    ...toCheck(probe.check),
    periodSeconds: probe.period ?? 10,
    timeoutSeconds: probe.timeout ?? 3,
    failureThreshold: probe.failures ?? 3,
  };
}

/** Ports by name, so that a reader sees which one. */
function toCheck(check: Check): k8s.Probe {
  const port = (name: string): k8s.IntOrString => k8s.IntOrString.fromString(name);
  if ('http' in check) return { httpGet: { path: check.http, port: port(check.port) } };
  if ('tcp' in check) return { tcpSocket: { port: port(check.tcp) } };
  return { exec: { command: check.exec.slice() } };
}
