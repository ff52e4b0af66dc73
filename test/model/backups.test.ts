import { describe, expect, test } from 'vitest';
import type { Definition } from '../../model/component';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { peak } from '../../model/totals';
import { topologyPage } from '../../pages/topology';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { SAVED, savedShop } from '../support/saved';
import { objectsOf } from '../support/synth';

const plan = resolve(savedShop(), 'live');
const objects = objectsOf(savedShop());
const component = (name: string) => plan.components.find((one) => one.name === name)!;
const fileOf = (name: string, path: string) =>
  component(name).files.find((file) => file.path === path)?.content;
const spec = (name: string) =>
  kindOf(objects, 'CronJob').find((one: KubeObject) => one.metadata.name === name)!.spec as {
    schedule: string;
    suspend?: boolean;
  };

describe('a store that is saved', () => {
  test('has a component that does it every day, and one that people begin', () => {
    expect(spec('store-backup').schedule).toBe('55 23 * * *');
    expect(spec('store-backup').suspend).toBeUndefined();
    expect(spec('store-restore').suspend).toBe(true);
    // Six hours later, when all backups are over.
    expect(spec('store-drill').schedule).toBe('55 5 1 * *');
    expect(component('store-backup')).toMatchObject({ tier: 'backup', workload: 'CronJob' });
  });

  test('knows whose client is there to save it, and gives each an account of its own', () => {
    expect(fileOf('store', '/etc/store/clients')?.split('\n')).toEqual(
      expect.arrayContaining([
        'store-backup store-backup backup store',
        'store-restore store-restore restore store',
        'web web -',
      ]),
    );
    const [work] = component('store-backup').env.filter(({ name }) => name === 'STORE_PASSWORD');
    expect(work).toEqual({ name: 'STORE_PASSWORD', from: { secret: 'store-store-backup', key: 'password' } });
  });

  test('is reached by its work, which reaches the repository, and nobody reaches the work', () => {
    const flows = plan.connections.flatMap(({ from, to }) =>
      from.kind === 'component' && to.kind === 'component' ? [`${from.name} → ${to.name}`] : [],
    );
    expect(flows).toEqual(
      expect.arrayContaining([
        'store-backup → store',
        'store-backup → backups',
        'store-restore → store',
        'store-restore → backups',
      ]),
    );
    expect(flows.filter((one) => /→ store-(backup|drill|restore)$/.test(one))).toEqual([]);
  });

  test('is out of reach for whoever tries whether it comes back', () => {
    const { env, sidecars, command } = component('store-drill');
    expect(command).toContain('store-try');
    expect(env).toEqual([]);
    const from = plan.connections.filter(
      (one) => one.from.kind === 'component' && one.from.name === 'store-drill',
    );
    expect(from.map(({ to }) => to.kind === 'component' && to.name)).toEqual(['backups']);
    expect(fileOf('store', '/etc/store/clients')).not.toContain('drill');
    // It reads what the others wrote, as the same account.
    expect(JSON.stringify(sidecars)).toContain('backups-store-backup');
  });

  test('has no work that tries it, where nobody has said how, and the name is free', () => {
    const store = { ...SAVED, backup: { ...SAVED.backup, drill: undefined } } as Definition;
    const system = savedShop();
    const { components } = system;
    const other = { ...system, components: { ...components, store, 'store-drill': components.worker! } };
    const names = resolve(other, 'live').components.filter(({ workload }) => workload === 'CronJob');
    expect(names.map(({ name }) => name)).toEqual(['store-backup', 'store-restore']);
    expect(topologyPage([resolve(other, 'live')])).toContain(
      'Nobody tries by itself whether these come back, so try it by hand: `store`.',
    );
    expect(() =>
      resolve({ ...system, components: { ...components, 'store-drill': components.worker! } }, 'live'),
    ).toThrow('store-drill] is the name of work on a backup');
  });

  test('has one account at the repository for all work on it, and one key for its snapshots', () => {
    const clients = fileOf('backups', '/etc/keeper/clients')!.trim().split('\n');
    expect(clients).toEqual([
      'store-backup store-backup backup store',
      'store-drill store-backup drill store',
      'store-restore store-backup restore store',
    ]);
    const [keep] = component('store-restore').sidecars;
    expect(keep!.env).toEqual(
      expect.arrayContaining([
        { name: 'PLACE_KEY', from: { secret: 'store-snapshots', key: 'password' } },
        { name: 'PLACE_PASSWORD', from: { secret: 'backups-store-backup', key: 'password' } },
      ]),
    );
  });

  test('is opened by a key from the secret store, because what is made in the cluster is lost with it', () => {
    expect(plan.secrets.filter(({ kind }) => kind === 'store').map(({ name }) => name)).toEqual([
      'backups-offsite',
      'store-snapshots',
    ]);
    expect(plan.secrets.find(({ name }) => name === 'store-snapshots')).toMatchObject({
      remoteKey: 'shop/live/store-snapshots',
      keys: { password: 'password' },
    });
    expect(plan.secrets.filter(({ name }) => /restore/.test(name)).map(({ name }) => name)).toEqual([
      'store-store-restore',
    ]);
  });

  test('keeps what has encrypted it in the secret store, where it is saved and nowhere else', () => {
    const system = savedShop();
    const credentials = { ...SAVED.credentials, seal: { length: 32, outlives: true } } as const;
    const shop = { ...system, components: { ...system.components, store: { ...SAVED, credentials } } };
    const sealOf = (wanted: System) =>
      resolve(wanted, 'live').secrets.find(({ name }) => name === 'store-seal');
    expect(sealOf(shop)).toEqual({
      kind: 'store',
      name: 'store-seal',
      keys: { password: 'password' },
      remoteKey: 'shop/live/store-seal',
      owner: 'store-seal',
      opens: 'store',
    });
    expect(topologyPage([resolve(shop, 'live')])).toContain(
      '| `shop/live/store-seal` | `password` | `store-seal` | yes | never: it opens what is saved |',
    );
    const live = { ...shop.environments.live!, backups: undefined };
    expect(sealOf({ ...shop, environments: { live } })).toMatchObject({ kind: 'generated', length: 32 });
  });

  test('counts towards the budget; what people begin has the room of those who are away then', () => {
    const without = peak(
      resolve(
        savedShop(
          { backups: { at: '02:00', days: 7 } },
          { backups: { by: 'backups', except: { store: 'It can be made again.' } } },
        ),
        'live',
      ),
    );
    // Two containers. They are never there while others try whether the store comes back.
    expect(peak(plan).requests.cpu - without.requests.cpu).toBe(200);
  });

  test('is on the page, with what does not come back', () => {
    const page = topologyPage([plan]);
    expect(page).toContain('From 23:55 (Etc/UTC) on');
    expect(page).toContain(
      'for 7 days, and copies them to bucket `shop-backups` of https://s3.elsewhere.example (far) for 30 days',
    );
    expect(page).toMatch(/\| `store` \| All that it keeps.* \| Nobody keeps sessions\. \| `store.dump` \|/);
    expect(page).toContain('lost: up to 25 hours, because one may begin late, and as long as it takes');
    expect(page).toContain('`npm run -s phasewise -- restore shop/live <store>` tells the way back');
    expect(page).toMatch(/`store-restore` \|.*\| begun by hand \|/);
    expect(page).toMatch(/Once a month .* compares: `store`\./);
  });
});

