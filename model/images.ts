/** Images: which tags are one version, and from where pods of an environment may come. */
import type { Definition, Image } from './component';
import { ownDataPlane } from './edge';
import type { Plan } from './plan';
import { compare } from './problems';

/**
 * Tags that move, also those of a variant (`7-alpine`): the same manifest would run something else tomorrow.
 * Means the same to JavaScript and to the RE2 of the cluster's policies.
 */
export const MOVING_TAG =
  /^((latest|main|master|develop|edge|nightly|stable)(-[a-z]+)*|v?\d+|v?\d{1,3}(-[a-z][a-z0-9.]*)+)$/;

/** An image whose tag may have a digest behind it, in its parts. */
export function inParts({ repository, tag, digest }: Image): Image {
  const at = tag.indexOf('@');
  // Two digests are told where images are checked.
  if (at < 0 || digest !== undefined) return { repository, tag, ...(digest !== undefined && { digest }) };
  return { repository, tag: tag.slice(0, at), digest: tag.slice(at + 1) };
}

/** As a pod names it. With a digest the tag is for people: the digest is what is pulled. */
export const reference = ({ repository, tag, digest }: Image): string =>
  `${repository}:${tag}${digest === undefined ? '' : `@${digest}`}`;

/** Images that an environment may give another tag: the program's, and those of data that it starts with. */
export const releasedImages = ({ image, scratch = [] }: Pick<Definition, 'image' | 'scratch'>): Image[] => [
  image,
  ...scratch.flatMap(({ from }) => from ?? []),
];

/** Every image of the components and their helpers. */
export const ownImages = ({ components }: Pick<Plan, 'components'>): Image[] =>
  components.flatMap((component) => [
    ...releasedImages(component),
    ...component.sidecars.map((sidecar) => sidecar.image),
  ]);

/** Repositories of all images that may run in the environment's namespace, also those the platform runs there. */
export function repositories(plan: Plan): string[] {
  const own = ownImages(plan).map(({ repository }) => repository);
  const edge = ownDataPlane(plan)?.images ?? [];
  const waypoint = plan.mesh && plan.waypoint ? [plan.mesh.waypointImage] : [];
  const operated = plan.components.flatMap((component) => component.operated?.images ?? []);
  return [...new Set([...own, ...operated, ...edge, ...waypoint])].sort(compare);
}
