/** The variables of a container: its own, its secrets, and what its flows tell it about others. */
import type { Definition, Env, SecretKey } from '../component';
import { INTERNET } from '../edge';
import type { Variable } from '../plan';
import { compare, didYouMean } from '../problems';
import type { Flow } from '../system';
import { issuerFacts } from '../tokens';
import { stable } from './canary';
import { type Draft, type Link, systemPath } from './draft';
import { type Seen, toldOf, unknownFact } from './facts';
import { flowName } from './flows';
import { sharedKey, sharedSecrets, variableKey } from './secrets';

type Value = Env[string];

/** What is written out; undefined of what comes from a Secret. */
const textOf = (value: Value | undefined): string | undefined =>
  typeof value === 'object' ? ('value' in value ? value.value : undefined) : value;

/** Names that a text refers to as `$(NAME)`. */
export const references = (value: Value | undefined): string[] =>
  [...(textOf(value) ?? '').matchAll(/\$\((\w+)\)/g)].map(([, name]) => name!);

/**
 * Orders variables as Kubernetes needs them: `$(NAME)` is filled in only from variables that stand
 * earlier in the list. Within a group by name, so that the order of a definition does not matter.
 */
export function orderVariables(env: Env): Variable[] {
  const rank = (name: string): number =>
    textOf(env[name]) === undefined ? 0 : references(env[name]).length > 0 ? 2 : 1;
  const placed = new Set<string>();
  const ordered: string[] = [];
  const place = (name: string): void => {
    if (placed.has(name) || !(name in env)) return;
    placed.add(name);
    references(env[name]).sort(compare).forEach(place);
    ordered.push(name);
  };
  Object.keys(env)
    .sort((a, b) => rank(a) - rank(b) || compare(a, b))
    .forEach(place);
  return ordered.map((name) => {
    const value = env[name]!;
    if (typeof value === 'string') return { name, value };
    return 'secret' in value ? { name, from: value } : { name, ...value };
  });
}

/** All variables of a component's main container. Clashes and unknown facts are reported. */
export function componentVariables(draft: Draft, name: string, definition: Definition, own: Env): Variable[] {
  const env: Record<string, Value> = {};
  const origin = new Map<string, string>();
  const set = (variable: string, value: Value, from: string, path: string): void => {
    const same = JSON.stringify(env[variable]) === JSON.stringify(value);
    if (origin.has(variable) && !same) {
      draft.problems.add(path, `${variable} is already set by ${origin.get(variable)}; rename one of them`);
      return;
    }
    origin.set(variable, from);
    env[variable] = value;
  };
  const path = systemPath(draft.system, `components/${name}`);
  for (const [variable, value] of Object.entries(own))
    set(variable, value, `'${name}' itself`, `${path}/env`);
  for (const [variable, source] of Object.entries(definition.secrets ?? {})) {
    set(
      variable,
      variableKey(stable(draft, name), variable, source),
      `the secrets of '${name}'`,
      `${path}/secrets/${variable}`,
    );
  }
  for (const [variable, names] of Object.entries(sharedSecrets(draft))) {
    if (!names.includes(stable(draft, name))) continue;
    set(
      variable,
      sharedKey(variable),
      'the shared secrets',
      systemPath(draft.system, `sharedSecrets/${variable}`),
    );
  }
  for (const link of draft.links) {
    if (link.client !== name) continue;
    const flowPath = systemPath(draft.system, flowName(link.flow));
    const told =
      link.server === INTERNET
        ? issuerVariables(draft, link.flow, flowPath)
        : flowVariables(draft, link, flowPath);
    for (const [variable, value] of Object.entries(told)) {
      set(variable, value, `the flow to '${link.server}'`, `${flowPath}.env.${variable}`);
    }
  }
  const variables = orderVariables(env);
  checkReferences(draft, variables, `${path}/env`);
  return variables;
}

/** What a flow to the internet tells of who issues tokens here; what it cannot is reported. */
export function issuerVariables(draft: Draft, { env = {} }: Flow, path: string): Record<string, string> {
  const { tokens } = draft.environment;
  const facts: Record<string, string> = tokens ? issuerFacts(tokens) : {};
  return Object.fromEntries(
    Object.entries(env).flatMap(([variable, fact]) => {
      if (facts[fact] !== undefined) return [[variable, facts[fact]]];
      const message = tokens
        ? `the internet tells no '${fact}'${didYouMean(fact, Object.keys(facts))}`
        : `asks for '${fact}', and '${draft.name}' names nobody who issues tokens: tokens: { issuer, audiences }`;
      draft.problems.add(`${path}.env.${variable}`, message);
      return [];
    }),
  );
}

/** Variables one flow gives its client, with the password variables its texts refer to. */
export function flowVariables(
  draft: Draft,
  link: Link,
  path: string,
  seen?: Seen,
): Record<string, string | SecretKey> {
  const wanted = Object.entries(link.flow.env ?? {});
  if (wanted.length === 0) return {};
  const told = toldOf(draft, link, seen);
  if (!told) return {};
  const { facts, secrets: credentials } = told;
  const result: Record<string, string | SecretKey> = {};
  for (const [variable, fact] of wanted) {
    const text = facts[fact];
    if (text === undefined) {
      draft.problems.add(`${path}.env.${variable}`, unknownFact(draft, link, fact, facts));
      continue;
    }
    const whole = /^\$\((\w+)\)$/.exec(text)?.[1];
    result[variable] = (whole && credentials[whole]) || text;
    for (const [name, key] of Object.entries(credentials)) {
      if (text.includes(`$(${name})`) && whole !== name) result[name] = key;
    }
  }
  return result;
}

/** Reports `$(NAME)` where the container has, or may have, no such variable: Kubernetes would leave it as it stands. */
export function checkReferences(draft: Draft, variables: readonly Variable[], path: string): void {
  for (const variable of variables) {
    if (!('value' in variable)) continue;
    for (const name of references(variable.value)) {
      const used = variables.find((one) => one.name === name);
      const wrong = !used
        ? 'is not a variable of this container'
        : 'from' in used && used.from.optional
          ? 'may be missing, and would then stand here as it is; use a key that must be there'
          : undefined;
      if (wrong) draft.problems.add(`${path}.${variable.name}`, `$(${name}) ${wrong}`);
    }
  }
}
