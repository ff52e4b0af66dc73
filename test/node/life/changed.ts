/** A release that changes files: what runs has read the new ones, and nobody has before. */
import { afterAll, describe, expect, test } from 'vitest';
import { APPLY, asStdin } from '../../../tools/lab/bring-up';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import { waitUntilReady } from '../../../tools/lab/workloads';
import { readTable, splitImage } from '../../../tools/node/images/table';
import type { Machine } from '../../../tools/node/machine';
import { realNodes } from '../lab';
import { settled } from '../watching';
import { lastingPods, processOf } from './pods';

/** Seconds until every pod has been replaced. */
const ROLLED = 300;
/** By which charts make new pods when a file is another one. */
const HASH = 'phasewise/config-hash';
/** Start of a comment, by the end of a file's name. What is named otherwise stays as it is. */
const COMMENTS: Readonly<Record<string, string>> = {
  '.conf': '#',
  '.yml': '#',
  '.yaml': '#',
  '.sh': '#',
  '.js': '//',
  '.cjs': '//',
  '.alloy': '//',
  '.sql': '--',
  // No comment has its place there, and one more empty line does no harm.
  '.json': '',
  '.acl': '',
};

const changedText = (name: string, text: string): string => {
  const comment = COMMENTS[/\.\w+$/.exec(name)?.[0] ?? ''];
  if (comment === undefined) return text;
  return `${text.replace(/\n*$/, '\n')}${comment && `${comment} Changed by the lab.`}\n`;
};

/** A file that a container sees, as it was said. */
interface Mounted {
  readonly pod: KubeObject;
  readonly container: string;
  readonly path: string;
  readonly text: string;
  /** Whether the lab's image is said to read what the real one reads. */
  readonly isReal: boolean;
}

/** Registers the tests of an environment that was brought up before. */
export function everyChange(unit: Unit): void {
  const { cluster, nodes } = realNodes();
  const { namespace } = unit;
  const files = unit.objects.filter(({ kind }) => kind === 'ConfigMap');
  const rolled = unit.objects.filter(({ spec }) => spec?.template?.metadata?.annotations?.[HASH]);
  const apply = (objects: readonly KubeObject[]) =>
    cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(objects), timeout: 120 });
  const changed = (structuredClone(files) as KubeObject[]).map((one) => ({
    ...one,
    data: Object.fromEntries(
      Object.entries(one.data as Record<string, string>).map(([name, text]) => [
        name,
        changedText(name, text),
      ]),
    ),
  }));
  const released = (structuredClone(rolled) as KubeObject[]).map((one) => {
    one.spec.template.metadata.annotations[HASH] = 'changed';
    return one;
  });
  const unseen = async () => {
    const mounted = (await lastingPods(cluster, namespace)).flatMap((pod) => mountedIn(pod, changed));
    expect(mounted.length).toBeGreaterThan(0);
    return (await Promise.all(mounted.map((one) => unread(nodes, one)))).flat();
  };

  describe.runIf(rolled.length > 0)('a file that is changed', () => {
    afterAll(async () => {
      await apply([...files, ...rolled]);
      await waitUntilReady(cluster, namespace, ROLLED);
    });

    test('that nobody has read can be told from others', async () => {
      for (const node of nodes) expect(await timesTell(node)).toEqual([false, true]);
    });

    test('is read by what a release starts, and by nobody before', async () => {
      const before = (await lastingPods(cluster, namespace)).flatMap((pod) => mountedIn(pod, changed));
      await apply(changed);
      const said = await unseen();
      const others = before.filter(({ text }) => /Changed by the lab/.test(text));
      expect(said.filter((text) => /is as it was/.test(text)).length).toBeGreaterThanOrEqual(others.length);
      const started = Date.now();
      await apply(released);
      expect(await waitUntilReady(cluster, namespace, ROLLED)).toEqual([]);
      expect(await settled(unseen, 30)).toEqual([]);
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`${namespace}: ${before.length} changed files are there after ${seconds} s`);
    }, 900_000);
  });
}

/** Files of these ConfigMaps that containers see one by one. What is filled in first has another text. */
function mountedIn(pod: KubeObject, maps: readonly KubeObject[]): Mounted[] {
  const { volumes = [], containers } = pod.spec;
  return containers.flatMap(({ name: container, image, volumeMounts = [] }: KubeObject['spec']) =>
    volumeMounts.flatMap(({ name, mountPath: path, subPath }: Record<string, string>) => {
      const volume = volumes.find((one: { name: string }) => one.name === name);
      const map = maps.find(({ metadata }) => metadata.name === volume?.configMap?.name);
      const text = subPath && map?.data[subPath];
      return text ? [{ pod, container, path: path!, text, isReal: isReal(image) }] : [];
    }),
  );
}

const table = readTable().images;
function isReal(image: string): boolean {
  const { repository } = splitImage(image);
  return table.find((one) => one.repository === repository)?.nearness !== 'stand-in';
}

/** A file that is not the new one, or that nobody has read since it was written: its times tell, before we read it. */
async function unread(machines: readonly Machine[], one: Mounted): Promise<string[]> {
  const { pod, container, path, text } = one;
  const name = `${pod.metadata.name}/${container}: ${path}`;
  const { machine, pid } = await processOf(machines, pod, container);
  const file = `/proc/${pid}/root${path}`;
  const times = await machine.must('stat', ['-c', '%.9X %.9Y', file]);
  const [readAt, writtenAt] = times.trim().split(' ').map(Number);
  // Not looked into: that would be a reader.
  if (one.isReal && readAt! <= writtenAt!) return [`${name}: nobody has read it`];
  return (await machine.must('cat', [file])) === text ? [] : [`${name} is as it was`];
}

/** Whether times tell of a reader, where kubelet keeps what it mounts. */
async function timesTell(machine: Machine): Promise<boolean[]> {
  const file = '/var/lib/kubelet/read-by-nobody';
  const isRead = async () => {
    const [readAt, writtenAt] = (await machine.must('stat', ['-c', '%.9X %.9Y', file]))
      .split(' ')
      .map(Number);
    return readAt! > writtenAt!;
  };
  await machine.must('sh', ['-c', `echo new >${file}`]);
  const before = await isRead();
  await machine.must('cat', [file]);
  const after = await isRead();
  await machine.must('rm', [file]);
  return [before, after];
}
