/** Changes as lines with a sign, the same for every format. */
import { stringify } from 'yaml';
import type { Change, FieldChange } from '../compare';
import { title } from '../objects';

export type Sign = '+' | '-' | '~' | ' ';

export interface Line {
  readonly sign: Sign;
  /** How far in it stands: 0 an object, 1 a field, 2 what a field holds. */
  readonly depth: number;
  readonly text: string;
  /** What an object is for; renderers show it more quietly. */
  readonly about?: string;
}

/** A value longer than this gets lines of its own. */
const WIDTH = 72;
/** Lines of one value or text that are shown; what follows is counted. */
const CAP = 24;

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** An object and, when it changed, each of its fields. */
function changeLines(change: Change, home: string): Line[] {
  const { kind, object, about, movedFrom, fields } = change;
  const moved = movedFrom ? ` (moved here from ${movedFrom})` : '';
  const first: Line = { sign: SIGNS[kind], depth: 0, text: title(object, home) + moved };
  return [{ ...first, ...(about && kind !== 'changed' ? { about } : {}) }, ...fields.flatMap(fieldLines)];
}

/** The lines of a tier: every object with its fields, or a line for each kind. */
export const tierLines = (changes: readonly Change[], { namespace, brief }: Scope): Line[] =>
  brief ? briefLines(changes, namespace) : changes.flatMap((change) => changeLines(change, namespace));

interface Scope {
  readonly namespace: string;
  readonly brief?: boolean;
}

/** `+ VerticalPodAutoscaler api, redis`: what happens to which objects, and nothing of what is in them. */
function briefLines(changes: readonly Change[], home: string): Line[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = `${change.kind} ${change.object.kind}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].map((group): Line => {
    const [{ kind, object, about }] = group as [Change];
    const names = group.map((change) => title(change.object, home).slice(change.object.kind.length + 1));
    const line = { sign: SIGNS[kind], depth: 0, text: `${object.kind} ${names.join(', ')}` };
    return about && kind !== 'changed' && group.length === 1 ? { ...line, about } : line;
  });
}

/** One line where both sides fit on it. */
export function fieldLines({ field, before, after, text, order }: FieldChange): Line[] {
  const line = (sign: Sign, words: string, depth = 1): Line => ({ sign, depth, text: words });
  if (order) return [line('~', `${field}: order ${String(before)} → ${String(after)}`)];
  if (text) return [line('~', `${field}:`), ...capped(text.map((row) => patchLine(row)))];
  if (before === undefined) return whole('+', field, after);
  if (after === undefined) return whole('-', field, before);
  const [old, now] = [inline(before), inline(after)];
  if (old !== undefined && now !== undefined) return [line('~', `${field}: ${old} → ${now}`)];
  return [line('~', `${field}:`), ...block('-', before), ...block('+', after)];
}

function whole(sign: Sign, field: string, value: unknown): Line[] {
  const short = inline(value);
  if (short !== undefined) return [{ sign, depth: 1, text: `${field}: ${short}` }];
  return [{ sign, depth: 1, text: `${field}:` }, ...block(sign, value)];
}

function patchLine(row: string): Line {
  const sign = row[0] === '+' || row[0] === '-' ? row[0] : ' ';
  return { sign, depth: 2, text: row.startsWith('@@') ? row : row.slice(1) };
}

/** The value on one line; undefined when it is too long for that. */
function inline(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    const plain = value === '' ? '""' : String(value);
    return plain.includes('\n') || plain.length > WIDTH * 2 ? undefined : plain;
  }
  const flow = stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true });
  const text = flow.trim();
  return text.length > WIDTH || text.includes('\n') ? undefined : text;
}

function block(sign: Sign, value: unknown): Line[] {
  const text = typeof value === 'string' ? value : stringify(value, { lineWidth: 0 });
  return capped(
    text
      .trimEnd()
      .split('\n')
      .map((row): Line => ({ sign, depth: 2, text: row })),
  );
}

function capped(lines: readonly Line[]): Line[] {
  if (lines.length <= CAP + 1) return [...lines];
  const more = lines.length - CAP;
  return [...lines.slice(0, CAP), { sign: ' ', depth: 2, text: `… ${more} more lines` }];
}
