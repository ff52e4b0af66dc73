import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import * as yaml from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
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

const folder = mkdtempSync(join(tmpdir(), 'phasewise-kibana-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the setup script's steps once, with a real curl, against a server that notes what it is asked. */
async function runSetup(status: number): Promise<{ asked: string[]; bodies: unknown[] }> {
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const login = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64');
      asked.push(`${login} ${request.method} ${request.url} ${request.headers['kbn-xsrf']}`);
      bodies.push(JSON.parse(Buffer.concat(parts).toString()));
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { files = [] } = component(planned(), 'kibana').sidecars.find(({ name }) => name === 'setup')!;
    for (const { path, content } of files) writeFileSync(join(folder, basename(path)), content);
    const script = files
      .find(({ path }) => path.endsWith('.sh'))!
      .content.replaceAll('/etc/setup', folder)
      .replaceAll('127.0.0.1:5601', `127.0.0.1:${(server.address() as AddressInfo).port}`);
    const once = `${script.slice(0, script.indexOf('until setup'))}\nsetup`;
    await promisify(execFile)('sh', ['-c', once], {
      env: { PATH: process.env.PATH, SETUP_PASSWORD: 'secret' },
    });
    return { asked, bodies };
  } finally {
    server.close();
  }
}

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

  it.skipIf(lacksCurl)('has the logs ready to be looked at', async () => {
    const { asked, bodies } = await runSetup(200);
    expect(asked).toEqual([
      'kibana-setup:secret POST /api/data_views/data_view setup',
      'kibana-setup:secret POST /api/data_views/default setup',
    ]);
    expect(bodies).toEqual([
      {
        data_view: {
          id: 'shop-logs',
          name: 'Demo logs',
          title: 'shop-logs-test-*',
          timeFieldName: '@timestamp',
        },
        override: true,
      },
      { data_view_id: 'shop-logs', force: true },
    ]);
  });

  it.skipIf(lacksCurl)('does not call it done while Kibana refuses', async () => {
    await expect(runSetup(503)).rejects.toThrow();
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
