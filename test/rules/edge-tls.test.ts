import { type KubeObject, kindOf, publicGateways, publicRoutes } from '../support/kubernetes';
import { inObject, rule, those, without } from '../support/rule';

interface Route {
  hostnames: string[];
  parentRefs: { sectionName?: string }[];
  rules: { backendRefs?: unknown[]; filters?: Record<string, unknown>[] }[];
}
interface Listener {
  name: string;
  port: number;
  protocol: string;
  hostname?: string;
  tls?: { certificateRefs?: { name: string }[]; options?: Record<string, string> };
}

const routes = (objects: readonly KubeObject[]) =>
  publicRoutes(objects).map(({ metadata, spec }) => ({ name: metadata.name, ...(spec as Route) }));
interface Gateway {
  listeners: Listener[];
  infrastructure?: { parametersRef?: { kind: string } };
}
const listeners = (objects: readonly KubeObject[]): (Listener & { ours: boolean })[] =>
  publicGateways(objects).flatMap(({ spec }) => {
    const { listeners: all, infrastructure } = spec as Gateway;
    return all.map((one) => ({ ...one, ours: infrastructure?.parametersRef !== undefined }));
  });

const tls = (objects: readonly KubeObject[]): string[] => {
  const certificates = kindOf(objects, 'Certificate').map(
    ({ spec }) => spec as { secretName: string; dnsNames: string[] },
  );
  const all = listeners(objects);
  return [
    ...all.flatMap(({ name, protocol, hostname, ours, tls: settings }) => {
      if (protocol !== 'HTTPS') return name === 'http' ? [] : [`${name} is not encrypted`];
      const versions = settings?.options?.['nginx.org/ssl-protocols'] ?? '';
      const refs = settings?.certificateRefs ?? [];
      const issued = certificates.filter(({ secretName }) => refs.some((ref) => ref.name === secretName));
      const names = issued.flatMap(({ dnsNames }) => dnsNames);
      return [
        // A controller that serves everybody has one setting for all of them, which is not ours.
        ...(!ours || /^TLSv1\.[23]( TLSv1\.3)?$/.test(versions) ? [] : [`${name} speaks '${versions}'`]),
        ...(issued.length > 0 ? [] : [`${name} has a certificate that nobody issues`]),
        ...(hostname ? [] : [`${name} is for any host`]),
        ...(issued.length === 0 || names.includes(hostname ?? '')
          ? []
          : [`the certificate of ${name} is not for ${hostname}`]),
        ...names
          .filter((other) => other !== hostname)
          .map((other) => `${hostname} has no certificate until ${other} has one`),
      ];
    }),
    ...routes(objects).flatMap(({ name, hostnames, parentRefs }) =>
      parentRefs.flatMap(({ sectionName }) => {
        const listener = all.find((one) => one.name === sectionName);
        return listener?.hostname
          ? hostnames
              .filter((host) => host !== listener.hostname)
              .map((host) => `${name} is for ${host}, and comes in by ${sectionName}`)
          : [];
      }),
    ),
  ];
};

const HTTPS = 'spec.listeners.1';
/** One of several. */
const several = those('Gateway', ({ listeners: all }: Gateway) => (all ?? []).length > 2);

rule('browsers get a valid certificate and a safe protocol', tls, [
  [
    'an old protocol',
    inObject('Gateway/edge', `${HTTPS}.tls.options.nginx\\.org/ssl-protocols`, 'TLSv1'),
    /speaks 'TLSv1'/,
  ],
  ['no protocol', inObject('Gateway/edge', `${HTTPS}.tls.options`, undefined), /https\S* speaks ''/],
  ['no certificate', without('Certificate'), /nobody issues/],
  ['one that is for nobody', inObject('Certificate', 'spec.dnsNames', []), /is not for \w/],
  [
    'one certificate for all hosts',
    inObject('Certificate', 'spec.dnsNames', (own: string[]) => [...own, 'new.example.com']),
    /\w has no certificate until new\.example\.com has one/,
  ],
  [
    'a listener for any host',
    inObject('Gateway/edge', `${HTTPS}.hostname`, undefined),
    /https\S* is for any host/,
  ],
  [
    "another host's listener",
    inObject(several, `${HTTPS}.hostname`, 'else.example.com'),
    /comes in by (https|internal)/,
  ],
]);

const plain = (objects: readonly KubeObject[]): string[] => {
  const sections = listeners(objects).filter(({ protocol }) => protocol === 'HTTP');
  const redirects = routes(objects).filter(({ rules }) =>
    rules.every(
      ({ filters = [], backendRefs }) =>
        !backendRefs &&
        filters.some(({ requestRedirect }) => (requestRedirect as { scheme?: string })?.scheme === 'https'),
    ),
  );
  return routes(objects).flatMap(({ name, hostnames, parentRefs }) => {
    const unencrypted = parentRefs.some(
      ({ sectionName }) => !sectionName || sections.some((listener) => listener.name === sectionName),
    );
    if (redirects.some((one) => one.name === name)) return [];
    // Nobody types an internal address; it has a port of its own, and there is nothing at the usual one.
    const internal = parentRefs.every(({ sectionName }) => /^internal(-|$)/.test(sectionName ?? ''));
    return [
      ...(unencrypted ? [`${name} answers without encryption`] : []),
      ...(internal ? [] : hostnames)
        .filter((host) => !redirects.some((one) => one.hostnames.includes(host)))
        .map((host) => `http://${host} is not sent on to https`),
    ];
  });
};

/** A page for people, by a listener that encrypts. */
const isShown = ({ parentRefs }: Route): boolean => /^https(-|$)/.test(parentRefs[0]?.sectionName ?? '');
/** Where somebody from outside is sent on. */
const redirect = those(
  'HTTPRoute',
  (_, { metadata }, objects) =>
    metadata.name === 'edge-redirect' &&
    objects.some(({ kind, spec }) => kind === 'HTTPRoute' && isShown(spec as Route)),
);

rule('whoever types the address without https is sent on, and nothing is served in the clear', plain, [
  ['no redirect', without(redirect), /http:\/\/.* is not sent on/],
  ['a host forgotten', inObject(redirect, 'spec.hostnames', []), /http:\/\/.* is not sent on/],
  [
    'served in the clear',
    inObject(those('HTTPRoute', isShown), 'spec.parentRefs.0.sectionName', 'http'),
    /without encryption/,
  ],
  [
    'served on both',
    inObject(those('HTTPRoute', isShown), 'spec.parentRefs.0.sectionName', undefined),
    /without encryption/,
  ],
]);
