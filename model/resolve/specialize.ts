/** Which components an environment has at all, and which of them with other options. */
import { releasedImages } from '../images';
import { didYouMean, type Problems } from '../problems';
import type { Environment, System } from '../system';
import { checkSharedSecrets } from '../validate/shared-secrets';
import { checkZones } from '../validate/zones';
import { elsewhere } from './cdn';
import { environmentPath } from './draft';
import { reportUnknown } from './environment';
import { onOwnMachine } from './local';

/** The system with the components that this environment makes with other options, less those it does without. */
export function specialize(system: System, name: string, problems: Problems): System {
  const { without = [] } = system.environments[name]!;
  reportUnknown(system, name, 'components', problems);
  checkSharedSecrets(system, problems);
  checkZones(system, problems);
  for (const component of without) {
    if (component in system.components) continue;
    const hint = didYouMean(component, Object.keys(system.components));
    problems.add(environmentPath(system, name, 'without'), `there is no component '${component}'${hint}`);
  }
  const all = otherwise(system, name);
  const away = [...elsewhere(all, name, problems), ...onOwnMachine(all, name, problems)];
  // Who keeps nothing is not there.
  const idle = !system.environments[name]!.backups && system.backups ? [system.backups.by] : [];
  return less(all, name, [...without, ...away, ...idle]);
}

/** The system with its components as an environment makes them; those it does not know are told by `specialize`. */
export function otherwise(system: System, name: string): System {
  const others = Object.entries(system.environments[name]!.components ?? {});
  const known = others.filter(([component]) => component in system.components);
  return { ...system, components: { ...system.components, ...Object.fromEntries(known) } };
}

/** The system without some components and all that is said of them, their versions in this environment included. */
function less(system: System, environment: string, without: readonly string[]): System {
  if (without.length === 0) return system;
  const stays = (name: string): boolean => !without.includes(name);
  const entries = <Value>(record: Readonly<Record<string, Value>>): [string, Value][] =>
    Object.entries(record).filter(([name]) => stays(name));
  const components = Object.fromEntries(entries(system.components));
  return {
    ...system,
    components,
    environments: {
      ...system.environments,
      [environment]: withImages(system, system.environments[environment]!, components),
    },
    flows: system.flows.filter(({ from, to }) => stays(from) && stays(to)),
    routes: system.routes.filter(({ to }) => stays(to)),
    internalRoutes: system.internalRoutes?.filter(({ to }) => stays(to)),
    sharedSecrets: Object.fromEntries(
      Object.entries(system.sharedSecrets ?? {}).map(([variable, names]) => [variable, names.filter(stays)]),
    ),
    startAfter: Object.fromEntries(
      entries(system.startAfter ?? {}).map(([later, earlier]) => [later, earlier.filter(stays)]),
    ),
  };
}

/** The environment without the tags of images that only left out components run. Unknown ones stay, to be told. */
function withImages(system: System, environment: Environment, components: System['components']): Environment {
  const repositories = (of: System['components']): string[] =>
    Object.values(of)
      .flatMap(releasedImages)
      .map(({ repository }) => repository);
  const here = repositories(components);
  const gone = repositories(system.components).filter((repository) => !here.includes(repository));
  const images = Object.entries(environment.images ?? {}).filter(
    ([repository]) => !gone.includes(repository),
  );
  return environment.images ? { ...environment, images: Object.fromEntries(images) } : environment;
}
