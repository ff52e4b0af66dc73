/** What is wrong between environments of one cluster: whatever their systems, its name and its hosts mean one thing. */
import { compare, type Problems } from '../problems';
import { type Draft, environmentPath } from '../resolve/draft';

/** Differences that a message names one by one. */
const MOST = 5;

/** @param drafts of all systems */
export function checkClusters(drafts: readonly Draft[], problems: Problems): void {
  for (const together of byCluster(drafts)) {
    checkSettings(together, problems);
    checkHosts(together, problems);
  }
}

const byCluster = (drafts: readonly Draft[]): Draft[][] => {
  const found = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const { name } = draft.environment.cluster;
    found.set(name, [...(found.get(name) ?? []), draft]);
  }
  return [...found.values()];
};

const title = ({ system, name }: Draft): string => `${system.name}/${name}`;

/** Add-ons and Argo CD's settings are made once for a cluster: they would follow one of its definitions alone. */
function checkSettings([first, ...others]: readonly Draft[], problems: Problems): void {
  for (const other of others) {
    const [there, here] = [first!.environment.cluster, other.environment.cluster];
    const fields = differences(there, here);
    if (fields.length === 0) continue;
    problems.add(
      environmentPath(other.system, other.name, 'cluster'),
      `cluster '${here.name}' is not what it is in '${title(first!)}': ${some(fields)}; share one definition, or ` +
        'rename one of the clusters',
    );
  }
}

/** A host leads to one address, and one controller may serve the whole cluster. */
function checkHosts(together: readonly Draft[], problems: Problems): void {
  const owners = new Map<string, Draft>();
  for (const draft of together) {
    const taken = new Map<Draft, string[]>();
    for (const host of hostsOf(draft)) {
      const owner = owners.get(host);
      if (owner) taken.set(owner, [...(taken.get(owner) ?? []), `'${host}'`]);
      else owners.set(host, draft);
    }
    for (const [owner, hosts] of taken) {
      problems.add(
        environmentPath(draft.system, draft.name, 'domain'),
        `${some(hosts)} on cluster '${draft.environment.cluster.name}' ${hosts.length > 1 ? 'belong' : 'belongs'} to ` +
          `'${title(owner)}' already; give one of them another domain, or another cluster`,
      );
    }
  }
}

/** Also those that a content delivery network serves: public DNS leads there or here. */
const hostsOf = ({ routes, cdn }: Draft): string[] =>
  [
    ...new Set([...routes.map(({ host }) => host), ...Object.values(cdn).flatMap((served) => served.hosts)]),
  ].sort(compare);

/** Fields that are not the same, with both values where they are short enough to help. */
function differences(there: unknown, here: unknown, path = ''): string[] {
  if (there === here) return [];
  if (isPlain(there) && isPlain(here)) {
    const names = new Set([...Object.keys(there), ...Object.keys(here)]);
    return [...names]
      .sort(compare)
      .flatMap((name) => differences(there[name], here[name], path ? `${path}.${name}` : name));
  }
  // What a function closes over cannot be seen: two of the same text count as one.
  const isSame = typeof there === 'function' && String(there) === String(here);
  return isSame ? [] : [`${path} (${shown(there)} there, ${shown(here)} here)`];
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function shown(value: unknown): string {
  if (value === undefined) return 'none';
  return isPlain(value) || typeof value === 'function' ? 'another' : `'${value}'`;
}

const some = (texts: readonly string[]): string =>
  texts.length > MOST
    ? `${texts.slice(0, MOST).join(', ')} and ${texts.length - MOST} more`
    : texts.join(', ');
