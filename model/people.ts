/** Who may look at an environment through the Kubernetes API, and who may do something there. */

/** Role → what it may, for people. Each may also do what those before it may. */
export const ROLES = {
  viewer: 'sees every object but Secrets, and the logs',
  operator: 'deletes and evicts pods, says how many there are, forwards their ports',
  admin:
    'reads Secrets and deletes them to have them made anew, runs commands in containers, changes workloads, grows claims',
} as const;
export type PeopleRole = keyof typeof ROLES;

/**
 * Role → group of people, as the identity provider calls it in the tokens that the API server checks. A role that is
 * not named is given to nobody.
 */
export type People = Readonly<Partial<Record<PeopleRole, string>>>;

/** Roles from the least to the one that may do all of it. */
export const ROLE_NAMES = Object.keys(ROLES) as PeopleRole[];

/** Groups that may do what a role may: its own, and those of the roles after it. */
export const groupsOf = (people: People, role: PeopleRole): readonly string[] =>
  ROLE_NAMES.slice(ROLE_NAMES.indexOf(role)).flatMap((one) => people[one] ?? []);
