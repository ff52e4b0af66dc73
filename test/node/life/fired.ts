/** Alerts really fire, reach who is to be told, and so does their end. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import { planStarted } from '../../../tools/node/write-environments';
import { realNodes } from '../lab';
import { inPrograms, unusable } from '../reports';
import { askIn, runs, settled } from '../watching';
import { changes, componentOfPod, lastingPods, mainContainer, seen } from './pods';
import { type Receiver, startReceiver, type Told } from './receiver';
import { tellWhere, trust } from './receiver-known';
import { eatMemory, fillVolumes, isSoon, keepKilling, type Rule, rulesOf } from './trouble';

/** Seconds until an alert that waits for two minutes has been sent: scrape, rule, `for`, group, all with room. */
const FIRED = 420;
/** Its end goes out with its group's next turn, five minutes later at most. */
const RESOLVED = 540;
const ALERTS = 'http://127.0.0.1:9090/api/v1/alerts';
/** It looks back a quarter of an hour. */
const OUT_OF_MEMORY = 'ContainerOutOfMemory';

/** Registers the tests of an environment that was brought up before. */
export function everyAlert(unit: Unit): void {
  const { cluster, nodes } = realNodes();
  const { namespace } = unit;
  let plan: Plan;
  let receiver: Receiver;

  const hasVolume = (component: string | undefined) =>
    plan.components.some(({ name, volumes }) => name === component && Object.keys(volumes).length > 0);
  const isAbout = ({ labels }: Pick<Told, 'labels'>, { alert, labels: { component } }: Rule) =>
    labels.alertname === alert && labels.component === component;
  const missing = (rules: readonly Rule[], status: Told['status']) => async () =>
    rules
      .filter((rule) => receiver.told.findLast((told) => isAbout(told, rule))?.status !== status)
      .map(({ alert, labels }) => `${alert} of ${labels.component} was not told: ${status}`);
  /** What is wrong before anything was done, of what was done to others before. */
  const trouble = (rules: readonly Rule[]) => async () => {
    type Answer = { data: { alerts: { labels: Record<string, string> }[] } };
    const { data } = await askIn<Answer>(cluster, namespace, 'prom/prometheus', ALERTS);
    const told = await missing(rules, 'firing')();
    const due = rules.filter((rule) => data.alerts.some(({ labels }) => isAbout({ labels }, rule)));
    const names = due.map(({ alert, labels }) => `${alert} of ${labels.component} is due`);
    return told.length < rules.length ? [...names, 'an alert is told that has not ended'] : names;
  };

  /** A program that can be told to take memory, of a component that is in no other trouble. */
  async function eater(others: readonly (string | undefined)[]): Promise<KubeObject> {
    const names = (await inPrograms(cluster, namespace, 'kept/nothing')).map(({ pod }) => pod);
    const found = (await lastingPods(cluster, namespace)).find(
      (pod) => names.includes(pod.metadata.name) && !others.includes(componentOfPod(pod)),
    );
    if (!found) throw new Error(`${namespace} has no program that could run out of memory`);
    return found;
  }

  describe.runIf(runs(unit, 'prom/alertmanager'))('alerts', () => {
    beforeAll(async () => {
      plan = await planStarted(unit);
      receiver = await startReceiver(cluster.folder);
      await tellWhere(cluster, unit, plan, receiver.url);
      await trust(cluster, nodes, namespace, receiver.authority);
    });
    afterAll(() => receiver?.end());

    test('of a full disk, of a program that does not stay up, and of one without memory', async () => {
      const rules = rulesOf(unit);
      const disk = rules.find(
        (rule) => /Disk/.test(rule.alert) && isSoon(rule) && hasVolume(rule.labels.component),
      );
      const down = rules.find(
        (rule) =>
          isSoon(rule) &&
          rule.labels.component !== disk?.labels.component &&
          rule.expr.startsWith(`min by (component, job) (up{component="${rule.labels.component}"`),
      );
      const memory = rules.find(({ alert }) => alert === OUT_OF_MEMORY);
      if (!disk) console.log(`${namespace}: no alert of a full disk fires soon`);
      expect([down?.alert, memory?.alert]).not.toContain(undefined);
      const lasting = [...(disk ? [disk] : []), down!];
      const all = [...lasting, memory!];
      const [full, dead] = [disk?.labels.component, down!.labels.component!];
      const pod = await eater([full, dead]);
      // Of none of them anything is told while nothing is wrong.
      expect(await settled(trouble(all), RESOLVED)).toEqual([]);
      const before = await seen(cluster, namespace);
      const empty = full && (await fillVolumes(cluster, nodes, namespace, full));
      const letBe = keepKilling(cluster, nodes, namespace, dead);
      try {
        await eatMemory(cluster, pod);
        expect(await settled(missing(all, 'firing'), FIRED)).toEqual([]);
      } finally {
        if (empty) await empty();
        await letBe();
      }
      const told = receiver.told.find((one) => isAbout(one, memory!))!;
      expect([told.labels.pod, told.labels.container]).toEqual([pod.metadata.name, mainContainer(pod)]);
      expect(await settled(missing(lasting, 'resolved'), RESOLVED)).toEqual([]);
      expect(receiver.refused).toEqual([]);
      expect(await settled(() => unusable(cluster, namespace), FIRED)).toEqual([]);
      const ended = changes(before, await seen(cluster, namespace));
      const others = ended.filter((one) => !one.startsWith(`${dead}-`) && !one.startsWith(pod.metadata.name));
      expect(others, 'who was started again though nothing was done to it').toEqual([]);
    }, 1_500_000);
  });
}
