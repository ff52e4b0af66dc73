/**
 * A gateway of the product's own: nginx in front of its services. It asks one of them who somebody is, counts requests by
 * address and by token, answers browsers of other origins, and passes streams on as they come.
 */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import type { AlertRule, Dashboard } from '../model/observability';
import { jobs, panel } from '../model/promql';
import type { Scaling } from '../model/scaling';
import { targetDown } from './parts/alerts';
import { type GatewayRules, gatewayConfig, HTTP, STATUS } from './parts/nginx-gateway-config';

export interface NginxGatewayOptions extends GatewayRules {
  readonly description: string;
  /** @default 100m and 64Mi, at most 128Mi */
  readonly resources?: Resources;
  /** @default 1 */
  readonly replicas?: number;
  /** @default always `replicas` */
  readonly scaling?: Scaling;
}

/** Source: nginx-prometheus-exporter 1.5, README, Exported Metrics. */
const EMITS = ['nginx_connections_active', 'nginx_http_requests_total', 'nginx_up'];
const CONFIG_FILE = '/etc/nginx/nginx.conf';

export function nginxGateway(options: NginxGatewayOptions): Definition {
  const health = { http: '/healthz', port: 'http' } as const;
  return {
    technology: 'nginx-gateway',
    tier: 'app',
    description: options.description,
    image: { repository: 'nginxinc/nginx-unprivileged', tag: '1.30.4-alpine' },
    workload: 'Deployment',
    identity: { user: 101, group: 101 },
    replicas: options.replicas,
    scaling: options.scaling,
    ports: { http: { number: HTTP, purpose: 'the API, for programs and browsers' } },
    resources: options.resources ?? {
      requests: { cpu: '100m', memory: '64Mi' },
      limits: { memory: '128Mi' },
    },
    probes: {
      startup: { check: health, period: 5, failures: 12 },
      readiness: { check: health },
      liveness: { check: health, failures: 6 },
    },
    // Open streams end with it: two minutes for their answers. The image's entrypoint would write to the root file system.
    shutdown: { grace: 135, preStop: 10 },
    command: ['nginx', '-c', CONFIG_FILE, '-g', 'daemon off;'],
    // Bodies and answers that are larger than its memory buffers.
    scratch: [{ mountPath: '/tmp', size: '1Gi' }],
    metrics: [{ port: 'metrics', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      files: [{ path: CONFIG_FILE, content: gatewayConfig(options, context) }],
      sidecars: [
        {
          name: 'exporter',
          image: { repository: 'nginx/nginx-prometheus-exporter', tag: '1.5.3' },
          identity: { user: 1001, group: 1001 },
          args: [`--nginx.scrape-uri=http://127.0.0.1:${STATUS}/stub_status`],
          ports: { metrics: { number: 9113, purpose: 'metrics' } },
          probes: { readiness: { check: { tcp: 'metrics' } } },
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
        },
      ],
    }),
  };
}

const alerts = (context: Context): AlertRule[] => [
  targetDown(context, {
    alert: 'ApiGatewayDown',
    severity: 'critical',
    forMinutes: 2,
    summary: `${context.name} does not answer: nobody reaches the services behind it`,
    behind: 'nginx_up',
  }),
];

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  return {
    id: 'nginx-gateway',
    title: 'API gateway',
    panels: [
      panel('Requests', 'reqps', {
        '{{component}}': `sum by (component) (rate(nginx_http_requests_total{${job}}[5m]))`,
      }),
      panel('Open connections', 'short', {
        '{{component}}': `sum by (component) (nginx_connections_active{${job}})`,
      }),
    ],
  };
}
