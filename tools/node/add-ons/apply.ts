import { asStdin } from '../../lab/bring-up';
import type { Cluster } from '../../lab/cluster';
import { sleep } from '../../lab/exec';
import { type KubeObject, nameOf } from '../../lab/manifests';

/**
 * Applies objects of a controller that has just started, again until its webhook answers, and waits until all are Ready.
 *
 * @param patience seconds: the certificate of its webhook has to be made, mounted and known. @default 120
 * @throws Error with what the API server said last
 */
export async function applyUntilReady(
  cluster: Cluster,
  objects: readonly KubeObject[],
  patience = 120,
): Promise<void> {
  const stdin = asStdin(objects);
  const until = Date.now() + patience * 1000;
  for (;;) {
    // Somebody may have changed them since, for an environment that was there before.
    const applied = await cluster.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], {
      stdin,
    });
    const wait = ['wait', '--for=condition=Ready', '--timeout=10s', '-f', '-'];
    const ready = applied.code === 0 ? await cluster.kubectl(wait, { stdin }) : applied;
    if (ready.code === 0) return;
    if (Date.now() > until) throw new Error(`${objects.map(nameOf).join(', ')}: ${ready.stderr.trim()}`);
    await sleep(500);
  }
}
