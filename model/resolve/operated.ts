/** What an operator is told of a component: its custom resource, with what only the environment knows. */
import type { Definition, Resources } from '../component';
import { reference } from '../images';
import type { Operated, PlannedOperated } from '../operated';
import { priorityClass } from '../priority';
import { pullSecrets } from '../registries';
import { ZONE_LABEL, zoneOf } from '../zones';
import { archiveOf } from './archives';
import type { Contexts } from './context';
import { attempt, type Draft, environmentPath, systemPath } from './draft';
import { share } from './environment';

/** Undefined where nobody else makes the pods, or where the catalogue file could not say what is wanted. */
export function planOperated(
  draft: Draft,
  contexts: Contexts,
  name: string,
  definition: Definition,
): PlannedOperated | undefined {
  const { operated, image, resources, volumes = {}, shutdown, tier, replicas = 1 } = definition;
  if (!operated) return undefined;
  const resourceName = operated.resourceName(name);
  const zone = zoneOf(draft.system, name)?.name;
  const archive = archiveOf(draft, name);
  const { sidecars = {}, images = [] } = (archive && operated.archiving) ?? {};
  const inPods = shares(sidecars, draft.environment.requestShare);
  const resource = attempt(draft, name, () =>
    operated.resource(contexts.context(name), {
      name: resourceName,
      labels: { 'app.kubernetes.io/part-of': draft.system.name, ...(zone && { [ZONE_LABEL]: zone }) },
      image: reference(image),
      resources,
      volumes,
      storageClass: draft.environment.cluster.storageClass,
      priorityClass: priorityClass(draft.namespace, tier),
      pullSecrets: pullSecrets(draft.system.registries, [image.repository, ...operated.images, ...images]),
      grace: shutdown.grace,
      ...(archive && { archive: { ...archive, sidecars: inPods } }),
    }),
  );
  return (
    resource && {
      ...resource,
      operator: operated.operator,
      name: resourceName,
      podLabels: operated.podLabels(resourceName),
      servingLabels: operated.servingLabels(resourceName),
      serviceAccount: operated.serviceAccount(resourceName),
      claims: operated.claims(resourceName, replicas),
      images: [...operated.images, ...images],
      sidecars: inPods,
    }
  );
}

const shares = (
  sidecars: Readonly<Record<string, Resources>>,
  part: number | undefined,
): Record<string, Resources> =>
  Object.fromEntries(Object.entries(sidecars).map(([name, resources]) => [name, share(resources, part)]));

/** The pods of the operator, named in the cluster; without them it could not reach what it makes. */
export function operatorOf(draft: Draft, name: string, { operator }: Operated) {
  const { cluster } = draft.environment;
  const pods = cluster.operators?.[operator];
  if (!pods) {
    draft.problems.add(
      environmentPath(draft.system, draft.name, 'cluster.operators'),
      `'${name}' is run by ${operator}, but cluster '${cluster.name}' has none; name its pods, or run '${name}' ` +
        'without an operator',
    );
  }
  return pods;
}

/** Secrets of ours that the operator would take for its own, or overwrite. */
export function checkSecretNames(draft: Draft, secrets: readonly { readonly name: string }[]): void {
  for (const [name, { operated }] of draft.components) {
    if (!operated) continue;
    const theirs = operated.secrets(operated.resourceName(name));
    for (const secret of secrets.filter((one) => theirs.includes(one.name))) {
      draft.problems.add(
        systemPath(draft.system, `components/${name}`),
        `${operated.operator} makes a Secret '${secret.name}' itself; rename the component or its client`,
      );
    }
  }
}
