import { expect, test } from 'vitest';
import type { System } from '../../model/system';
import { broken } from '../support/broken';
import { problemsOf, SHOP, WEB } from '../support/system';

const ZONES = [
  { name: 'public', title: 'Public', of: ['internet'] },
  { name: 'dmz', title: 'DMZ', of: ['edge'] },
  { name: 'application', title: 'Application', of: ['web', 'worker'] },
  { name: 'data', title: 'Data', of: ['store'] },
] as const;
const OUT = { from: 'worker', to: 'internet', why: 'Orders go to the post.' };
const sound: System = { ...SHOP, zones: ZONES, zoneExceptions: [OUT] };

/** With other zones in the place of those of the same name. */
const zoned = (...others: NonNullable<System['zones']>): System => ({
  ...sound,
  zones: ZONES.map((zone) => others.find(({ name }) => name === zone.name) ?? zone),
});
const [, , application, data] = ZONES;

test('the system without the mistakes is sound', () => {
  expect(problemsOf(sound)).toEqual([]);
});

test('a door lets in by one port alone', () => {
  const door = zoned({ ...application, doors: { store: ['metrics'] } });
  const to = (port: string) => [...SHOP.routes, { host: 'figures', to: 'store', port }];
  expect(problemsOf({ ...door, routes: to('metrics') })).toEqual([]);
  expect(problemsOf({ ...door, routes: to('store') })).toHaveLength(1);
});

broken('zones', {
  'an arrow over a zone': {
    system: { ...sound, routes: [...SHOP.routes, { host: 'store', to: 'store' }] },
    path: 'shop/routes[store/]',
    message:
      "'edge' of zone 'dmz' may not ask port 'store' of 'store' of zone 'data': only what is in 'application' or 'data' may",
  },
  'an arrow outwards': {
    system: {
      ...sound,
      flows: [...SHOP.flows, { from: 'worker', to: 'web' }],
      zones: [ZONES[0], ZONES[1], { ...application, of: ['web'] }, { ...data, of: ['store', 'worker'] }],
    },
    path: 'shop/flows[worker → web]',
    message: "'worker' of zone 'data' may not ask port 'http' of 'web' of zone 'application'",
  },
  'an arrow to the internet without a reason': {
    system: { ...sound, zoneExceptions: [] },
    path: 'shop/flows[worker → internet]',
    message: "may not ask 'internet' of zone 'public': only what is in 'public' may",
  },
  'a collector further out than what it reads': {
    system: {
      ...sound,
      components: { ...SHOP.components, eye: { ...WEB, collects: 'metrics', probes: undefined, ports: {} } },
      zones: [ZONES[0], { ...ZONES[1], of: ['edge', 'eye'] }, application, data],
    },
    path: 'shop/components/eye',
    message: "'eye' of zone 'dmz' may not ask port 'metrics' of 'store' of zone 'data'",
  },
  'somebody in no zone': {
    system: zoned({ ...application, of: ['web'] }),
    path: 'shop/zones',
    message: "'worker' is in none of them; put it into one of 'public', 'dmz', 'application', 'data'",
  },
  'somebody in two': {
    system: zoned({ ...data, of: ['store', 'web'] }),
    path: 'shop/zones[data].of',
    message: "'web' is already in zone 'application'",
  },
  'somebody who is not there': {
    system: zoned({ ...data, of: ['store', 'stor'] }),
    path: 'shop/zones[data].of',
    message: "there is no component 'stor'. Did you mean 'store'?",
  },
  'two zones of a name': {
    system: { ...sound, zones: [...ZONES, { ...data, of: [] }] },
    path: 'shop/zones[data]',
    message: 'two zones have this name',
  },
  'a name that no label takes': {
    system: { ...sound, zones: [...ZONES, { ...data, name: 'Top Secret', of: [] }] },
    path: 'shop/zones[Top Secret]',
    message: "'Top Secret'",
  },
  'a door of nobody': {
    system: zoned({ ...application, doors: { stor: ['metrics'] } }),
    path: 'shop/zones[application].doors/stor',
    message: "there is no component 'stor'. Did you mean 'store'?",
  },
  'a door that is no port': {
    system: zoned({ ...application, doors: { store: ['metric'] } }),
    path: 'shop/zones[application].doors/store',
    message: "'store' serves no port 'metric'. Did you mean 'metrics'?",
  },
  'a door in its own zone': {
    system: zoned({ ...data, doors: { store: ['metrics'] } }),
    path: 'shop/zones[data].doors/store',
    message: "'store' is in this zone with all its ports",
  },
  'an exception for what nobody asks': {
    system: { ...sound, zoneExceptions: [OUT, { ...OUT, to: 'stor' }] },
    path: 'shop/zoneExceptions[worker → stor]',
    message: "nothing here asks that. Did you mean 'store'?",
  },
  'an exception for another port': {
    system: { ...sound, zoneExceptions: [OUT, { ...OUT, to: 'store', port: 'metrics' }] },
    path: 'shop/zoneExceptions[worker → store]',
    message: "nothing here asks that; it asks at port 'store'",
  },
  'an exception that nothing needs': {
    system: { ...sound, zoneExceptions: [OUT, { ...OUT, to: 'store' }] },
    path: 'shop/zoneExceptions[worker → store]',
    message: 'no zone is in its way; leave it out',
  },
  'exceptions without zones': {
    system: { ...SHOP, zoneExceptions: [OUT] },
    path: 'shop/zoneExceptions',
    message: "there are no 'zones' to except from",
  },
});
