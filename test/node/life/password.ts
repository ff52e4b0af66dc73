/** Passwords are changed, step by step as docs/secrets.md tells people to, and everything reaches its server again. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan';
import type { List } from '../../../tools/lab/api';
import { APPLY, asStdin } from '../../../tools/lab/bring-up';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import { componentOf, podTemplate } from '../../../tools/lab/pods';
import { waitUntilReady } from '../../../tools/lab/workloads';
import { planStarted } from '../../../tools/node/write-environments';
import { realNodes } from '../lab';
import { unusable } from '../reports';
import { settled } from '../watching';
import { leave, searchFor } from './kept';

/** Seconds that all of it may take to be ready again, and to be used. */
const BACK = 240;
const USABLE = 60;

/** Registers the tests of an environment that was brought up before. */
export function everyPassword(unit: Unit): void {
  const { cluster } = realNodes();
  const { namespace } = unit;
  const kubectl = (...args: string[]) =>
    cluster.kubectlOk(['--namespace', namespace, ...args], { timeout: 300 });
  let plan: Plan;

  /** What each of these Secrets holds. */
  const valuesOf = async (names: readonly string[]): Promise<string[]> => {
    const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/secrets`);
    return names.map((name) => JSON.stringify(items.find(({ metadata }) => metadata.name === name)?.data));
  };

  describe('passwords', () => {
    beforeAll(async () => {
      plan = await planStarted(unit);
    });

    test('of clients are changed, and all of them log in with the new ones', async () => {
      const names = passwordsOfClients(plan);
      expect(names.length).toBeGreaterThan(0);
      const readers = unit.objects.filter((object) => reads(object, names));
      const value = `lab-${randomBytes(6).toString('hex')}`;
      expect(await settled(() => leave(cluster, namespace, value), USABLE)).toEqual([]);
      const before = await valuesOf(names);

      // 1. Everything that reads them stops, the servers too.
      const numbers = new Map<string, number>();
      for (const { kind, metadata } of readers) {
        const one = `${kind.toLowerCase()}/${metadata.name}`;
        numbers.set(one, Number(await kubectl('get', one, '-o', 'jsonpath={.spec.replicas}')));
      }
      await kubectl('scale', ...numbers.keys(), '--replicas=0');
      const selector = `app.kubernetes.io/name in (${readers.map(componentOf).join()})`;
      await kubectl('wait', '--for=delete', 'pod', '--selector', selector, '--timeout=240s');
      // 2. The Secrets, then what made them.
      await kubectl('delete', 'secret', ...names);
      await kubectl('delete', 'externalsecret', ...names);
      // 3. Made again; then servers first.
      const made = unit.objects.filter(
        ({ kind, metadata }) => kind === 'ExternalSecret' && names.includes(metadata.name),
      );
      await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(made) });
      await kubectl('wait', '--for=condition=Ready', '--timeout=60s', 'externalsecret', ...names);
      for (const { wave } of [...plan.components].sort((a, b) => a.wave - b.wave)) {
        const due = readers.filter((one) => waveOf(plan, one) === wave).map(idOf);
        for (const one of due.filter((id) => numbers.has(id))) {
          await kubectl('scale', one, `--replicas=${numbers.get(one)}`);
          numbers.delete(one);
        }
      }

      expect(await waitUntilReady(cluster, namespace, BACK)).toEqual([]);
      const after = await valuesOf(names);
      expect(
        names.filter((_, index) => before[index] === after[index]),
        'what is as it was',
      ).toEqual([]);
      expect(await settled(() => unusable(cluster, namespace), USABLE)).toEqual([]);
      expect(await settled(searchFor(cluster, namespace, value, plan), USABLE)).toEqual([]);
    }, 900_000);
  });
}

const idOf = ({ kind, metadata }: KubeObject): string => `${kind.toLowerCase()}/${metadata.name}`;
const waveOf = ({ components }: Plan, object: KubeObject): number =>
  components.find(({ name }) => name === componentOf(object))!.wave;

/** Passwords with which one component logs in to another: those that a server gives its accounts when it starts. */
const passwordsOfClients = ({ secrets, connections }: Plan): string[] =>
  secrets.flatMap(({ kind, name }) =>
    kind === 'generated' &&
    connections.some(
      ({ from, to }) =>
        from.kind === 'component' && to.kind === 'component' && name === `${to.name}-${from.name}`,
    )
      ? [name]
      : [],
  );

/** Whether a workload's pods are given one of these Secrets. */
const reads = (object: KubeObject, names: readonly string[]): boolean => {
  if (!['Deployment', 'StatefulSet'].includes(object.kind)) return false;
  const spec = JSON.stringify(podTemplate(object)?.spec);
  return names.some((name) => spec.includes(`"name":"${name}"`) || spec.includes(`"secretName":"${name}"`));
};
