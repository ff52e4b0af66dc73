/** Objects that the policies of an environment must admit. */
import { dataPlanes } from '../../tools/lab/gateway';
import type { KubeObject } from '../../tools/lab/manifests';
import { podTemplate } from '../../tools/lab/pods';

/** Kinds that a policy looks at. */
const JUDGED = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'NetworkPolicy', 'Service', 'StatefulSet'];

export const isPolicy = ({ apiVersion }: KubeObject): boolean =>
  apiVersion.startsWith('policies.kyverno.io/');

/** @throws Error when there is none */
export function anyOf(objects: readonly KubeObject[], kind: string, name?: string): KubeObject {
  const found = objects.find((one) => one.kind === kind && (!name || one.metadata.name === name));
  if (!found) throw new Error(`there is no ${kind} ${name ?? ''}`);
  return found;
}

/** What nobody needs in a night: it has to wait while Kyverno is away. */
export function anotherService(objects: readonly KubeObject[]): KubeObject {
  const service = anyOf(objects, 'Service');
  const metadata = { ...service.metadata, name: 'another' };
  return { ...service, metadata, spec: { ports: [{ port: 80 }] } };
}

/** As a controller makes it: what it does not say of its needs, the namespace's LimitRange adds. */
export function podOf(workload: KubeObject): KubeObject {
  const { metadata, spec } = structuredClone(podTemplate(workload)!);
  const { name, namespace } = workload.metadata;
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    container.resources = {
      requests: { cpu: '10m', memory: '32Mi', ...container.resources?.requests },
      limits: { memory: '128Mi', ...container.resources?.limits },
    };
  }
  for (const claim of (workload.spec.volumeClaimTemplates ?? []) as KubeObject[]) {
    const { name: volume } = claim.metadata;
    spec.volumes = [...(spec.volumes ?? []), { name: volume, persistentVolumeClaim: { claimName: volume } }];
  }
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: `${name}-pod`, namespace }, spec };
}

/** A Job as a CronJob makes it: it has an owner, and labels on its pods alone. */
export function jobOf(workload: KubeObject): KubeObject {
  const { name, namespace } = workload.metadata;
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name, uid: 'a-uid', controller: true };
  const template = structuredClone(podTemplate(workload)!);
  template.spec.restartPolicy = 'Never';
  const metadata = { name: `${name}-job`, namespace, ownerReferences: [owner] };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template } };
}

/** A CronJob with the pods of another workload. */
export function cronJobOf(workload: KubeObject): KubeObject {
  const { labels, namespace } = workload.metadata;
  const metadata = { name: `${workload.metadata.name}-nightly`, namespace, labels };
  const { template } = jobOf(workload).spec;
  const spec = { schedule: '0 3 * * *', jobTemplate: { spec: { template } } };
  return { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec };
}

/** Everything of an environment that a policy looks at, and what controllers make of it. */
export function goodObjects(objects: readonly KubeObject[]): KubeObject[] {
  const judged = [...objects, ...dataPlanes(objects)].filter(({ kind }) => JUDGED.includes(kind));
  // An environment may have nothing but stores.
  const workload = objects.find(({ kind }) => kind === 'Deployment') ?? anyOf(objects, 'StatefulSet');
  const pods = judged.filter(podTemplate).map(podOf);
  return [...judged, ...pods, cronJobOf(workload), jobOf(workload), ...pinnedByDigest(workload)];
}

/** The same image by what is in it, which no tag can change. */
function pinnedByDigest(workload: KubeObject): KubeObject[] {
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  return ['', ':1.2.3'].map((tag, index) => {
    const pod = podOf(workload);
    const [container] = pod.spec.containers;
    container.image = `${container.image.replace(/[:@][^/]*$/, '')}${tag}@${digest}`;
    return { ...pod, metadata: { ...pod.metadata, name: `${pod.metadata.name}-${index}` } };
  });
}
