/** Much to do brings more pods, which work, and calm takes them away. */
import { describe, expect, test } from 'vitest';
import { APPLY, asStdin } from '../../../tools/lab/bring-up';
import { hasCondition, type KubeObject, type Unit } from '../../../tools/lab/manifests';
import { blindAutoscalers, ofProcessors } from '../autoscalers';
import { realNodes } from '../lab';
import { inPrograms, unusable } from '../reports';
import { settled } from '../watching';
import { componentOfPod, lastingPods } from './pods';

/** Seconds until as many pods run as may: figures are a quarter of a minute old, and so is each look at them. */
const GROWN = 180;
/** Seconds until an autoscaler has figures, or says why not. */
const SEEN = 120;
/** Seconds, beside the calm that its manifest asks for, until the first that is too many is gone. */
const LATE = 120;
/** Seconds that a pod is kept busy; as long as there are too few pods, all are asked again. */
const BUSY = 30;

/** Registers the tests of an environment that was brought up before. */
export function everyLoad(unit: Unit): void {
  const { cluster } = realNodes();
  const { namespace } = unit;
  const scaled = ofProcessors(unit);
  const apply = (objects: readonly KubeObject[]) =>
    cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(objects) });
  const isOf =
    ({ spec }: KubeObject) =>
    (pod: KubeObject) =>
      componentOfPod(pod) === spec.scaleTargetRef.name;
  /** Those that the lab's program runs in: no other can be told to be busy. */
  const loaded = new Set<KubeObject>();
  const load = async () => {
    for (const object of scaled) {
      const busy = await inPrograms<number>(cluster, namespace, `burn/${BUSY}`, false, isOf(object));
      if (busy.length > 0) loaded.add(object);
    }
  };
  const ready = async (object: KubeObject) =>
    (await lastingPods(cluster, namespace)).filter((pod) => isOf(object)(pod) && hasCondition(pod, 'Ready'));
  const all = async (say: (object: KubeObject, pods: number) => string | undefined) => {
    const said = [...loaded].map(async (object) => {
      const text = say(object, (await ready(object)).length);
      return text ? [`${object.metadata.name}: ${text}`] : [];
    });
    return (await Promise.all(said)).flat();
  };

  describe.runIf(scaled.length > 0)('load', () => {
    test('of a container that is not there is told of', async () => {
      // Of pods that a release has just started nothing is known for a while.
      expect(await settled(() => blindAutoscalers(cluster, namespace), SEEN)).toEqual([]);
      const changed = structuredClone(scaled) as KubeObject[];
      for (const { spec } of changed)
        for (const { containerResource } of spec.metrics) containerResource.container = 'lab';
      const heard = async () => {
        const blind = await blindAutoscalers(cluster, namespace);
        // Not by its name, which Kubernetes 1.36 writes to a log alone (podautoscaler/metrics/client.go).
        const told = scaled.every(({ metadata }) =>
          blind.some((text) => text.startsWith(`${metadata.name}: `)),
        );
        return told ? [] : [`what is told: ${blind}`];
      };
      try {
        await apply(changed);
        expect(await settled(heard, SEEN)).toEqual([]);
      } finally {
        await apply(scaled);
      }
      expect(await settled(() => blindAutoscalers(cluster, namespace), SEEN)).toEqual([]);
    });

    test('brings more pods, which answer and use their servers; the first goes when it is calm', async () => {
      const started = Date.now();
      const say = (what: string) =>
        console.log(`${namespace}: ${what} after ${Math.round((Date.now() - started) / 1000)} s`);
      await load();
      expect(loaded.size).toBeGreaterThan(0);
      const few = async () => {
        const left = await all(({ spec }, pods) =>
          pods === spec.maxReplicas ? undefined : `${pods} are ready, of ${spec.maxReplicas} that may be`,
        );
        if (left.length > 0) await load();
        return left;
      };
      expect(await settled(few, GROWN)).toEqual([]);
      say(`as many pods as may be of ${[...loaded].map(({ metadata }) => metadata.name).join(', ')}`);
      expect(await settled(() => unusable(cluster, namespace), SEEN)).toEqual([]);
      // Not until as few are there as before: they go one by one, each after a minute.
      const calm = Math.max(
        ...[...loaded].map(({ spec }) => spec.behavior?.scaleDown?.stabilizationWindowSeconds ?? 300),
      );
      const many = () =>
        all(({ spec }, pods) => (pods < spec.maxReplicas ? undefined : `${pods} pods are still there`));
      expect(await settled(many, BUSY + calm + LATE)).toEqual([]);
      say('fewer');
    }, 900_000);
  });
}
