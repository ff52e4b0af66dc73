import {
  type Container,
  eachContainer,
  isOperated,
  type KubeObject,
  type PodTemplate,
  podTemplates,
} from '../support/kubernetes';
import { inPod, rule } from '../support/rule';

const LONG_RUNNING = ['Deployment', 'StatefulSet', 'DaemonSet'];

const probesOf = ({ startupProbe, readinessProbe, livenessProbe }: Container) =>
  Object.entries({ startupProbe, readinessProbe, livenessProbe }).flatMap(([kind, probe]) =>
    probe ? [{ kind, probe }] : [],
  );

/** Only the first container serves; the others help it. */
const isMain = (container: Container, pod: PodTemplate): boolean => pod.spec.containers[0] === container;

const readiness = (objects: readonly KubeObject[]): string[] =>
  eachContainer(objects, (container, pod) => [
    LONG_RUNNING.includes(pod.kind) &&
      isMain(container, pod) &&
      !container.readinessProbe &&
      'no readiness probe, so it gets traffic before it can answer',
  ]);

rule('no request reaches a program that is still starting', readiness, [
  ['no readiness', inPod('containers.0.readinessProbe', undefined), /no readiness probe/],
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
  ['a long try', inPod('containers.0.readinessProbe.timeoutSeconds', 11), /readinessProbe overtakes itself/],
  ['an impatient restart', inPod('containers.0.livenessProbe.failureThreshold', 1), /half a minute/],
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
    (objects) => {
      inPod('containers.0.readinessProbe', PROBE)(objects);
      inPod('containers.0.livenessProbe', PROBE)(objects);
      inPod('containers.0.startupProbe', undefined)(objects);
    },
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

rule('an update cuts nobody off', shutdown, [
  ['no time left', inPod('terminationGracePeriodSeconds', 10), /killed while it still waits/],
  ['no grace period', inPod('terminationGracePeriodSeconds', undefined), /no grace period/],
]);

const behindServices = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects)
    .filter(({ kind, replicas }) => kind === 'Deployment' && replicas > 1)
    .flatMap(({ owner, spec }) => (spec.containers[0]?.lifecycle?.preStop ? [] : [`${owner}: ends at once`]));

rule('pods that share traffic wait until the others have it', behindServices, [
  ['no wait', inPod('containers.0.lifecycle', undefined), /Deployment\/api: ends at once/],
]);
