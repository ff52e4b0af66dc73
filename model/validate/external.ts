/** What is wrong with the services that a provider runs: their addresses, which nobody else knows. */
import type { Definition } from '../component';
import type { Problems } from '../problems';
import { environmentPath } from '../resolve/draft';
import { placesOf } from '../resolve/facts';
import { isCidr } from '../resolve/flows';
import type { External, System } from '../system';

export function checkExternal(system: System, name: string, problems: Problems): void {
  for (const [component, external] of Object.entries(system.environments[name]!.external ?? {})) {
    // An unknown name is told where the components are put together.
    const definition = system.components[component];
    if (!definition) continue;
    const path = environmentPath(system, name, `external/${component}`);
    const { port, cidrs, direct, read } = external;
    checkHost(component, external.host, `${path}.host`, problems);
    checkPort(component, port, `${path}.port`, problems);
    for (const [word, place] of Object.entries({ direct, read })) {
      if (!place) continue;
      checkHost(component, place.host, `${path}.${word}.host`, problems);
      checkPort(component, place.port ?? port, `${path}.${word}.port`, problems);
    }
    for (const [parameter, value] of Object.entries(external.parameters ?? {})) {
      if (/^[\w.~-]+$/.test(parameter) && /^[\w.~%:-]+$/.test(value)) continue;
      problems.add(`${path}.parameters.${parameter}`, `'${value}' cannot stand in an address; encode it`);
    }
    for (const word of untoldOf(definition, external)) {
      problems.add(`${path}.${word}`, `'${component}' tells its clients nothing of it; leave it out`);
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

function checkHost(component: string, host: string, path: string, problems: Problems): void {
  if (!host) {
    problems.add(path, `'${component}' runs elsewhere but has no address; give its host name`);
  } else if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) {
    problems.add(path, `'${host}' is not a host name; leave out scheme, port and path`);
  }
}

function checkPort(component: string, port: number, path: string, problems: Problems): void {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    problems.add(path, `'${component}' runs elsewhere but has no port`);
  }
}

/** Words of which no fact of the technology would ever tell: nobody could then use what is said by them. */
export function untoldOf({ connect }: Pick<Definition, 'connect'>, external: External): string[] {
  const { direct, read, parameters } = placesOf(external);
  const told = (more: ReturnType<typeof placesOf>): string => {
    const plain = {
      host: 'h',
      members: ['h'],
      port: () => 1,
      tls: true,
      pool: 1,
      rights: {},
      username: 'u',
      password: 'p',
    };
    try {
      return JSON.stringify(connect?.({ ...plain, ...more }));
    } catch {
      // What its file has to say is told where it is asked.
      return '';
    }
  };
  const nothing = told({});
  return [
    ...(direct && told({ direct }) === nothing ? ['direct'] : []),
    ...(read && told({ read }) === nothing ? ['read'] : []),
    // Each by itself, with a value that no technology takes by itself.
    ...Object.keys(parameters ?? {})
      .filter((name) => told({ parameters: { [name]: 'x-of-theirs' } }) === nothing)
      .map((name) => `parameters.${name}`),
  ];
}
