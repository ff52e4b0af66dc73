import { describe, expect, test } from 'vitest';
import type { Variable } from '../../model/plan';
import { resolve } from '../../model/resolve';
import { orderVariables } from '../../model/resolve/variables';
import type { System } from '../../model/system';
import { SHOP, STORE, WEB, withComponent, withEnvironment } from '../support/system';

const env = (system: System, name = 'web'): readonly Variable[] =>
  resolve(system, 'live').components.find((one) => one.name === name)!.env;
const secrets = (system: System) => resolve(system, 'live').secrets;
const generated = (name: string, length = 32) => ({
  kind: 'generated',
  name,
  key: 'password',
  length,
  owner: name.split('-')[0],
});

describe('a flow tells its client how to connect', () => {
  test('with a password from a Secret, never written out', () => {
    expect(env(SHOP)).toEqual([
      { name: 'STORE_PASSWORD', from: { secret: 'store-web', key: 'password' } },
      { name: 'STORE_URL', value: 'store://web:$(STORE_PASSWORD)@store:7000' },
    ]);
  });

  test('each client with an account of its own', () => {
    expect(env(SHOP, 'worker')[0]).toEqual({
      name: 'STORE_PASSWORD',
      from: { secret: 'store-worker', key: 'password' },
    });
  });

  test('with the password itself where that is asked for', () => {
    const connect = STORE.connect!;
    const key = withComponent('store', { connect: (at) => ({ ...connect(at), uri: at.password }) });
    expect(env(key)).toEqual([{ name: 'STORE_URL', from: { secret: 'store-web', key: 'password' } }]);
  });

  test('by host, port and address where the server says nothing else', () => {
    const flows = [{ from: 'worker', to: 'web', env: { HOST: 'host', PORT: 'port', URL: 'url' } }];
    expect(env({ ...SHOP, flows }, 'worker')).toEqual([
      { name: 'HOST', value: 'web' },
      { name: 'PORT', value: '8080' },
      { name: 'URL', value: 'http://web:8080' },
    ]);
  });

  test('by host and port, with the password beside them', () => {
    const connect: typeof STORE.connect = (at) => ({ ...STORE.connect!(at), password: at.password });
    const flows = [{ from: 'web', to: 'store', env: { STORE_HOST: 'host', STORE_PASSWORD: 'password' } }];
    expect(env({ ...withComponent('store', { connect }), flows })).toEqual([
      { name: 'STORE_PASSWORD', from: { secret: 'store-web', key: 'password' } },
      { name: 'STORE_HOST', value: 'store' },
    ]);
  });

  test('by its host alone, where the client has found its login itself', () => {
    const flows = [{ from: 'web', to: 'store', env: { STORE_HOST: 'host' } }];
    const configure: typeof STORE.configure = ({ upstreams }) => ({
      env: { PASS: upstreams[0]!.account!.password },
    });
    expect(env({ ...withComponent('web', { configure }), flows })).toContainEqual({
      name: 'STORE_HOST',
      value: 'store',
    });
  });

  test('by a whole address where a server says that its clients take the login apart from it', () => {
    const connect: typeof STORE.connect = (at) => ({ ...STORE.connect!(at), url: `store://${at.host}` });
    const system = withComponent('store', { connect });
    const flows = [{ from: 'web', to: 'store', env: { STORE_ADDRESS: 'url' } }];
    expect(env({ ...system, flows })).toEqual([{ name: 'STORE_ADDRESS', value: 'store://store' }]);
  });

  test('by the same names when a provider runs the server, with its account from the store', () => {
    const outside = withEnvironment({ external: { store: { host: 'store.example', port: 443 } } });
    expect(env(outside)).toEqual([
      { name: 'STORE_PASSWORD', from: { secret: 'store', key: 'password' } },
      { name: 'STORE_USERNAME', from: { secret: 'store', key: 'username' } },
      { name: 'STORE_URL', value: 'store://$(STORE_USERNAME):$(STORE_PASSWORD)@store.example:443' },
    ]);
  });

  test('by the second address of a provider, whose port is open too', () => {
    const connect: typeof STORE.connect = (at) => ({
      uri: at.host,
      direct: `${at.direct?.host}:${at.direct?.port}`,
    });
    const flows = [{ from: 'web', to: 'store', env: { STORE_DIRECT: 'direct', STORE_PASSWORD: 'uri' } }];
    const store = { host: 'pool.example', port: 6543, direct: { host: 'store.example', port: 5432 } };
    const outside = withEnvironment(
      { external: { store } },
      { ...withComponent('store', { connect }), flows },
    );
    expect(env(outside)).toContainEqual({ name: 'STORE_DIRECT', value: 'store.example:5432' });
    const ways = resolve(outside, 'live').connections.filter(({ to }) => to.kind === 'internet');
    expect(ways.map(({ port }) => port)).toEqual([5432, 6543]);
  });

  test('and one value for several, where they share it', () => {
    const system = { ...SHOP, sharedSecrets: { SESSION_KEY: ['worker', 'web'] } };
    expect(env(system)).toContainEqual({
      name: 'SESSION_KEY',
      from: { secret: 'shared-session-key', key: 'password' },
    });
    const { secrets, components } = resolve(system, 'live');
    expect(secrets.filter(({ name }) => name.startsWith('shared'))).toMatchObject([
      { kind: 'generated', length: 32, sharedBy: ['web', 'worker'] },
    ]);
    expect(JSON.stringify(components.find(({ name }) => name === 'store')!.env)).not.toContain('shared');
    const without = withEnvironment({ without: ['worker'] }, system);
    expect(resolve(without, 'live').secrets).toContainEqual(expect.objectContaining({ sharedBy: ['web'] }));
  });

  test('with one name for every member of a store', () => {
    const connect: typeof STORE.connect = (at) => ({ uri: at.members.join() });
    const [variable] = env(withComponent('store', { connect, replicas: 2 }));
    expect(variable).toEqual({
      name: 'STORE_URL',
      value: 'store-0.store.shop-live.svc.cluster.local,store-1.store.shop-live.svc.cluster.local',
    });
  });
});