describe('an environment that saves nothing', () => {
  const bare = resolve(savedShop({}), 'live');

  test('has neither the work nor who would keep it', () => {
    expect(bare.components.map(({ name }) => name)).toEqual(['store', 'web', 'worker']);
    expect(JSON.stringify(bare.secrets)).not.toMatch(/snapshots|offsite|backup/);
    expect(topologyPage([bare])).toContain('Nothing is saved here.');
  });
});

test('without another place nothing leaves the cluster, and the page says what that costs', () => {
  const here = resolve(savedShop({ backups: { at: '02:00', days: 1 } }), 'live');
  expect(
    here.connections.filter(
      ({ from, to }) => from.kind === 'component' && from.name === 'backups' && to.kind === 'internet',
    ),
  ).toEqual([]);
  expect(topologyPage([here])).toContain(
    "keeps each day's snapshot for a day, and nothing is kept elsewhere: it is lost with the cluster",
  );
});

test('a store with a reason is left out, and the page repeats it', () => {
  const system = savedShop(undefined, {
    backups: { by: 'backups', except: { store: 'It can be made again.' } },
  });
  const left = resolve(system, 'live');
  expect(left.components.map(({ name }) => name)).toEqual(['backups', 'store', 'web', 'worker']);
  expect(topologyPage([left])).toContain('| `store` | It can be made again. |');
});

