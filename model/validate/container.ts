/** What is wrong with one container, be it a component's own or a sidecar. */
import type { Identity, Image, Port, Probe, Probes, Resources } from '../component';
import { MOVING_TAG } from '../images';
import { didYouMean, type Problems } from '../problems';
import { mebibytes, millicores } from '../units';

/** What a registry takes as a tag. */
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** @param image in its parts */
export function checkImage(image: Image, path: string, problems: Problems): void {
  const { tag, digest } = image;
  // A version has a number in it, be it a build's or a commit's.
  if (!/\d/.test(tag) || MOVING_TAG.test(tag)) {
    problems.add(path, `'${tag}' is not one exact version of ${image.repository}; pin a release`);
  } else if (!TAG.test(tag)) {
    problems.add(path, `'${tag}' is no tag: at most 128 letters, digits and - _ .${digestAdvice(image)}`);
  }
  if (digest !== undefined && !DIGEST.test(digest)) {
    problems.add(path, `'${digest}' is no digest: 'sha256:' and 64 digits from 0 to f`);
  }
  checkRepository(image.repository, path, "put it into 'tag'", problems);
}

const digestAdvice = ({ tag, digest }: Image): string =>
  tag.includes('@') && digest ? "; it has a digest beside 'digest', leave one of them out" : '';

/** @param advice what to do with a version that stands there */
export function checkRepository(repository: string, path: string, advice: string, problems: Problems): void {
  if (/:[^/]*$|@/.test(repository)) {
    problems.add(path, `'${repository}' holds a version; ${advice}`);
  } else if (repository !== repository.toLowerCase()) {
    problems.add(
      path,
      `'${repository}' has capitals, which no registry takes; write '${repository.toLowerCase()}'`,
    );
  } else if (!/^[\w.-]+(:\d+)?(\/[\w.-]+)*$/.test(repository)) {
    problems.add(
      path,
      `'${repository}' is not a repository of images, such as registry.example/team/program`,
    );
  }
}

/** Requests above limits are refused by the API server; we say it before. */
export function checkResources({ requests, limits }: Resources, path: string, problems: Problems): void {
  if (mebibytes(requests.memory) > mebibytes(limits.memory)) {
    problems.add(path, `requests ${requests.memory} of memory but is limited to ${limits.memory}`);
  }
  if (millicores(requests.cpu) > (limits.cpu ? millicores(limits.cpu) : Number.POSITIVE_INFINITY)) {
    problems.add(path, `requests ${requests.cpu} of processor but is limited to ${limits.cpu}`);
  }
}

export function checkIdentity({ user, group }: Identity, path: string, problems: Problems): void {
  if (!Number.isInteger(user) || user < 1 || !Number.isInteger(group) || group < 1) {
    problems.add(path, `user ${user} and group ${group}: name numbers of a user and a group other than root`);
  }
}

export function checkPorts(ports: Readonly<Record<string, Port>>, path: string, problems: Problems): void {
  const numbers = new Map<string, string>();
  for (const [name, port] of Object.entries(ports)) {
    if (!Number.isInteger(port.number) || port.number < 1 || port.number > 65535) {
      problems.add(`${path}/${name}`, `${port.number} is not a port`);
    }
    // Kubernetes: at most 15 characters, letters, digits and hyphens.
    if (!/^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name)) {
      problems.add(`${path}/${name}`, `'${name}' is no port name: at most 15 lower-case characters`);
    }
    const key = `${port.number}/${port.protocol ?? 'TCP'}`;
    const other = numbers.get(key);
    if (other) problems.add(`${path}/${name}`, `${key} is already port '${other}'`);
    numbers.set(key, name);
  }
}

interface Asked {
  readonly probes?: Probes;
  readonly ports?: Readonly<Record<string, Port>>;
}

export function checkProbes(
  { probes = {} as Probes, ports = {} }: Asked,
  path: string,
  problems: Problems,
): void {
  for (const [kind, probe] of Object.entries(probes) as [string, Probe][]) {
    const { check } = probe;
    const port = 'http' in check ? check.port : 'tcp' in check ? check.tcp : undefined;
    if (port !== undefined && !(port in ports)) {
      const hint = didYouMean(port, Object.keys(ports));
      problems.add(`${path}/${kind}`, `asks port '${port}', which the component does not serve${hint}`);
    }
    if ((probe.timeout ?? 3) > (probe.period ?? 10)) {
      problems.add(`${path}/${kind}`, 'takes longer (timeout) than the time between two tries (period)');
    }
  }
}
