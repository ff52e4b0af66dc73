/** What is wrong with the whole: references between components, and sums. */
import type { Plan, PlannedComponent, PlannedSecret, PlannedSidecar } from '../plan';
import { endsByItself } from '../pod';
import { didYouMean, type Problems } from '../problems';
import { type Draft, environmentPath, systemPath } from '../resolve/draft';
import { checkReferences } from '../resolve/variables';
import { AUTO_SCALING } from '../scaling';
import { peak, surge } from '../totals';
import { formatMebibytes, formatMillicores, mebibytes, millicores } from '../units';
import { checkIdentity, checkImage, checkPorts, checkProbes, checkResources } from './container';
import { checkDevices } from './device';
import { checkLeaks } from './leaks';
import { checkListeners } from './listeners';
import { checkLogins, secretReferences } from './logins';
import { checkPod } from './pod';
import { checkSecretFiles } from './secret-files';
import { checkPatience } from './serving';
import { checkServedPorts, checkShared } from './sidecars';
import { checkSignatures } from './signatures';

export function checkPlan(draft: Draft, plan: Plan): void {
  for (const component of plan.components) {
    const path = systemPath(draft.system, `components/${component.name}`);
    checkSecretReferences(draft, plan, component, path);
    checkLogins(draft, component);
    checkLeaks(draft, component, path);
    checkPod(component, path, draft.problems);
    checkSecretFiles(draft, component, path);
    checkMemory(draft, component, path);
    checkCopies(draft, component, path);
    checkSidecars(draft, component, path);
    checkServedPorts(draft, component, path);
  }
  checkAlerts(draft, plan);
  checkSignatures(draft, plan);
  checkStreams(draft, plan);
  checkListeners(draft, plan);
  checkBudget(draft, plan);
}

function checkSecretReferences(draft: Draft, plan: Plan, component: PlannedComponent, path: string): void {
  for (const { secret, key } of secretReferences(component)) {
    const source = plan.secrets.find((candidate) => candidate.name === secret);
    if (!source) {
      const names = plan.secrets.map((candidate) => candidate.name);
      draft.problems.add(path, `reads Secret '${secret}', which has no source${didYouMean(secret, names)}`);
      continue;
    }
    const keys = keysOf(source);
    if (!keys.includes(key)) {
      draft.problems.add(path, `reads key '${key}' of Secret '${secret}'${didYouMean(key, keys)}`);
    }
  }
}

/** Of registries' logins there is none that a component could read. */
function keysOf(source: PlannedSecret): string[] {
  if (source.kind === 'generated') {
    return [source.key, ...(source.username ? ['username'] : []), ...(source.hash ? [source.hash] : [])];
  }
  return source.kind === 'registry' ? [] : Object.keys(source.keys);
}

function checkMemory(draft: Draft, component: PlannedComponent, path: string): void {
  const inMemory = component.scratch
    .filter((scratch) => scratch.memory)
    .reduce((sum, scratch) => sum + mebibytes(scratch.size), 0);
  if (inMemory >= mebibytes(component.resources.limits.memory)) {
    draft.problems.add(
      `${path}/scratch`,
      `${inMemory} MiB of scratch in memory leave nothing of the limit of ${component.resources.limits.memory}`,
    );
  }
}

/** Other images that folders are filled from. */
function checkCopies({ problems }: Draft, { scratch }: PlannedComponent, path: string): void {
  for (const { mountPath, from, fromImage } of scratch) {
    if (!from) continue;
    const at = `${path}/scratch${mountPath}`;
    checkImage(from, `${at}.from`, problems);
    if (fromImage) problems.add(at, "is a copy of one image or of another; leave out 'from' or 'fromImage'");
  }
}

