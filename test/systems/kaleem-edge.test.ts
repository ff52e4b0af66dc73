import { describe, expect, test } from 'vitest';
import { kindOf } from '../support/kubernetes';
import { OBJECTS, object, spec } from './kaleem';

/** cloudflare.com/ips */
const CLOUDFLARE = [
  '103.21.244.0/22',
  '103.22.200.0/22',
  '103.31.4.0/22',
  '104.16.0.0/13',
  '104.24.0.0/14',
  '108.162.192.0/18',
  '131.0.72.0/22',
  '141.101.64.0/18',
  '162.158.0.0/15',
  '172.64.0.0/13',
  '173.245.48.0/20',
  '188.114.96.0/20',
  '190.93.240.0/20',
  '197.234.240.0/22',
  '198.41.128.0/17',
  '2400:cb00::/32',
  '2405:8100::/32',
  '2405:b500::/32',
  '2606:4700::/32',
  '2803:f800::/32',
  '2a06:98c0::/29',
  '2c0f:f248::/32',
];

interface Route {
  hostnames: string[];
  rules: {
    matches?: { path: { type: string; value: string } }[];
    backendRefs: { name: string; port: number }[];
    filters: { responseHeaderModifier?: { set: { name: string; value: string }[] } }[];
  }[];
}

/** n8n has a route for each kind of webhook. */
const WEBHOOKS = ['n8n-n8n-webhook', 'n8n-n8n-webhook-test', 'n8n-n8n-webhook-waiting'];

test.each([
  ['app.kaleem-ai.com', 'frontend', 'frontend', 8080],
  ['api.kaleem-ai.com', 'api', 'api', 3000],
  ...WEBHOOKS.map((route) => ['n8n.kaleem-ai.com', route, 'n8n', 5678] as const),
] as const)('https://%s leads by %s to %s', (host, route, name, port) => {
  const { hostnames, rules } = spec<Route>('HTTPRoute', route);
  expect(hostnames).toEqual([host]);
  expect(rules[0]!.backendRefs).toEqual([{ name, port }]);
});

/** Whether a public route takes a path of n8n's host. */
const isPublic = (path: string): boolean =>
  kindOf(OBJECTS, 'HTTPRoute')
    .map((route) => route.spec as Route)
    .filter(({ hostnames = [] }) => hostnames.includes('n8n.kaleem-ai.com'))
    .flatMap(({ rules }) => rules.flatMap(({ matches = [], backendRefs }) => (backendRefs ? matches : [])))
    .some(({ path: { value } }) => value === '/' || path === value || path.startsWith(`${value}/`));

test.each(['/webhook/42', '/webhook/42/chat', '/webhook-test/42', '/webhook-waiting/42/key'])(
  'others call n8n at %s',
  (path) => expect(isPublic(path)).toBe(true),
);

// The first visitor of a fresh editor becomes its owner, and its API is the same door.
test.each([
  '/',
  '/setup',
  '/signin',
  '/rest/owner/setup',
  '/rest/login',
  '/api/v1/workflows',
  '/metrics',
  '/mcp/1',
])('nobody outside finds %s of n8n', (path) => expect(isPublic(path)).toBe(false));

test('there are no other ways in', () => {
  // Those of the mesh hang on a Service, which nobody outside can ask.
  const routes = kindOf(OBJECTS, 'HTTPRoute')
    .filter(({ spec }) => (spec as { parentRefs: { kind?: string }[] }).parentRefs[0]!.kind !== 'Service')
    .map(({ metadata }) => metadata.name);
  expect(routes.sort()).toEqual(['api', 'edge-redirect', 'frontend', ...WEBHOOKS]);
});

