import { type KubeObject, nameOf } from './manifests';
import { containers, podTemplate, selects } from './pods';

/**
 * References between objects that the API server accepts unseen and that only fail when traffic, a scale or a
 * drain comes: a Service nobody answers, a route to a port that is not there, a budget that guards nothing.
 */
export function brokenLinks(objects: readonly KubeObject[]): string[] {
  return objects.flatMap((object) => {
    const here = objects.filter((one) => one.metadata.namespace === object.metadata.namespace);
    return problemsOf(object, here).map((problem) => `${nameOf(object)}: ${problem}`);
  });
}

function problemsOf(object: KubeObject, here: KubeObject[]): string[] {
  switch (object.kind) {
    case 'Service':
      return serviceProblems(object, here);
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TCPRoute':
    case 'TLSRoute':
      return routeProblems(object, here);
    case 'Gateway':
      return gatewayProblems(object, here);
    case 'PodDisruptionBudget':
      return selected(object.spec.selector ?? {}, here).length > 0 ? [] : ['selects no workload'];
    default:
      return targetProblems(object, here);
  }
}

const selected = (selector: object, here: KubeObject[]) =>
  here.filter((one) => {
    const labels = podTemplate(one)?.metadata?.labels;
    return labels !== undefined && selects(selector, labels);
  });

function serviceProblems(service: KubeObject, here: KubeObject[]): string[] {
  const { selector, ports = [], type } = service.spec;
  // Without a selector somebody else fills in the addresses.
  if (!selector || type === 'ExternalName') return [];
  const behind = selected({ matchLabels: selector }, here);
  if (behind.length === 0) return ['its selector matches no workload'];
  return behind.flatMap((workload) => {
    const open = containers(podTemplate(workload)!).flatMap(
      (container) => (container.ports ?? []) as { name?: string; containerPort: number; protocol?: string }[],
    );
    return ports
      .filter((port: { targetPort?: string | number; port: number; protocol?: string }) => {
        const target = port.targetPort ?? port.port;
        return !open.some(
          (one) =>
            (one.name === target || one.containerPort === target) &&
            (one.protocol ?? 'TCP') === (port.protocol ?? 'TCP'),
        );
      })
      .map(
        (port: { targetPort?: string | number; port: number }) =>
          `${nameOf(workload)} has no port "${port.targetPort ?? port.port}" (it has ${
            open.map((one) => one.name ?? one.containerPort).join(', ') || 'none'
          })`,
      );
  });
}

function routeProblems(route: KubeObject, here: KubeObject[]): string[] {
  const problems: string[] = [];
  for (const parent of route.spec.parentRefs ?? []) {
    if (parent.namespace || (parent.kind ?? 'Gateway') !== 'Gateway') continue;
    const gateway = here.find((one) => one.kind === 'Gateway' && one.metadata.name === parent.name);
    const listeners: { name: string }[] = gateway?.spec.listeners ?? [];
    if (!gateway) problems.push(`there is no Gateway "${parent.name}"`);
    else if (parent.sectionName && !listeners.some((one) => one.name === parent.sectionName))
      problems.push(`Gateway "${parent.name}" has no listener "${parent.sectionName}"`);
  }
  for (const rule of route.spec.rules ?? []) {
    for (const { name, kind = 'Service', namespace, port } of rule.backendRefs ?? []) {
      if (namespace || kind !== 'Service') continue;
      const service = here.find((one) => one.kind === 'Service' && one.metadata.name === name);
      const ports: number[] = (service?.spec.ports ?? []).map((one: { port: number }) => one.port);
      if (!service) problems.push(`there is no Service "${name}"`);
      else if (!ports.includes(port))
        problems.push(`Service "${name}" has no port ${port} (it has ${ports})`);
    }
  }
  return problems;
}

/** Certificates of listeners come from a Certificate, or from cert-manager's annotation on the Gateway. */
function gatewayProblems(gateway: KubeObject, here: KubeObject[]): string[] {
  const annotations = Object.keys(gateway.metadata.annotations ?? {});
  if (annotations.some((key) => /^cert-manager\.io\/(cluster-)?issuer$/.test(key))) return [];
  const made = here.filter((one) => one.kind === 'Certificate').map((one) => one.spec.secretName);
  // biome-ignore lint/suspicious/noExplicitAny: listeners as written; the API server checks their schema
  const wanted = (gateway.spec.listeners ?? []).flatMap((one: any) => one.tls?.certificateRefs ?? []);
  return wanted
    .filter((ref: { name: string; namespace?: string }) => !ref.namespace && !made.includes(ref.name))
    .map((ref: { name: string }) => `no Certificate makes the Secret "${ref.name}"`);
}

/** Autoscalers and policies name what they act on: `scaleTargetRef` or `targetRef(s)`. */
function targetProblems({ spec = {} }: KubeObject, here: KubeObject[]): string[] {
  const refs = [spec.scaleTargetRef, spec.targetRef, ...(spec.targetRefs ?? [])].filter(
    (ref) => ref?.name && !ref.namespace,
  );
  return refs
    .map((ref) => ({ name: ref.name, kind: ref.kind ?? 'Deployment' }))
    .filter(({ name, kind }) => !here.some((one) => one.kind === kind && one.metadata.name === name))
    .map(({ name, kind }) => `there is no ${kind} "${name}"`);
}
