/** A log that an operator keeps in the other place of backups: the way there, its key, its room, and what people are told. */
import { describe, expect, test } from 'vitest';
import type { Resources } from '../../model/component';
import type { Operated } from '../../model/operated';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { peak } from '../../model/totals';
import { topologyPage } from '../../pages/topology';
import { broken } from '../support/broken';
import { kindOf } from '../support/kubernetes';
import { OPERATED } from '../support/operated';
import { SAVED, savedShop } from '../support/saved';
import { objectsOf } from '../support/synth';
import { CLUSTER, withComponent, withEnvironment } from '../support/system';

const operators = { CloudNativePG: { namespace: 'operators', podLabels: { app: 'operator' } } };
const ROOM: Resources = { requests: { cpu: '7m', memory: '11Mi' }, limits: { memory: '13Mi' } };

const LOGGED: Operated = {
  ...OPERATED,
  archiving: {
    of: 'All that it kept, at any moment.',
    lacks: ['Others may read it.'],
    minutes: 3,
    sidecars: { shipper: ROOM },
    images: ['example.com/shipper'],
  },
  resource: (_, { archive, name }) => ({
    apiVersion: 'store.example/v1',
    kind: 'Store',
    spec: archive ? { log: archive.number } : {},
    beside: archive && [
      {
        apiVersion: 'log.example/v1',
        kind: 'Log',
        name: `${name}-log`,
        why: 'Where to.',
        makes: ['Entry'],
        spec: {
          to: `${archive.place.bucket}/${archive.folder}`,
          ...archive.sidecars.shipper,
          at: archive.at,
        },
      },
    ],
  }),
};

/** The shop, whose store an operator runs. */
const shop = (operated: Operated = LOGGED, system: System = savedShop()): System =>
  withEnvironment(
    { cluster: { ...CLUSTER, operators }, people: { viewer: 'viewers', operator: 'o', admin: 'a' } },
    withComponent(
      'store',
      {
        ...SAVED,
        workload: 'Operated',
        operated,
        metrics: undefined,
        credentials: undefined,
        configure: undefined,
      },
      system,
    ),
  );
const elsewhere = {
  endpoint: 'https://s3.elsewhere.example:9000',
  region: 'far',
  bucket: 'b',
  days: 30,
} as const;
const when = (backups: object): System =>
  savedShop({ backups: { at: '02:00', days: 7, offsite: elsewhere, ...backups } });

const plan = resolve(shop(), 'live');
const without = resolve(shop(OPERATED), 'live');
const outwards = (system: System) =>
  resolve(system, 'live').connections.filter(
    ({ from, to }) => from.kind === 'component' && from.name === 'store' && to.kind === 'internet',
  );

