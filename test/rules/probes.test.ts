import {
  type Container,
  eachContainer,
  isOperated,
  type KubeObject,
  kindOf,
  type Labels,
  type PodTemplate,
  type Probe,
  podTemplates,
} from '../support/kubernetes';
import { inPod, type Rule, rule } from '../support/rule';
import { planOf } from '../support/systems';

const LONG_RUNNING = ['Deployment', 'StatefulSet', 'DaemonSet'];

const probesOf = ({ startupProbe, readinessProbe, livenessProbe }: Container) =>
  Object.entries({ startupProbe, readinessProbe, livenessProbe }).flatMap(([kind, probe]) =>
    probe ? [{ kind, probe }] : [],
  );

/** Only the first container serves; the others help it. */
const isMain = (container: Container, pod: PodTemplate): boolean => pod.spec.containers[0] === container;

/** Components that somebody sends requests to; Prometheus and kubelet ask every pod, ready or not. */
const asked = async (environment: Parameters<Rule>[1]): Promise<Set<string>> =>
  new Set(
    (await planOf(environment)).connections.flatMap(({ to, reason }) =>
      to.kind === 'component' && ['flow', 'route'].includes(reason) ? to.name : [],
    ),
  );

const readiness: Rule = async (objects, environment) => {
  const servers = await asked(environment);
  return eachContainer(objects, (container, pod) => [
    LONG_RUNNING.includes(pod.kind) &&
      servers.has(pod.name) &&
      isMain(container, pod) &&
      !container.readinessProbe &&
      'no readiness probe, so it gets traffic before it can answer',
  ]);
};

/** What a Service for clients leads to: one that has no address for each pod. */
const isServed = ({ labels, kind }: PodTemplate, objects: readonly KubeObject[]): boolean =>
  LONG_RUNNING.includes(kind) &&
  kindOf(objects, 'Service').some(({ spec }) => {
    const { clusterIP, selector } = spec as { clusterIP?: string; selector: Labels };
    return clusterIP !== 'None' && Object.entries(selector).every(([key, value]) => labels[key] === value);
  });

rule('no request reaches a program that is still starting', readiness, [
  ['no readiness', inPod('containers.0.readinessProbe', undefined, isServed), /no readiness probe/],
]);

const ports = (objects: readonly KubeObject[]): string[] =>
  eachContainer(objects, (container, pod) =>
    probesOf(container).flatMap(({ kind, probe }) => {
      const asked = probe.httpGet ?? probe.tcpSocket;
      const ways = [probe.httpGet, probe.tcpSocket, probe.exec, probe.grpc].filter(
        (way) => way !== undefined,
      );
      return [
        ways.length !== 1 && `${kind} asks in ${ways.length} ways`,
        asked?.host !== undefined && `${kind} asks another machine`,
        // How an operator writes its probes is not ours to say; they must lead somewhere all the same.
        asked !== undefined &&
          typeof asked.port !== 'string' &&
          !isOperated(pod) &&
          `${kind} has a number for a port`,
        asked !== undefined &&
          !(container.ports ?? []).some(
            ({ name, containerPort }) =>
              name === asked.port || (isOperated(pod) && containerPort === asked.port),
          ) &&
          `${kind} asks port ${asked.port}, which is not served`,
      ];
    }),
  );

rule('probes ask ports that are there', ports, [
  [
    'an unknown port',
    inPod('containers.0.readinessProbe.httpGet.port', 'htpp'),
    /port htpp, which is not served/,
  ],
  ['a number', inPod('containers.0.readinessProbe.httpGet.port', 3000), /number for a port/],
  ['another machine', inPod('containers.0.livenessProbe.httpGet.host', 'mongodb'), /another machine/],
  ['a probe that asks nothing', inPod('containers.0.livenessProbe.httpGet', undefined), /in 0 ways/],
]);

