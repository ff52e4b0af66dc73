/** A pod ends, by a signal or an eviction, and comes back; its data are there and nobody else notices for long. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan';
import { APPLY, asStdin } from '../../../tools/lab/bring-up';
import { unansweredServices } from '../../../tools/lab/endpoints';
import { sleep } from '../../../tools/lab/exec';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import { waitUntilReady } from '../../../tools/lab/workloads';
import { lastWords } from '../../../tools/node/pod-logs';
import { planStarted } from '../../../tools/node/write-environments';
import { realNodes } from '../lab';
import { unusable } from '../reports';
import { settled } from '../watching';
import { deaf, watchEndings } from './endings';
import { leave, searchFor } from './kept';
import {
  changes,
  componentOfPod,
  evict,
  fewer,
  killContainer,
  lastingPods,
  mainContainer,
  podsApart,
  preempted,
  seen,
} from './pods';

/** Seconds after which a pod that has ended is ready again. */
const BACK = 150;
/** Seconds after which everybody who uses it works again, by themselves. */
const USABLE = 60;

/** Registers the tests of an environment that was brought up before. */
export function everyEnding(unit: Unit): void {
  const { cluster, nodes } = realNodes();
  const { namespace } = unit;
  let plan: Plan;

  /** Ends pods and waits. @param expected who must have ended, and nobody else */
  async function comesBack(
    pods: readonly KubeObject[],
    expected: readonly string[],
    end: () => Promise<unknown>,
  ) {
    const value = `lab-${randomBytes(6).toString('hex')}`;
    expect(await settled(() => leave(cluster, namespace, value), USABLE)).toEqual([]);
    const before = await seen(cluster, namespace);
    const mayGo = namesOfScaled(plan, await lastingPods(cluster, namespace));
    const started = Date.now();
    await end();
    const missing = async () => {
      const now = changes(before, await seen(cluster, namespace));
      return expected.filter((one) => !now.includes(one));
    };
    expect(await settled(missing, BACK), 'who has not ended').toEqual([]);
    // Controllers may not have seen yet that somebody is missing.
    const behind = async () => [
      ...(await fewer(cluster, namespace, pods)),
      ...(await waitUntilReady(cluster, namespace, 1)),
      ...(await unansweredServices(cluster, namespace, 1)),
    ];
    const waiting = await settled(behind, BACK);
    expect(waiting, (await lastWords(cluster, namespace)).join('\n')).toEqual([]);
    const seconds = Math.round((Date.now() - started) / 1000);
    expect(await settled(searchFor(cluster, namespace, value, plan), USABLE)).toEqual([]);
    expect(await settled(() => unusable(cluster, namespace), USABLE)).toEqual([]);
    const changed = changes(before, await seen(cluster, namespace));
    // While one of theirs ends and the next one starts, a node may have no room for all: priorities say who waits.
    const forRoom = await preempted(cluster, namespace, started);
    for (const name of forRoom) console.log(`${namespace}: no room beside what ended, so later: ${name}`);
    const may = [...expected, ...mayGo, ...forRoom];
    const others = changed.filter((one) => !may.includes(one));
    expect(others, 'who was started again, or is gone').toEqual([]);
    const names = pods.map(({ metadata }) => metadata.name).join(', ');
    console.log(`${namespace}: back after ${seconds} s: ${names}`);
  }

  /** Evicts a pod as soon as its budget allows it. */
  const evicted = async (pod: KubeObject) => {
    const until = Date.now() + BACK * 1000;
    try {
      while (!(await evict(cluster, pod)) && Date.now() < until) await sleep(1000);
    } finally {
      await cluster.kubectlOk(['uncordon', pod.spec.nodeName]);
    }
  };

  describe('a pod that ends', () => {
    beforeAll(async () => {
      plan = await planStarted(unit);
    });

    test('what nobody left is nowhere', async () => {
      const search = searchFor(cluster, namespace, 'left-by-nobody', plan);
      expect(await search()).not.toEqual([]);
    });

    test('who does not hear that it is to end is told of', async () => {
      const endings = await watchEndings(cluster, namespace);
      await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin([deaf(namespace)]) });
      const pod = ['-n', namespace, 'pod/deaf'];
      await cluster.kubectlOk([
        ...pod.slice(0, 2),
        'wait',
        '--for=condition=Ready',
        '--timeout=60s',
        pod[2]!,
      ]);
      await cluster.kubectlOk([...pod.slice(0, 2), 'delete', pod[2]!], { timeout: 60 });
      expect(endings()).toEqual(['deaf/deaf']);
    });

    test('by SIGKILL, comes back with its data, and nobody else is started again', async () => {
      for (const group of podsApart(await lastingPods(cluster, namespace), plan)) {
        const expected = group.map((pod) => `${pod.metadata.name}/${mainContainer(pod)}`);
        await comesBack(group, expected, () =>
          Promise.all(group.map((pod) => killContainer(nodes, pod, mainContainer(pod)))),
        );
      }
    }, 900_000);

    test('by an eviction, hears of it in time, and another one has its data', async () => {
      for (const group of podsApart(await lastingPods(cluster, namespace), plan)) {
        const endings = await watchEndings(cluster, namespace);
        const expected = group.map(({ metadata }) => metadata.name);
        await comesBack(group, expected, () => Promise.all(group.map((pod) => evicted(pod))));
        expect(endings(), 'killed when their grace was over').toEqual([]);
      }
    }, 900_000);
  });
}

/** Pods that an autoscaler may take away at any time. */
const namesOfScaled = ({ components }: Plan, pods: readonly KubeObject[]): string[] =>
  pods
    .filter((pod) => components.some(({ name, scaling }) => scaling && name === componentOfPod(pod)))
    .map(({ metadata }) => metadata.name);
