/** Writes nginx's configuration for a gateway of the product's own, with the addresses that its flows lead to. */
import type { Context } from '../../model/context';
import { didYouMean } from '../../model/problems';
import { PERIODS, type RateLimit } from '../../model/system';
import { urlOf } from './url';

export const HTTP = 8080;
/** On the loopback address alone. */
export const STATUS = 8081;

export interface GatewayRules {
  /** Component that says who somebody is, and its page: 2xx lets a request through, 401 and 403 are passed on. */
  readonly auth: { readonly by: string; readonly path: string };
  /** Paths, with all below them, and the component that each leads to. */
  readonly paths: Readonly<Record<string, GatewayPath>>;
  /** Requests of one client address. */
  readonly perAddress: RateLimit;
  /** Requests with one token, from however many addresses. */
  readonly perToken: RateLimit;
  /** Largest request body. @default 1m */
  readonly maxBody?: `${number}${'k' | 'm'}`;
  /**
   * Of a hundred requests those whose traces are kept. Every request begins a trace here, whose number stands in the log:
   * services behind take its word, and a stranger has no say in what is kept. nginx has no spans of its own without a module
   * that its image lacks. @default whatever the client says is passed on
   */
  readonly traced?: number;
  /** Components whose pages may ask from browsers: those of their public hosts. @default none: pages of this host alone */
  readonly origins?: readonly string[];
}

export interface GatewayPath {
  readonly to: string;
  /** Answers come as they are made, and may be silent for an hour. @default false */
  readonly streaming?: boolean;
  /** Nobody is asked who it is: signing in. @default false */
  readonly open?: boolean;
}

/** Where the platform's gateway and other pods are: their word about the client counts, and their own address never. */
const INSIDE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];
const BODIES = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** @throws Error when it has no flow to a component that it is to ask */
export function gatewayConfig(rules: GatewayRules, context: Context): string {
  const { auth, paths, perAddress, perToken, maxBody = '1m', origins = [], traced } = rules;
  if (traced !== undefined && !(traced > 0 && traced <= 100))
    throw new Error(
      `'${context.name}' cannot trace ${traced} of a hundred requests; leave 'traced' out for none`,
    );
  const address = (component: string): string => {
    const found = context.upstreams.find(({ name }) => name === component);
    if (found) return urlOf(found);
    const names = context.upstreams.map(({ name }) => name);
    throw new Error(`'${context.name}' has no flow to '${component}'${didYouMean(component, names)}`);
  };
  const allowed = origins.flatMap((one) => context.hostsOf(one)).map((host) => `https://${host}`);
  return `worker_processes 2;
error_log /dev/stderr notice;
pid /tmp/nginx.pid;
events {
  worker_connections 4096;
}
http {
${BODIES.map((kind) => `  ${kind}_temp_path /tmp/${kind};`).join('\n')}
  # Neither tokens nor what was asked for after the path.
  log_format line escape=json '{"time":"$time_iso8601","method":"$request_method","path":"$uri","status":$status,'
    '"seconds":$request_time,"client":"$remote_addr","request":"$number"${traced === undefined ? '' : ',"trace":"$request_id"'}}';
  access_log /dev/stdout line;
  server_tokens off;
  proxy_http_version 1.1;

  # The last address on the way that is none of ours.
${INSIDE.map((range) => `  set_real_ip_from ${range};`).join('\n')}
  real_ip_header X-Forwarded-For;
  real_ip_recursive on;

  limit_req_zone $binary_remote_addr zone=client:10m rate=${rateOf(perAddress)};
  # Whoever brings none is counted by address alone.
  limit_req_zone $http_authorization zone=user:20m rate=${rateOf(perToken)};
  limit_req_status 429;

  map $http_x_request_id $number {
    default $http_x_request_id;
    '' $request_id;
  }
${traced === undefined ? '' : TRACE(traced)}  map $http_origin $origin {
    default '';
${allowed.map((one) => `    '${one}' $http_origin;`).join('\n')}
  }

  server {
    listen ${HTTP};
    client_max_body_size ${maxBody};
    limit_req zone=client burst=${perAddress.burst} nodelay;
    limit_req zone=user burst=${perToken.burst} nodelay;

    # An origin that may not ask gets no such header.
    add_header Access-Control-Allow-Origin $origin always;
    add_header Access-Control-Allow-Headers 'Authorization, Content-Type, X-Request-Id' always;
    add_header Access-Control-Allow-Methods 'GET, POST, PUT, PATCH, DELETE' always;
    add_header Vary Origin always;
    add_header X-Request-Id $number always;

    location = /healthz {
      access_log off;
      return 200;
    }
    location = /_auth {
      internal;
      proxy_pass ${address(auth.by)}${auth.path};
      proxy_pass_request_body off;
      proxy_set_header Content-Length '';
      proxy_set_header X-Original-Method $request_method;
      proxy_set_header X-Original-Uri $request_uri;
      proxy_set_header X-Request-Id $number;${(traced === undefined ? [] : OWN_TRACE).map((line) => `\n      ${line}`).join('')}
    }
${Object.entries(paths)
  .map(([path, one]) => location(path, { ...one, isTraced: traced !== undefined }, address(one.to)))
  .join('\n')}
    location / {
      return 404;
    }
  }

  server {
    listen 127.0.0.1:${STATUS};
    access_log off;
    location = /stub_status {
      stub_status;
    }
  }
}
`;
}

const rateOf = ({ requests, per }: RateLimit): string => `${requests}r/${PERIODS[per] === 60 ? 'm' : 's'}`;

/** W3C Trace Context: version, number of the trace, of the span that asks, and whether it is kept (w3.org/TR/trace-context). */
const TRACE = (percent: number): string => `  # Each request begins a trace, whatever its client says of one.
  split_clients $request_id $kept {
    ${percent}% 01;
    * 00;
  }
  map $request_id $trace {
    '~^(?<span>.{16})' 00-$request_id-$span-$kept;
  }
`;
const OWN_TRACE = ['proxy_set_header traceparent $trace;', "proxy_set_header tracestate '';"];

/** A browser asks first whether it may, and cannot bring a token to that. */
function location(
  path: string,
  { streaming, open, isTraced }: GatewayPath & { readonly isTraced: boolean },
  address: string,
): string {
  const lines = [
    "if ($request_method = 'OPTIONS') {",
    '  return 204;',
    '}',
    ...(open ? [] : ['auth_request /_auth;', 'auth_request_set $user $upstream_http_x_user;']),
    `proxy_pass ${address};`,
    ...(streaming ? ['proxy_buffering off;', 'proxy_read_timeout 1h;'] : []),
    'proxy_set_header Host $host;',
    'proxy_set_header X-Forwarded-For $remote_addr;',
    'proxy_set_header X-Forwarded-Proto https;',
    'proxy_set_header X-Request-Id $number;',
    ...(isTraced ? OWN_TRACE : []),
    // Never what a client says of itself.
    `proxy_set_header X-User ${open ? "''" : '$user'};`,
  ];
  const body = lines.map((line) => `      ${line}`).join('\n');
  // With the slash at its end alone, so that what only begins alike is something else.
  return [`    location = ${path} {\n${body}\n    }`, `    location ${path}/ {\n${body}\n    }`].join('\n');
}