const times = (objects: readonly KubeObject[]): string[] =>
  eachContainer(objects, (container) => [
    ...probesOf(container).map(
      ({ kind, probe }) =>
        (probe.timeoutSeconds ?? 1) > (probe.periodSeconds ?? 10) && `${kind} overtakes itself`,
    ),
    ...probesOf(container).map(
      ({ kind, probe }) =>
        kind === 'livenessProbe' &&
        (probe.periodSeconds ?? 10) * (probe.failureThreshold ?? 3) < 30 &&
        `${kind} restarts after less than half a minute`,
    ),
  ]);

rule('a slow answer is not taken for a dead program', times, [
  ['a long try', inPod('containers.0.readinessProbe.timeoutSeconds', 999), /readinessProbe overtakes itself/],
  [
    'an impatient restart',
    inPod('containers.0.livenessProbe', (probe: Probe) => ({
      ...probe,
      periodSeconds: 5,
      failureThreshold: 1,
    })),
    /half a minute/,
  ],
]);

const starts = (objects: readonly KubeObject[]): string[] =>
  eachContainer(objects, ({ livenessProbe, startupProbe }, pod) => {
    const { periodSeconds = 10, failureThreshold = 3 } = startupProbe ?? {};
    // An operator's pods start as it says.
    if (!livenessProbe || isOperated(pod)) return [];
    return [
      !startupProbe && 'no startup probe, so a slow start is taken for a dead program',
      startupProbe && periodSeconds * failureThreshold < 60 && 'has less than a minute to start',
    ];
  });

rule('a slow start is not taken for a dead program', starts, [
  ['no startup probe', inPod('containers.0.startupProbe', undefined), /no startup probe/],
  ['little time', inPod('containers.0.startupProbe.failureThreshold', 2), /less than a minute/],
]);

const restarts = (objects: readonly KubeObject[]): string[] =>
  eachContainer(objects, ({ readinessProbe, livenessProbe, startupProbe }) => {
    const same = JSON.stringify([readinessProbe, null]) === JSON.stringify([livenessProbe, null]);
    // Restarting on the first sign of load makes the others fall too.
    return [
      same && livenessProbe && !startupProbe && 'is restarted for what should only take it out of traffic',
    ];
  });

const PROBE = { tcpSocket: { port: 'http' }, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3 };

rule('load takes a pod out of traffic before it is restarted', restarts, [
  [
    'one probe for both',
    inPod('containers.0', ({ startupProbe: _, ...rest }: Container) => ({
      ...rest,
      readinessProbe: PROBE,
      livenessProbe: PROBE,
    })),
    /should only take it out of traffic/,
  ],
]);

const shutdown = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects).flatMap(({ owner, spec }) => {
    const grace = spec.terminationGracePeriodSeconds;
    if (grace === undefined) return [`${owner}: no grace period of its own`];
    return spec.containers
      .filter(({ lifecycle }) => (lifecycle?.preStop?.sleep?.seconds ?? 0) >= grace)
      .map(({ name }) => `${owner} ${name}: killed while it still waits for the load balancers`);
  });

const waits = ({ spec }: PodTemplate): boolean =>
  spec.containers.some(({ lifecycle }) => lifecycle?.preStop?.sleep !== undefined);

rule('an update cuts nobody off', shutdown, [
  ['no time left', inPod('terminationGracePeriodSeconds', 1, waits), /killed while it still waits/],
  ['no grace period', inPod('terminationGracePeriodSeconds', undefined), /no grace period/],
]);

const behindServices: Rule = async (objects, environment) => {
  const servers = await asked(environment);
  return podTemplates(objects)
    .filter(({ kind, replicas, name }) => kind === 'Deployment' && replicas > 1 && servers.has(name))
    .flatMap(({ owner, spec }) => (spec.containers[0]?.lifecycle?.preStop ? [] : [`${owner}: ends at once`]));
};

rule('pods that share traffic wait until the others have it', behindServices, [
  [
    'no wait',
    inPod(
      'containers.0.lifecycle',
      undefined,
      (pod, objects) => pod.kind === 'Deployment' && pod.replicas > 1 && isServed(pod, objects),
    ),
    /Deployment\/.*: ends at once/,
  ],
]);
