/** What Elasticsearch, Logstash and Kibana have together: one version, and the name of the system's indices. */
import type { Image } from '../../model/component';
import type { Context, Upstream } from '../../model/context';
import type { AlertRule } from '../../model/observability';

/**
 * The three are released together, and Kibana refuses an Elasticsearch older than itself. 8.19 is the last line of 8
 * and the only one from which 9 can be reached; from 8.11 it is an update in place.
 */
const VERSION = '8.19.20';

export const elasticImage = (product: 'elasticsearch' | 'kibana' | 'logstash'): Image => ({
  repository: `docker.elastic.co/${product}/${product}`,
  tag: VERSION,
});

/** User and group of all three images; the group is theirs, so that nothing runs in root's. */
export const ELASTIC_USER = { user: 1000, group: 1000 } as const;

/** First part of an index name: `shop-logs` in production is `shop-logs-production`. */
export const indexPrefix = (context: Pick<Context, 'environment'>, name: string): string =>
  `${name}-${context.environment}`;

/** Half of the memory limit, as Elastic advises, and below 31 GiB, above which pointers take twice the room. */
export const heapMebibytes = (memoryLimit: number): number =>
  Math.min(31 * 1024 - 1, Math.floor(memoryLimit / 2));

/** Heap of a fixed size: what is promised is there from the start. */
export const heapOptions = (memoryLimit: number): string[] => {
  const heap = heapMebibytes(memoryLimit);
  return [`-Xms${heap}m`, `-Xmx${heap}m`];
};

/**
 * Fields that Elasticsearch keeps of every document. A document that brings one of its own is refused.
 * Source: an Elasticsearch 8.19, `GET /<index>/_field_caps?fields=_*`: those with `metadata_field`; the last is x-pack's.
 */
export const METADATA_FIELDS = [
  '_data_stream_timestamp',
  '_doc_count',
  '_field_names',
  '_id',
  '_ignored',
  '_ignored_source',
  '_index',
  '_index_mode',
  '_nested_path',
  '_routing',
  '_seq_no',
  '_source',
  '_tier',
  '_version',
  '_inference_fields',
] as const;

/**
 * The Elasticsearch a component talks to.
 * @throws Error when it has no flow to one, or to one that asks for no account
 */
export function elasticsearchOf(
  context: Context,
): Upstream & { readonly account: NonNullable<Upstream['account']> } {
  const found = context.upstreams.find(({ technology }) => technology === 'elasticsearch');
  if (!found?.account) {
    throw new Error(`'${context.name}' has no elasticsearch; add a flow from '${context.name}' to one`);
  }
  return { ...found, account: found.account };
}

/**
 * The heap has been nearly full for a quarter of an hour: collections bring it down again and again, and only
 * what stays is a lack of memory.
 */
export function heapHigh(
  { name }: Context,
  { alert, used, most }: { readonly alert: string; readonly used: string; readonly most: string },
): AlertRule {
  const story = (share: number) => [
    { series: used, values: `${share}x60` },
    { series: most, values: '100x60' },
  ];
  return {
    alert,
    expr: `${used} / ${most} > 0.9`,
    forMinutes: 15,
    severity: 'warning',
    summary: `${name} has used more than 90 % of its heap for a quarter of an hour`,
    proof: { fires: story(95), silent: story(70) },
  };
}
