/** What is wrong with how a component begins and ends to serve: requests before it is ready, or after it has gone. */
import type { Definition, Probe, Probes } from '../component';
import type { Problems } from '../problems';
import { type Draft, systemPath } from '../resolve/draft';

/** Seconds without an answer after which a restart may be the cure; a busy program needs some of them. */
const PATIENCE = 30;
/** Seconds a start may take when everything on a node starts at once. */
const START = 60;

export function checkServing(draft: Draft, name: string, definition: Definition): void {
  const { problems } = draft;
  const path = systemPath(draft.system, `components/${name}`);
  const isAsked =
    draft.links.some(({ server }) => server === name) || draft.routes.some(({ route }) => route.to === name);
  const { workload, probes, shutdown, replicas = 1, scaling } = definition;
  // An operator has its own ways.
  if (workload === 'Operated') return;
  checkPatience(probes, `${path}/probes`, problems);
  if (!isAsked) return;
  if (!probes?.readiness) {
    problems.add(
      `${path}/probes`,
      `others ask '${name}', and would do so before it can answer; say by 'readiness' when it is ready`,
    );
  }
  const most = Math.max(replicas, scaling?.max ?? 1);
  if (workload === 'Deployment' && most > 1 && shutdown.preStop === undefined) {
    problems.add(
      `${path}/shutdown`,
      `up to ${most} pods share the requests, and one that ends is still sent some; give it 'preStop', the seconds ` +
        'until nobody does, such as 5',
    );
  }
}

/** Whether a slow start, or a moment of load, would be taken for a dead program. */
export function checkPatience(probes: Partial<Probes> | undefined, path: string, problems: Problems): void {
  const { startup, liveness } = probes ?? {};
  const seconds = ({ period = 10, failures = 3 }: Probe): number => period * failures;
  if (liveness && seconds(liveness) < PATIENCE) {
    problems.add(
      `${path}/liveness`,
      `restarts it after ${seconds(liveness)} s without an answer, which a load may bring; ${PATIENCE} is the least: ` +
        "raise 'period' or 'failures'",
    );
  }
  if (liveness && !startup) {
    problems.add(
      `${path}/liveness`,
      "asks from the first second, and would restart what is slow to start; say by 'startup' how long that may take",
    );
  }
  if (liveness && startup && seconds(startup) < START) {
    problems.add(
      `${path}/startup`,
      `gives it ${seconds(startup)} s to start, which others on the node may need; ${START} is the least: raise ` +
        "'period' or 'failures'",
    );
  }
}
