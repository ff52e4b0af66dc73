import { describe, expect, test } from 'vitest';
import { DefinitionError } from '../../model/problems';
import { resolve, resolveAll } from '../../model/resolve';
import { CLUSTER, problemsOf, SHOP, WEB, withComponent, withEnvironment, withFlows } from '../support/system';

const BAZAAR = {
  ...withEnvironment({ domain: 'bazaar.example' }, withFlows({ from: 'web', to: 'stoer' })),
  name: 'bazaar',
};

describe('whoever made several mistakes', () => {
  const faulty = withComponent(
    'web',
    { image: { ...WEB.image, tag: 'latest' }, shutdown: { grace: 5, preStop: 5 } },
    withFlows({ from: 'web', to: 'nowhere' }),
  );

  test('is told all of them at once, of all systems, by place', () => {
    expect(problemsOf(faulty, BAZAAR).map(({ path }) => path)).toEqual([
      'bazaar/flows[web → stoer].to',
      'shop/components/web/shutdown',
      'shop/components/web/tag',
      'shop/flows[web → nowhere].to',
    ]);
  });

  test('is told the same whatever the order of the systems', () => {
    expect(problemsOf(BAZAAR, faulty)).toEqual(problemsOf(faulty, BAZAAR));
  });

  test('reads one line for each, after a line that says how many and that nothing was written', () => {
    const message = messageOf(() => resolveAll([faulty, BAZAAR]));
    const [first, ...lines] = message.split('\n');
    expect(first).toBe('4 problems in the definitions, nothing was written:');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe(
      "  [bazaar/flows[web → stoer].to] there is no component 'stoer'. Did you mean 'store'?",
    );
  });

  test('hears of a mistake that all environments share once', () => {
    const live = SHOP.environments.live!;
    const twice = {
      ...faulty,
      environments: { live, spare: { ...live, domain: 'spare.example' } },
    };
    expect(problemsOf(twice)).toEqual(problemsOf(faulty));
  });
});

describe('whoever asks for what is not there', () => {
  test('is told which environments there are', () => {
    expect(messageOf(() => resolve(SHOP, 'lvie'))).toContain(
      "[shop] there is no environment 'lvie'. Did you mean 'live'?",
    );
  });

  test('is told when two systems have one name', () => {
    expect(problemsOf(SHOP, SHOP)).toEqual([
      { path: 'shop', message: 'two systems have this name; rename one of them' },
    ]);
  });

  test('is told when two systems would share one namespace', () => {
    const live = SHOP.environments.live!;
    const other = {
      ...SHOP,
      name: 'shop-eu',
      environments: { live: { ...live, domain: 'shop-eu.example' } },
    };
    const one = { ...SHOP, environments: { 'eu-live': live } };
    expect(problemsOf(one, other)).toEqual([
      {
        path: 'shop-eu/live',
        message: expect.stringContaining("the namespace 'shop-eu-live' of 'shop/eu-live'"),
      },
    ]);
  });
});

test("a system that has the name of Argo CD's folder would overwrite it", () => {
  expect(problemsOf({ ...SHOP, name: 'argocd' })).toEqual([
    { path: 'argocd', message: expect.stringContaining("is the folder of Argo CD's own files") },
  ]);
});

describe('a name that Kubernetes refuses', () => {
  test('of a cluster, which is a folder too', () => {
    const environments = {
      live: { ...SHOP.environments.live!, cluster: { ...CLUSTER, name: 'my cluster' } },
    };
    expect(problemsOf({ ...SHOP, environments })).toEqual([
      {
        path: expect.stringContaining('cluster.name'),
        message: expect.stringContaining("'my cluster' is not a Kubernetes name"),
      },
    ]);
  });

  test('of a system', () => {
    expect(problemsOf({ ...SHOP, name: 'Shop' })).toContainEqual({
      path: 'Shop',
      message: "'Shop' is not a Kubernetes name: lower-case letters, digits and hyphens only",
    });
  });

  test('of a namespace, because both parts are long', () => {
    const name = 'a-very-long-environment-name-that-somebody-thought-of-in-a-hurry';
    const system = { ...SHOP, environments: { [name]: SHOP.environments.live! } };
    expect(problemsOf(system)).toEqual([
      { path: `shop/${name}/name`, message: expect.stringContaining('63 is the most') },
    ]);
  });
});

test('the system that all these mistakes are made in is sound', () => {
  expect(problemsOf(SHOP)).toEqual([]);
  expect(problemsOf(withEnvironment({}))).toEqual([]);
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(DefinitionError);
    return (error as Error).message;
  }
  throw new Error('nothing was reported');
}