test('a store at a provider is saved, unless that takes the server itself', () => {
  const elsewhere = { store: { host: 'store.provider.example', port: 7000 } };
  const at = (backup: object) => {
    const system = savedShop({ backups: { at: '02:00', days: 7 }, external: elsewhere });
    const store = { ...SAVED, backup: { ...SAVED.backup, ...backup } } as Definition;
    return resolve({ ...system, components: { ...system.components, store } }, 'live');
  };
  expect(at({}).components.map(({ name }) => name)).toContain('store-backup');
  expect(at({ here: true }).components.map(({ name }) => name)).not.toContain('store-backup');
  expect(at({ here: true }).backups?.unsaved).toEqual([
    { store: 'store', why: 'A provider runs it, who saves it by means of its own.' },
  ]);
});

test('work follows work, ten minutes apart, past midnight too; what tries it has a day of its own', () => {
  const system = savedShop();
  const two = { ...system, components: { ...system.components, archive: system.components.store! } };
  const names = kindOf(objectsOf(two), 'CronJob').filter(
    ({ spec }) => !(spec as { suspend?: boolean }).suspend,
  );
  expect(names.map((one) => [one.metadata.name, (one.spec as { schedule: string }).schedule])).toEqual([
    ['archive-backup', '55 23 * * *'],
    ['archive-drill', '55 5 1 * *'],
    ['store-backup', '5 0 * * *'],
    ['store-drill', '55 5 2 * *'],
  ]);
});

test('work is in the zone of what it saves, and copies may leave the house', () => {
  const zones = [
    { name: 'public', title: 'Outside', of: ['internet', 'edge'] },
    { name: 'inside', title: 'Inside', of: ['web', 'worker', 'store', 'backups'] },
  ];
  const exception = { from: 'worker', to: 'internet', why: 'It asks a provider.' };
  const drawn = resolve(savedShop(undefined, { zones, zoneExceptions: [exception] }), 'live');
  expect(drawn.components.find(({ name }) => name === 'store-backup')?.zone).toBe('inside');
  expect(drawn.zoneExceptions).toContainEqual({
    from: 'backups',
    to: 'internet',
    why: 'Encrypted copies of the snapshots go to https://s3.elsewhere.example.',
  });
});

test('who keeps them may go out for another reason too, and asks the other place at its own port', () => {
  const offsite = {
    endpoint: 'https://s3.elsewhere.example:9000',
    region: 'far',
    bucket: 'b',
    days: 9,
  } as const;
  const system = savedShop({ backups: { at: '02:00', days: 7, offsite } });
  const flows = [...system.flows, { from: 'backups', to: 'internet', purpose: 'it tells somebody' }];
  const ways = resolve({ ...system, flows }, 'live').connections.filter(
    ({ from, to }) => from.kind === 'component' && from.name === 'backups' && to.kind === 'internet',
  );
  expect(ways.map(({ port }) => port).sort()).toEqual([443, 9000]);
});
