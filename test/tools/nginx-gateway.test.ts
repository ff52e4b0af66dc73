import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../tools/lab/manifests';
import { configurationOf } from '../../tools/node/nginx-gateway/configuration';
import { unplayed } from '../../tools/node/nginx-gateway/refused';

const object = (kind: string, name: string, spec: object, more: object = {}): KubeObject =>
  ({
    apiVersion: /^[A-Z].*(Policy|Filter)$/.test(kind)
      ? 'gateway.nginx.org/v1alpha1'
      : 'gateway.networking.k8s.io/v1',
    kind,
    metadata: { name, namespace: 'shop' },
    spec,
    ...more,
  }) as KubeObject;

const listener = (host: string) => ({
  name: `https-${host}`,
  port: 443,
  protocol: 'HTTPS',
  hostname: `${host}.shop.example`,
  tls: { certificateRefs: [{ name: `tls-${host}` }] },
});
const gateway = object('Gateway', 'edge', {
  listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }, listener('www'), listener('late')],
});
const route = (filters: object[] = []) =>
  object('HTTPRoute', 'web', {
    hostnames: ['www.shop.example'],
    parentRefs: [{ name: 'edge', sectionName: 'https-www' }],
    rules: [{ backendRefs: [{ name: 'web', port: 80 }], filters }],
  });
const data = { 'tls.crt': 'Y2VydA==', 'tls.key': 'a2V5' };
const certificate = object('Secret', 'tls-www', {}, { type: 'kubernetes.io/tls', data });
const service = object('Service', 'web', { ports: [{ name: 'http', port: 80 }] });
const slice = object(
  'EndpointSlice',
  'web-1',
  {},
  {
    metadata: { name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
    ports: [{ name: 'http', port: 3000 }],
    endpoints: [
      { addresses: ['10.1.0.1'], conditions: { ready: true } },
      { addresses: ['10.1.0.2'], conditions: { ready: false } },
    ],
  },
);
const made = (...objects: KubeObject[]) => {
  const { files, shut } = configurationOf({ gateway, objects });
  return { files, shut, text: files['/etc/nginx/conf.d/http.conf']! };
};

describe('what nginx is told in the place of NGINX Gateway Fabric', () => {
  it('knows pods that are ready, beside a Service without any', () => {
    const none = object('EndpointSlice', 'web-2', {}, { ...slice, ports: null, endpoints: null });
    expect(made(route(), certificate, service, none, slice).text).toContain(
      '{ random two least_conn; zone shop_web_80 512k; server 10.1.0.1:3000; }',
    );
  });

  it('shuts a host without a certificate, and holds no other back', () => {
    const { files, shut, text } = made(route(), certificate, service, slice);
    expect(shut).toEqual(['https-late']);
    expect(files['/etc/nginx/secrets/https-www.pem']).toBe('cert\nkey');
    expect(text).toContain('server_name www.shop.example;');
    expect(text).not.toContain('server_name late.shop.example;');
  });

  it('leads to pods that are ready', () => {
    expect(made(route(), certificate, service, slice).text).toContain('512k; server 10.1.0.1:3000; }');
    expect(made(route(), certificate, service).text).toContain(
      'server unix:/var/run/nginx/nginx-503-server.sock; }',
    );
    expect(made(route(), certificate).text).toContain('proxy_pass http://invalid-backend-ref;');
  });

  it('answers nobody by a route whose filter is not there', () => {
    const filters = [{ type: 'ExtensionRef', extensionRef: { kind: 'SnippetsFilter', name: 'gone' } }];
    expect(made(route(filters), certificate, service, slice).text).toContain('return 500 "";');
  });

  it('refuses what it does not play', () => {
    expect(unplayed([route()])).toEqual([]);
    expect(unplayed([route([{ type: 'URLRewrite', urlRewrite: { hostname: 'x' } }])])).toEqual([
      'HTTPRoute web: rules.filters.urlRewrite.hostname is not played',
    ]);
    expect(unplayed([object('UpstreamSettingsPolicy', 'u', {})])).toEqual([
      'UpstreamSettingsPolicy u is not played',
    ]);
    const snippets = [{ context: 'main', value: 'x;' }];
    expect(unplayed([object('SnippetsPolicy', 'p', { snippets })])).toEqual([
      'SnippetsPolicy p: snippets in main is not played',
    ]);
  });
});
