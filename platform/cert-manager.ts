/** cert-manager: makes and renews the certificates of the way in. */
import type { PlatformTarget } from '../model/cluster';
import { type AddOn, placeOf } from '../model/platform';
import { panel } from '../model/promql';

export const CERT_MANAGER = 'cert-manager';
const DAY = 24 * 60 * 60;
const EXPIRY = 'certmanager_certificate_expiration_timestamp_seconds';
/** Source: cert-manager 1.21, internal/collectors/certificate_collector.go and pkg/metrics/metrics.go. */
const CERT_MANAGER_METRICS = [
  EXPIRY,
  'certmanager_certificate_ready_status',
  'certmanager_controller_sync_call_count',
  'certmanager_http_acme_client_request_count',
];

export interface CertManagerOptions {
  /** @default cert-manager */
  readonly namespace?: string;
}

/** cert-manager as its Helm chart installs it: names, labels and port are the chart's. */
export function certManager(options: CertManagerOptions = {}): PlatformTarget {
  const { namespace = CERT_MANAGER } = options;
  // One cert-manager serves the whole cluster; the namespace is the certificate's.
  const of = (certificates: string): string => `{job="cert-manager",namespace="${certificates}"}`;
  const expires = (certificates: string): string => `${EXPIRY}${of(certificates)}`;
  return {
    name: CERT_MANAGER,
    namespace,
    podLabels: { 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/name': 'cert-manager' },
    // Without the cluster's domain, which the resolver of every pod adds.
    dnsName: `cert-manager.${namespace}.svc`,
    port: 9402,
    path: '/metrics',
    emits: CERT_MANAGER_METRICS,
    alerts: (ours) => [
      {
        alert: 'CertificateExpiresSoon',
        // Renewal starts 30 days before the end (of 90), so at 14 it has failed for two weeks.
        expr: `${expires(ours)} - time() < ${14 * DAY}`,
        forMinutes: 60,
        severity: 'warning',
        summary: 'Certificate {{ $labels.name }} ends within 14 days and was not renewed',
        // The tested clock starts at 0.
        proof: {
          fires: [{ series: expires(ours), values: `${13 * DAY}x90` }],
          silent: [
            { series: expires(ours), values: `${60 * DAY}x60` },
            { series: expires('somebody-else'), values: `${DAY}x60` },
          ],
        },
      },
    ],
    dashboard: (ours) => ({
      id: 'cert-manager',
      title: 'Certificates',
      panels: [
        panel('Time left', 's', { '{{name}}': `${expires(ours)} - time()` }),
        panel('Not ready', 'short', {
          '{{name}}': `certmanager_certificate_ready_status{job="cert-manager",namespace="${ours}",condition!="True"} == 1`,
        }),
        panel('Requests to the certificate authority', 'reqps', {
          '{{status}}':
            'sum by (status) (rate(certmanager_http_acme_client_request_count{job="cert-manager"}[5m]))',
        }),
        panel('Reconciliations', 'ops', {
          '{{controller}}':
            'sum by (controller) (rate(certmanager_controller_sync_call_count{job="cert-manager"}[5m]))',
        }),
      ],
    }),
  };
}

export const certManagerAddOns: readonly AddOn[] = [
  {
    name: 'cert-manager',
    purpose: 'certificates',
    // Kubernetes: cert-manager.io, supported releases.
    minimum: '1.21',
    minimumBy: 'tests',
    kubernetes: '1.33',
    since: 1,
    namespace: CERT_MANAGER,
    settings: 'crds.enabled: true, and a ClusterIssuer that solves by DNS-01',
    documentation: 'https://cert-manager.io/docs/installation/',
    install: {
      groups: ['cert-manager.io'],
      wave: -20,
      source: {
        repository: 'https://charts.jetstack.io',
        chart: 'cert-manager',
        version: 'v1.21.2',
        values: ({ cluster }) => ({
          crds: { enabled: true },
          global: { leaderElection: { namespace: placeOf(CERT_MANAGER)(cluster) ?? CERT_MANAGER } },
          startupapicheck: { enabled: false },
        }),
      },
      at: placeOf(CERT_MANAGER),
      reason:
        'Leader election in its own namespace, so that it touches no other. No start-up check: it is a hook that\n' +
        "would run again at every sync, and Argo CD's own health says the same.",
    },
  },
];
