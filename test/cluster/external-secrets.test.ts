/**
 * What External Secrets' own controller makes of our ExternalSecrets, and that nothing that happens to them changes a
 * password: a database has stored the other half.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, type TestContext, test } from 'vitest';
import { APPLY, asStdin, takeDown, untilFree } from '../../tools/lab/bring-up';
import { sleep } from '../../tools/lab/exec';
import {
  type ExternalSecrets,
  fillStore,
  removeAll,
  secretsOf,
  startExternalSecrets,
  untilReady,
} from '../../tools/lab/external-secrets';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { MissingProgramError } from '../../tools/lab/programs';
import { standIns } from '../../tools/lab/secrets';
import { environmentAt } from '../support/phases';
import { labCluster, needBuilt, needCluster } from './lab';

const RECEIVER = 'https://alerts.example/first';

// As hard for a file of JSON as a password can be.
const LOGIN = { username: 'lab', password: 'a "b" \\ {{c}}' };

/** What is in the secret store: all that is asked for. */
function entries(receiver = RECEIVER): Record<string, Record<string, string>> {
  const all: Record<string, Record<string, string>> = {};
  for (const { remoteRef } of asked.flatMap(({ spec }) => spec.data ?? []) as {
    remoteRef: { key: string; property: string };
  }[]) {
    all[remoteRef.key] = { ...all[remoteRef.key], [remoteRef.property]: `the ${remoteRef.property}` };
  }
  return {
    ...all,
    'kaleem/production/alertmanager': { 'receiver-url': receiver },
    'kaleem/production/registry': LOGIN,
  };
}

let controller: ExternalSecrets | undefined;
let unit: Unit;
let asked: readonly KubeObject[];
let made: readonly KubeObject[];
/** Passwords of all Secrets as they were at first. */
let first: ReadonlyMap<string, string>;

const cluster = () => labCluster()!;
const apply = (objects: readonly KubeObject[]) =>
  cluster().kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(objects) });
const ready = () => untilReady(cluster(), unit.namespace);
const secrets = () => secretsOf(cluster(), unit.namespace);
const kubectl = (...args: string[]) => cluster().kubectlOk(['--namespace', unit.namespace, ...args]);

/** Passwords by the name of their Secret. */
async function passwords(): Promise<Map<string, string>> {
  const found = await secrets();
  return new Map(
    made.flatMap(({ metadata: { name } }) => {
      const data = found.get(name)?.data;
      return data ? [[name, data.password] as const] : [];
    }),
  );
}

/** What a tool for backups keeps of an object: no field that the API server fills in. */
const backup = ({ apiVersion, kind, metadata, ...rest }: KubeObject): KubeObject => ({
  apiVersion,
  kind,
  metadata: {
    name: metadata.name,
    namespace: metadata.namespace,
    labels: metadata.labels,
    annotations: metadata.annotations,
  },
  ...rest,
});

const start = async () => {
  controller = await startExternalSecrets(cluster(), unit.namespace);
};

beforeAll(async () => {
  const { system, environment, objects } = await environmentAt('kaleem', 'production', 4);
  unit = { system, environment, namespace: `${system}-${environment}`, files: [], objects } as Unit;
  asked = unit.objects.filter(({ kind }) => ['ExternalSecret', 'Password'].includes(kind));
  made = asked.filter(({ spec }) => spec.dataFrom?.[0].sourceRef);
  if (!labCluster()) return;
  try {
    await untilFree(cluster(), unit.namespace);
    await apply(unit.objects.filter(({ kind }) => kind === 'Namespace'));
    await start();
    await fillStore(cluster(), 'platform', entries());
    await apply(asked);
    await ready();
    first = await passwords();
  } catch (error) {
    if (!(error instanceof MissingProgramError)) throw error;
  }
}, 1_800_000);

afterAll(async () => {
  if (!labCluster() || !controller) return;
  // While it can still take its finalizers off: the namespace would never go.
  await removeAll(cluster(), unit.namespace);
  await controller.stop();
  await takeDown(cluster(), unit);
}, 120_000);

async function need(context: TestContext): Promise<void> {
  needCluster(context);
  await needBuilt(context, 'external-secrets');
}
beforeEach(need);

describe('External Secrets, of what production asks for,', () => {
  test('makes Secrets of the keys that the lab takes them to have', async () => {
    const played = await standIns(asked);
    const shape = ({ metadata, type, immutable, data, stringData }: KubeObject) => ({
      name: metadata.name,
      type,
      immutable,
      keys: Object.keys(data ?? stringData).sort(),
    });
    const found = await secrets();
    expect(played.secrets.map(({ metadata }) => shape(found.get(metadata.name)!))).toEqual(
      played.secrets.map(shape),
    );
    expect(first.size).toBeGreaterThan(20);
    expect(new Set(first.values()).size).toBe(first.size);
  });

  test('makes passwords of letters and digits, as long as they are meant to be', async () => {
    for (const { metadata, spec } of made) {
      const generator = spec.dataFrom[0].sourceRef.generatorRef.name;
      const { length } = asked.find((one) => one.metadata.name === generator)!.spec;
      const password = Buffer.from(first.get(metadata.name)!, 'base64').toString();
      expect(password, metadata.name).toMatch(new RegExp(`^[A-Za-z0-9]{${length}}$`));
    }
  });

  test('makes the hashes that programs ask for', async () => {
    const hashed = made.filter(({ spec }) => spec.target.template?.data?.bcrypt);
    expect(hashed.length).toBeGreaterThan(0);
    for (const { metadata } of hashed) {
      const { bcrypt } = (await secrets()).get(metadata.name)!.data;
      // As n8n 2.41 wants it: dist/instance-settings-loader/loaders/owner.instance-settings-loader.js.
      expect(Buffer.from(bcrypt, 'base64').toString()).toMatch(/^\$2[aby]\$\d{2}\$[./A-Za-z0-9]{53}$/);
    }
  });
});

