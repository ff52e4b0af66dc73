import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import * as yaml from 'js-yaml';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { elasticsearch } from '../../catalogue/elasticsearch';
import { kibana } from '../../catalogue/kibana';
import type { External, Route } from '../../model/system';
import { lacksCurl } from '../support/curl';
import { component, file, plan, variable } from './fixture';

const planned = (routes: readonly Route[] = [], external?: External) =>
  plan(
    {
      elasticsearch: elasticsearch({ logs: { index: 'shop-logs', days: 90 }, volume: '20Gi' }),
      kibana: kibana({ index: 'shop-logs' }),
    },
    {
      flows: [{ from: 'kibana', to: 'elasticsearch', port: 'http' }],
      routes,
      external: external && { elasticsearch: external },
    },
  );

const settings = (of = planned()) =>
  yaml.load(file(component(of, 'kibana'), '/usr/share/kibana/config/kibana.yml'));

interface View {
  readonly id: string;
  readonly title: string;
  readonly name: string;
}

/**
 * Answers as Kibana does to an account without rights on indices: fields of a view are refused to it after the view was
 * saved, what is there twice is a 400, and a default that is there is kept unless it is forced.
 */
class FakeKibana {
  readonly views: View[] = [];
  default: string | undefined;
  ready = true;
  readonly asked: string[] = [];
  readonly server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const login = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64');
      this.asked.push(`${login} ${request.method} ${request.url} ${request.headers['kbn-xsrf']}`);
      const [status, body] = this.answer(`${request.method} ${request.url}`, Buffer.concat(parts).toString());
      response.writeHead(status).end(JSON.stringify(body));
    });
  });

  private answer(what: string, text: string): [number, object] {
    if (!this.ready) return [503, {}];
    const body = text ? JSON.parse(text) : {};
    if (what === 'GET /api/data_views') return [200, { data_view: this.views }];
    if (what === 'POST /api/data_views/default') {
      if (body.force || !this.default) this.default = body.data_view_id;
      return [200, { acknowledged: true }];
    }
    if (what !== 'POST /api/data_views/data_view') return [404, {}];
    const view: View = body.data_view;
    const twice = this.views.findIndex(({ id, name }) => id === view.id || name === view.name);
    if (twice >= 0 && !body.override) return [400, { message: `Duplicate data view: ${view.name}` }];
    if (twice >= 0) this.views.splice(twice, 1);
    this.views.push(view);
    return body.refresh_fields === false ? [200, body] : [400, { message: 'security_exception' }];
  }
}

const folder = mkdtempSync(join(tmpdir(), 'phasewise-kibana-'));
let fake: FakeKibana;
beforeEach(async () => {
  fake = new FakeKibana();
  await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  fake.server.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the setup script's steps once, with a real curl. @throws Error when a step fails */
async function runSetup(): Promise<void> {
  const { files = [] } = component(planned(), 'kibana').sidecars.find(({ name }) => name === 'setup')!;
  for (const { path, content } of files) writeFileSync(join(folder, basename(path)), content);
  const script = files
    .find(({ path }) => path.endsWith('.sh'))!
    .content.replaceAll('/etc/setup', folder)
    .replaceAll('127.0.0.1:5601', `127.0.0.1:${(fake.server.address() as AddressInfo).port}`);
  const once = `${script.slice(0, script.indexOf('until setup'))}\nsetup`;
  await promisify(execFile)('sh', ['-c', once], {
    env: { PATH: process.env.PATH, SETUP_PASSWORD: 'secret' },
  });
}

const OURS = { id: 'shop-logs', name: 'Demo logs', title: 'shop-logs-test-*' };

describe('kibana', () => {
  it('logs in with the built-in account of its server, and no key stands in a file', () => {
    const here = component(planned(), 'kibana');
    expect(variable(here, 'KIBANA_SYSTEM_USERNAME')).toBe('kibana_system');
    expect(settings()).toMatchObject({
      'elasticsearch.hosts': ['http://elasticsearch:9200'],
      'elasticsearch.password': '${KIBANA_SYSTEM_PASSWORD}',
      'xpack.encryptedSavedObjects.encryptionKey': '${SAVED_OBJECTS_KEY}',
    });
    expect(here.env).toContainEqual({
      name: 'KIBANA_SYSTEM_PASSWORD',
      from: { secret: 'elasticsearch-kibana', key: 'password' },
    });
  });

  it('passes no password on its command line, where every variable named as a setting would stand', () => {
    const names = component(planned(), 'kibana').env.map(({ name }) => name);
    expect(names.filter((name) => /^(ELASTICSEARCH|XPACK|SERVER)_/.test(name))).toEqual([]);
  });

  it('knows its public address where it has one', () => {
    expect(settings()).not.toHaveProperty(['server.publicBaseUrl']);
    const routed = settings(planned([{ host: 'kibana', to: 'kibana' }]));
    expect(routed).toHaveProperty(['server.publicBaseUrl'], 'https://kibana.example.com');
  });

  it.skipIf(lacksCurl)('has the logs ready to be looked at, by an account that reads no logs', async () => {
    await runSetup();
    expect(fake.views).toEqual([{ ...OURS, timeFieldName: '@timestamp' }]);
    expect(fake.default).toBe('shop-logs');
    expect(fake.asked).toEqual([
      'kibana-setup:secret GET /api/data_views setup',
      'kibana-setup:secret POST /api/data_views/data_view setup',
      'kibana-setup:secret POST /api/data_views/default setup',
    ]);
  });

  it.skipIf(lacksCurl).each<[string, View]>([
    ['renamed and widened', { ...OURS, name: 'Mine', title: 'shop-*' }],
    ['made anew by hand', { ...OURS, id: 'by-hand', name: 'Mine' }],
    ['replaced by one of the same name', { ...OURS, id: 'by-hand', title: 'shop-*' }],
  ])('keeps what people made of the view, and is done: %s', async (_, theirs) => {
    fake.views.push(theirs);
    fake.default = 'theirs';
    await runSetup();
    expect(fake.views).toEqual([theirs]);
    expect(fake.default).toBe('theirs');
  });

  it.skipIf(lacksCurl)('does not call it done while Kibana refuses', async () => {
    fake.ready = false;
    await expect(runSetup()).rejects.toThrow();
    expect(fake.asked).toHaveLength(1);
  });

  it('leaves the accounts of a provider alone', () => {
    const here = component(planned([], { host: 'es.example.com', port: 443 }), 'kibana');
    expect(here.sidecars.map(({ name }) => name)).toEqual(['exporter']);
    expect(here.env).toContainEqual({
      name: 'KIBANA_SYSTEM_USERNAME',
      from: { secret: 'elasticsearch', key: 'username' },
    });
  });
});
