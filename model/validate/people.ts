/** What is wrong with the groups of people. */
import { type People, ROLE_NAMES } from '../people';
import type { Problems } from '../problems';

/** @param path of the word in the definition */
export function checkPeople(people: People, path: string, problems: Problems): void {
  const named = ROLE_NAMES.filter((role) => people[role] !== undefined);
  if (named.length === 0)
    problems.add(
      path,
      `names nobody; give a group one of the roles ${ROLE_NAMES.join(', ')}, or leave it out`,
    );
  for (const role of named) {
    const group = people[role]!;
    const wrong = complaint(group);
    if (wrong) problems.add(`${path}.${role}`, `'${group}' ${wrong}`);
    const other = named.find((one) => one !== role && people[one] === group);
    // Told once, of the lesser role.
    if (other && named.indexOf(role) < named.indexOf(other)) {
      problems.add(
        `${path}.${role}`,
        `'${group}' is '${other}' already, which may do all of this; leave it out`,
      );
    }
  }
}

function complaint(group: string): string | undefined {
  // All of these mean everybody, every program, or whoever may do everything.
  if (group.startsWith('system:'))
    return "is one of Kubernetes' own groups; name a group of your identity provider";
  if (group.includes('*'))
    return 'stands for no other groups: RBAC compares names letter by letter; name one group';
  if (group.trim() !== group || group === '') return 'is no name of a group; write it as the tokens have it';
  return undefined;
}
