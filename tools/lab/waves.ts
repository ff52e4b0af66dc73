import type { KubeObject } from './manifests';

/** Argo CD's hook phases come before and after all waves of the sync itself. */
const HOOK_PHASE: Record<string, number> = { PreSync: -1, Sync: 0, PostSync: 1 };
const WAVE = 'argocd.argoproj.io/sync-wave';
const HOOK = 'argocd.argoproj.io/hook';

/** Kinds that others need come first inside a wave, as Argo CD orders them. */
const KINDS_FIRST = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
];

/** One step of a sync: what Argo CD applies together before it waits for health. */
export interface Wave {
  readonly name: string;
  readonly objects: readonly KubeObject[];
}

/** Splits objects into the order Argo CD would apply them in; hooks that never run are left out. */
export function inWaves(objects: readonly KubeObject[]): Wave[] {
  const steps = new Map<string, { order: [number, number]; objects: KubeObject[] }>();
  for (const object of objects) {
    const hook = object.metadata.annotations?.[HOOK];
    const phase = hook ? HOOK_PHASE[hook.split(',')[0]!.trim()] : 0;
    if (phase === undefined) continue;
    const wave = Number(object.metadata.annotations?.[WAVE] ?? 0);
    const name = `${phase === 0 ? '' : `${hook} `}wave ${wave}`;
    const step = steps.get(name) ?? { order: [phase, wave], objects: [] };
    steps.set(name, step);
    step.objects.push(object);
  }
  const rank = ({ kind }: KubeObject) =>
    KINDS_FIRST.includes(kind) ? KINDS_FIRST.indexOf(kind) : KINDS_FIRST.length;
  return [...steps]
    .sort(([, a], [, b]) => a.order[0] - b.order[0] || a.order[1] - b.order[1])
    .map(([name, step]) => ({ name, objects: [...step.objects].sort((a, b) => rank(a) - rank(b)) }));
}