function checkSidecars(draft: Draft, component: PlannedComponent, path: string): void {
  const { problems } = draft;
  const main = Object.entries(component.ports);
  const taken = new Map<number | string, string>(main.map(([name, port]) => [port.number, name]));
  // The Service of the component has the ports of all its containers, by name.
  for (const [name] of main) taken.set(name, name);
  for (const sidecar of component.sidecars) {
    const where = `${path}/sidecars/${sidecar.name}`;
    checkEnd(component, sidecar, where, problems);
    if (sidecar.image !== component.image) checkImage(sidecar.image, where, problems);
    if (sidecar.identity !== component.identity) checkIdentity(sidecar.identity, where, problems);
    checkResources(sidecar.resources, where, problems);
    checkPorts(sidecar.ports ?? {}, `${where}/ports`, problems);
    checkProbes(sidecar, `${where}/probes`, problems);
    checkPatience(sidecar.probes, `${where}/probes`, problems);
    checkShared(component, sidecar, where, problems);
    checkReferences(draft, sidecar.env, `${where}/env`);
    for (const [name, { number }] of Object.entries(sidecar.ports ?? {})) {
      const other = taken.get(number);
      if (other) problems.add(where, `port ${number} (${name}) is already '${other}'`);
      else if (taken.has(name))
        problems.add(where, `another container has a port '${name}' already; rename one`);
      taken.set(number, name).set(name, name);
    }
  }
}

/** A pod ends when all its containers have. */
function checkEnd(
  component: PlannedComponent,
  { ends }: PlannedSidecar,
  where: string,
  problems: Problems,
): void {
  if (endsByItself(component) && !ends) {
    problems.add(
      where,
      `a container that stays would keep the ${component.workload} from ending; leave it out`,
    );
  }
  if (ends && !endsByItself(component)) {
    problems.add(`${where}.ends`, 'only what runs beside work that ends does so itself; leave it out');
  }
}

/** Some gateways limit a body by holding request and answer back until they are whole. */
function checkStreams(draft: Draft, plan: Plan): void {
  const { addOn, bodies } = plan.cluster.gateway;
  if (!bodies.holdBackAnswers) return;
  for (const { route, path } of draft.routes) {
    if (!route.streaming || !route.maxBody) continue;
    draft.problems.add(
      systemPath(draft.system, `routes[${route.host}${path}]`),
      `${addOn} holds back the answers of a route with 'maxBody', so it cannot stream; give the stream a path of ` +
        "its own, or leave 'maxBody' out",
    );
  }
}

function checkAlerts(draft: Draft, plan: Plan): void {
  const seen = new Set<string>();
  for (const { alert, expr } of plan.alerts) {
    const key = `${alert} ${expr}`;
    if (seen.has(key)) draft.problems.add(systemPath(draft.system, `alerts/${alert}`), 'is defined twice');
    seen.add(key);
  }
}

/**
 * From phase 2 on the budget is a quota, and a quota that leaves no room for one pod more of each
 * Deployment would hold up every release.
 */
function checkBudget(draft: Draft, plan: Plan): void {
  const { budget, phase } = draft.environment;
  const path = environmentPath(draft.system, draft.name, 'budget');
  // At the most that autoscalers may make of it: a quota would refuse the pods that a load needs.
  const { requests } = peak(plan);
  const scaled = phase >= AUTO_SCALING ? ' at the most its autoscalers may' : '';
  const extra = phase >= 2 ? surge(plan).requests : { cpu: 0, memory: 0 };
  const during = `${scaled}${phase >= 2 ? ' while everything is updated' : ''}`;
  const storage = sumOfVolumes(plan);
  const cpu = requests.cpu + extra.cpu;
  if (cpu > millicores(budget.cpu)) {
    draft.problems.add(
      path,
      `requests ${formatMillicores(cpu)} of processor${during}, more than ${budget.cpu} (${budget.source})`,
    );
  }
  const memory = requests.memory + extra.memory;
  if (memory > mebibytes(budget.memory)) {
    draft.problems.add(
      path,
      `requests ${formatMebibytes(memory)} of memory${during}, more than ${budget.memory} (${budget.source})`,
    );
  }
  checkDevices(draft, plan, path);
  if (budget.storage && storage > mebibytes(budget.storage)) {
    draft.problems.add(
      path,
      `claims ${formatMebibytes(storage)} of storage, more than ${budget.storage} (${budget.source})`,
    );
  }
}

const sumOfVolumes = (plan: Plan): number =>
  plan.components.reduce(
    (all, component) =>
      all +
      component.replicas *
        Object.values(component.volumes).reduce((sum, { size }) => sum + mebibytes(size), 0),
    0,
  );
