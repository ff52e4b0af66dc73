import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import * as yaml from 'js-yaml';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { elasticsearch } from '../../catalogue/elasticsearch';
import { heapMebibytes } from '../../catalogue/parts/elastic';
import type { Definition } from '../../model/component';
import { lacksCurl } from '../support/curl';
import { APP, component, file, plan, variable } from './fixture';

const KIBANA: Definition = { ...APP, technology: 'kibana', metrics: [] };
const logs = { index: 'shop-logs', days: 90 };

const planned = (clients: Record<string, Definition> = { shipper: APP, kibana: KIBANA }) =>
  plan(
    { elasticsearch: elasticsearch({ logs, volume: '20Gi' }), ...clients },
    { flows: Object.keys(clients).map((from) => ({ from, to: 'elasticsearch', port: 'http' })) },
  );

/** Answers as Elasticsearch does: names that are reserved, roles that must be there, one login. */
class FakeElasticsearch {
  readonly made = new Map<string, unknown>();
  readonly refused: string[] = [];
  healthy = true;
  readonly server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const login = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64');
      const status = this.answer(
        request.method!,
        request.url!,
        login.toString(),
        Buffer.concat(parts).toString(),
      );
      if (status >= 400) this.refused.push(`${request.method} ${request.url} ${status}`);
      response.writeHead(status).end();
    });
  });

  private answer(method: string, path: string, login: string, text: string): number {
    if (login !== 'elastic:secret-elastic') return 401;
    if (path.startsWith('/_cluster/health')) return method === 'GET' && this.healthy ? 200 : 408;
    if (method !== 'PUT') return 405;
    const body = JSON.parse(text) as { roles?: string[]; password?: string };
    const user = /^\/_security\/user\/([^/]+)$/.exec(path)?.[1];
    if (user && ['elastic', 'kibana', 'kibana_system', 'logstash_system'].includes(user)) return 400;
    const builtIn = ['editor', 'kibana_admin'];
    const roles = [...builtIn, ...[...this.made.keys()].map((key) => basename(key))];
    if (user && (!body.password || !body.roles?.every((role) => roles.includes(role)))) return 400;
    this.made.set(path, body);
    return 200;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'phasewise-elasticsearch-'));
