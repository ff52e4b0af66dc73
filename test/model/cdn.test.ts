import { describe, expect, test } from 'vitest';
import type { Plan } from '../../model/plan';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { topologyPage } from '../../pages/topology';
import { broken } from '../support/broken';
import { SHOP, type WEB, withComponent, withEnvironment } from '../support/system';

/** The shop with pages that are only files, an API whose answers name their address, and a page that asks it. */
const PAGES: System = {
  ...withComponent('pages', {
    filesOnly: true,
    image: { repository: 'registry.example/pages', tag: '1.0.0' },
  }),
  routes: [
    { host: 'www', to: 'pages' },
    { host: '@', to: 'pages' },
    { host: 'api', to: 'web' },
  ],
  flows: [...SHOP.flows, { from: 'pages', to: 'web' }],
  startAfter: { pages: ['worker'] },
};
const addressOfPages: Partial<typeof WEB> = {
  configure: (context) => ({ env: { PAGES: context.hostsOf('pages').join() } }),
};
const CALLED = withComponent('web', addressOfPages, PAGES);

const served = (patch: Parameters<typeof withEnvironment>[0] = {}): Plan =>
  resolve(withEnvironment({ cdn: ['pages'], ...patch }, CALLED), 'live');
const addressIn = (plan: Plan) =>
  plan.components.find(({ name }) => name === 'web')!.env.find(({ name }) => name === 'PAGES');

describe('files that a content delivery network serves', () => {
  test('have nothing in the cluster: no pod, no route, no arrow, no place in the order', () => {
    const plan = served();
    expect(plan.components.map(({ name }) => name)).not.toContain('pages');
    expect(plan.routes.map(({ host }) => host)).toEqual(['api.shop.example']);
    expect(JSON.stringify([plan.connections, plan.startAfter, plan.flows])).not.toContain('pages');
  });

  test('keep the addresses by which others know them', () => {
    const { cdn: _, ...inCluster } = CALLED.environments.live!;
    const before = resolve(withEnvironment(inCluster, CALLED), 'live');
    expect(addressIn(served())).toEqual({ name: 'PAGES', value: 'shop.example,www.shop.example' });
    expect(addressIn(served())).toEqual(addressIn(before));
  });

  test('may have a version in the list of versions: their build reads it', () => {
    expect(served({ images: { 'registry.example/pages': '1.1.0' } }).cdn.pages?.hosts).toEqual([
      'shop.example',
      'www.shop.example',
    ]);
  });

  test('are named with their addresses in the documentation', () => {
    expect(topologyPage([served()])).toContain(
      '| `pages` | https://shop.example/ and https://www.shop.example/ | `web` (https://api.shop.example/) |',
    );
  });

  test('ask for themselves what they passed on in the cluster: the page says at which address', () => {
    const logs = { ...CALLED, flows: [...CALLED.flows, { from: 'pages', to: 'store' }] };
    const page = topologyPage([resolve(withEnvironment({ cdn: ['pages'] }, logs), 'live')]);
    expect(page).toContain('| `store` (no public address) and `web` (https://api.shop.example/) |');
    expect(page).toContain('a network only hands out files');
  });
});

const cdn = (component: string, system: System = PAGES, patch = {}): System =>
  withEnvironment({ cdn: [component], ...patch }, system);
const path = 'shop/live/cdn';

broken('what a content delivery network serves', {
  'a name that is no component': {
    system: cdn('page'),
    path,
    message: "there is no component 'page'. Did you mean 'pages'?",
  },
  'a program': {
    system: cdn('web'),
    path,
    message: "'web' does more than hand out files",
  },
  'something the environment does without': {
    system: cdn('pages', PAGES, { without: ['pages'] }),
    path,
    message: "'pages' is also in 'without'",
  },
  'something that others ask inside': {
    system: cdn('pages', {
      ...PAGES,
      startAfter: {},
      flows: [...PAGES.flows, { from: 'worker', to: 'pages' }],
    }),
    path,
    message: "flows[worker → pages] needs 'pages' in the cluster",
  },
  'something nobody outside can ask for': {
    system: cdn('pages', { ...PAGES, routes: [] }),
    path,
    message: "'pages' has no public route",
  },
  'a version of an image that nobody runs, served or not': {
    system: cdn('pages', PAGES, {
      images: { 'registry.example/pages': '1.0.0', 'registry.example/page': '1' },
    }),
    path: 'shop/live/images/registry.example/page',
    message: "no component runs 'registry.example/page'",
  },
});
