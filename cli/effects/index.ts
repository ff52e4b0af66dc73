/** What changes do to what runs: restarts, interruptions, what is refused, what is lost. Pure. */
import type { Change, FieldChange } from '../compare';
import { at, componentOf, type KubeObject } from '../objects';
import { refusal } from './immutable';
import { losses } from './losses';
import { operated } from './operated';
import { restartReasons, waitsForDeletion } from './restarts';
import { autoscalerOf, fewestPods, isWorkload, overlaps } from './workloads';

/** A component whose pods are replaced. */
export interface Restart {
  readonly component: string;
  readonly workload: KubeObject;
  readonly reasons: readonly string[];
  /** Only once somebody deletes its pods. */
  readonly onDelete: boolean;
}

/** Something about an object, in one sentence. */
export interface Remark {
  readonly object: KubeObject;
  readonly message: string;
}

export interface Effects {
  readonly restarts: readonly Restart[];
  readonly disruptive: readonly Remark[];
  /** Changes that the API server does not take. */
  readonly refused: readonly (Remark & { readonly field: FieldChange })[];
  /** What going back does not bring back. */
  readonly lost: readonly Remark[];
  /** The number of pods, given to an autoscaler: applied plainly, it would fall to one meanwhile. */
  readonly handedOver: readonly { readonly workload: KubeObject; readonly replicas: number }[];
  /** Workloads whose number of pods an autoscaler set so far. */
  readonly takenBack: readonly KubeObject[];
}

/** Both sides of the whole environment, for what is asked about objects that did not change. */
export interface Sides {
  readonly before: readonly KubeObject[];
  readonly after: readonly KubeObject[];
}

export function effects(changes: readonly Change[], sides: Sides = { before: [], after: [] }): Effects {
  const restarts = changes.flatMap(restart);
  return {
    restarts,
    disruptive: [
      ...interruptions(restarts, changes, sides),
      ...stops(changes),
      ...resizes(changes),
      ...operated(changes),
    ],
    refused: changes.flatMap((change) =>
      change.fields.flatMap((field) => {
        const message = refusal(field, change);
        return message ? [{ object: change.object, field, message }] : [];
      }),
    ),
    lost: losses(changes),
    handedOver: changes.flatMap(({ before, after }) => {
      const replicas = at(before, 'spec', 'replicas');
      if (!after || !isWorkload(after) || typeof replicas !== 'number') return [];
      const scaled = at(after, 'spec', 'replicas') === undefined && autoscalerOf(after, sides.after);
      return scaled ? [{ workload: after, replicas }] : [];
    }),
    takenBack: changes.flatMap(({ before, after }) => {
      if (!before || !after || !isWorkload(after) || !autoscalerOf(before, sides.before)) return [];
      return typeof at(after, 'spec', 'replicas') === 'number' ? [after] : [];
    }),
  };
}

function restart(change: Change): Restart[] {
  if (change.kind !== 'changed' || !isWorkload(change.object)) return [];
  const reasons = restartReasons(change);
  if (reasons.length === 0) return [];
  const workload = change.object;
  return [{ component: componentOf(workload), workload, reasons, onDelete: waitsForDeletion(change) }];
}

function interruptions(restarts: readonly Restart[], changes: readonly Change[], sides: Sides): Remark[] {
  return restarts.flatMap(({ workload }) => {
    if (workload.kind === 'DaemonSet') return [];
    const before = changes.find(({ object }) => object === workload)?.before ?? workload;
    const pods = Math.min(fewestPods(before, sides.before), fewestPods(workload, sides.after));
    if (pods > 1 && at(workload, 'spec', 'strategy', 'type') !== 'Recreate') return [];
    if (overlaps(workload)) {
      const message =
        'one pod; a new one is ready before it goes, yet its open connections and work in hand are cut';
      return [{ object: workload, message }];
    }
    const few = pods > 1 ? 'all its pods go first' : 'one pod';
    return [{ object: workload, message: `${few}; it is away until the new one is ready` }];
  });
}

function stops(changes: readonly Change[]): Remark[] {
  return changes
    .filter(({ kind, object }) => kind === 'removed' && isWorkload(object))
    .map(({ object }) => ({ object, message: 'is removed: its pods stop' }));
}

/** Modes in which a vertical autoscaler replaces running pods. */
const REPLACING = ['Auto', 'Recreate', 'InPlaceOrRecreate'];

function resizes(changes: readonly Change[]): Remark[] {
  return changes.flatMap(({ kind, object }) => {
    if (object.kind !== 'VerticalPodAutoscaler' || kind === 'removed') return [];
    const mode = String(at(object, 'spec', 'updatePolicy', 'updateMode') ?? 'Recreate');
    if (!REPLACING.includes(mode)) return [];
    const how =
      mode === 'InPlaceOrRecreate'
        ? 'resizes the pods later, and replaces those it cannot resize'
        : 'replaces the pods later';
    return [{ object, message: `${how} (${mode})` }];
  });
}
