/** What is wrong with the host and the path of a route. One place has one spelling: two would hide from each other. */
import { resolve } from 'node:path/posix';
import type { Problems } from '../problems';
import type { Route } from '../system';

/** One label of a host name: lower-case letters, digits and hyphens, 63 at most (RFC 1035). */
const HOST_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Longest host name in text (RFC 1035: 255 bytes on the wire). */
const MAX_HOST = 253;
/** What needs no quotes in nginx' configuration, no escape in Traefik's rules, and no encoding in an address. */
const PLAIN_PATH = /^\/[\w.~+@:=/-]*$/;

export function checkHost(host: string, path: string, problems: Problems): void {
  if (host === '@' || HOST_LABEL.test(host)) return;
  const lower = host.toLowerCase();
  const hint = HOST_LABEL.test(lower)
    ? `has capitals, which no host name has; write '${lower}'`
    : "is not one DNS label; write 'app', not a full name";
  problems.add(path, `'${host}' ${hint}`);
}

export function checkDomain(domain: string, path: string, problems: Problems): void {
  const isDomain = (name: string): boolean =>
    name.length <= MAX_HOST && name.split('.').every((label) => HOST_LABEL.test(label));
  if (isDomain(domain)) return;
  const lower = domain.toLowerCase();
  problems.add(path, `'${domain}' is not a domain name${isDomain(lower) ? `; write '${lower}'` : ''}`);
}

/**
 * Gateways read a path element by element: they decode it and pass over a slash at its end, a doubled slash and dots
 * (Gateway API, PathPrefix; nginx, `merge_slashes`). Written otherwise, two routes would be one, or one none.
 */
export function checkPath({ path = '/' }: Pick<Route, 'path'>, place: string, problems: Problems): void {
  const plain = resolve('/', decoded(path));
  if (!path.startsWith('/')) problems.add(place, `'${path}' is not a path; write '${plain}'`);
  else if (!PLAIN_PATH.test(plain)) {
    problems.add(
      place,
      `'${path}' has more in it than letters, digits, '/' and - . _ ~ + @ : =; name another`,
    );
  } else if (path !== plain) {
    problems.add(place, `'${path}' leads to the same pages as '${plain}'; write '${plain}'`);
  }
}

/** What a route says of a part of its path must leave something, and take something away. */
export function checkPart({ path = '/', methods, below }: Route, place: string, problems: Problems): void {
  if (methods?.length === 0)
    problems.add(`${place}.methods`, 'is empty, so nobody gets in; leave it out for all');
  if (below && path === '/') {
    problems.add(`${place}.below`, "everything lies below '/'; give the route a path, or leave it out");
  }
}

/** Gateways count whole requests. */
export function checkRate({ rateLimit }: Pick<Route, 'rateLimit'>, place: string, problems: Problems): void {
  if (!rateLimit) return;
  const { requests, per, burst } = rateLimit;
  if (!Number.isInteger(requests) || requests < 1) {
    const slower = per === 'second' && requests > 0 ? ", or name the requests per 'minute'" : '';
    problems.add(`${place}.requests`, `${requests} is not a number of requests; 1 is the least${slower}`);
  }
  if (!Number.isInteger(burst) || burst < 0) {
    problems.add(`${place}.burst`, `${burst} is not a number of requests; 0 is the least`);
  }
}

/** What is no encoding stays as it is. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
