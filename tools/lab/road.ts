import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type List, watch } from './api';
import type { Cluster } from './cluster';
import { run } from './exec';
import type { KubeObject } from './manifests';

/**
 * Runs the commands a person is told to run, as they are printed, in a folder with the files they name.
 * Differences are not shown: `kubectl diff` and what is not about the cluster is left out.
 * @param files path → content
 * @returns what each command that failed has said; empty when all is well
 */
export async function follow(
  cluster: Cluster,
  commands: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-road-'));
  try {
    for (const [path, text] of files) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    symlinkSync(cluster.kubectlPath, join(folder, 'kubectl'));
    const env = {
      KUBECONFIG: cluster.kubeconfig,
      KUBECACHEDIR: join(cluster.folder, 'kubectl'),
      PATH: `${folder}${delimiter}${process.env.PATH}`,
    };
    const wrong: string[] = [];
    for (const command of commands.filter((one) => /(^|\| )kubectl (?!diff)/.test(one))) {
      const { code, stdout, stderr } = await run('sh', ['-c', `cd ${folder} && ${command}`], {
        env,
        timeout: 300,
      });
      if (code !== 0) wrong.push(`${command}: ${stderr || stdout}`);
    }
    return wrong;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Watches the Deployments and StatefulSets of a namespace; tells the fewest pods each was asked to have. */
export async function fewestAsked(cluster: Cluster, namespace: string) {
  const fewest = new Map<string, number>();
  const ends: (() => void)[] = [];
  for (const [kind, plural] of [
    ['Deployment', 'deployments'],
    ['StatefulSet', 'statefulsets'],
  ] as const) {
    const path = `/apis/apps/v1/namespaces/${namespace}/${plural}`;
    const note = ({ metadata, spec }: KubeObject) => {
      const name = `${kind}/${metadata.name}`;
      fewest.set(name, Math.min(fewest.get(name) ?? Number.POSITIVE_INFINITY, spec.replicas));
    };
    const { items, metadata } = await cluster.get<List<KubeObject>>(path);
    items.forEach(note);
    ends.push(
      watch<KubeObject>(cluster, path, metadata.resourceVersion, ({ type, object }) => {
        if (type === 'ADDED' || type === 'MODIFIED') note(object);
      }),
    );
  }
  return {
    stop: (): Map<string, number> => {
      for (const end of ends) end();
      return fewest;
    },
  };
}
