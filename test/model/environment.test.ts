import { describe, expect, test } from 'vitest';
import { resolve } from '../../model/resolve';
import { surge, totals } from '../../model/totals';
import { broken } from '../support/broken';
import { SHOP, STORE, WEB, withComponent, withEnvironment } from '../support/system';

const REPOSITORY = WEB.image.repository;
const live = (patch: Parameters<typeof withEnvironment>[0]) => resolve(withEnvironment(patch), 'live');
const component = (plan: ReturnType<typeof live>, name: string) =>
  plan.components.find((candidate) => candidate.name === name)!;

describe('what an environment says differently', () => {
  test('a tag for an image reaches every component that runs it, and no other', () => {
    const plan = live({ images: { [REPOSITORY]: '9.9.9' } });
    expect(plan.components.map(({ name, image }) => `${name} ${image.tag}`)).toEqual([
      'store 4.5.6',
      'web 9.9.9',
      'worker 9.9.9',
    ]);
  });

  test('what is said of one component alone counts more', () => {
    const plan = live({ images: { [REPOSITORY]: '9.9.9' }, overrides: { web: { tag: '1.0.1' } } });
    expect(component(plan, 'web').image.tag).toBe('1.0.1');
    expect(component(plan, 'worker').image.tag).toBe('9.9.9');
  });

  test('a share of the requests, and never less than a pod can be scheduled with; limits stay', () => {
    const { resources } = component(live({ requestShare: 0.5 }), 'web');
    expect(resources).toEqual({
      requests: { cpu: '50m', memory: '32Mi' },
      limits: { memory: '128Mi' },
    });
    expect(component(live({ requestShare: 0.01 }), 'web').resources.requests).toEqual({
      cpu: '10m',
      memory: '16Mi',
    });
  });

  test('a share of what is small already is not more than it was: it would be above its limit', () => {
    const requests = { cpu: '5m', memory: '8Mi' } as const;
    const tiny = withComponent('web', { resources: { requests, limits: requests } });
    const plan = resolve(withEnvironment({ requestShare: 0.5 }, tiny), 'live');
    expect(component(plan, 'web').resources.requests).toEqual(requests);
  });

  test('a component made with other options, with its flows as they were', () => {
    const other = { ...STORE, volumes: { data: { mountPath: '/data', size: '9Gi' as const } } };
    const plan = live({ components: { store: other } });
    expect(component(plan, 'store').volumes.data?.size).toBe('9Gi');
    expect(component(plan, 'web').env).toEqual(component(live({}), 'web').env);
  });

  test('phase 2 keeps room for an update of everything: one pod more of each Deployment', () => {
    const plan = live({ phase: 2 });
    const { requests } = totals(plan);
    const room = surge(plan).requests;
    // Web, worker, and the gateway of theirs.
    expect(room.cpu).toBe(300);
    const budget = (cpu: number) => ({ cpu: `${cpu}m`, memory: '8Gi', source: 'the test' }) as const;
    expect(() => live({ phase: 2, budget: budget(requests.cpu + room.cpu) })).not.toThrow();
    expect(() => live({ phase: 2, budget: budget(requests.cpu + room.cpu - 1) })).toThrow(
      'while everything is updated, more than',
    );
    expect(() => live({ phase: 1, budget: budget(requests.cpu) })).not.toThrow();
  });

  test('and none for what never runs in two versions', () => {
    const once = withComponent('web', { oneVersion: 'they would quarrel' });
    expect(surge(resolve(once, 'live')).requests.cpu).toBe(surge(live({})).requests.cpu - 100);
  });
});

broken('what an environment says differently', {
  'a tag for an image that nobody runs': {
    system: withEnvironment({ images: { 'registry.example/team/wep': '1.0.0' } }),
    path: 'shop/live/images/registry.example/team/wep',
    message: `Did you mean '${REPOSITORY}'?`,
  },
  'a moving tag for an image': {
    system: withEnvironment({ images: { [STORE.image.repository]: 'latest' } }),
    path: `shop/live/images/${STORE.image.repository}`,
    message: "'latest' is not one exact version",
  },
  'other options for a component that is not there': {
    system: withEnvironment({ components: { stroe: STORE } }),
    path: 'shop/live/components/stroe',
    message: "there is no component 'stroe'. Did you mean 'store'?",
  },
  'a share that is none': {
    system: withEnvironment({ requestShare: 1.5 }),
    path: 'shop/live/requestShare',
    message: '1.5 is not a share',
  },
  'more storage than the budget has': {
    system: withEnvironment({ budget: { ...SHOP.environments.live!.budget, storage: '512Mi' } }),
    path: 'shop/live/budget',
    message: 'claims 1Gi of storage, more than 512Mi',
  },
});
