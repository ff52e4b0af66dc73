import { instanceTemplate, isPostgresCluster } from './cnpg-pods';
import type { KubeObject } from './manifests';

/** What a workload makes pods from. */
export interface PodTemplate {
  readonly metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: a pod spec as written; the API server checks its schema
  readonly spec: any;
}

/** The pod template of a workload, a CronJob's and an operator's included; undefined for other kinds. */
export function podTemplate(object: KubeObject): PodTemplate | undefined {
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'Job':
      return object.spec.template;
    case 'CronJob':
      return object.spec.jobTemplate.spec.template;
    case 'Pod':
      return { metadata: object.metadata, spec: object.spec };
    case 'Cluster':
      return isPostgresCluster(object) ? instanceTemplate(object, []) : undefined;
    default:
      return undefined;
  }
}

/** Its component: a Job's own name goes with its version, and an operator's resource may have another. */
export const componentOf = ({ kind, metadata }: KubeObject): string =>
  (['Cluster', 'Job'].includes(kind) && metadata.labels?.['app.kubernetes.io/name']) || metadata.name;

/** Every container of a template, the ones that only prepare included. */
export const containers = (
  template: PodTemplate,
): { name: string; image: string; [field: string]: unknown }[] => [
  ...(template.spec.initContainers ?? []),
  ...(template.spec.containers ?? []),
];

/** Whether labels satisfy a Kubernetes label selector. */
export function selects(
  selector: { matchLabels?: Record<string, string>; matchExpressions?: Expression[] },
  labels: Record<string, string> = {},
): boolean {
  const same = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return same && (selector.matchExpressions ?? []).every((expression) => holds(expression, labels));
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: string[];
}

function holds({ key, operator, values = [] }: Expression, labels: Record<string, string>): boolean {
  const value = labels[key];
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  return value === undefined || !values.includes(value);
}

/** The images an object's containers run; none when it has no pods. */
export function imagesOf(object: KubeObject): string[] {
  const template = podTemplate(object);
  return template ? containers(template).map((container) => container.image) : [];
}
