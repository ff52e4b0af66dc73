/** What an operator does with pods when the resource that it makes them of changes. */
import type { Change } from '../compare';
import { under } from '../compare/path';
import { groupOf } from '../objects';
import type { Remark } from '.';

/** By API group: each operator has its own way. */
const WAYS: Readonly<Record<string, string>> = {
  'postgresql.cnpg.io':
    'CloudNativePG takes it over by itself; where pods must restart for it, standbys go first and one of them becomes the primary',
};

export const operated = (changes: readonly Change[]): Remark[] =>
  changes.flatMap(({ kind, object, fields }) => {
    const message = WAYS[groupOf(object)];
    const isAsked = kind === 'changed' && fields.some(({ path }) => under(path, 'spec'));
    return message && isAsked ? [{ object, message }] : [];
  });