describe('an operator that keeps a log of a store elsewhere', () => {
  test('is told where, and its resources stand beside the one of the pods', () => {
    const [log] = kindOf(objectsOf(shop()), 'Log');
    expect(log).toMatchObject({
      metadata: { name: 'store-cluster-log', labels: { 'app.kubernetes.io/name': 'store' } },
      // One store, ten minutes after 23:55.
      spec: { to: 'shop-backups/shop-live/store.log', at: '00:05', limits: { memory: '13Mi' } },
    });
    // With it would go no data: what is in the other place stays.
    expect(JSON.stringify(log!.metadata.annotations)).not.toContain('Prune');
  });

  test('has a key of its own, by which nothing else is opened', () => {
    const entry = (name: string) => plan.secrets.find((one) => one.name === name);
    expect(entry('store-offsite')).toMatchObject({
      kind: 'store',
      remoteKey: 'shop/live/store-offsite',
      keys: { accessKey: 'accessKey', secretKey: 'secretKey' },
    });
    expect(entry('backups-offsite')).toMatchObject({ remoteKey: 'shop/live/backups-offsite' });
    expect(without.secrets.map(({ name }) => name)).not.toContain('store-offsite');
  });

  test('has a way there, to that port alone, beside whatever else it asks outside', () => {
    expect(outwards(shop()).map(({ port }) => port)).toEqual([443]);
    expect(outwards(shop(LOGGED, when({}))).map(({ port }) => port)).toEqual([9000]);
    const asking = shop(LOGGED, when({}));
    const flow = { from: 'store', to: 'internet', purpose: 'a provider' };
    const asked = { ...asking, flows: [...asking.flows, flow] };
    expect(outwards(asked).map(({ port }) => port)).toEqual([443, 9000]);
    expect(resolve(asked, 'live').flows).toContainEqual(
      expect.objectContaining({
        from: 'store',
        purpose: 'a provider; its log and copies of its files, elsewhere',
      }),
    );
    expect(outwards(shop(OPERATED))).toEqual([]);
  });

  test('may leave its zone for that, which the page tells', () => {
    const zoned = {
      ...shop(),
      zones: [
        { name: 'public', title: 'Outside', of: ['internet', 'edge'] },
        { name: 'inside', title: 'Inside', of: ['web', 'worker', 'store', 'backups'] },
      ],
      zoneExceptions: [{ from: 'worker', to: 'internet', why: 'It asks a provider.' }],
    };
    const { zoneExceptions } = resolve(zoned, 'live');
    expect(zoneExceptions).toContainEqual({
      from: 'store',
      to: 'internet',
      why: 'Its log and copies of its files go to https://s3.elsewhere.example.',
    });
  });

  test('takes room in every pod, and its image may come', () => {
    const replicas = plan.components.find(({ name }) => name === 'store')!.replicas;
    const [more, less] = [peak(plan), peak(without)];
    expect(more.requests.cpu - less.requests.cpu).toBe(7 * replicas);
    expect(more.requests.memory - less.requests.memory).toBe(11 * replicas);
    expect(more.limits.memory - less.limits.memory).toBe(13 * replicas);
    expect(plan.components.find(({ name }) => name === 'store')!.operated!.images).toContain(
      'example.com/shipper',
    );
    const small = resolve(withEnvironment({ requestShare: 0.5 }, shop()), 'live');
    const { requests } = small.components.find(({ name }) => name === 'store')!.operated!.sidecars.shipper!;
    // Never below what is written, nor below what can be scheduled sensibly.
    expect(requests).toEqual(ROOM.requests);
  });

  test('shows people what came of it', () => {
    const rules = kindOf(objectsOf(shop()), 'Role').flatMap(
      (role) => (role as unknown as { rules: { apiGroups: string[]; resources: string[] }[] }).rules,
    );
    expect(rules).toContainEqual(
      expect.objectContaining({ apiGroups: ['log.example'], resources: ['entries', 'logs'] }),
    );
  });

  test('is on the page, with what it costs not to have it', () => {
    const page = topologyPage([plan]);
    expect(page).toContain(
      '| `store` | All that it kept, at any moment. It goes back 30 days. | 3 minutes, and as long as it takes to send them | ' +
        '`shop-live/store.log/` in bucket `shop-backups` | Others may read it. |',
    );
    expect(topologyPage([without])).not.toContain('Less is lost of these');
  });

  test('keeps none without another place, of what a provider runs, or of what nobody wants saved', () => {
    const here = shop(LOGGED, savedShop({ backups: { at: '02:00', days: 7 } }));
    const left = shop(
      LOGGED,
      savedShop(undefined, { backups: { by: 'backups', except: { store: 'It is made again.' } } }),
    );
    for (const system of [here, left]) {
      expect(outwards(system)).toEqual([]);
      expect(kindOf(objectsOf(system), 'Log')).toEqual([]);
    }
    const away = withEnvironment({ external: { store: { host: 'db.example', port: 7000 } } }, shop());
    expect(resolve(away, 'live').secrets.map(({ name }) => name)).not.toContain('store-offsite');
  });
});

const leaking: Operated = {
  ...LOGGED,
  resource: (context, pods) => ({
    ...LOGGED.resource(context, pods),
    beside: [
      {
        apiVersion: 'log.example/v1',
        kind: 'Log',
        why: 'Where to.',
        spec: { to: `https://user:${'hunter2'.repeat(2)}@example.com` },
      },
    ],
  }),
};

broken('a log elsewhere', {
  'of a store that is not there': {
    system: shop(LOGGED, when({ logs: { stor: 2 } })),
    path: 'shop/live/backups.logs/stor',
    message: "no operator keeps a log of 'stor' elsewhere. Did you mean 'store'?",
  },
  'of what no operator runs': {
    system: when({ logs: { store: 2 } }),
    path: 'shop/live/backups.logs/store',
    message: "no operator keeps a log of 'store' elsewhere",
  },
  'by a number that counts nothing': {
    system: shop(LOGGED, when({ logs: { store: 0 } })),
    path: 'shop/live/backups.logs/store',
    message: '0 is no number of a log; the first is 1, the next 2',
  },
  'by an encryption that there is not': {
    system: shop(LOGGED, when({ offsite: { ...elsewhere, encryption: 'AES' } })),
    path: 'shop/live/backups.offsite.encryption',
    message: "'AES'",
  },
  'with a password in it': {
    system: shop(leaking),
    path: 'shop/components/store/operated',
    message: 'its resource holds',
  },
  'without saying how soon': {
    system: shop({ ...LOGGED, archiving: { ...LOGGED.archiving!, minutes: undefined as never } }),
    path: 'shop/components/store/operated.archiving.minutes',
    message: '',
  },
});
