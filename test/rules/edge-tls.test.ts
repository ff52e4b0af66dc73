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
  return [
    ...listeners(objects).flatMap(({ name, protocol, ours, tls: settings }) => {
      if (protocol !== 'HTTPS') return name === 'http' ? [] : [`${name} is not encrypted`];
      const versions = settings?.options?.['nginx.org/ssl-protocols'] ?? '';
      const refs = settings?.certificateRefs ?? [];
      return [
        // A controller that serves everybody has one setting for all of them, which is not ours.
        ...(!ours || /^TLSv1\.[23]( TLSv1\.3)?$/.test(versions) ? [] : [`${name} speaks '${versions}'`]),
        ...(refs.some((ref) => certificates.some(({ secretName }) => secretName === ref.name))
          ? []
          : [`${name} has a certificate that nobody issues`]),
      ];
    }),
    ...routes(objects)
      .flatMap(({ hostnames }) => hostnames)
      .filter((host) => !certificates.some(({ dnsNames }) => dnsNames.includes(host)))
      .map((host) => `no certificate is for ${host}`),
  ];
};

const HTTPS = 'spec.listeners.1';

rule('browsers get a valid certificate and a safe protocol', tls, [
  [
    'an old protocol',
    inObject('Gateway/edge', `${HTTPS}.tls.options.nginx\\.org/ssl-protocols`, 'TLSv1'),
    /speaks 'TLSv1'/,
  ],
  ['no protocol', inObject('Gateway/edge', `${HTTPS}.tls.options`, undefined), /https speaks ''/],
  ['no certificate', without('Certificate'), /nobody issues[\s\S]*no certificate is for \w/],
  ['a host without one', inObject('Certificate', 'spec.dnsNames', []), /no certificate is for \w/],
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
    const internal = parentRefs.every(({ sectionName }) => sectionName === 'internal');
    return [
      ...(unencrypted ? [`${name} answers without encryption`] : []),
      ...(internal ? [] : hostnames)
        .filter((host) => !redirects.some((one) => one.hostnames.includes(host)))
        .map((host) => `http://${host} is not sent on to https`),
    ];
  });
};

/** A page for people, by a listener that encrypts. */
const isShown = ({ parentRefs }: Route): boolean => parentRefs[0]?.sectionName === 'https';
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
