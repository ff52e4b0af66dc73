/** Policies of one route: body size, streams, requests per client. */
import {
  ClientSettingsPolicy,
  SnippetsFilterSpecSnippetsContext as FilterContext,
  ProxySettingsPolicy,
  RateLimitPolicy,
  SnippetsFilter,
} from '../../imports/gateway.nginx.org';
import type { GatewayResource } from '../../model/gateway';
import { literally, NAME_CHARACTERS, NAME_ENCODINGS } from '../../model/paths';
import type { PlannedRoute } from '../../model/plan';

/** How long a WebSocket or an event stream may be silent before nginx ends it; nginx's own is 60 s. */
const STREAM_SILENCE = '3600s';

/**
 * A location is found by the path as nginx reads it, decoded and with its dots followed, and the server behind gets it
 * as it was sent: so that is looked at too.
 */
function asSpelled({ path }: PlannedRoute): GatewayResource['manifest'] {
  const name = `(?![.]{1,2}(/|[?]|$))([${NAME_CHARACTERS}]|${NAME_ENCODINGS}|%[89A-Fa-f][0-9A-Fa-f])+`;
  return SnippetsFilter.manifest({
    spec: {
      snippets: [
        {
          context: FilterContext.HTTP_PERIOD_SERVER_PERIOD_LOCATION,
          value: `if ($request_uri !~ "^${literally(path)}(/${name})+([?]|$)") { return 404; }`,
        },
      ],
    },
  });
}

export function routeResources(route: PlannedRoute, name: string): GatewayResource[] {
  const target = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name };
  const manifests: GatewayResource['manifest'][] = [];
  if (route.maxBody) {
    manifests.push(
      ClientSettingsPolicy.manifest({ spec: { targetRef: target, body: { maxSize: route.maxBody } } }),
    );
  }
  if (route.streaming) {
    manifests.push(
      ProxySettingsPolicy.manifest({
        spec: {
          targetRefs: [target],
          buffering: { disable: true },
          timeout: { read: STREAM_SILENCE, send: STREAM_SILENCE },
        },
      }),
    );
  }
  if (route.rateLimit) {
    const { requests, per, burst } = route.rateLimit;
    manifests.push(
      RateLimitPolicy.manifest({
        spec: {
          targetRefs: [target],
          rateLimit: {
            rejectCode: 429,
            // Per client address, once the proxy has told it (see edge-client-address).
            local: {
              rules: [
                {
                  key: '$binary_remote_addr',
                  rate: `${requests}r/${per[0]}`,
                  burst,
                  noDelay: true,
                  zoneSize: '10m',
                },
              ],
            },
          },
        },
      }),
    );
  }
  if (route.below) manifests.push(asSpelled(route));
  return manifests.map((manifest) => ({ name, manifest }));
}
