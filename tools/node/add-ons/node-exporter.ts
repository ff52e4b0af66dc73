/**
 * The node exporter as the chart of prometheus-community installs it (templates/daemonset.yaml), with our values, but that
 * it sees no disk which is mounted later: machines here share no mounts.
 */
import type { RealAddOn } from './index';

const IMAGE = 'quay.io/prometheus/node-exporter:v1.12.1';
const NAME = 'prometheus-node-exporter';

/** What we set of its chart's values. */
interface ChartValues {
  readonly fullnameOverride?: string;
  readonly hostNetwork?: boolean;
  readonly service?: { readonly clusterIP?: string };
}

/** Folder of the machine → where it is in the container. */
const MACHINE = { proc: '/proc', sys: '/sys', root: '/' } as const;

export const nodeExporter: RealAddOn = {
  images: [IMAGE],
  objects({ namespace, source }) {
    const values: ChartValues = 'values' in source ? (source.values ?? {}) : {};
    const { fullnameOverride: name = NAME, hostNetwork = true } = values;
    const labels = { 'app.kubernetes.io/name': NAME, 'app.kubernetes.io/instance': 'node-exporter' };
    const folders = Object.entries(MACHINE);
    const spec = {
      automountServiceAccountToken: false,
      hostNetwork,
      hostPID: true,
      securityContext: { fsGroup: 65534, runAsGroup: 65534, runAsNonRoot: true, runAsUser: 65534 },
      containers: [
        {
          name: 'node-exporter',
          image: IMAGE,
          args: [
            '--path.procfs=/host/proc',
            '--path.sysfs=/host/sys',
            '--path.rootfs=/host/root',
            '--path.udev.data=/host/root/run/udev/data',
            '--web.listen-address=0.0.0.0:9100',
          ],
          ports: [{ name: 'metrics', containerPort: 9100 }],
          readinessProbe: { httpGet: { path: '/', port: 'metrics' }, periodSeconds: 1 },
          securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
          volumeMounts: folders.map(([folder]) => ({
            name: folder,
            mountPath: `/host/${folder}`,
            readOnly: true,
          })),
        },
      ],
      tolerations: [{ effect: 'NoSchedule', operator: 'Exists' }],
      volumes: folders.map(([folder, path]) => ({ name: folder, hostPath: { path } })),
    };
    return [
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name, namespace, labels },
        spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name, namespace },
        spec: {
          clusterIP: values.service?.clusterIP,
          selector: labels,
          ports: [{ name: 'metrics', port: 9100, targetPort: 9100 }],
        },
      },
    ];
  },
};