describe('Cloudflare in front', () => {
  test('alone may reach the gateway', () => {
    const { kubernetes } = spec<{ kubernetes: { service: { loadBalancerSourceRanges: string[] } } }>(
      'NginxProxy',
      'edge',
    );
    expect([...kubernetes.service.loadBalancerSourceRanges].sort()).toEqual(CLOUDFLARE);
    const { ingress } = spec<{
      ingress: { from: { ipBlock?: { cidr: string } }[]; ports: { port: number }[] }[];
    }>('NetworkPolicy', 'edge');
    // Kubelet's probes come from this machine's own address once the mesh hands them on.
    const open = ingress.filter(({ from }) =>
      from.some(({ ipBlock }) => ipBlock && !/^(169\.254\.7\.127|fd16:9254:)/.test(ipBlock.cidr)),
    );
    expect(open.map(({ ports }) => ports.map(({ port }) => port))).toEqual([[443], [80]]);
    for (const { from } of open) expect(from.map(({ ipBlock }) => ipBlock!.cidr).sort()).toEqual(CLOUDFLARE);
  });

  test('says who the client is, and nobody else does', () => {
    const { snippets } = spec<{ snippets: { context: string; value: string }[] }>(
      'SnippetsPolicy',
      'edge-client-address',
    );
    const lines = snippets[0]!.value.trim().split('\n');
    expect(lines.pop()).toBe('real_ip_header CF-Connecting-IP;');
    expect(lines.sort()).toEqual(CLOUDFLARE.map((cidr) => `set_real_ip_from ${cidr};`).sort());
  });
});

test('every answer tells browsers to come back encrypted, and to be careful', () => {
  for (const name of ['api', 'frontend', ...WEBHOOKS]) {
    const [first] = spec<Route>('HTTPRoute', name).rules;
    const headers = first!.filters.flatMap(({ responseHeaderModifier }) => responseHeaderModifier?.set ?? []);
    expect(Object.fromEntries(headers.map((header) => [header.name, header.value]))).toEqual({
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'SAMEORIGIN',
      'Referrer-Policy': 'strict-origin-when-cross-origin',
    });
  }
});

test('TLS 1.2 is the least, and each host has a certificate of its own from cert-manager', () => {
  const { listeners } = spec<{ listeners: { name: string; hostname?: string; tls?: { options: object } }[] }>(
    'Gateway',
    'edge',
  );
  expect(listeners.map(({ name, hostname }) => [name, hostname])).toEqual([
    ['http', undefined],
    ['https-api', 'api.kaleem-ai.com'],
    ['https-app', 'app.kaleem-ai.com'],
    ['https-n8n', 'n8n.kaleem-ai.com'],
  ]);
  for (const { tls } of listeners.slice(1))
    expect(tls!.options).toEqual({ 'nginx.org/ssl-protocols': 'TLSv1.2 TLSv1.3' });
  for (const name of ['api', 'app', 'n8n']) {
    expect(object('Certificate', `edge-${name}`).spec).toMatchObject({
      dnsNames: [`${name}.kaleem-ai.com`],
      issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
    });
  }
});

test('one client cannot ask API and webhooks more than its share', () => {
  const limits = kindOf(OBJECTS, 'RateLimitPolicy');
  expect(limits.map(({ metadata }) => metadata.name)).toEqual(['api', ...WEBHOOKS]);
  expect(limits[0]!.spec).toMatchObject({
    targetRefs: [{ kind: 'HTTPRoute', name: 'api' }],
    rateLimit: {
      rejectCode: 429,
      local: { rules: [{ key: '$binary_remote_addr', rate: '20r/s', burst: 60 }] },
    },
  });
});

test('WebSockets and event streams of API and n8n stay open, and are not held back', () => {
  const streams = kindOf(OBJECTS, 'ProxySettingsPolicy');
  expect(streams.map(({ metadata }) => metadata.name)).toEqual(['api', ...WEBHOOKS]);
  for (const stream of streams) {
    expect(stream.spec).toMatchObject({
      buffering: { disable: true },
      timeout: { read: '3600s', send: '3600s' },
    });
  }
});

test.each([['api', '25m'] as const, ...WEBHOOKS.map((route) => [route, '16m'] as const)])(
  'uploads to %s may be as large as %s',
  (name, maxSize) => {
    expect(object('ClientSettingsPolicy', name).spec).toEqual({
      body: { maxSize },
      targetRef: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name },
    });
  },
);
