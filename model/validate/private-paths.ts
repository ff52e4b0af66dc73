/** What is wrong with what components keep to themselves, and with the paths of routes: what they would show, and what they would take from each other. */
import type { Definition } from '../component';
import { isPlainPath, isWithin } from '../paths';
import { didYouMean } from '../problems';
import { type Draft, type FoundRoute, systemPath } from '../resolve/draft';
import { hiddenPaths } from '../resolve/hidden';

export function checkPrivatePaths(draft: Draft, name: string, definition: Definition): void {
  const where = systemPath(draft.system, `components/${name}/privatePaths`);
  for (const [port, paths] of Object.entries(definition.privatePaths ?? {})) {
    if (!(port in definition.ports)) {
      const hint = didYouMean(port, Object.keys(definition.ports));
      draft.problems.add(`${where}/${port}`, `'${name}' serves no port '${port}'${hint}`);
    }
    for (const path of paths.filter((one) => !isPlainPath(one))) {
      draft.problems.add(`${where}/${port}`, `'${path}' is not a plain path such as /admin/v1`);
    }
  }
}

export function checkPrivateHeaders(
  draft: Draft,
  name: string,
  { ports, privateHeaders = {} }: Definition,
): void {
  const where = systemPath(draft.system, `components/${name}/privateHeaders`);
  for (const [port, headers] of Object.entries(privateHeaders)) {
    if (!(port in ports)) {
      const hint = didYouMean(port, Object.keys(ports));
      draft.problems.add(`${where}/${port}`, `'${name}' serves no port '${port}'${hint}`);
    }
    for (const header of headers.filter((one) => !/^[a-z0-9-]+$/.test(one))) {
      draft.problems.add(`${where}/${port}`, `'${header}' is no header in lower case, such as x-user`);
    }
  }
}

export function checkRoutes(draft: Draft): void {
  const hidden = (route: FoundRoute): string[] =>
    hiddenPaths(draft.components.get(route.route.to)!, route.port);
  for (const found of draft.routes) {
    const { host, path, route, internal } = found;
    const where = systemPath(
      draft.system,
      `${internal ? 'internalRoutes' : 'routes'}[${route.host}${route.path ?? '/'}]`,
    );
    for (const own of hidden(found).filter((one) => isWithin(path, one))) {
      draft.problems.add(
        where,
        own === '/'
          ? `no route may lead to port ${found.port} of '${route.to}'`
          : `leads to what '${route.to}' shows nobody: ${own} and all below it`,
      );
    }
    // One expression has no rank before another in every gateway, and a longer path none before an expression.
    for (const own of route.below ? hidden(found).filter((one) => isWithin(one, path)) : []) {
      draft.problems.add(
        `${where}.below`,
        `'${route.to}' hides ${own} there, which a route to what lies below alone cannot; leave it out, or name a path beside it`,
      );
    }
    const others = draft.routes.filter((other) => other !== found && other.host === host);
    for (const other of others) {
      if (other.route.below && isWithin(path, other.path)) {
        draft.problems.add(
          where,
          `at this host '${other.route.to}' has what lies below ${other.path} to itself; take another path or host`,
        );
      }
      if (other.route.to === route.to && other.port === found.port) continue;
      for (const taken of hidden(other).filter((one) => isWithin(one, other.path) && isWithin(path, one))) {
        draft.problems.add(
          where,
          `at this host '${other.route.to}' hides ${taken} and all below it; take another path or host`,
        );
      }
    }
  }
}