let fake: FakeElasticsearch;
beforeAll(async () => {
  fake = new FakeElasticsearch();
  await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  fake.made.clear();
  fake.refused.length = 0;
  fake.healthy = true;
});
afterAll(() => {
  fake.server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the script's steps once, with a real curl. @throws Error when a step fails */
async function runSetup(of = planned()): Promise<void> {
  const setup = component(of, 'elasticsearch').sidecars.find(({ name }) => name === 'setup')!;
  for (const { path, content } of setup.files!) writeFileSync(join(folder, basename(path)), content);
  const { port } = fake.server.address() as AddressInfo;
  const script = setup
    .files!.find(({ path }) => path.endsWith('.sh'))!
    .content.replaceAll('/etc/setup', folder)
    .replaceAll('127.0.0.1:9200', `127.0.0.1:${port}`);
  const env = Object.fromEntries(
    setup.env.flatMap((one) =>
      'from' in one ? [[one.name, `secret-${one.name.toLowerCase().replace('_password', '')}`]] : [],
    ),
  );
  const once = `${script.slice(0, script.indexOf('until setup'))}\nsetup`;
  await promisify(execFile)('sh', ['-c', once], { env: { ...env, PATH: process.env.PATH } });
}

describe('elasticsearch', () => {
  it('asks everybody for a login, and no other node can join', () => {
    const settings = yaml.load(
      file(component(planned(), 'elasticsearch'), '/usr/share/elasticsearch/config/elasticsearch.yml'),
    );
    expect(settings).toMatchObject({
      'discovery.type': 'single-node',
      'node.store.allow_mmap': false,
      'readiness.port': 9399,
      'transport.host': '127.0.0.1',
      'xpack.security.enabled': true,
    });
  });

  it('gives half of its memory to the heap, and never so much that pointers grow', () => {
    expect([512, 2048, 4096].map(heapMebibytes)).toEqual([256, 1024, 2048]);
    expect(heapMebibytes(128 * 1024)).toBe(31743);
    expect(variable(component(planned(), 'elasticsearch'), 'ES_JAVA_OPTS')).toMatch(/^-Xms1024m -Xmx1024m /);
  });

  it('writes only where it must: its configuration folder starts as the image has it', () => {
    const { scratch, volumes } = component(planned(), 'elasticsearch');
    expect(scratch.filter(({ fromImage }) => fromImage).map(({ mountPath }) => mountPath)).toEqual([
      '/usr/share/elasticsearch/config',
    ]);
    expect(volumes.data?.mountPath).toBe('/usr/share/elasticsearch/data');
  });

  it.skipIf(lacksCurl)(
    'makes accounts, rights, template and end of life; a second time is no error',
    async () => {
      await runSetup();
      await runSetup();
      expect(fake.refused).toEqual([]);
      const made = Object.fromEntries(fake.made) as Record<string, Record<string, unknown>>;
      expect(made['/_security/user/shipper']).toEqual({ password: 'secret-shipper', roles: ['log-writer'] });
      expect(made['/_security/user/kibana_system/_password']).toEqual({ password: 'secret-kibana' });
      expect(made['/_security/user/kibana-setup']).toEqual({
        password: 'secret-kibana',
        roles: ['kibana_admin'],
      });
      expect(made['/_security/user/editor']).toEqual({ password: 'secret-editor', roles: ['editor'] });
      expect(made['/_security/user/kibana']).toBeUndefined();
      expect(made['/_security/role/log-writer']).toEqual({
        cluster: ['monitor'],
        indices: [{ names: ['shop-logs-test-*'], privileges: ['auto_configure', 'create_doc'] }],
      });
      expect(made['/_ilm/policy/shop-logs']).toMatchObject({
        policy: { phases: { delete: { min_age: '90d', actions: { delete: {} } } } },
      });
      expect(made['/_index_template/shop-logs']).toMatchObject({
        index_patterns: ['shop-logs-test-*'],
        template: {
          settings: { 'index.lifecycle.name': 'shop-logs', 'index.number_of_replicas': 0 },
          // Whatever is in a line, it is taken: test/cluster/elasticsearch.test.ts asks a real one.
          mappings: { subobjects: false },
        },
      });
    },
  );

  it.skipIf(lacksCurl)(
    "makes indices of the product's own, and each client sees those that it may",
    async () => {
      const talks = { days: 30, write: ['chat'], read: ['chat', 'search'] };
      const of = (clients: string[], indices: object = { talks }) =>
        plan(
          {
            elasticsearch: elasticsearch({ indices: indices as never, volume: '20Gi' }),
            ...Object.fromEntries(clients.map((name) => [name, APP])),
          },
          { flows: clients.map((from) => ({ from, to: 'elasticsearch', port: 'http' })) },
        );
      await runSetup(of(['chat', 'search']));
      expect(fake.refused).toEqual([]);
      const made = Object.fromEntries(fake.made) as Record<string, Record<string, unknown>>;
      expect(made['/_security/user/chat']).toEqual({
        password: 'secret-chat',
        roles: ['talks-writer', 'talks-reader'],
      });
      expect(made['/_security/user/search']).toEqual({ password: 'secret-search', roles: ['talks-reader'] });
      expect(made['/_security/role/talks-reader']).toMatchObject({
        indices: [{ names: ['talks-*'], privileges: ['read', 'view_index_metadata'] }],
      });
      expect(made['/_index_template/talks']).toMatchObject({ index_patterns: ['talks-*'] });
      expect(made['/_ilm/policy/talks']).toMatchObject({
        policy: { phases: { delete: { min_age: '30d' } } },
      });
      expect(() => of(['chat', 'stranger'])).toThrow(/'stranger' asks it and may read or write no index/);
      expect(() => of(['chat'], { talks, 'talks-old': talks })).toThrow(
        /'talks-old' is also an index of 'talks'/,
      );
    },
  );

  it.skipIf(lacksCurl)('is not called done while the node does not answer for its indices', async () => {
    fake.healthy = false;
    await expect(runSetup()).rejects.toThrow();
    expect(fake.made.size).toBe(0);
  });

  it('has one account for a Kibana, so a second Kibana is refused', () => {
    expect(() => planned({ kibana: KIBANA, other: KIBANA })).toThrow(
      /'kibana' and 'other' would share the account kibana_system/,
    );
  });
});
