/**
 * What Istio's control plane would tell the Envoy of a waypoint of tokens and of who may ask, made from our YAML by the
 * same steps: pilot/pkg/security/authn/policy_applier.go (convertToEnvoyJwtConfig), and of pilot/pkg/security/authz
 * model/generator.go and model/principal.go. Who opened the connection it knows from the tunnel, as filter state; here a
 * header says it, which the test alone can send.
 */
import type { KubeObject } from './manifests';

/** Says who opened the connection: `cluster.local/ns/shop/sa/web`. */
export const PEER = 'x-test-peer';
const PEER_STATE = 'io.istio.peer_principal';
const JWT = 'envoy.filters.http.jwt_authn';
const type = (name: string): string => `type.googleapis.com/envoy.${name}`;

export interface Behind {
  readonly service: string;
  /** Port of the Service. */
  readonly port: number;
  /** Where this Envoy listens in place of it, and where the server is, on loopback. */
  readonly listen: number;
  readonly upstream: number;
}

/** @param keys issuer → its keys (JWKS) as JSON */
export function envoyConfig(
  objects: readonly KubeObject[],
  behind: readonly Behind[],
  keys: Readonly<Record<string, string>>,
): object {
  return {
    static_resources: {
      listeners: behind.map((one) => listener(objects, one, keys)),
      clusters: behind.map(({ service, upstream }) => ({
        name: service,
        type: 'STATIC',
        load_assignment: {
          cluster_name: service,
          endpoints: [{ lb_endpoints: [{ endpoint: { address: loopback(upstream) } }] }],
        },
      })),
    },
  };
}

const loopback = (port: number): object => ({
  socket_address: { address: '127.0.0.1', port_value: port },
});

function listener(
  objects: readonly KubeObject[],
  one: Behind,
  keys: Readonly<Record<string, string>>,
): object {
  const filters = [
    {
      name: 'envoy.filters.http.set_filter_state',
      typed_config: {
        '@type': type('extensions.filters.http.set_filter_state.v3.Config'),
        on_request_headers: [
          {
            object_key: PEER_STATE,
            factory_key: 'envoy.string',
            format_string: { text_format_source: { inline_string: `%REQ(${PEER})%` } },
          },
        ],
      },
    },
    ...jwt(about(objects, 'RequestAuthentication', one.service), keys),
    ...rbac(about(objects, 'AuthorizationPolicy', one.service), one.port),
    {
      name: 'envoy.filters.http.router',
      typed_config: { '@type': type('extensions.filters.http.router.v3.Router') },
    },
  ];
  const manager = {
    '@type': type('extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'),
    stat_prefix: one.service,
    http_filters: filters,
    route_config: {
      virtual_hosts: [
        {
          name: one.service,
          domains: ['*'],
          routes: [{ match: { prefix: '/' }, route: { cluster: one.service } }],
        },
      ],
    },
  };
  return {
    name: one.service,
    address: loopback(one.listen),
    filter_chains: [
      {
        filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }],
      },
    ],
  };
}

/** What is attached to the Service; nothing else is for its waypoint. */
const about = (objects: readonly KubeObject[], kind: string, service: string) =>
  objects
    .filter((object) => object.kind === kind)
    .map(({ spec }) => spec)
    .filter(({ targetRefs = [] }) =>
      targetRefs.some(
        (ref: { group?: string; kind: string; name: string }) =>
          !ref.group && ref.kind === 'Service' && ref.name === service,
      ),
    );

interface JwtRule {
  readonly issuer: string;
  readonly audiences?: readonly string[];
  readonly forwardOriginalToken?: boolean;
}

function jwt(specs: readonly { jwtRules?: JwtRule[] }[], keys: Readonly<Record<string, string>>): object[] {
  const rules = specs.flatMap(({ jwtRules = [] }) => jwtRules);
  if (rules.length === 0) return [];
  const provider = (index: number): object => ({ provider_name: `origins-${index}` });
  const each = rules.map((_, index) => ({
    requires_any: { requirements: [provider(index), { allow_missing: {} }] },
  }));
  const all = { requires_all: { requirements: each } };
  return [
    {
      name: JWT,
      typed_config: {
        '@type': type('extensions.filters.http.jwt_authn.v3.JwtAuthentication'),
        bypass_cors_preflight: true,
        rules: [
          {
            match: { prefix: '/' },
            requires:
              each.length === 1
                ? each[0]
                : { requires_any: { requirements: [...rules.map((_, index) => provider(index)), all] } },
          },
        ],
        providers: Object.fromEntries(
          rules.map(({ issuer, audiences, forwardOriginalToken = false }, index) => [
            `origins-${index}`,
            {
              issuer,
              ...(audiences && { audiences }),
              forward: forwardOriginalToken,
              payload_in_metadata: 'payload',
              local_jwks: { inline_string: keys[issuer] ?? '{"keys":[]}' },
            },
          ]),
        ),
      },
    },
  ];
}

interface Source {
  readonly principals?: readonly string[];
  readonly requestPrincipals?: readonly string[];
}
interface PolicySpec {
  readonly rules?: { from?: { source: Source }[]; to?: { operation: { ports?: string[] } }[] }[];
}

/** Every policy here allows; without one everybody may. */
function rbac(specs: readonly PolicySpec[], port: number): object[] {
  if (specs.length === 0) return [];
  const rules = specs
    .flatMap(({ rules: said = [] }) => said)
    .filter(({ to }) => !to || to.some(({ operation }) => operation.ports?.includes(String(port)) ?? true));
  const policies = rules.map(({ from }, index) => [
    `rule-${index}`,
    {
      permissions: [{ any: true }],
      principals: from?.map(({ source }) => ({ and_ids: { ids: idsOf(source) } })) ?? [{ any: true }],
    },
  ]);
  return [
    {
      name: 'envoy.filters.http.rbac',
      typed_config: {
        '@type': type('extensions.filters.http.rbac.v3.RBAC'),
        rules: { action: 'ALLOW', policies: Object.fromEntries(policies) },
      },
    },
  ];
}

const idsOf = ({ principals, requestPrincipals }: Source): object[] => [
  ...(principals
    ? [
        {
          or_ids: {
            ids: principals.map((one) => ({
              filter_state: { key: PEER_STATE, string_match: { exact: one } },
            })),
          },
        },
      ]
    : []),
  ...(requestPrincipals ? [{ or_ids: { ids: requestPrincipals.map(personOf) } }] : []),
];

/** What stands behind the last slash is about the subject, all before it about the issuer. */
function personOf(pattern: string): object {
  const slash = pattern.lastIndexOf('/');
  const [issuer, subject] =
    pattern === '*' ? ['*', '*'] : [pattern.slice(0, slash), pattern.slice(slash + 1)];
  return { and_ids: { ids: [claim('iss', issuer), claim('sub', subject)] } };
}

const claim = (name: string, wanted: string): object => ({
  metadata: {
    filter: JWT,
    path: [{ key: 'payload' }, { key: name }],
    value: { string_match: wanted === '*' ? { safe_regex: { regex: '.+' } } : { exact: wanted } },
  },
});
