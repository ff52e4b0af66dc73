/** What is wrong with how requests to a server are to be treated on their way. */
import type { Definition } from '../component';
import { type Draft, systemPath } from '../resolve/draft';
import { askedPorts } from '../resolve/flows';
import { speaksHttp, type Traffic } from '../traffic';

export function checkTraffic(draft: Draft, name: string, definition: Definition): void {
  const { traffic } = definition;
  // A canary has what its stable version has; that one is told.
  if (!traffic || draft.canaries.has(name)) return;
  const path = systemPath(draft.system, `components/${name}/traffic`);
  const add = (where: string, message: string): void => draft.problems.add(`${path}${where}`, message);
  checkWay(draft, name, definition.workload, 'treat it', path);
  checkTimeout(traffic, definition, add);
  checkNumbers(traffic, add);
}

/**
 * A waypoint must be able to stand on the way to it.
 * @param what it is to do there, as an infinitive
 */
export function checkWay(
  { system, problems }: Pick<Draft, 'system' | 'problems'>,
  name: string,
  workload: Definition['workload'],
  what: string,
  path: string,
): void {
  if (workload !== 'Deployment')
    problems.add(path, `clients ask the pods of a ${workload} one by one, so nothing on the way can ${what}`);
  const ports = askedPorts(system, name);
  if (ports.length === 0)
    problems.add(path, `no flow leads to '${name}', so there is no way on which to ${what}; leave it out`);
  for (const port of ports.filter((one) => !speaksHttp(one)))
    problems.add(
      path,
      `a flow asks port '${port}', which is not HTTP; a port that is, is called 'http' or 'http-…'`,
    );
}

type Add = (where: string, message: string) => void;

/** A request must not outlive the pod that answers it: a release would then cut it off. */
function checkTimeout({ timeout }: Traffic, { shutdown }: Definition, add: Add): void {
  if (timeout === undefined) return;
  const wait = typeof shutdown.preStop === 'number' ? shutdown.preStop : 0;
  const most = shutdown.grace - wait;
  if (!Number.isInteger(timeout) || timeout < 1) add('.timeout', `${timeout} is not a number of seconds`);
  else if (timeout > most) {
    add(
      '.timeout',
      `a request may take ${timeout} s, but a pod that stops has ${most} s to end its requests`,
    );
  }
}

function checkNumbers({ retries, ejection, limits }: Traffic, add: Add): void {
  if (retries) {
    const { attempts, codes } = retries;
    // Each attempt is a request more for a server that is in trouble already.
    if (!Number.isInteger(attempts) || attempts < 1 || attempts > 5) {
      add('.retries.attempts', `${attempts} is not a number of repeats; 1 to 5`);
    }
    for (const code of codes.filter((one) => !Number.isInteger(one) || one < 500 || one > 599)) {
      add(
        '.retries.codes',
        `${code} says that the request is wrong, or that all is well; only 500 to 599 may be tried again`,
      );
    }
  }
  const positive: [string, number | undefined][] = [
    ['.ejection.errors', ejection?.errors],
    ['.ejection.seconds', ejection?.seconds],
    ['.limits.connections', limits?.connections],
    ['.limits.waiting', limits?.waiting],
  ];
  for (const [where, value] of positive) {
    if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
      add(where, `${value} is not a number that can be counted; 1 is the least`);
    }
  }
}
