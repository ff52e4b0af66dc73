/** Private images: which of them ask for a login, and the Secrets that have it. */
import type { System } from './system';

/** Secret that holds the login of an entry of the store. */
export const pullSecretName = (entry: string): string => `pull-${entry}`;

/**
 * What a repository without a registry, or without a folder, means to a runtime: `redis` is `docker.io/library/redis`. A
 * tag may stand behind it.
 */
export function fullName(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  if (rest.length === 0) return `docker.io/library/${repository}`;
  // A registry has a point or a port in its name; another first part is a folder of Docker Hub.
  return /[.:]/.test(first) || first === 'localhost' ? repository : `docker.io/${repository}`;
}

/** Of those that a repository begins with, the longest; undefined where nobody asks for a login. */
export function registryOf(registries: System['registries'] = {}, repository: string): string | undefined {
  const name = fullName(repository);
  const matching = Object.keys(registries).filter((start) =>
    name.startsWith(start.includes('/') ? start : `${start}/`),
  );
  return matching.sort((a, b) => b.length - a.length)[0];
}

/** The registries that some images come from, in order, each once. */
export const registriesOf = (registries: System['registries'], repositories: readonly string[]): string[] =>
  [...new Set(repositories.flatMap((repository) => registryOf(registries, repository) ?? []))].sort();

/** What pods of these images refer to: the Secrets of their own registries, or nothing where all are public. */
export function pullSecrets(
  registries: System['registries'],
  repositories: readonly string[],
): { readonly name: string }[] | undefined {
  const entries = registriesOf(registries, repositories).map((registry) => registries![registry]!.entry);
  const names = [...new Set(entries.map(pullSecretName))].sort();
  return names.length > 0 ? names.map((name) => ({ name })) : undefined;
}

/**
 * A registry as the key of a Docker configuration: kubelet compares it with the beginning of an image's name, and knows
 * Docker Hub by its old address (Kubernetes, pkg/credentialprovider/keyring.go).
 */
export const loginKey = (registry: string): string =>
  registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
