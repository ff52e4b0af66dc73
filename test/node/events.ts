import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Cluster } from '../../tools/lab/cluster';
import { reasons } from '../../tools/lab/workloads';

/** Warnings that are as they should be. */
interface Explained {
  /** Regular expression over `Reason Kind/name: message`. */
  readonly event: string;
  readonly why: string;
}

const explained = load(readFileSync(join(__dirname, 'events.yaml'), 'utf8')) as Explained[];

/** Warnings of the namespace for which `events.yaml` has no reason. */
export async function unexplained(cluster: Cluster, namespace: string): Promise<string[]> {
  const known = explained.map(({ event }) => new RegExp(event));
  return (await reasons(cluster, namespace)).filter((text) => !known.some((one) => one.test(text)));
}
