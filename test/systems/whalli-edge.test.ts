import { describe, expect, test } from 'vitest';
import { kindOf } from '../support/kubernetes';
import { committed } from './committed';

interface Route {
  hostnames: string[];
  parentRefs: { sectionName: string }[];
  rules: {
    matches?: { path: { type: string; value: string }; method?: string }[];
    backendRefs?: { name: string; port: number }[];
    filters: { extensionRef?: { name: string } }[];
  }[];
}
interface Listener {
  name: string;
  hostname: string;
  tls?: { certificateRefs: { name: string }[] };
}

const at = committed('whalli/production');
const middlewares = new Map(
  kindOf(at.objects, 'Middleware').map(({ metadata, spec }) => [metadata.name, spec as object]),
);
const { listeners } = at.spec<{ listeners: Listener[] }>('Gateway', 'edge');
const certificates = new Map(
  kindOf(at.objects, 'Certificate').map(({ spec }) => {
    const { secretName, dnsNames } = spec as { secretName: string; dnsNames: string[] };
    return [secretName, dnsNames.join()];
  }),
);

/** What a middleware does, in a few words. */
function effect(name: string): string {
  const [[kind, said] = []] = Object.entries(middlewares.get(name) ?? {}) as [string, unknown][];
  if (kind === 'rateLimit') {
    const { average, period, burst } = said as { average: number; period: string; burst: number };
    return `${average}/${period} +${burst}`;
  }
  if (kind === 'buffering') return `body ${(said as { maxRequestBodyBytes: number }).maxRequestBodyBytes}`;
  if (kind === 'basicAuth') return 'login';
  return name;
}

/** Host, method, path → backend or refused, middlewares, certificate. */
const table = kindOf(at.objects, 'HTTPRoute')
  .map(({ spec }) => spec as Route)
  .filter(({ parentRefs }) => parentRefs[0]!.sectionName.startsWith('https'))
  .flatMap(({ hostnames, parentRefs, rules }) =>
    rules.flatMap(({ matches = [], backendRefs = [], filters }) =>
      matches.map(({ path: { value, type }, method = 'any' }) => {
        const names = filters.flatMap(({ extensionRef }) => extensionRef?.name ?? []);
        const isRefused = names.includes('edge-not-found');
        const [to] = backendRefs;
        const listener = listeners.find(({ name }) => name === parentRefs[0]!.sectionName)!;
        const certified = certificates.get(listener.tls!.certificateRefs[0]!.name);
        return [
          hostnames.join(),
          method,
          type === 'RegularExpression' ? 'hidden' : value,
          isRefused ? 'refused' : `${to!.name}:${to!.port}`,
          isRefused ? '' : names.map(effect).join(', '),
          certified === hostnames.join() && listener.hostname === hostnames.join() ? 'its own' : certified,
        ].join(' | ');
      }),
    ),
  )
  .sort();

test('each public host leads where the port table says, with its limits and a certificate of its own', () => {
  const rows = [
    'admin.whalli.com | any | / | admin:3002 | 20/1s +300 | its own',
    'admin.whalli.com | any | /api/auth/sign-in | admin:3002 | 20/1m +20, body 65536 | its own',
    'admin.whalli.com | any | /api/auth/sign-up | admin:3002 | 20/1m +20, body 65536 | its own',
    'api.whalli.com | any | / | api:3001 | 20/1s +60, body 1048576 | its own',
    'api.whalli.com | any | /api/chat/stream | api:3001 | 20/1s +60 | its own',
    'api.whalli.com | any | /api/files/upload | api:3001 | 20/1s +60, body 52428800 | its own',
    'api.whalli.com | any | hidden | refused |  | its own',
    'app.whalli.com | any | / | web:3000 | 20/1s +300 | its own',
    'app.whalli.com | any | /api/auth/sign-in | web:3000 | 20/1m +20, body 65536 | its own',
    'app.whalli.com | any | /api/auth/sign-up | web:3000 | 20/1m +20, body 65536 | its own',
    'grafana.whalli.com | any | / | grafana:3000 | 20/1s +300 | its own',
    'grafana.whalli.com | any | hidden | refused |  | its own',
    'minio.whalli.com | any | / | minio:9001 | 20/1s +300, login | its own',
    'prometheus.whalli.com | any | / | prometheus:9090 | 20/1s +300, login | its own',
    'prometheus.whalli.com | any | hidden | refused |  | its own',
    'storage.whalli.com | any | / | minio:9000 | 20/1s +300 | its own',
    'storage.whalli.com | any | hidden | refused |  | its own',
  ];
  expect([...new Set(table)]).toEqual(rows);
});

describe('what no route shows', () => {
  const hidden = (host: string): RegExp[] =>
    kindOf(at.objects, 'HTTPRoute')
      .map(({ spec }) => spec as Route)
      .filter(({ hostnames }) => hostnames.includes(host))
      .flatMap(({ rules }) => rules.flatMap(({ matches = [] }) => matches))
      .filter(({ path }) => path.type === 'RegularExpression')
      .map(({ path: { value } }) => new RegExp(value.replace('(?i)', ''), 'i'));

  test.each([
    ['api.whalli.com', '/api/metrics'],
    ['storage.whalli.com', '/minio/admin/v3/info'],
    ['storage.whalli.com', '/minio/v2/metrics/cluster'],
    ['grafana.whalli.com', '/metrics'],
    ['prometheus.whalli.com', '/metrics'],
  ])('%s%s', (host, path) => expect(hidden(host).some((one) => one.test(path))).toBe(true));
});

test('HTTP leads to HTTPS, on every host', () => {
  const { hostnames, rules } = at.spec<Route>('HTTPRoute', 'edge-redirect');
  expect(hostnames.sort()).toEqual(
    ['admin', 'api', 'app', 'grafana', 'minio', 'prometheus', 'storage'].map((name) => `${name}.whalli.com`),
  );
  expect(rules[0]!.filters).toEqual([
    { type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } },
  ]);
});
