import { describe, expect, test } from 'vitest';
import { kindOf } from '../support/kubernetes';
import { committed } from './committed';

interface Route {
  hostnames: string[];
  parentRefs: { sectionName: string }[];
  rules: {
    matches: { path: { value: string } }[];
    backendRefs?: { name: string; port: number }[];
    filters: { extensionRef?: { name: string }; [kind: string]: unknown }[];
  }[];
}

const routesOf = (name: string) =>
  kindOf(committed(name).objects, 'HTTPRoute').map(({ metadata, spec }) => ({
    name: metadata.name,
    ...(spec as Route),
  }));
const leads = (name: string): string[] =>
  routesOf(name)
    .flatMap(({ hostnames, parentRefs, rules }) =>
      rules.flatMap(({ matches, backendRefs = [] }) =>
        backendRefs.map(
          ({ name: to, port }) =>
            `${parentRefs[0]!.sectionName} ${hostnames[0]}${matches[0]!.path.value} → ${to}:${port}`,
        ),
      ),
    )
    .sort();

describe('"External Network Access"', () => {
  test('app leads to the client and api to the server, and nothing else is public', () => {
    expect(leads('sentineliq/production')).toEqual([
      'https-api api.sentineliq.com/ → server:3001',
      'https-api api.sentineliq.com/socket.io → server:3001',
      'https-app app.sentineliq.com/ → client:3000',
    ]);
  });

  test('HTTPS is enforced: whoever comes without it is sent on', () => {
    const redirect = routesOf('sentineliq/production').find(({ name }) => name === 'edge-redirect')!;
    expect(redirect.hostnames.sort()).toEqual(['api.sentineliq.com', 'app.sentineliq.com']);
    expect(redirect.rules[0]!.filters).toEqual([
      { type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } },
    ]);
  });

  test('requests are limited, and answers carry security headers', () => {
    const { spec } = committed('sentineliq/production');
    expect(spec('Middleware', 'server-api-rate-limit')).toEqual({
      rateLimit: { average: 20, burst: 60, period: '1s' },
    });
    // Its nginx passes calls of the API on: the same a second and the same body, and a page's files at once.
    expect(spec('Middleware', 'client-rate-limit')).toEqual({
      rateLimit: { average: 20, burst: 300, period: '1s' },
    });
    expect(spec('Middleware', 'client-body')).toEqual(spec('Middleware', 'server-api-body'));
    for (const { name, rules } of routesOf('sentineliq/production')) {
      if (name === 'edge-redirect') continue;
      expect(JSON.stringify(rules[0]!.filters), name).toContain('Strict-Transport-Security');
    }
  });
});

describe('"restricted to internal"', () => {
  test('Kibana and the storage console are shut in staging and production', () => {
    for (const name of ['sentineliq/staging', 'sentineliq/production']) {
      const { objects } = committed(name);
      expect(JSON.stringify(kindOf(objects, 'HTTPRoute'))).not.toMatch(/kibana|storage/);
      expect(objects.filter(({ metadata }) => metadata.name.startsWith('edge-internal'))).toEqual([]);
    }
  });

  test('development opens them to its own people: by another entry, from their addresses, with a login', () => {
    const { spec } = committed('sentineliq/development');
    expect(leads('sentineliq/development').filter((line) => line.startsWith('internal'))).toEqual([
      'internal-kibana kibana.dev.sentineliq.com/ → kibana:5601',
      'internal-storage storage.dev.sentineliq.com/ → minio:9001',
    ]);
    expect(spec('Middleware', 'edge-internal-addresses')).toEqual({
      ipAllowList: { sourceRange: ['10.8.0.0/16'] },
    });
    expect(spec('Middleware', 'edge-internal')).toMatchObject({ basicAuth: { secret: 'edge-internal' } });
  });
});
