/** What one environment makes of the system's components: tags, sizes, or elsewhere. */
import type { Definition, Image, Resources } from '../component';
import { inParts, releasedImages } from '../images';
import { compare, didYouMean, type Problems } from '../problems';
import type { Environment, System } from '../system';
import { formatMebibytes, formatMillicores, mebibytes, millicores } from '../units';
import type { Canaries } from './canary';
import { environmentPath } from './draft';

export function reportUnknown(
  system: System,
  name: string,
  section: 'components' | 'overrides' | 'external',
  problems: Problems,
): void {
  const names = Object.keys(system.components);
  const listed = Object.keys(system.environments[name]![section] ?? {});
  for (const unknown of listed.filter((key) => !names.includes(key))) {
    problems.add(
      environmentPath(system, name, `${section}/${unknown}`),
      `there is no component '${unknown}'${didYouMean(unknown, names)}`,
    );
  }
}

/** Components that run in the cluster, as this environment wants them, by name. */
export function inCluster(
  system: System,
  name: string,
  canaries: Canaries,
  problems: Problems,
): Map<string, Definition> {
  const environment = system.environments[name]!;
  reportUnknown(system, name, 'overrides', problems);
  reportUnknown(system, name, 'external', problems);
  const result = new Map<string, Definition>();
  for (const component of Object.keys(system.components).sort(compare)) {
    if (environment.external?.[component]) continue;
    result.set(component, here(system, name, component, canaries.get(component), problems));
  }
  checkImages(system, name, [...result.values()], problems);
  return result;
}

/**
 * One component: tag and share of the requests for all, unless something is said of it alone.
 * @param stable the component it is a canary of: what is said of that one is said of both, but for its number
 */
function here(
  system: System,
  name: string,
  component: string,
  stable: string | undefined,
  problems: Problems,
): Definition {
  const environment = system.environments[name]!;
  const definition = system.components[component]!;
  const said = environment.overrides?.[stable ?? component] ?? {};
  const change = stable ? { ...said, tag: environment.canary![stable]!.tag, replicas: 1 } : said;
  const { image } = definition;
  const tag = change.tag ?? environment.images?.[image.repository];
  return {
    ...definition,
    // Another tag has another digest.
    image: inParts(tag === undefined ? image : { repository: image.repository, tag }),
    replicas: change.replicas ?? definition.replicas,
    scaling: definition.scaling && {
      ...definition.scaling,
      max: change.maxReplicas ?? definition.scaling.max,
    },
    resources: change.resources ?? share(definition.resources, environment.requestShare),
    volumes: resized(system, name, component, definition, problems),
    scratch: definition.scratch?.map((one) =>
      one.from ? { ...one, from: released(one.from, environment) } : one,
    ),
  };
}

/** As it is released here: data go with a repository's tag, as programs do. */
function released({ repository, ...image }: Image, { images = {} }: Environment): Image {
  const tag = images[repository];
  return inParts(tag === undefined ? { repository, ...image } : { repository, tag });
}

/** Smaller requests, never below what a process needs to be scheduled sensibly, nor above what is written. */
export function share(resources: Resources, part: number | undefined): Resources {
  if (part === undefined) return resources;
  const { requests, limits } = resources;
  const smaller = (written: number, least: number): number =>
    Math.min(written, Math.max(least, Math.round(written * part)));
  return {
    limits,
    requests: {
      cpu: formatMillicores(smaller(millicores(requests.cpu), 10)),
      memory: formatMebibytes(smaller(mebibytes(requests.memory), 16)),
    },
  };
}

function resized(
  system: System,
  name: string,
  component: string,
  definition: Definition,
  problems: Problems,
): Definition['volumes'] {
  const sizes = Object.entries(system.environments[name]!.overrides?.[component]?.volumes ?? {});
  if (sizes.length === 0) return definition.volumes;
  const volumes = { ...definition.volumes };
  for (const [volume, size] of sizes) {
    const known = volumes[volume];
    if (known) volumes[volume] = { ...known, size };
    else {
      problems.add(
        environmentPath(system, name, `overrides/${component}/volumes/${volume}`),
        `'${component}' has no volume '${volume}'${didYouMean(volume, Object.keys(volumes))}`,
      );
    }
  }
  return volumes;
}

function checkImages(
  system: System,
  name: string,
  components: readonly Definition[],
  problems: Problems,
): void {
  const { images = {}, requestShare = 1 } = system.environments[name]!;
  const repositories = [...new Set(components.flatMap(releasedImages).map(({ repository }) => repository))];
  for (const unknown of Object.keys(images).filter((key) => !repositories.includes(key))) {
    problems.add(
      environmentPath(system, name, `images/${unknown}`),
      `no component runs '${unknown}'${didYouMean(unknown, repositories)}`,
    );
  }
  if (!(requestShare > 0 && requestShare <= 1)) {
    problems.add(
      environmentPath(system, name, 'requestShare'),
      `${requestShare} is not a share; write 0.5 for half`,
    );
  }
}
