/** kube-state-metrics: what the API server knows of workloads, for programs that tell nothing of themselves. */
import type { PlatformTarget, Workload } from '../model/cluster';
import type { AlertRule } from '../model/observability';
import { type AddOn, placeOf } from '../model/platform';
import { matchers, panel } from '../model/promql';
import { gone } from './parts/gone';

const NAME = 'kube-state-metrics';
const JOB = { job: NAME };

/** Source: kube-state-metrics 2.20, docs/metrics/workload: deployment-, statefulset-, job- and cronjob-metrics.md. */
const DEPLOYMENT = {
  wanted: 'kube_deployment_spec_replicas',
  ready: 'kube_deployment_status_replicas_available',
  condition: 'kube_deployment_status_condition',
};
const STATEFUL_SET = { wanted: 'kube_statefulset_replicas', ready: 'kube_statefulset_status_replicas_ready' };
const JOB_FAILED = 'kube_job_failed';
const CRON_JOB = { made: 'kube_cronjob_created', ended: 'kube_cronjob_status_last_successful_time' };
/** Source: the same, pod-metrics.md. The reason is of the last time, and stays until the next. */
const CONTAINER = {
  restarts: 'kube_pod_container_status_restarts_total',
  reason: 'kube_pod_container_status_last_terminated_reason',
};

const EMITS = [
  ...Object.values(DEPLOYMENT),
  ...Object.values(STATEFUL_SET),
  ...Object.values(CONTAINER),
  JOB_FAILED,
  ...Object.values(CRON_JOB),
];

export interface KubeStateMetricsOptions {
  /** @default platform-monitoring */
  readonly namespace?: string;
}

export function kubeStateMetrics(options: KubeStateMetricsOptions = {}): PlatformTarget {
  const { namespace = 'platform-monitoring' } = options;
  return {
    name: NAME,
    namespace,
    podLabels: { 'app.kubernetes.io/name': NAME },
    dnsName: `${NAME}.${namespace}.svc`,
    port: 8080,
    path: '/metrics',
    emits: EMITS,
    alerts: (ours, workloads) => [
      gone({
        alert: 'WorkloadMetricsDown',
        job: NAME,
        forMinutes: 15,
        severity: 'warning',
        summary: 'Nobody tells how many pods of each workload are ready, so nobody hears when some are not',
      }),
      podsMissing(ours),
      rolloutStuck(ours),
      outOfMemory(ours),
      startedAgain(ours),
      ...workloads.flatMap(({ pause, ...workload }) => [
        workload.kind.endsWith('Job') ? failed(ours, workload) : away(ours, workload),
        ...(pause === undefined ? [] : [overdue(ours, workload, pause)]),
      ]),
    ],
    dashboard: (ours) => ({
      id: 'workloads',
      title: 'Workloads',
      panels: [
        panel('Pods ready', 'short', {
          '{{deployment}}': DEPLOYMENT.ready + matchers({ ...JOB, namespace: ours }),
          '{{statefulset}}': STATEFUL_SET.ready + matchers({ ...JOB, namespace: ours }),
        }),
        panel('Pods wanted', 'short', {
          '{{deployment}}': DEPLOYMENT.wanted + matchers({ ...JOB, namespace: ours }),
          '{{statefulset}}': STATEFUL_SET.wanted + matchers({ ...JOB, namespace: ours }),
        }),
        panel('Containers started again', 'short', {
          '{{pod}} {{container}}': `${restarts(ours, '1h')} > 0`,
        }),
      ],
    }),
  };
}

