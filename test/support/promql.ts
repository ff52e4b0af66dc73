/** Reads PromQL with Prometheus' own grammar: which metrics an expression asks for, and of whom. */
import { parser } from '@prometheus-io/lezer-promql';

/** One selector: `redis_up{job="redis"}`. */
export interface Selector {
  readonly metric: string;
  /** Jobs it names, by `job="a"` or `job=~"a|b"`. @default whichever has the metric */
  readonly jobs?: readonly string[];
}

/**
 * Every selector of an expression, in the order in which they are written.
 * @throws Error when it is not PromQL, or a selector names no metric
 */
export function selectors(expr: string): Selector[] {
  const found: { metric?: string; jobs?: string[] }[] = [];
  const text = (node: { from: number; to: number }): string => expr.slice(node.from, node.to);
  parser.parse(expr).iterate({
    enter: (cursor) => {
      const { node } = cursor;
      if (node.type.isError) throw new Error(`not PromQL at character ${node.from + 1}: ${expr}`);
      if (node.name === 'VectorSelector') {
        const name = node.getChild('Identifier');
        found.push({ metric: name ? text(name) : undefined });
      } else if (node.name === 'UnquotedLabelMatcher') {
        const [label, sign, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((part) =>
          text(node.getChild(part)!),
        ) as [string, string, string];
        if (label === 'job' && ['=', '=~'].includes(sign)) {
          found.at(-1)!.jobs = sign === '=' ? [value.slice(1, -1)] : value.slice(1, -1).split('|');
        }
      }
    },
  });
  return found.map(({ metric, jobs }) => {
    if (!metric) throw new Error(`a selector without a metric: ${expr}`);
    return jobs ? { metric, jobs } : { metric };
  });
}
