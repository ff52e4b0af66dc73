/** What is wrong with the services that a provider runs: their addresses, which nobody else knows. */
import type { Problems } from '../problems';
import { environmentPath } from '../resolve/draft';
import { isCidr } from '../resolve/flows';
import type { System } from '../system';

export function checkExternal(system: System, name: string, problems: Problems): void {
  for (const [component, external] of Object.entries(system.environments[name]!.external ?? {})) {
    // An unknown name is told where the components are put together.
    if (!system.components[component]) continue;
    const path = environmentPath(system, name, `external/${component}`);
    const { host, port, cidrs } = external;
    if (!host) {
      problems.add(`${path}.host`, `'${component}' runs elsewhere but has no address; give its host name`);
    } else if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) {
      problems.add(`${path}.host`, `'${host}' is not a host name; leave out scheme, port and path`);
    }
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      problems.add(`${path}.port`, `'${component}' runs elsewhere but has no port`);
    }
    // A policy would read an empty list as everybody.
    if (cidrs?.length === 0) {
      problems.add(`${path}.cidrs`, 'is empty; leave it out for all public addresses');
    }
    for (const cidr of cidrs ?? []) {
      if (!isCidr(cidr)) problems.add(`${path}.cidrs`, `'${cidr}' is not a range such as 203.0.113.0/24`);
    }
  }
}