describe('variables stand in an order in which Kubernetes can fill them in', () => {
  test('secrets, texts, texts that use others', () => {
    const names = orderVariables({ C: '$(A) $(B)', B: 'b', A: { secret: 's', key: 'k' } }).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['A', 'B', 'C']);
  });

  test('also where one that uses others is used itself', () => {
    const names = orderVariables({ A: '$(Z)/a', Z: '$(P)@z', P: { secret: 's', key: 'k' } }).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['P', 'Z', 'A']);
  });

  test('and two that use each other do not stop it', () => {
    expect(orderVariables({ A: '$(B)', B: '$(A)' }).map(({ name }) => name)).toEqual(['B', 'A']);
  });
});

describe('secrets', () => {
  test('are one for each account and each credential', () => {
    expect(secrets(SHOP)).toEqual([
      generated('store-admin'),
      { ...generated('store-web'), username: 'web' },
      { ...generated('store-worker'), username: 'worker' },
    ]);
  });

  test('of a shared key are one for all', () => {
    const shared = withComponent('store', { accounts: { shared: 'api-key' } });
    expect(secrets(shared)).toEqual([generated('store-admin'), generated('store-api-key')]);
    expect(env(shared)[0]).toEqual({
      name: 'STORE_PASSWORD',
      from: { secret: 'store-api-key', key: 'password' },
    });
  });

  test('are nobody’s at a port that asks for none, where the address alone is enough', () => {
    const accounts = { each: 'client', port: 'metrics' } as const;
    const at = (port: string, fact: string) => {
      const shop = withComponent('store', { accounts });
      const flows = [{ from: 'web', to: 'store', port, env: { STORE: fact } }];
      return { ...shop, flows } as typeof shop;
    };
    const names = (system: System) => secrets(system).map(({ name }) => name);
    expect(names(at('store', 'url'))).toEqual(['store-admin']);
    expect(names(at('metrics', 'uri'))).toEqual(['store-admin', 'store-web']);
    expect(() => secrets(at('store', 'uri'))).toThrow("'store' tells no 'uri'");
  });

  test('from the store are one entry for each component, in any order of the definition', () => {
    const told = { API_TOKEN: 'store', MAIL_TOKEN: 'store', SESSION_KEY: 'generated' } as const;
    const turned = { SESSION_KEY: 'generated', MAIL_TOKEN: 'store', API_TOKEN: 'store' } as const;
    const system = withComponent('web', { ...WEB, secrets: told });
    expect(secrets(system)).toContainEqual({
      kind: 'store',
      name: 'web',
      keys: { API_TOKEN: 'API_TOKEN', MAIL_TOKEN: 'MAIL_TOKEN' },
      remoteKey: 'shop/live/web',
      owner: 'web',
    });
    expect(secrets(system)).toContainEqual(generated('web-session-key'));
    expect(JSON.stringify(secrets(withComponent('web', { ...WEB, secrets: turned })))).toBe(
      JSON.stringify(secrets(system)),
    );
    expect(env(system)).toContainEqual({ name: 'API_TOKEN', from: { secret: 'web', key: 'API_TOKEN' } });
    expect(env(system)).toContainEqual({
      name: 'SESSION_KEY',
      from: { secret: 'web-session-key', key: 'password' },
    });
  });

  test('that the store may not have are a Secret of their own, which nobody waits for', () => {
    const told = { API_TOKEN: 'store', MAIL_TOKEN: { optional: 'no mail' } } as const;
    const system = withComponent('web', { ...WEB, secrets: told });
    expect(secrets(system)).toContainEqual({
      kind: 'optional',
      name: 'web-optional',
      keys: { MAIL_TOKEN: 'no mail' },
      remoteKey: 'shop/live/web',
      owner: 'web',
    });
    expect(secrets(system)).toContainEqual(
      expect.objectContaining({ name: 'web', keys: { API_TOKEN: 'API_TOKEN' } }),
    );
    expect(env(system)).toContainEqual({
      name: 'MAIL_TOKEN',
      from: { secret: 'web-optional', key: 'MAIL_TOKEN', optional: true },
    });
  });
});
