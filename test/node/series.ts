import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Cluster } from '../../tools/lab/cluster';
import { queriesOf } from '../../tools/lab/dashboards';
import type { Unit } from '../../tools/lab/manifests';
import { selectors } from '../support/promql';
import { askIn } from './watching';

/** Series that are not there, and why each of them need not be. */
interface Explained {
  /** Regular expression over `job metric`, where `*` is the job of who asks for no job. */
  readonly series: string;
  readonly why: string;
}

const explained = load(readFileSync(join(__dirname, 'series.yaml'), 'utf8')) as Explained[];

/** What alerts and dashboards ask for, as `job metric`. */
export function askedFor({ objects }: Unit): string[] {
  const files = objects
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap(({ data }) => Object.entries((data ?? {}) as Record<string, string>));
  const rules = files
    .filter(([name]) => name === 'rules.yml')
    .flatMap(([, text]) => (load(text) as { groups: { rules: { expr: string }[] }[] }).groups)
    .flatMap((group) => group.rules.map(({ expr }) => expr));
  const panels = files
    .filter(([name, text]) => name.endsWith('.json') && text.includes('"panels"'))
    .flatMap(([name, text]) => queriesOf(text, name).map(({ expr }) => expr));
  const pairs = [...rules, ...panels].flatMap((expr) =>
    selectors(expr).flatMap(({ metric, jobs = ['*'] }) => jobs.map((job) => `${job} ${metric}`)),
  );
  return [...new Set(pairs)].sort();
}

/** Series that are asked for, that nobody has, and for which `series.yaml` has no reason. */
export async function missingSeries(cluster: Cluster, unit: Unit): Promise<string[]> {
  const query = encodeURIComponent('count by (__name__, job) ({job!=""})');
  const url = `'http://127.0.0.1:9090/api/v1/query?query=${query}'`;
  type Answer = { data: { result: { metric: { __name__: string; job: string } }[] } };
  const { data } = await askIn<Answer>(cluster, unit.namespace, 'prom/prometheus', url);
  const there = new Set(
    data.result.flatMap(({ metric }) => [`${metric.job} ${metric.__name__}`, `* ${metric.__name__}`]),
  );
  const known = explained.map(({ series }) => new RegExp(series));
  return askedFor(unit).filter((pair) => !there.has(pair) && !known.some((one) => one.test(pair)));
}
