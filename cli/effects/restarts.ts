/** Why the pods of a component are replaced: what changed in their template, in words. */
import type { Change, FieldChange } from '../compare';
import { nameOf, under } from '../compare/path';
import { at } from '../objects';

const TEMPLATE = ['spec', 'template'] as const;

/** What a field of a pod is called. */
const POD: Readonly<Record<string, string>> = {
  affinity: 'placement',
  nodeSelector: 'placement',
  priorityClassName: 'priority',
  securityContext: 'security context',
  serviceAccountName: 'account',
  terminationGracePeriodSeconds: 'shutdown',
  tolerations: 'placement',
  topologySpreadConstraints: 'placement',
  volumes: 'volumes',
};

/** What a field of a container is called. */
const CONTAINER: Readonly<Record<string, string>> = {
  args: 'command',
  command: 'command',
  lifecycle: 'shutdown',
  livenessProbe: 'probes',
  ports: 'ports',
  readinessProbe: 'probes',
  resizePolicy: 'resources',
  resources: 'resources',
  securityContext: 'security context',
  startupProbe: 'probes',
  volumeMounts: 'volumes',
};

/** The reasons, each once; none where the template is as it was. */
export function restartReasons(change: Change): string[] {
  const variables = new Set<string>();
  const reasons = new Set<string>();
  for (const field of change.fields) {
    if (!under(field.path, ...TEMPLATE)) continue;
    const names = variablesOf(field);
    for (const name of names) variables.add(name);
    if (names.length === 0) reasons.add(reason(field));
  }
  // The label of the version follows the image; it is no reason of its own.
  if ([...reasons].some((text) => text.startsWith('image '))) reasons.delete(VERSION);
  if (variables.size > 0) reasons.add(`variables ${[...variables].join(', ')}`);
  return [...reasons];
}

const VERSION = 'label app.kubernetes.io/version';

/** Names of the variables that a field is about; none when it is about something else. */
function variablesOf({ path, before, after, order }: FieldChange): string[] {
  if (!under(path, ...TEMPLATE, 'spec', '*', '*', 'env') || order) return [];
  if (path.length > 6) return [nameOf(path[6])];
  const list = before ?? after;
  return Array.isArray(list) ? list.map((variable) => String(at(variable, 'name'))) : [];
}

function reason(field: FieldChange): string {
  const { path, before, after } = field;
  const part = nameOf(path[3]);
  if (under(path, ...TEMPLATE, 'metadata')) {
    const key = nameOf(path[4]);
    if (/(^|\/)(config-hash|checksum)/.test(key) || key.startsWith('checksum/')) return 'configuration';
    return part === 'labels' ? `label ${key}` : key ? `annotation ${key}` : 'labels and annotations';
  }
  if (!part.toLowerCase().endsWith('containers')) return POD[part] ?? (part || 'pod template');
  const name = nameOf(path[4]);
  const what = part === 'initContainers' ? 'init container' : 'container';
  if (path.length < 6) {
    if (field.order || !name) return `order of ${part}`;
    return `${what} ${name} ${before === undefined ? 'added' : 'removed'}`;
  }
  const inside = nameOf(path[5]);
  if (inside === 'image') return `image ${String(before)} → ${String(after)}`;
  return CONTAINER[inside] ?? (inside === 'env' || inside === 'envFrom' ? 'variables' : inside);
}

/** Whether pods are only replaced when somebody deletes them. */
export const waitsForDeletion = (change: Change): boolean =>
  at(change.after, 'spec', 'updateStrategy', 'type') === 'OnDelete';
