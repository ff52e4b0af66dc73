/** The indices of a system's log lines: how they look and end, and who may write to them. */
import type { Context } from '../../model/context';
import { indexPrefix } from './elastic';

export interface Logs {
  /** First part of the index name; the environment and the day follow: `shop-logs-production-2026.11.21`. */
  readonly index: string;
  /** Days after which an index is deleted. */
  readonly days: number;
}

/** One index a day, so an index is as old as the oldest line in it. */
export const policy = (logs: Logs): object => ({
  policy: {
    phases: {
      hot: { min_age: '0ms', actions: {} },
      delete: { min_age: `${logs.days}d`, actions: { delete: {} } },
    },
  },
});

/**
 * No line is refused for its fields. What a field is would be decided by the first line of a day that has it, and lines
 * with something else there would be lost: a word where a number was, an object where a word was. So all that is not
 * named here is a word, numbers too: ES|QL's `TO_DOUBLE`, or a runtime field, calculates with them. Of what is longer
 * than 1,024 characters, or the thousandth field and more, nothing can be searched, and all of it shown.
 */
export const template = (logs: Logs, context: Context): object => ({
  index_patterns: [`${indexPrefix(context, logs.index)}-*`],
  // Above the vendor's own, which have 100.
  priority: 500,
  template: {
    settings: {
      'index.lifecycle.name': logs.index,
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
  _meta: { description: `Logs of ${context.title}, ${context.environment}` },
});

/** Adds lines and makes the index of a new day; changes and reads nothing that is there. */
export const writer = (logs: Logs, context: Context): object => ({
  cluster: ['monitor'],
  indices: [
    { names: [`${indexPrefix(context, logs.index)}-*`], privileges: ['auto_configure', 'create_doc'] },
  ],
});
