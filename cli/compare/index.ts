/** What is other between two sets of objects: came, went or changed. Pure. */
import { identity, type KubeObject, type Placed } from '../objects';
import { type FieldChange, fieldChanges } from './fields';

export type { FieldChange } from './fields';

export interface Change {
  readonly kind: 'added' | 'removed' | 'changed';
  /** The tier it is in now; for what went, was in. */
  readonly tier: string;
  /** The tier it was in, where that is another one. */
  readonly movedFrom?: string;
  /** The object as it will be; for what goes, as it was. */
  readonly object: KubeObject;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** What the object is for, by the comment above it. */
  readonly about?: string;
  /** Empty for what came or went. */
  readonly fields: readonly FieldChange[];
}

/** In the order of `after`, each tier's removed objects following; objects that are equal are left out. */
export function compare(before: readonly Placed[], after: readonly Placed[]): Change[] {
  const old = new Map(before.map((placed) => [identity(placed.object), placed]));
  const now = new Set(after.map((placed) => identity(placed.object)));
  const changes: Change[] = [];
  for (const placed of after) {
    const { tier, object, about } = placed;
    const was = old.get(identity(object));
    const base = { tier, object, after: object, ...(about ? { about } : {}) };
    if (!was) {
      changes.push({ ...base, kind: 'added', fields: [] });
      continue;
    }
    const fields = fieldChanges(object.kind, was.object, object);
    const moved = was.tier === tier ? {} : { movedFrom: was.tier };
    if (fields.length === 0 && was.tier === tier) continue;
    changes.push({ ...base, ...moved, kind: 'changed', before: was.object, fields });
  }
  for (const { tier, object, about } of before) {
    if (now.has(identity(object))) continue;
    changes.push({ kind: 'removed', tier, object, before: object, ...(about ? { about } : {}), fields: [] });
  }
  return changes;
}