/** No pod of it is ready, or it is not there at all while others are. */
function away(namespace: string, { name, kind, mayBeNone }: Workload): AlertRule {
  const [metrics, label] = kind === 'Deployment' ? [DEPLOYMENT, 'deployment'] : [STATEFUL_SET, 'statefulset'];
  const of = matchers({ ...JOB, namespace, [label]: name });
  const ready = `${metrics.ready}${of}`;
  const wanted = `${metrics.wanted}${of}`;
  const up = `up${matchers(JOB)}`;
  return {
    alert: 'ComponentDown',
    component: name,
    // An autoscaler may want none.
    expr: `${ready} == 0${mayBeNone ? ` and ${wanted} > 0` : ''} or (absent(${ready}) and on () ${up} == 1)`,
    forMinutes: 5,
    severity: 'critical',
    summary: `no pod of ${name} is ready`,
    proof: {
      // None is ready for two minutes, then it is deleted.
      fires: [
        { series: ready, values: '2 0x2 _x60' },
        ...(mayBeNone ? [{ series: wanted, values: '2x3 _x60' }] : []),
        { series: up, values: '1x60' },
      ],
      // Nobody tells anything any more, which says nothing of the component.
      silent: [
        { series: ready, values: mayBeNone ? '1 0x30 _x60' : '1x30 _x60' },
        ...(mayBeNone ? [{ series: wanted, values: '1 0x30 _x60' }] : []),
        { series: up, values: '1x30 0x60' },
      ],
      at: 9,
    },
  };
}

/** Work that ends, and ended badly: each version of it is a Job of its own, called after the component. */
function failed(namespace: string, { name, kind }: Workload): AlertRule {
  const job = (of: string, condition: string): string =>
    `${JOB_FAILED}${matchers({ ...JOB, namespace, job_name: `${of}-1-2-0-0a1b2c3d`, condition })}`;
  return {
    alert: 'JobFailed',
    component: name,
    expr: `${JOB_FAILED}{job="${NAME}",namespace="${namespace}",job_name=~"${name}-.+",condition="true"} > 0`,
    forMinutes: 1,
    severity: 'critical',
    summary:
      '{{ $labels.job_name }} has failed, and ' +
      (kind === 'CronJob' ? 'is not tried again before its next time' : 'what waits for it goes on waiting'),
    proof: {
      fires: [{ series: job(name, 'true'), values: '0 1x60' }],
      silent: [
        { series: job(name, 'true'), values: '0x60' },
        { series: job(name, 'false'), values: '1x60' },
        { series: job(`not-${name}`, 'true'), values: '1x60' },
      ],
    },
  };
}

/** Nothing has failed, perhaps because nothing has begun: a quarter more than its pause, and two hours, have passed. */
function overdue(namespace: string, { name }: Workload, pause: number): AlertRule {
  const late = Math.round(pause * 1.25) + 7200;
  const [made, ended] = [CRON_JOB.made, CRON_JOB.ended].map(
    (metric) => metric + matchers({ ...JOB, namespace, cronjob: name }),
  ) as [string, string];
  return {
    alert: 'CronJobOverdue',
    component: name,
    expr: `time() - (${ended} or ${made}) > ${late}`,
    forMinutes: 15,
    severity: 'warning',
    summary: '{{ $labels.cronjob }} has not succeeded when it should have',
    proof: {
      // It never did.
      fires: [{ series: made, values: `-${late + 60}x60` }],
      silent: [
        { series: made, values: `-${late + 60}x60` },
        { series: ended, values: `-${late - 7200}x60` },
      ],
    },
  };
}

/** Some are there, and for half an hour fewer than should be: the next loss may be the last. */
function podsMissing(namespace: string): AlertRule {
  const of = matchers({ ...JOB, namespace });
  const one = (metric: string): string => `${metric}${matchers({ ...JOB, namespace, deployment: 'one' })}`;
  return {
    alert: 'PodsMissing',
    expr: `${DEPLOYMENT.wanted}${of} > ${DEPLOYMENT.ready}${of} or ${STATEFUL_SET.wanted}${of} > ${STATEFUL_SET.ready}${of}`,
    forMinutes: 30,
    severity: 'warning',
    summary: '{{ $labels.deployment }}{{ $labels.statefulset }} has fewer pods than it should',
    proof: {
      fires: [
        { series: one(DEPLOYMENT.wanted), values: '2x60' },
        { series: one(DEPLOYMENT.ready), values: '1x60' },
      ],
      // An update replaces one after the other.
      silent: [
        { series: one(DEPLOYMENT.wanted), values: '2x60' },
        { series: one(DEPLOYMENT.ready), values: '2x20 1x10 2x30' },
      ],
    },
  };
}

