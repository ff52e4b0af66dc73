import { describe, expect, it } from 'vitest';
import { targetDown } from '../../catalogue/parts/alerts';
import type { Install } from '../../model/platform';
import { certManager } from '../../platform/cert-manager';
import { istio } from '../../platform/istio';
import { kubeStateMetrics, kubeStateMetricsAddOns } from '../../platform/kube-state-metrics';
import { nodeExporter } from '../../platform/node-exporter';
import { APP } from '../catalogue/fixture';
import { monitored } from '../catalogue/monitoring';

const DOWN = { alert: 'ToldDown', summary: 'gone', severity: 'critical', forMinutes: 2 } as const;

describe('platform targets', () => {
  it('cert-manager: a certificate that is not renewed is known two weeks before it ends', () => {
    const [alert] = certManager().alerts?.('shop-production', []) ?? [];
    expect(alert?.alert).toBe('CertificateExpiresSoon');
    // Of our namespace alone: the platform's cert-manager tells of everybody's.
    expect(alert?.expr).toBe(
      'certmanager_certificate_expiration_timestamp_seconds' +
        '{job="cert-manager",namespace="shop-production"} - time() < 1209600',
    );
    expect(certManager({ namespace: 'certs' })).toMatchObject({
      namespace: 'certs',
      dnsName: 'cert-manager.certs.svc',
      port: 9402,
    });
  });

  it('node exporter: a disk below a tenth is an alert, memory file systems are not', () => {
    const [alert] = nodeExporter().alerts?.('any', []) ?? [];
    expect(alert?.alert).toBe('DiskSpaceLow');
    expect(alert?.expr).toMatch(
      /node_filesystem_avail_bytes\{.*tmpfs.*\} \/ node_filesystem_size_bytes.* < 0\.1$/,
    );
    expect(nodeExporter({ namespace: 'm', service: 's', podLabels: { app: 'x' } })).toMatchObject({
      namespace: 'm',
      dnsName: 's.m.svc',
      podLabels: { app: 'x' },
      port: 9100,
    });
  });

  it('kube-state-metrics: whoever has no alert of its own is missed, and work that failed is told', () => {
    const { alerts } = monitored(
      {
        page: { ...APP, metrics: undefined },
        work: { ...APP, workload: 'Job', ports: {}, metrics: undefined },
        told: { ...APP, alerts: (context) => [targetDown(context, DOWN)] },
      },
      { cluster: { platformTargets: [kubeStateMetrics()] } },
    );
    const about = (name: string): string[] =>
      alerts.filter(({ component }) => component === name).map(({ alert }) => alert);
    expect([about('page'), about('work'), about('told')]).toEqual([['ComponentDown'], ['JobFailed'], []]);
    // Who watches cannot tell of itself.
    expect(about('prometheus')).toEqual([]);
    expect(alerts.find(({ alert }) => alert === 'JobFailed')?.expr).toContain('job_name=~"work-.+"');
  });

  it('kube-state-metrics: a container that is started again is told of, and its chart is asked for what that needs', () => {
    const target = kubeStateMetrics();
    const named = (target.alerts?.('shop-production', []) ?? []).filter(({ expr }) =>
      expr.includes('kube_pod_container_status_restarts_total'),
    );
    expect(named.map(({ alert }) => alert)).toEqual(['ContainerOutOfMemory', 'ContainerRestarts']);
    // Of our namespace alone, on both sides.
    expect(named[0]?.expr.match(/namespace="shop-production"/g)).toHaveLength(2);
    const { source } = kubeStateMetricsAddOns[0]!.install as Install;
    const { values } = source as unknown as { values(of: object): Record<string, string[]> };
    const { collectors, metricAllowlist } = values({ plans: [] });
    expect(collectors).toContain('pods');
    expect(metricAllowlist).toEqual(target.emits);
  });

  it('the network lets Prometheus through to both, and to the pods of their names only', () => {
    const platformTargets = [certManager(), nodeExporter()];
    const { connections, alerts } = monitored({}, { cluster: { platformTargets } });
    const found = connections.flatMap(({ from, to, port }) =>
      to.kind === 'platform' && from.kind === 'component' ? [[from.name, to.name, to.namespace, port]] : [],
    );
    expect(found).toEqual([
      ['prometheus', 'cert-manager', 'cert-manager', 9402],
      ['prometheus', 'node-exporter', 'platform-monitoring', 9100],
    ]);
    expect(alerts.map(({ alert }) => alert)).toEqual(
      expect.arrayContaining(['CertificateExpiresSoon', 'DiskSpaceLow']),
    );
  });
});

describe('the mesh', () => {
  const [istiod, ztunnel] = istio().targets;

  it('is asked where the Helm charts put it, in whatever namespace that is', () => {
    expect(istio({ namespace: 'mesh', trustDomain: 'shop' })).toMatchObject({
      trustDomain: 'shop',
      controlPlane: { namespace: 'mesh', port: 15012 },
      targets: [
        { dnsName: 'istiod.mesh.svc', port: 15014 },
        { dnsName: 'ztunnel.mesh.svc', port: 15020 },
      ],
    });
  });

  it('tells of connections that it refuses to us, not to a neighbour', () => {
    const refused = ztunnel!.alerts!('shop-live', []).find(({ alert }) => alert === 'MeshConnectionsRefused');
    expect(refused?.expr).toContain('destination_workload_namespace="shop-live"');
    expect(refused?.expr).toContain('response_flags="DENY"');
  });

  it('tells a month before its root certificate ends', () => {
    const ends = istiod!.alerts!('any', []).find(({ alert }) => alert === 'MeshRootCertificateEnds');
    expect(ends?.expr).toMatch(/ < 2592000$/);
  });
});
