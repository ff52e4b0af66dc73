/** Work that waits brings more workers, and less of it fewer. */
import { afterAll, describe, expect, test } from 'vitest';
import { APPLY, asStdin } from '../../../tools/lab/bring-up';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import { deafScalers, scaledObjects, waits } from '../autoscalers';
import { realNodes } from '../lab';
import { inPrograms } from '../reports';
import { settled } from '../watching';
import { componentOfPod, lastingPods } from './pods';
import { figureFor, queuesOf, withOtherNames } from './queues';

/** Seconds until as many pods run as may: KEDA and the autoscaler look four times a minute, and two come at a time. */
const GROWN = 240;
/** Seconds until those that are too many are gone: after five minutes of calm, and then one a minute. */
const SHRUNK = 720;
/** Seconds in which what is asked of a broker is known: KEDA looks at once, and where that fails four times a minute. */
const KNOWN = 120;
/** Who KEDA is when it asks. */
const LOGINS = 'TriggerAuthentication';
/** What Redis and RabbitMQ say of a login that they do not know. */
const REFUSED = /WRONGPASS|ACCESS_REFUSED|username or password/;

/** Registers the tests of an environment that was brought up before. */
export function everyQueue(unit: Unit): void {
  const { cluster } = realNodes();
  const { namespace } = unit;
  const scaled = scaledObjects(unit);
  const asking = [...unit.objects.filter(({ kind }) => kind === LOGINS), ...scaled];
  const apply = (objects: readonly KubeObject[]) =>
    cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(objects) });
  const deaf = () => deafScalers(cluster, unit);

  /** Puts so many jobs into each queue that it asks for all pods that may be, by every program that knows it. */
  async function fill(): Promise<Map<string, number>> {
    const put = new Map<string, number>();
    for (const object of scaled)
      for (const { name, perPod } of queuesOf(object)) {
        const page = `put/${name}/${perPod * object.spec.maxReplicaCount}`;
        const answers = await inPrograms<number>(cluster, namespace, page);
        const all = answers.reduce((sum, { answer }) => sum + answer, 0);
        put.set(name, all);
      }
    return put;
  }
  const uncounted = (put: ReadonlyMap<string, number>) => async () => {
    const all = scaled.map(async (object) => {
      const { name } = object.metadata;
      const due = figureFor(object, put);
      // Of a queue that is not there Redis says that it is empty, and RabbitMQ nothing.
      const told = await waits(cluster, namespace, name).catch((error: Error) => error.message);
      const isDue = typeof told === 'number' && Math.abs(told - due) < 0.01;
      return isDue ? [] : [`${name}: the figure is ${told}, and not ${due}`];
    });
    return (await Promise.all(all)).flat();
  };
  const otherThan = (count: 'minReplicaCount' | 'maxReplicaCount') => async () => {
    const all = await lastingPods(cluster, namespace);
    return scaled.flatMap(({ spec }) => {
      const { name } = spec.scaleTargetRef;
      const pods = all.filter((pod) => componentOfPod(pod) === name);
      const isReady = ({ status }: KubeObject) =>
        status.containerStatuses?.every((one: { ready: boolean }) => one.ready);
      const ready = pods.filter(isReady).length;
      const isSo = ready === spec[count] && pods.length === ready;
      return isSo ? [] : [`${name}: ${ready} of ${pods.length} pods are ready, and not ${spec[count]}`];
    });
  };
  const isScaled = (pod: KubeObject) =>
    scaled.some(({ spec }) => spec.scaleTargetRef.name === componentOfPod(pod));
  /** Lets all workers work. @returns how many jobs of each queue each of them has done so far */
  const worked = () => inPrograms<Record<string, number>>(cluster, namespace, 'work', false, isScaled);
  const undone = (put: ReadonlyMap<string, number>) => async () => {
    const answers = await worked();
    return [...put].flatMap(([name, count]) => {
      const done = answers.reduce((sum, { answer }) => sum + (answer[name] ?? 0), 0);
      return done === count ? [] : [`${name}: ${done} of ${count} jobs are done`];
    });
  };

  describe.runIf(scaled.length > 0)('queues', () => {
    afterAll(async () => {
      await apply(asking);
      // Or what is left in a queue later is work to somebody.
      await inPrograms(cluster, namespace, 'rest', false, isScaled);
    });

    test('that are asked by a wrong login are told of', async () => {
      const changed = structuredClone(asking) as KubeObject[];
      for (const { kind, spec } of changed) {
        // KEDA asks anew when the object itself has changed.
        if (kind !== LOGINS) spec.pollingInterval += 1;
        else for (const one of spec.secretTargetRef) if (one.parameter === 'password') one.key = 'username';
      }
      const heard = async () => {
        const said = await deaf();
        const isSaid = said.length === scaled.length && said.every((text) => REFUSED.test(text));
        return isSaid ? [] : [`what is told: ${said.join('; ')}`];
      };
      try {
        await apply(changed);
        expect(await settled(heard, KNOWN)).toEqual([]);
      } finally {
        await apply(asking);
      }
      expect(await settled(deaf, KNOWN)).toEqual([]);
    });

    test('that grow bring more workers, and when they are empty fewer', async () => {
      const started = Date.now();
      const say = (what: string) =>
        console.log(`${namespace}: ${what} after ${Math.round((Date.now() - started) / 1000)} s`);
      // Asked by other names than the programs', at first: what is put there is not seen.
      await apply(scaled.map(withOtherNames));
      const put = await fill();
      expect([...put.values()].every((count) => count > 0)).toBe(true);
      const minded = async () =>
        (await uncounted(put)()).length === scaled.length ? [] : ['other names do as well'];
      expect(await settled(minded, KNOWN)).toEqual([]);
      await apply(scaled);
      expect(await settled(uncounted(put), KNOWN)).toEqual([]);
      expect(await settled(otherThan('maxReplicaCount'), GROWN)).toEqual([]);
      say('as many workers as may be');
      expect(await settled(undone(put), GROWN)).toEqual([]);
      const idle = (await worked()).filter(({ answer }) => Object.keys(answer).length === 0);
      expect(idle.map(({ pod }) => pod)).toEqual([]);
      say('all work is done');
      expect(await settled(otherThan('minReplicaCount'), SHRUNK)).toEqual([]);
      say('as few workers as there were');
    }, 1_500_000);
  });
}
