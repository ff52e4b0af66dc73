/** The indices of a system, one a day of each: how they look and end, and who may read and write them. */
import type { Context } from '../../model/context';
import { indexPrefix } from './elastic';

export interface Logs {
  /** First part of the index name; the environment and the day follow: `shop-logs-production-2026.11.21`. */
  readonly index: string;
  /** Days after which an index is deleted. */
  readonly days: number;
}

/** Documents of the product's own. */
export interface OwnIndex {
  /** Days after which an index is deleted. */
  readonly days: number;
  /** Components that add documents. They cannot change or read any by this. */
  readonly write: readonly string[];
  /** Components that search them. */
  readonly read: readonly string[];
}

/** One index a day of each; the day follows the name: `talks-2026.11.21`. */
export type OwnIndices = Readonly<Record<string, OwnIndex>>;

export interface Indices {
  readonly logs?: Logs;
  readonly own: OwnIndices;
}

/** A sort of index: its name, which policy and template have too, what begins so, and how long it stays. */
interface Sort {
  readonly name: string;
  readonly pattern: string;
  readonly days: number;
}

/** @throws Error when two have names of which one begins like the other: Elasticsearch would not know which it is. */
export function sortsOf({ logs, own }: Indices, context: Context): readonly Sort[] {
  const all = [
    ...(logs
      ? [{ name: logs.index, pattern: `${indexPrefix(context, logs.index)}-*`, days: logs.days }]
      : []),
    ...Object.entries(own).map(([name, { days }]) => ({ name, pattern: `${name}-*`, days })),
  ];
  for (const one of all) {
    const other = all.find(({ name }) => name !== one.name && name.startsWith(`${one.name}-`));
    if (other) throw new Error(`'${other.name}' is also an index of '${one.name}'; rename one of them`);
  }
  return all;
}

/** One index a day, so an index is as old as the oldest document in it. */
export const policy = ({ days }: Sort): object => ({
  policy: {
    phases: {
      hot: { min_age: '0ms', actions: {} },
      delete: { min_age: `${days}d`, actions: { delete: {} } },
    },
  },
});

/**
 * No line is refused for its fields. What a field is would be decided by the first line of a day that has it, and lines
 * with something else there would be lost: a word where a number was, an object where a word was. So all that is not
 * named here is a word, numbers too: ES|QL's `TO_DOUBLE`, or a runtime field, calculates with them. Of what is longer
 * than 1,024 characters, or the thousandth field and more, nothing can be searched, and all of it shown.
 */
export const template = ({ name, pattern }: Sort, described: string): object => ({
  index_patterns: [pattern],
  // Above the vendor's own, which have 100.
  priority: 500,
  template: {
    settings: {
      'index.lifecycle.name': name,
      'index.number_of_shards': 1,
      // There is one node: a copy would have no place, and the cluster would never be green.
      'index.number_of_replicas': 0,
      'index.codec': 'best_compression',
      'index.refresh_interval': '5s',
      // Further names are kept and not searched, in place of refusing their lines.
      'index.mapping.total_fields.ignore_dynamic_beyond_limit': true,
    },
    mappings: {
      dynamic_templates: [
        {
          words: {
            match_mapping_type: ['string', 'long', 'double', 'boolean'],
            mapping: { type: 'keyword', ignore_above: 1024 },
          },
        },
      ],
      // What is inside an object is a field of its own, `user.id` beside `user`, so a field may be both.
      subobjects: false,
      date_detection: false,
      numeric_detection: false,
      properties: {
        '@timestamp': { type: 'date' },
        message: { type: 'text' },
        stack: { type: 'text', index: false },
      },
    },
  },
  _meta: { description: described },
});

/** Adds documents and makes the index of a new day; changes and reads nothing that is there. */
export const writer = ({ pattern }: Sort): object => ({
  cluster: ['monitor'],
  indices: [{ names: [pattern], privileges: ['auto_configure', 'create_doc'] }],
});

/** Searches, and knows what fields there are. */
export const reader = ({ pattern }: Sort): object => ({
  cluster: ['monitor'],
  indices: [{ names: [pattern], privileges: ['read', 'view_index_metadata'] }],
});
