import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../lab/cluster';
import { untilPodsReady } from './pod-logs';

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
  await untilPodsReady(cluster, parts.join(', '), namespace, patience);
}
