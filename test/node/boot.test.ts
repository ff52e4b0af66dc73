import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { List } from '../../tools/lab/api';
import { APPLY, asStdin, type BringUp, bringUp, FIELD_MANAGER, takeDown } from '../../tools/lab/bring-up';
import { unansweredServices } from '../../tools/lab/endpoints';
import type { KubeObject } from '../../tools/lab/manifests';
import { waitUntilReady } from '../../tools/lab/workloads';
import { bringAddOns, groupsServed } from '../../tools/node/add-ons';
import { environmentsToStart } from '../../tools/node/environments';
import { outOfMemory } from '../../tools/node/out-of-memory';
import { lastWords } from '../../tools/node/pod-logs';
import { type Providers, startProviders } from '../../tools/node/providers';
import { planStarted } from '../../tools/node/write-environments';
import { everyArchive } from './archive';
import { everyArrow } from './arrows';
import { blindAutoscalers, deafScalers, scaledObjects, scales } from './autoscalers';
import { everyBackup } from './backups';
import { everyBrowser } from './browser';
import { unexplained } from './events';
import { realNodes } from './lab';
import { everyLife, everyQuietLife } from './life';
import { everyPolicy } from './policies';
import { everyProvider } from './providers';
import { reports } from './reports';
import { everyMistake } from './seeded';
import { missingSeries } from './series';
import { everyTrace } from './traces';
import { askIn, runs, settled, unreachableSources, unreadTargets, unseenLogs } from './watching';
import { theWayIn } from './way-in';

const { cluster, nodes } = realNodes();
/** Seconds one wave may take on real nodes. */
const PATIENCE = 300;

const units = environmentsToStart();

const pods = async (namespace: string) =>
  (await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`)).items;

describe.each(units)('$namespace on a real node', (unit) => {
  let report: BringUp;
  let providers: Providers | undefined;

  beforeAll(async () => {
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    await bringAddOns(cluster, unit);
    console.log(`${unit.namespace}: its platform is ready after ${seconds()} s`);
    providers = await startProviders(cluster, nodes, unit, await planStarted(unit));
    for (const name of providers.missing) console.log(`${unit.namespace}: nobody plays ${name}`);
    report = await bringUp(cluster, unit, {
      patience: PATIENCE,
      served: await groupsServed(unit),
      real: true,
    });
    console.log(
      `${unit.namespace}: ${report.notReady.length > 0 ? 'not ready' : 'ready'} after ${seconds()} s`,
    );
    if (report.notReady.length > 0) console.log((await lastWords(cluster, unit.namespace)).join('\n\n'));
  }, 1_200_000);
  afterAll(async () => {
    await takeDown(cluster, unit);
    await providers?.end();
  });

  test('every wave is accepted, and ready before the next one', () => {
    expect([...report.messages, ...report.refused, ...report.dangling]).toEqual([]);
    expect(report.notReady).toEqual([]);
  });

  test('no container was started twice', async () => {
    const started = (await pods(unit.namespace)).flatMap(({ metadata, status }) =>
      [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]
        .filter(({ restartCount }) => restartCount > 0)
        .map(({ name, restartCount }) => `${metadata.name}/${name}: ${restartCount}`),
    );
    expect(started, (await lastWords(cluster, unit.namespace)).join('\n')).toEqual([]);
  });

  test('no process was ended for want of memory', async () => {
    expect(await outOfMemory(cluster, unit.namespace, nodes)).toEqual([]);
  });

  test('every warning has its reason', async () => {
    expect(await unexplained(cluster, unit.namespace)).toEqual([]);
  });

  test('every service has ready addresses on all its ports', async () => {
    expect(await unansweredServices(cluster, unit.namespace)).toEqual([]);
  });

  test('every program reached every server that its variables lead to', async () => {
    const said = await reports(cluster, unit.namespace);
    expect(said.length).toBeGreaterThan(0);
    for (const { pod, malformed, connections } of said) {
      expect({ pod, malformed }).toEqual({ pod, malformed: [] });
      expect({ pod, failed: connections.filter(({ done }) => !done) }).toEqual({ pod, failed: [] });
    }
  });

  test.runIf(runs(unit, 'grafana/grafana'))('Grafana can ask what it shows', async () => {
    expect(await unreachableSources(cluster, unit.namespace)).toEqual([]);
  });

  // metrics-server asks every quarter of a minute, and tells of a pod that it has seen twice.
  test.runIf(scales(unit))('every autoscaler knows how busy its pods are', async () => {
    expect(await settled(() => blindAutoscalers(cluster, unit.namespace), 120)).toEqual([]);
  });

  test.runIf(scaledObjects(unit).length > 0)('KEDA knows how much waits in every queue', async () => {
    expect(await settled(() => deafScalers(cluster, unit), 60)).toEqual([]);
  });

  // Names are looked up twice a minute, and then asked within half a minute.
  test.runIf(runs(unit, 'prom/prometheus'))('Prometheus reads everything that is to be watched', async () => {
    expect(await settled(() => unreadTargets(cluster, unit), 120)).toEqual([]);
    const url = 'http://127.0.0.1:9090/api/v1/alertmanagers';
    type Answer = { data: { activeAlertmanagers: unknown[] } };
    const { data } = await askIn<Answer>(cluster, unit.namespace, 'prom/prometheus', url);
    expect(data.activeAlertmanagers).toHaveLength(1);
  });

  test.runIf(runs(unit, 'grafana/loki'))(
    'Loki has lines of every container that said something',
    async () => {
      expect(await settled(() => unseenLogs(cluster, unit.namespace), 60)).toEqual([]);
    },
  );

  test('a second apply changes nothing', async () => {
    const before = (await pods(unit.namespace)).map(({ metadata }) => metadata.uid).sort();
    const stdin = asStdin(unit.objects);
    const diff = ['diff', '--server-side', `--field-manager=${FIELD_MANAGER}`, '-f', '-'];
    const result = await cluster.kubectl(diff, { stdin, timeout: 300 });
    expect(result.stderr + result.stdout).toBe('');
    const again = await cluster.kubectl([...APPLY, '-f', '-'], { stdin, timeout: 300 });
    expect(again.stderr).toBe('');
    expect(await waitUntilReady(cluster, unit.namespace, 5)).toEqual([]);
    expect((await pods(unit.namespace)).map(({ metadata }) => metadata.uid).sort()).toEqual(before);
  });

  everyProvider(unit, () => providers!);
  everyBrowser(unit);
  theWayIn(unit, () => everyQuietLife(unit));

  // A gateway counts from the first request on.
  test.runIf(runs(unit, 'prom/prometheus'))('every alert and every dashboard has its series', async () => {
    expect(await settled(() => missingSeries(cluster, unit), 40)).toEqual([]);
  });

  everyTrace(unit);
  everyArrow(unit);
  everyLife(unit);
  everyBackup(unit, () => providers!);
  everyArchive(unit, () => providers!);
  everyMistake(unit);
  everyPolicy(unit);
});
