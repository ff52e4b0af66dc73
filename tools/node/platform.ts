import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../lab/cluster';
import { waitUntilReady } from '../lab/workloads';
import { lastWords } from './pod-logs';

const FOLDER = join(__dirname, 'platform');

/** The YAML of these files of `platform/`. @default all of them */
export const platformText = (parts: readonly string[] = allParts()): string =>
  parts.map((part) => readFileSync(join(FOLDER, `${part}.yaml`), 'utf8')).join('\n---\n');

const allParts = (): string[] =>
  readdirSync(FOLDER)
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort();

/**
 * Applies parts of the platform and waits for their pods.
 *
 * @param patience seconds. @default 90
 * @throws Error with the cluster's own reasons, and what its pods said
 */
export async function bringPlatform(
  cluster: Cluster,
  parts: readonly string[],
  namespace: string,
  patience = 90,
): Promise<void> {
  await cluster.kubectlOk(['apply', '--server-side', '-f', '-'], { stdin: platformText(parts) });
  const waiting = await waitUntilReady(cluster, namespace, patience);
  if (waiting.length === 0) return;
  const said = await lastWords(cluster, namespace);
  throw new Error(`${parts.join(', ')}: not ready\n${[...waiting, ...said].join('\n')}`);
}
