/** What is other inside an object, field by field. The order of keys never counts. */
import { diffArrays } from 'diff';
import { canonical, isMap } from '../objects';
import { byName, callIt, isSet } from './lists';
import { type Path, readable, under } from './path';
import { unified } from './text';

/** One field that came (no `before`), went (no `after`) or is other. */
export interface FieldChange {
  readonly path: Path;
  /** The path for people. */
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Both are text of several lines: what is other between them, as a unified diff. */
  readonly text?: readonly string[];
  /** The same elements in another order; both sides are their names. */
  readonly order?: true;
}

/** Stands for every value of a Secret. */
export const HIDDEN = '(hidden)';

/** All differences between two versions of an object of this kind. */
export function fieldChanges(kind: string, before: unknown, after: unknown): FieldChange[] {
  const found: FieldChange[] = [];
  walk({ kind, found }, [], before, after);
  return found;
}

interface Walk {
  readonly kind: string;
  readonly found: FieldChange[];
}

function walk(to: Walk, path: Path, before: unknown, after: unknown): void {
  if (canonical(before) === canonical(after)) return;
  if (isMap(before) && isMap(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    for (const key of [...keys].sort()) walk(to, [...path, key], before[key], after[key]);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    lists(to, path, before, after);
  } else {
    note(to, path, before, after);
  }
}

function note(to: Walk, path: Path, before: unknown, after: unknown): void {
  const secret = to.kind === 'Secret' && (under(path, 'data') || under(path, 'stringData'));
  const [old, now] = secret ? [hide(before), hide(after)] : [before, after];
  const lines = typeof old === 'string' &&
    typeof now === 'string' &&
    /\n/.test(old + now) && { text: unified(old, now) };
  to.found.push({ path, field: readable(path), before: old, after: now, ...lines });
}

/** The same shape without a value in it. */
function hide(value: unknown): unknown {
  if (value === undefined) return undefined;
  return isMap(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, HIDDEN])) : HIDDEN;
}

function lists(to: Walk, path: Path, before: readonly unknown[], after: readonly unknown[]): void {
  const [old, now] = [byName(path, before), byName(path, after)];
  if (isSet(to.kind, path)) sets(to, path, before, after);
  else if (old && now) named(to, path, old, now);
  else sequences(to, path, before, after);
}

function named(to: Walk, path: Path, before: Map<string, unknown>, after: Map<string, unknown>): void {
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    walk(to, [...path, { item: name }], before.get(name), after.get(name));
  }
  // The API server compares pod templates as they are written: another order is another template.
  if (!under(path, 'spec', 'template')) return;
  const first = [...before.keys()].filter((name) => after.has(name)).join(', ');
  const second = [...after.keys()].filter((name) => before.has(name)).join(', ');
  if (first === second) return;
  to.found.push({ path, field: readable(path), before: first, after: second, order: true });
}

function sets(to: Walk, path: Path, before: readonly unknown[], after: readonly unknown[]): void {
  const without = (list: readonly unknown[], other: readonly unknown[]): unknown[] => {
    const there = new Set(other.map(canonical));
    return list.filter((element) => !there.has(canonical(element)));
  };
  const come = without(after, before);
  for (const gone of without(before, after)) {
    // An element that kept a part of itself is the same one, changed.
    const next = come.findIndex((element) => alike(gone, element));
    const now = next < 0 ? undefined : come.splice(next, 1)[0];
    walk(to, [...path, { item: callIt(gone) }], gone, now);
  }
  for (const element of come) walk(to, [...path, { item: callIt(element) }], undefined, element);
}

const alike = (a: unknown, b: unknown): boolean =>
  isMap(a) && isMap(b) && Object.keys(a).some((key) => key in b && canonical(a[key]) === canonical(b[key]));

function sequences(to: Walk, path: Path, before: readonly unknown[], after: readonly unknown[]): void {
  let [old, now] = [0, 0];
  let pending: number[] = [];
  for (const part of diffArrays(before.map(canonical), after.map(canonical))) {
    if (part.removed) {
      pending = part.value.map((_, index) => old + index);
      old += part.value.length;
    } else if (part.added) {
      part.value.forEach((_, index) => {
        const replaced = pending.shift();
        const was = replaced === undefined ? undefined : before[replaced];
        walk(to, [...path, { item: String(now + index) }], was, after[now + index]);
      });
      now += part.value.length;
    }
    if (!part.removed) {
      for (const index of pending) walk(to, [...path, { item: String(index) }], before[index], undefined);
      pending = [];
    }
    if (!part.added && !part.removed) {
      old += part.value.length;
      now += part.value.length;
    }
  }
  for (const index of pending) walk(to, [...path, { item: String(index) }], before[index], undefined);
}
