/** What is wrong with how a component begins and ends to serve: requests before it is ready, or after it has gone. */
import type { Definition, Probe } from '../component';
import type { Problems } from '../problems';
import { type Draft, systemPath } from '../resolve/draft';

/** Seconds without an answer after which a restart may be the cure; a busy program needs some of them. */
const PATIENCE = 30;

export function checkServing(draft: Draft, name: string, definition: Definition): void {
  const { problems } = draft;
  const path = systemPath(draft.system, `components/${name}`);
  checkLiveness(definition, `${path}/probes/liveness`, problems);
  const isAsked =
    draft.links.some(({ server }) => server === name) || draft.routes.some(({ route }) => route.to === name);
  const { workload, probes, shutdown, replicas = 1, scaling } = definition;
  // An operator has its own ways.
  if (!isAsked || workload === 'Operated') return;
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

function checkLiveness({ probes }: Definition, path: string, problems: Problems): void {
  if (!probes?.liveness) return;
  const { readiness, startup, liveness } = probes;
  const seconds = ({ period = 10, failures = 3 }: Probe): number => period * failures;
  if (seconds(liveness) < PATIENCE) {
    problems.add(
      path,
      `restarts it after ${seconds(liveness)} s without an answer, which a load may bring; ${PATIENCE} is the least: ` +
        "raise 'period' or 'failures'",
    );
  }
  const isSame = JSON.stringify(liveness.check) === JSON.stringify(readiness?.check);
  if (isSame && !startup && seconds(liveness) <= seconds(readiness)) {
    problems.add(
      path,
      "asks what 'readiness' asks, and gives up as soon: it would restart what should only be left alone for a " +
        "while; raise its 'failures'",
    );
  }
}
