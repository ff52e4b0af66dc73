/** Spans of the waypoint: what it takes of a request's time stands in the same trace as the programs' own. */
import type { Chart } from 'cdk8s';
import { Telemetry } from '../../imports/telemetry.istio.io';
import { spansProvider, WAYPOINT } from '../../model/mesh';
import type { Plan } from '../../model/plan';
import { comment } from '../parts/comment';
import { meshMetadata } from './names';

/**
 * Percent of the requests that come without a trace. Whoever has begun one has decided for all that follow, and the
 * waypoint keeps to that (Envoy, extensions/tracers/opentelemetry, startSpan). What is left are clients that trace nothing:
 * one in a hundred, Istio's own, is enough to see them, and does not crowd out the others' traces, which go by age.
 */
const SAMPLED = 1;

export function spans(chart: Chart, plan: Plan): void {
  if (!plan.waypoint?.spans) return;
  const object = new Telemetry(chart, 'waypoint-spans', {
    metadata: meshMetadata(plan, WAYPOINT),
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: WAYPOINT }],
      tracing: [{ providers: [{ name: spansProvider(plan) }], randomSamplingPercentage: SAMPLED }],
    },
  });
  comment(
    object,
    `The waypoint's spans go to ${plan.waypoint.spans.to}: of traces that a client has begun whatever it keeps, and of requests\n` +
      'without one this share, in percent. Who the provider is stands among the values of istiod.',
  );
}
