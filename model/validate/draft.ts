/** What is wrong with a component on its own, before anything is put together. */
import type { Definition, Probe, Resources } from '../component';
import { didYouMean, type Problems } from '../problems';
import { type Draft, environmentPath, systemPath } from '../resolve/draft';
import { mebibytes, millicores } from '../units';

/** Tags that move: the same manifest would run something else tomorrow. */
const MOVING = /^(latest|main|master|develop|edge|nightly|stable|v?\d+)$/;

export function checkDraft(draft: Draft): void {
  for (const [name, definition] of draft.components) {
    const path = systemPath(draft.system, `components/${name}`);
    const overridden = draft.environment.overrides?.[name];
    const pathOf = (key: 'tag' | 'replicas' | 'resources'): string =>
      overridden?.[key] === undefined
        ? `${path}/${key}`
        : environmentPath(draft.system, draft.name, `overrides/${name}/${key}`);
    checkImage(definition, pathOf('tag'), draft.problems);
    checkResources(definition.resources, pathOf('resources'), draft.problems);
    checkReplicas(name, definition, pathOf('replicas'), path, draft.problems);
    checkIdentity(definition, path, draft.problems);
    checkPorts(definition, path, draft.problems);
    checkProbes(definition, path, draft.problems);
  }
}

function checkImage({ image }: Definition, path: string, problems: Problems): void {
  if (image.tag === '' || MOVING.test(image.tag)) {
    problems.add(path, `'${image.tag}' is not one exact version of ${image.repository}; pin a release`);
  }
  if (/:[^/]*$|@/.test(image.repository)) {
    problems.add(path, `'${image.repository}' holds a version; put it into 'tag'`);
  }
}

/** Requests above limits are refused by the API server; we say it before. */
export function checkResources(resources: Resources, path: string, problems: Problems): void {
  const { requests, limits } = resources;
  try {
    if (mebibytes(requests.memory) > mebibytes(limits.memory)) {
      problems.add(path, `requests ${requests.memory} of memory but is limited to ${limits.memory}`);
    }
    if (limits.cpu && millicores(requests.cpu) > millicores(limits.cpu)) {
      problems.add(path, `requests ${requests.cpu} of processor but is limited to ${limits.cpu}`);
    }
  } catch (error) {
    problems.add(path, (error as Error).message);
  }
}

function checkReplicas(
  name: string,
  definition: Definition,
  pathOfReplicas: string,
  path: string,
  problems: Problems,
): void {
  const replicas = definition.replicas ?? 1;
  if (!Number.isInteger(replicas) || replicas < 1) {
    problems.add(pathOfReplicas, `${replicas} is not a number of pods; 1 is the least`);
  }
  if (definition.singleton && replicas > 1) {
    problems.add(
      pathOfReplicas,
      `'${name}' can only run once (${definition.singleton}), not ${replicas} times`,
    );
  }
  if (definition.minAvailable !== undefined && definition.minAvailable >= replicas) {
    problems.add(
      `${path}/minAvailable`,
      `${definition.minAvailable} of ${replicas} pods must stay, so no node can ever be drained; ` +
        (replicas > 1 ? `${replicas - 1} is the most` : 'leave it out or run more replicas'),
    );
  }
}

function checkIdentity(definition: Definition, path: string, problems: Problems): void {
  const { user, group } = definition.identity;
  if (!Number.isInteger(user) || user < 1 || !Number.isInteger(group) || group < 0) {
    problems.add(
      `${path}/identity`,
      `user ${user} and group ${group}: Pod Security wants a user other than root`,
    );
  }
}

function checkPorts(definition: Definition, path: string, problems: Problems): void {
  const numbers = new Map<string, string>();
  for (const [name, port] of Object.entries(definition.ports)) {
    if (!Number.isInteger(port.number) || port.number < 1 || port.number > 65535) {
      problems.add(`${path}/ports/${name}`, `${port.number} is not a port`);
    }
    // Kubernetes: at most 15 characters, letters, digits and hyphens.
    if (!/^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name)) {
      problems.add(`${path}/ports/${name}`, `'${name}' is no port name: at most 15 lower-case characters`);
    }
    const key = `${port.number}/${port.protocol ?? 'TCP'}`;
    const other = numbers.get(key);
    if (other) problems.add(`${path}/ports/${name}`, `${key} is already port '${other}'`);
    numbers.set(key, name);
  }
}

function checkProbes(definition: Definition, path: string, problems: Problems): void {
  for (const [kind, probe] of Object.entries(definition.probes ?? {}) as [string, Probe][]) {
    const { check } = probe;
    const port = 'http' in check ? check.port : 'tcp' in check ? check.tcp : undefined;
    if (port !== undefined && !(port in definition.ports)) {
      problems.add(
        `${path}/probes/${kind}`,
        `asks port '${port}', which the component does not serve${didYouMean(port, Object.keys(definition.ports))}`,
      );
    }
    if ((probe.timeout ?? 3) > (probe.period ?? 10)) {
      problems.add(
        `${path}/probes/${kind}`,
        'takes longer (timeout) than the time between two tries (period)',
      );
    }
  }
  const { grace, preStop } = definition.shutdown;
  if (typeof preStop === 'number' && preStop >= grace) {
    problems.add(`${path}/shutdown`, `waits ${preStop} s in preStop but is killed after ${grace} s`);
  }
}
