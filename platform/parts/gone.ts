/** Alerts for what the platform runs and Prometheus asks, pod by pod. */
import type { AlertRule } from '../../model/observability';

export interface Gone {
  readonly alert: string;
  readonly job: string;
  readonly forMinutes: number;
  /** @default critical */
  readonly severity?: AlertRule['severity'];
  readonly summary: string;
}

const POD = (job: string, pod: number): string => `up{job="${job}",instance="10.0.0.${pod}:9000"}`;

/** Nobody of a job answers, or one of its pods does not. */
export function gone({ alert, job, forMinutes, severity = 'critical', summary }: Gone): AlertRule {
  const up = `up{job="${job}"}`;
  return {
    alert,
    expr: `${up} == 0 or absent(${up})`,
    forMinutes,
    severity,
    summary,
    proof: {
      fires: [{ series: POD(job, 7), values: '1 0x60' }],
      silent: [{ series: POD(job, 7), values: '1x60' }],
      at: forMinutes + 3,
    },
  };
}

/** No pod of a job answers, of however many. One that is not ready may be out of DNS, so its series ends. */
export function allGone({ alert, job, forMinutes, severity = 'critical', summary }: Gone): AlertRule {
  const up = `up{job="${job}"}`;
  return {
    alert,
    expr: `max by (job) (${up}) == 0 or absent(${up})`,
    forMinutes,
    severity,
    summary,
    proof: {
      // The second one is gone for good while the first still answers badly.
      fires: [
        { series: POD(job, 7), values: '1 0x60' },
        { series: POD(job, 8), values: '1 0x2 _x60' },
      ],
      silent: [
        { series: POD(job, 7), values: '1x60' },
        { series: POD(job, 8), values: '0x60' },
      ],
      at: forMinutes + 3,
    },
  };
}

/** Of a gateway: that nobody comes in is one alert, and that one pod less is there for them another. */
export const gatewayGone = (job: string): AlertRule[] => [
  allGone({
    alert: 'GatewayDown',
    job,
    forMinutes: 2,
    summary: 'No pod of the gateway answers: nobody comes in',
  }),
  gone({
    alert: 'GatewayPodDown',
    job,
    forMinutes: 10,
    severity: 'warning',
    summary: 'A pod of the gateway does not answer',
  }),
];
