/** How requests to a server are treated at the waypoint: time, repeats, shares, and pods that rest. */
import type { Chart } from 'cdk8s';
import {
  HttpRoute,
  HttpRouteSpecRulesMatchesMethod as Method,
  HttpRouteSpecRulesMatchesPathType as PathType,
  type HttpRouteSpecRules as Rule,
} from '../../imports/gateway.networking.k8s.io';
import { DestinationRule } from '../../imports/networking.istio.io';
import type { Plan, PlannedServer } from '../../model/plan';
import { backends } from '../edge/backends';
import { comment } from '../parts/comment';
import { meshMetadata } from './names';

/** Asked twice, they do what they do once (RFC 9110, idempotent methods). */
const REPEATABLE = [Method.GET, Method.HEAD, Method.OPTIONS, Method.PUT, Method.DELETE];
/** Never more of a server's pods rest than this, in percent. */
const AT_REST = 50;

export function traffic(chart: Chart, plan: Plan): void {
  for (const server of plan.waypoint?.servers ?? []) {
    for (const port of server.ports) route(chart, plan, server, port);
    destination(chart, plan, server);
  }
}

const waveOf = (plan: Plan, { name }: PlannedServer): number | undefined =>
  plan.components.find((component) => component.name === name)?.wave;

function route(chart: Chart, plan: Plan, server: PlannedServer, port: number): void {
  const { name, ports, canary } = server;
  const { timeout, retries } = server.traffic;
  // Clients ask for the old version's Service, never for the canary's.
  const isCanary = plan.waypoint!.servers.some((other) => other.canary?.name === name);
  if (isCanary || (timeout === undefined && !retries && !canary)) return;
  const objectName = ports.length > 1 ? `${name}-mesh-${port}` : `${name}-mesh`;
  const object = new HttpRoute(chart, objectName, {
    metadata: meshMetadata(plan, objectName, name, waveOf(plan, server)),
    spec: {
      parentRefs: [{ group: '', kind: 'Service', name, port }],
      rules: rules(server, port),
    },
  });
  comment(
    object,
    `Requests that clients in the cluster send to ${name}. The gateway's go to its pods, past this.`,
  );
  if (retries && retries.codes.length > 0) {
    comment(
      object,
      'The first rule sends again what does no harm twice; the second only what never arrived.',
      ['spec', 'rules'],
    );
  }
}

function rules({ name, canary, traffic: { timeout, retries } }: PlannedServer, port: number): Rule[] {
  const common = {
    backendRefs: backends(name, port, canary),
    timeouts: timeout === undefined ? undefined : { request: `${timeout}s` },
  };
  const path = { type: PathType.PATH_PREFIX, value: '/' };
  const others: Rule = {
    ...common,
    matches: [{ path }],
    retry: retries && { attempts: retries.attempts },
  };
  if (!retries || retries.codes.length === 0) return [others];
  const repeatable: Rule = {
    ...common,
    matches: REPEATABLE.map((method) => ({ method, path })),
    retry: { attempts: retries.attempts, codes: retries.codes.slice() },
  };
  return [repeatable, others];
}

function destination(chart: Chart, plan: Plan, server: PlannedServer): void {
  const { ejection, limits } = server.traffic;
  if (!ejection && !limits) return;
  const object = new DestinationRule(chart, `${server.name}-destination`, {
    metadata: meshMetadata(plan, server.name, server.name, waveOf(plan, server)),
    spec: {
      host: `${server.name}.${plan.namespace}.svc.${plan.cluster.dnsDomain ?? 'cluster.local'}`,
      trafficPolicy: {
        outlierDetection: ejection && {
          consecutive5XxErrors: ejection.errors,
          baseEjectionTime: `${ejection.seconds}s`,
          maxEjectionPercent: AT_REST,
        },
        connectionPool: limits && {
          tcp: { maxConnections: limits.connections },
          http: { http1MaxPendingRequests: limits.waiting },
        },
      },
    },
  });
  if (ejection) {
    comment(
      object,
      'A pod that fails so often in a row rests, and longer each time. A pod that is alone never does.',
      ['spec', 'trafficPolicy', 'outlierDetection'],
    );
  }
}
