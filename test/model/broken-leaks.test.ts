import { describe, expect, test } from 'vitest';
import { synthesize } from '../../charts/synth';
import type { Definition, Env } from '../../model/component';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { alone } from '../support/bare';
import { broken } from '../support/broken';
import { OPERATED, store, WHOLE } from '../support/operated';
import { problemsOf, SHOP, type STORE, WEB, withComponent } from '../support/system';

const web = (patch: Partial<Definition>): System => withComponent('web', patch);
const helper = (patch: object): System =>
  web({ configure: () => ({ sidecars: [{ name: 'helper', resources: WEB.resources, ...patch }] }) });
const KEY = { value: 'hunter2', public: 'Every browser gets it.' };
const CONF = '/etc/web/web.conf';
const file = (patch: object): System =>
  web({ configure: () => ({ files: [{ path: CONF, content: 'password: hunter2\n', ...patch }] }) });

broken('what should be a Secret', {
  'a secret in a variable': {
    system: web({ env: { JWT_SECRET: 'hunter2' } }),
    path: 'shop/components/web/env.JWT_SECRET',
    message:
      "holds a secret by its name, and would stand in Git; name it in 'secrets' or take it by a flow, or write " +
      "{ value, public: 'why everybody may read it' }",
  },
  'one that a catalogue file writes': {
    system: web({ configure: () => ({ env: { ADMIN_PASSWORD: 'admin' } }) }),
    path: 'shop/components/web/env.ADMIN_PASSWORD',
    message: 'holds a secret by its name',
  },
  'a password in an address, by any name': {
    system: web({ env: { CACHE: 'redis://:hunter2@cache:6379' } }),
    path: 'shop/components/web/env.CACHE',
    message: 'holds an address with a password in it',
  },
  'a password in the address that a server tells': {
    system: {
      ...withComponent('store', { connect: ({ host }) => ({ uri: `store://shared:hunter2@${host}` }) }),
      flows: SHOP.flows.filter(({ from }) => from === 'web'),
    },
    path: 'shop/components/web/env.STORE_URL',
    message: 'holds an address with a password in it',
  },
  'a token in a helper': {
    system: helper({ env: { LOGIN: `gh${'p_'}${'a1'.repeat(18)}` } }),
    path: 'shop/components/web/sidecars/helper/env.LOGIN',
    message: 'holds a token of GitHub',
  },
  'a password among arguments': {
    system: web({ args: ['--password=hunter2'] }),
    path: 'shop/components/web',
    message:
      'a command holds a secret by its name, and would stand in Git; take it from a variable, as $(NAME)',
  },
  'a password in what a probe asks': {
    system: web({ probes: { readiness: { check: { exec: ['ask', '--token', 'hunter2'] } } } }),
    path: 'shop/components/web',
    message: 'a command holds a secret',
  },
  'a password in what a helper runs before it stops': {
    system: helper({ preStop: ['leave', '--token', 'hunter2'] }),
    path: 'shop/components/web/sidecars/helper',
    message: 'a command holds a secret',
  },
  'a password in a file': {
    system: file({}),
    path: `shop/components/web/files[${CONF}]`,
    message: "holds a password, and would stand in Git; write ${NAME} and name it in the file's 'secrets'",
  },
  'a password in the resource of an operator': {
    system: store({
      ...WHOLE,
      operated: {
        ...OPERATED,
        resource: () => ({
          apiVersion: 'store.example/v1',
          kind: 'Store',
          spec: { backup: 's3://key:hunter2@bucket' },
        }),
      },
    }),
    path: 'shop/components/store/operated',
    message: 'its resource holds an address with a password in it',
  },
  'a reason that says nothing': {
    system: web({ env: { MAP_KEY: { ...KEY, public: ' ' } } }),
    path: 'shop/components/web/env.MAP_KEY',
    message: "'public' says nothing; write why everybody may read it",
  },
  'a reason that nobody asks for': {
    system: web({ env: { GREETING: KEY } }),
    path: 'shop/components/web/env.GREETING',
    message: "looks like no secret, so it needs no 'public'; leave it out",
  },
  'a reason that no file needs': {
    system: file({ content: 'port 80\n', public: 'Only a port.' }),
    path: `shop/components/web/files[${CONF}]`,
    message: "looks like no secret, so it needs no 'public'",
  },
});

describe('what is no secret', () => {
  test('is an account that a flow tells, whatever the variable is called', () => {
    const connect: typeof STORE.connect = (at) => ({ key: at.username, secret: at.password });
    const flows = [{ from: 'web', to: 'store', env: { S3_ACCESS_KEY: 'key', S3_SECRET_KEY: 'secret' } }];
    expect(problemsOf({ ...withComponent('store', { connect }), flows })).toEqual([]);
  });

  test('may be said to be none, and the manifest says why', () => {
    const env: Env = { MAP_KEY: KEY, MODE: 'a' };
    expect(problemsOf(file({ public: 'It is the one of the example page.' }))).toEqual([]);
    const sidecars = [{ name: 'helper', resources: WEB.resources, env }];
    for (const workload of ['Deployment', 'Job'] as const) {
      const system = alone({
        env,
        workload,
        ...(workload === 'Deployment' && { configure: () => ({ sidecars }) }),
      });
      const text = [...synthesize(resolve(system, 'live')).values()].join('');
      const said = /# Everybody may read it: Every browser gets it\.\n +- name: MAP_KEY\n +value: hunter2\n/g;
      expect([...text.matchAll(said)]).toHaveLength(workload === 'Deployment' ? 2 : 1);
    }
  });

  test('is nothing of what the definitions hold', () => {
    expect(problemsOf(SHOP)).toEqual([]);
  });
});
