/** What is wrong with what is said of private images. */
import { repositories } from '../images';
import type { Plan } from '../plan';
import { compare, didYouMean, type Problems } from '../problems';
import { fullName, registriesOf } from '../registries';
import { systemPath } from '../resolve/draft';
import type { System } from '../system';

/** A registry by its host, or a folder of it. */
const REGISTRY = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/([a-z0-9._-]+\/)+)?$/;
/** Also a part of a name in templates of External Secrets. */
const ENTRY = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

export function checkRegistries(system: System, problems: Problems): void {
  for (const [registry, { entry }] of Object.entries(system.registries ?? {})) {
    const path = systemPath(system, `registries/${registry}`);
    if (!REGISTRY.test(registry)) problems.add(path, `'${registry}' ${complaint(registry)}`);
    if (!ENTRY.test(entry)) {
      problems.add(
        `${path}.entry`,
        `'${entry}' is no name for an entry: lower-case letters, digits and hyphens`,
      );
    }
  }
}

/** What is wrong with it, and what to write where that can be told. */
function complaint(registry: string): string {
  const plain = registry.toLowerCase().replace(/^[a-z]+:\/\//, '');
  if (REGISTRY.test(`${plain}/`)) return "is also the beginning of other names; end it with '/'";
  const found = [plain, plain.replace(/\/$/, '')].find((one) => REGISTRY.test(one));
  if (found) return `is not the beginning of an image's name; write '${found}'`;
  return 'is no registry, such as ghcr.io, nor a folder of one, such as ghcr.io/team/';
}

/** A login that no environment needs is a key lying about. */
export function checkUnused(system: System, plans: readonly Plan[], problems: Problems): void {
  const own = plans.filter((plan) => plan.system === system.name);
  // What keeps an environment from being planned may be all that it needs the login for.
  if (own.length < Object.keys(system.environments).length) return;
  const used = [...new Set(own.flatMap((plan) => [...repositories(plan), ...platformImages(plan)]))].sort(
    compare,
  );
  const needed = registriesOf(system.registries, used);
  const unused = Object.keys(system.registries ?? {}).filter(
    (registry) => REGISTRY.test(registry) && !needed.includes(registry),
  );
  for (const registry of unused) {
    const folders = used.flatMap((repository) => fullName(repository).match(/^[^/]+\/(.+\/)?/)?.[0] ?? []);
    const choices = folders.map((folder) => folder.replace(/^([^/]+)\/$/, '$1'));
    const hint = didYouMean(registry, [...new Set(choices)]);
    problems.add(systemPath(system, `registries/${registry}`), `no image comes from '${registry}'${hint}`);
  }
}

/** Also those that another phase will need. */
function platformImages({ cluster: { gateway, mesh } }: Plan): readonly string[] {
  const { dataPlane } = gateway;
  return [...(dataPlane.kind === 'own' ? dataPlane.images : []), ...(mesh ? [mesh.waypointImage] : [])];
}
