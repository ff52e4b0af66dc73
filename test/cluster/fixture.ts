import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { labels, object } from './fixture-parts';
import { migrate, report, store, web } from './fixture-workloads';

/**
 * A small system that passes every check: `web` (two replicas, behind a gateway) talks to `store` (one
 * replica with a disk), `report` runs every night, `migrate` once a sync. Tests break it on purpose.
 */
export function fixture(): Unit {
  // A name of its own each time: nobody has to wait until an earlier one is gone.
  const environment = `test${++made}`;
  const namespace = `sample-${environment}`;
  const inNamespace = (object: KubeObject) =>
    object.kind === 'Namespace' ? object : { ...object, metadata: { ...object.metadata, namespace } };
  const objects = [...platform(namespace), ...store(), ...migrate(), ...web(), ...report(), ...policies()];
  return { system: 'sample', environment, namespace, files: [], objects: objects.map(inNamespace) };
}

let made = 0;

/** The fixture with one thing changed: `change` may edit what it finds by `Kind/name`. */
export function broken(
  change: (find: (id: string) => KubeObject, unit: Unit & { objects: KubeObject[] }) => void,
): Unit {
  const unit = structuredClone(fixture()) as Unit & { objects: KubeObject[] };
  change((id) => {
    const found = unit.objects.find((one) => `${one.kind}/${one.metadata.name}` === id);
    if (!found) throw new Error(`the fixture has no ${id}`);
    return found;
  }, unit);
  return unit;
}

function platform(namespace: string): KubeObject[] {
  const restricted = ['enforce', 'audit', 'warn'].map((mode) => [
    `pod-security.kubernetes.io/${mode}`,
    'restricted',
  ]);
  const space = object('v1', 'Namespace', namespace, -20, {});
  space.metadata.labels = Object.fromEntries(restricted);
  const hard = { 'requests.cpu': '3', 'requests.memory': '4Gi', 'limits.memory': '4Gi', pods: '20' };
  return [space, object('v1', 'ResourceQuota', 'budget', -20, { spec: { hard } })];
}

/** Everything is denied, but DNS to all and `store` to those that use it. */
function policies(): KubeObject[] {
  const to = (name: string) => [{ podSelector: { matchLabels: labels(name) } }];
  const dns = [53].flatMap((port) => ['UDP', 'TCP'].map((protocol) => ({ port, protocol })));
  const kubeDns = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  };
  const policy = (name: string, spec: object) =>
    object('networking.k8s.io/v1', 'NetworkPolicy', name, -20, { spec });
  const ports = [{ port: 6379, protocol: 'TCP' }];
  return [
    policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    policy('dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [kubeDns], ports: dns }] }),
    ...['web', 'migrate', 'report'].map((name) =>
      policy(name, {
        podSelector: { matchLabels: labels(name) },
        policyTypes: ['Ingress', 'Egress'],
        egress: [{ to: to('store'), ports }],
      }),
    ),
    policy('store', {
      podSelector: { matchLabels: labels('store') },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: ['web', 'migrate', 'report'].flatMap(to), ports }],
    }),
  ];
}
