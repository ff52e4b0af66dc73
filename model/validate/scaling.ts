/** What is wrong with how a component scales, whatever the phase: a step ahead must not fail at its end. */
import type { Definition } from '../component';
import { type Draft, environmentPath, systemPath } from '../resolve/draft';
import { type Idle, startOf } from '../scaling';
import { millicores } from '../units';

export function checkScaling(draft: Draft, name: string, definition: Definition): void {
  const { problems } = draft;
  const path = systemPath(draft.system, `components/${name}/scaling`);
  const { scaling, replicas = 1, singleton, workload } = definition;
  const overridden = draft.environment.overrides?.[name]?.maxReplicas !== undefined;
  const maxPath = overridden
    ? environmentPath(draft.system, draft.name, `overrides/${name}/maxReplicas`)
    : `${path}/max`;
  if (!scaling) {
    if (overridden) problems.add(maxPath, `'${name}' does not scale; give it 'scaling' or leave this out`);
    return;
  }
  if (singleton) problems.add(path, `'${name}' can only run once (${singleton}), so it cannot scale`);
  else if (workload !== 'Deployment') {
    problems.add(
      path,
      `'${name}' is a ${workload}: a volume stays behind when its pod goes; scale Deployments only`,
    );
  }
  if (!Number.isInteger(scaling.max) || scaling.max < replicas) {
    problems.add(maxPath, `${scaling.max} is not a number of pods from ${replicas} (its replicas) up`);
  }
  if (scaling.on === 'queue') {
    const queues = Object.entries(scaling.queues);
    if (queues.length === 0) problems.add(`${path}/queues`, 'names no queue; name one, or leave scaling out');
    for (const [queue, perPod] of queues) {
      if (!(perPod >= 1)) problems.add(`${path}/queues/${queue}`, `${perPod} messages; 1 is the least`);
    }
    checkIdle(draft, name, definition, scaling.idle);
    return;
  }
  if (scaling.on === 'query') {
    if (scaling.expr.trim() === '')
      problems.add(`${path}/expr`, 'asks nothing; write a query with one number for its answer');
    if (!(scaling.perPod > 0)) {
      problems.add(`${path}/perPod`, `${scaling.perPod} is no part of the work; more than 0`);
    }
    checkIdle(draft, name, definition, scaling.idle);
    if (scaling.idle) checkWakes(draft, name, scaling.expr);
    return;
  }
  if (!(scaling.target >= 1 && scaling.target <= 100)) {
    problems.add(`${path}/target`, `${scaling.target} is not a percentage of the request; write 70 for 70 %`);
  }
  if (millicores(definition.resources.requests.cpu) === 0) {
    problems.add(path, `'${name}' requests no processor, so there is nothing to take ${scaling.target} % of`);
  }
}

/** What cannot be together with no pods at all. */
function checkIdle(draft: Draft, name: string, definition: Definition, idle: Idle | undefined): void {
  if (!idle) return;
  const { problems } = draft;
  const path = systemPath(draft.system, `components/${name}/scaling.idle`);
  const start = Math.max(SHORTEST, startOf(definition));
  if (!(idle.after >= start)) {
    problems.add(`${path}.after`, `${idle.after} s; a start may take ${start} s, so that is the least`);
  }
  if (idle.meanwhile.trim() === '') {
    problems.add(`${path}.meanwhile`, 'is empty; say what those who ask it meet until a pod is ready');
  }
  if (definition.minAvailable !== undefined) {
    problems.add(
      path,
      `'${name}' promises that ${definition.minAvailable} of its pods stay ('minAvailable'); leave one of them out`,
    );
  }
  if (draft.routes.some(({ route }) => route.to === name)) {
    problems.add(
      path,
      `people come to '${name}' by a route, and would meet an error page; put something in front that waits`,
    );
  }
  if (draft.environment.canary?.[name]) {
    problems.add(
      path,
      `'${name}' shares its requests with a canary, which would get all of them alone; leave one of them out`,
    );
  }
}

/** Seconds of the shortest pause. */
const SHORTEST = 60;

/** Names of metrics in a query; functions, labels and texts may be among them. */
const wordsOf = (expr: string): string[] =>
  expr.replaceAll(/"[^"]*"|'[^']*'/g, '').match(/[A-Za-z_:][\w:]*/g) ?? [];

/** Nobody would tell of work that waits: what only its own pods emit ends with them. */
function checkWakes(draft: Draft, name: string, expr: string): void {
  const emitters = (word: string): string[] =>
    [...draft.components].flatMap(([component, { metrics = [] }]) =>
      metrics.some(({ emits }) => emits.some((family) => isOf(word, family))) ? [component] : [],
    );
  const own = wordsOf(expr).find((word) => {
    const all = emitters(word);
    return all.length === 1 && all[0] === name;
  });
  if (own === undefined) return;
  draft.problems.add(
    systemPath(draft.system, `components/${name}/scaling.expr`),
    `'${own}' is told by the pods of '${name}' alone, so with none of them nothing would bring one back; ask those who ask it`,
  );
}

/** A series of a histogram has more in its name. */
const isOf = (metric: string, family: string): boolean =>
  metric === family || ['_bucket', '_count', '_sum', '_total'].some((part) => metric === family + part);
