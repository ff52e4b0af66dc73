/** What an operator does with pods when the resource that it makes them of changes. */
import type { Change } from '../compare';
import { under } from '../compare/path';
import { groupOf } from '../objects';
import type { Remark } from '.';

/** By API group and kind: each operator has its own way. */
const WAYS: Readonly<Record<string, string>> = {
  'postgresql.cnpg.io/Cluster':
    'CloudNativePG takes it over by itself; where pods must restart for it, standbys go first and one of them becomes the primary',
  // Source: plugin-barman-cloud 0.13, web/docs/usage.md, "Configuring the plugin instance sidecar".
  'barmancloud.cnpg.io/ObjectStore':
    'CloudNativePG restarts the instances where their container for the log changes: standbys first, and one of them becomes the primary',
};

export const operated = (changes: readonly Change[]): Remark[] =>
  changes.flatMap(({ kind, object, fields }) => {
    const message = WAYS[`${groupOf(object)}/${object.kind}`];
    const isAsked = kind === 'changed' && fields.some(({ path }) => under(path, 'spec'));
    return message && isAsked ? [{ object, message }] : [];
  });