test('the login for private images is what kubelet reads', async () => {
  const { data } = (await secrets()).get('pull-registry')!;
  expect(JSON.parse(Buffer.from(data['.dockerconfigjson'], 'base64').toString())).toEqual({
    auths: { 'ghcr.io/kaleem-ai/': LOGIN },
  });
});

describe('a password stays', () => {
  test('when its object is taken away and given back', async () => {
    await removeAll(cluster(), unit.namespace);
    expect(await passwords()).toEqual(first);
    await apply(asked);
    await ready();
    expect(await passwords()).toEqual(first);
  });

  test('when the operator starts again', async () => {
    await controller!.stop();
    await start();
    await kubectl('annotate', 'externalsecret', '--all', 'seen=again', '--overwrite');
    await settled();
    expect(await passwords()).toEqual(first);
  });

  // Otherwise these tests would pass whatever our manifests say.
  test('by our word alone: without it there is another', async () => {
    const [one] = made;
    const other = structuredClone(one!);
    Object.assign(other.metadata, { name: 'overwritten' });
    other.spec.target = { ...other.spec.target, name: 'overwritten', immutable: undefined };
    const password = async () => (await secrets()).get('overwritten')?.data.password;
    await apply([other]);
    await ready();
    const before = await password();
    await kubectl('delete', 'externalsecret', 'overwritten');
    await apply([other]);
    await ready();
    expect(await password()).not.toBe(before);
    // What was there when ours came is kept, and cannot change from then on.
    const kept = await password();
    other.spec.target.immutable = true;
    await kubectl('delete', 'externalsecret', 'overwritten');
    await apply([other]);
    await ready();
    expect((await secrets()).get('overwritten')).toMatchObject({ immutable: true, data: { password: kept } });
    await kubectl('delete', 'externalsecret,secret', 'overwritten');
  });

  test('when it comes from the secret store from now on, whatever stands there', async () => {
    const fromStore = asked.find(({ metadata }) => metadata.name === 'n8n-n8n-encryption-key')!;
    const called = (one: KubeObject): KubeObject => {
      const other = structuredClone(one);
      other.metadata.name = 'moved';
      other.spec.target.name = 'moved';
      for (const { remoteRef } of other.spec.data ?? []) remoteRef.key = 'moved';
      return other;
    };
    const password = async () => (await secrets()).get('moved')!.data.password;
    await apply([called(made.find(({ spec }) => !spec.target.template)!)]);
    await ready();
    const before = await password();
    const store = (value: string) =>
      fillStore(cluster(), 'platform', { ...entries(), moved: { password: value } });
    await store(Buffer.from(before, 'base64').toString());
    await apply([called(fromStore)]);
    await settled();
    expect(await password()).toBe(before);
    await store('another');
    await kubectl('annotate', 'externalsecret', 'moved', 'seen=again', '--overwrite');
    await sleep(5000);
    expect(await password()).toBe(before);
    await kubectl('delete', 'externalsecret', 'moved');
    // A new cluster has what the entry says.
    await kubectl('delete', 'secret', 'moved', '--ignore-not-found');
    await apply([called(fromStore)]);
    await ready();
    expect(Buffer.from(await password(), 'base64').toString()).toBe('another');
    await kubectl('delete', 'externalsecret', 'moved');
    await fillStore(cluster(), 'platform', entries());
  });

  test.for([
    ['before what asks for them', true],
    ['after it, in place of what was made meanwhile', false],
  ] as const)('when Secrets are restored %s', async ([, isBefore]) => {
    const saved = [...(await secrets()).values()]
      .filter(({ metadata }) => first.has(metadata.name))
      .map(backup);
    await removeAll(cluster(), unit.namespace);
    await kubectl('delete', 'secret', '--all');
    const restore = async (...how: string[]) =>
      cluster().kubectl(how.concat('-f', '-'), { stdin: asStdin(saved), timeout: 300 });
    if (isBefore) {
      expect(await restore('create')).toMatchObject({ code: 0 });
      await apply(asked);
      await ready();
    } else {
      await apply(asked);
      await ready();
      expect(await passwords()).not.toEqual(first);
      expect((await restore('replace')).stderr).toMatch(/field is immutable when `immutable` is set/);
      expect(await restore('replace', '--force')).toMatchObject({ code: 0 });
      await settled();
    }
    expect(await passwords()).toEqual(first);
  });
});

describe('when somebody wants it so,', () => {
  test('a password is made anew: its Secret goes first, then what asks for it', async () => {
    const { name } = made[0]!.metadata;
    await kubectl('delete', 'secret', name);
    await settled();
    expect((await secrets()).has(name), 'it comes back by itself').toBe(false);
    await kubectl('delete', 'externalsecret', name);
    await apply(asked);
    await ready();
    const now = await passwords();
    expect([...now.keys()].filter((one) => now.get(one) !== first.get(one))).toEqual([name]);
    first = now;
  });

  test('a new value in the secret store comes at once', async () => {
    const value = async () => (await secrets()).get('alertmanager')?.data['receiver-url'];
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    expect(await value()).toBe(encoded(RECEIVER));
    const next = 'https://alerts.example/next';
    await fillStore(cluster(), 'platform', entries(next));
    await kubectl('annotate', 'externalsecret', 'alertmanager', `force-sync=${Date.now()}`, '--overwrite');
    await expect.poll(value, { timeout: 30_000 }).toBe(encoded(next));
  });
});

/** Waits until the controller has had time for what it would do: it takes a second for all of them. */
async function settled(): Promise<void> {
  await sleep(5000);
  await ready();
}
