/** What the player does not know is no smaller mistake than what nginx does not: it takes no Gateway that has it. */
import type { KubeObject } from '../../lab/manifests';

/** Kind → the fields of its specification that are played, with dots. Lists are looked into. */
const PLAYED: Readonly<Record<string, readonly string[]>> = {
  // Of addresses the nodes have IPv4's alone.
  NginxProxy: ['serverTokens', 'metrics', 'kubernetes', 'ipFamily'],
  ClientSettingsPolicy: ['targetRef', 'body.maxSize'],
  ProxySettingsPolicy: ['targetRefs', 'buffering.disable', 'timeout.connect', 'timeout.read', 'timeout.send'],
  RateLimitPolicy: [
    'targetRefs',
    'rateLimit.rejectCode',
    ...['key', 'rate', 'zoneSize', 'burst', 'noDelay'].map((field) => `rateLimit.local.rules.${field}`),
  ],
  SnippetsPolicy: ['targetRefs', 'snippets.context', 'snippets.value'],
  SnippetsFilter: ['snippets.context', 'snippets.value'],
  AuthenticationFilter: ['type', 'basic.realm', 'basic.secretRef'],
  HTTPRoute: [
    'hostnames',
    'parentRefs',
    'rules.backendRefs',
    'rules.matches.path',
    'rules.matches.method',
    'rules.filters.type',
    'rules.filters.extensionRef',
    'rules.filters.requestHeaderModifier.remove',
    'rules.filters.responseHeaderModifier.set',
    'rules.filters.requestRedirect.scheme',
    'rules.filters.requestRedirect.statusCode',
  ],
};
/** Where a snippet may stand. */
const CONTEXTS: Readonly<Record<string, string>> = {
  SnippetsPolicy: 'http',
  SnippetsFilter: 'http.server.location',
};

/** What a controller would do something with, and the player would not. */
export function unplayed(objects: readonly KubeObject[]): string[] {
  return objects.flatMap((object) => {
    const { kind, metadata, spec } = object;
    const isOurs = /^(gateway\.nginx\.org|gateway\.networking\.k8s\.io)\//.test(object.apiVersion);
    if (!isOurs || kind === 'Gateway') return [];
    const known = PLAYED[kind];
    if (!known) return [`${kind} ${metadata.name} is not played`];
    const fields = fieldsOf(spec, '').filter(
      (field) => !known.some((one) => field === one || field.startsWith(`${one}.`)),
    );
    const contexts = ((spec.snippets ?? []) as { context: string }[])
      .filter(({ context }) => context !== CONTEXTS[kind])
      .map(({ context }) => `snippets in ${context}`);
    return [...new Set([...fields, ...contexts])].map(
      (what) => `${kind} ${metadata.name}: ${what} is not played`,
    );
  });
}

function fieldsOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsOf(one, path));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, one]) => fieldsOf(one, path ? `${path}.${name}` : name));
}