/** A new version whose pods do not come up within the time that Kubernetes gives them, ten minutes. */
function rolloutStuck(namespace: string): AlertRule {
  const series = (status: string): string =>
    DEPLOYMENT.condition +
    matchers({ ...JOB, namespace, deployment: 'one', condition: 'Progressing', status });
  return {
    alert: 'RolloutStuck',
    expr: `${DEPLOYMENT.condition}{job="${NAME}",namespace="${namespace}",condition="Progressing",status="false"} == 1`,
    forMinutes: 5,
    severity: 'warning',
    summary: 'A new version of {{ $labels.deployment }} does not become ready; the old pods stay',
    proof: {
      fires: [{ series: series('false'), values: '0 1x60' }],
      silent: [
        { series: series('false'), values: '0x60' },
        { series: series('true'), values: '1x60' },
      ],
    },
  };
}

const restarts = (namespace: string, during: string): string =>
  `increase(${CONTAINER.restarts}${matchers({ ...JOB, namespace })}[${during}])`;

/** Its pod is ready again within moments, so nothing else tells of it: only what it was doing is lost, each time. */
function outOfMemory(namespace: string): AlertRule {
  const of = { ...JOB, namespace, pod: 'one-0', container: 'one' };
  const count = CONTAINER.restarts + matchers(of);
  const because = (reason: string): string => CONTAINER.reason + matchers({ ...of, reason });
  const reason = CONTAINER.reason + matchers({ ...JOB, namespace, reason: 'OOMKilled' });
  return {
    alert: 'ContainerOutOfMemory',
    expr: `${restarts(namespace, '15m')} > 0 and on (pod, container) ${reason} == 1`,
    forMinutes: 1,
    severity: 'warning',
    summary:
      '{{ $labels.container }} of {{ $labels.pod }} has reached its memory limit and was started again',
    proof: {
      fires: [
        { series: count, values: '0x5 1x60' },
        { series: because('OOMKilled'), values: '_x5 1x60' },
      ],
      // It was long ago; and another one ended by itself.
      silent: [
        { series: count, values: '1x60' },
        { series: because('OOMKilled'), values: '1x60' },
        { series: CONTAINER.restarts + matchers({ ...of, container: 'two' }), values: '0x5 1x60' },
        { series: CONTAINER.reason + matchers({ ...of, container: 'two', reason: 'Error' }), values: '1x60' },
      ],
    },
  };
}

/** Ready now and then, and for a moment: short enough for whoever waits for minutes before telling that it is down. */
function startedAgain(namespace: string): AlertRule {
  const count = CONTAINER.restarts + matchers({ ...JOB, namespace, pod: 'one-0', container: 'one' });
  return {
    alert: 'ContainerRestarts',
    expr: `${restarts(namespace, '30m')} > 2.5`,
    forMinutes: 1,
    severity: 'warning',
    summary: '{{ $labels.container }} of {{ $labels.pod }} was started again three times in half an hour',
    proof: {
      fires: [{ series: count, values: '0x5 1x5 2x5 3x60' }],
      // Once, and an hour later once more.
      silent: [{ series: count, values: '0x5 1x55 2x60' }],
      at: 20,
    },
  };
}

export const kubeStateMetricsAddOns: readonly AddOn[] = [
  {
    name: NAME,
    purpose: 'which workloads have their pods, and which work has failed',
    minimum: '2.20',
    minimumBy: 'tests',
    since: 1,
    namespace: 'platform-monitoring',
    documentation: 'https://github.com/kubernetes/kube-state-metrics',
    install: {
      groups: [],
      target: NAME,
      wave: -10,
      // kube-state-metrics 2.20.0.
      source: {
        repository: 'https://prometheus-community.github.io/helm-charts',
        chart: NAME,
        version: '8.4.0',
        values: ({ plans }) => ({
          collectors: ['cronjobs', 'deployments', 'jobs', 'pods', 'statefulsets'],
          // Of pods there are dozens of series each.
          metricAllowlist: EMITS,
          namespaces: plans.map(({ namespace }) => namespace),
        }),
      },
      at: placeOf(NAME),
      reason:
        'It tells of workloads and their containers alone, in the namespaces of our environments, and what we ask for.',
    },
  },
];
