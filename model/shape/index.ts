/** Whether definitions are made of the words that there are, before anybody asks what they mean. */
import type { Configuration } from '../component';
import type { Problems } from '../problems';
import type { System } from '../system';
import { configuration } from './container';
import { environment, system } from './system';
import { look } from './word';

/** False when something is not as its type wants it: nothing can then be made of the system. */
export function checkShape(given: System, problems: Problems): boolean {
  const before = problems.list.length;
  const name = nameOf(given);
  look(system, given, name, problems);
  for (const [one, said] of Object.entries(given?.environments ?? {})) {
    look(environment, said, `${name}/${one}`, problems);
  }
  return problems.list.length === before;
}

/** The same of what a component's catalogue file has answered. */
export function checkConfiguration(given: Configuration, place: string, problems: Problems): boolean {
  const before = problems.list.length;
  look(configuration, given, place, problems);
  return problems.list.length === before;
}

/** The start of all its places. */
const nameOf = (given: Partial<System> | undefined): string =>
  typeof given?.name === 'string' ? given.name : 'a system without a name';
