/** What is wrong with the whole: references between components, and sums. */
import { basename } from 'node:path/posix';
import type { SecretKey } from '../component';
import type { Plan, PlannedComponent } from '../plan';
import { didYouMean } from '../problems';
import { type Draft, environmentPath, systemPath } from '../resolve/draft';
import { totals } from '../totals';
import { formatMebibytes, formatMillicores, mebibytes, millicores } from '../units';
import { checkResources } from './draft';

export function checkPlan(draft: Draft, plan: Plan): void {
  for (const component of plan.components) {
    const path = systemPath(draft.system, `components/${component.name}`);
    checkSecretReferences(draft, plan, component, path);
    checkFiles(draft, component, path);
    checkMemory(draft, component, path);
    checkSidecars(draft, component, path);
  }
  checkAlerts(draft, plan);
  checkBudget(draft, plan);
}

/** Every Secret and key a component reads, wherever it reads it. */
export function secretReferences(component: PlannedComponent): SecretKey[] {
  const variables = [component, ...component.sidecars].flatMap((container) => container.env);
  const files = component.files;
  return [
    ...variables.flatMap((variable) => ('from' in variable ? variable.from : [])),
    ...files.flatMap((file) => Object.values(file.secrets ?? {})),
    ...component.secretFiles,
  ];
}

function checkSecretReferences(draft: Draft, plan: Plan, component: PlannedComponent, path: string): void {
  for (const { secret, key } of secretReferences(component)) {
    const source = plan.secrets.find((candidate) => candidate.name === secret);
    if (!source) {
      const names = plan.secrets.map((candidate) => candidate.name);
      draft.problems.add(path, `reads Secret '${secret}', which has no source${didYouMean(secret, names)}`);
      continue;
    }
    const keys = source.kind === 'generated' ? [source.key] : Object.keys(source.keys);
    if (!keys.includes(key)) {
      draft.problems.add(path, `reads key '${key}' of Secret '${secret}'${didYouMean(key, keys)}`);
    }
  }
}

function checkFiles(draft: Draft, component: PlannedComponent, path: string): void {
  const all = [...component.files, ...component.sidecars.flatMap((sidecar) => sidecar.files ?? [])];
  const keys = new Map<string, string>();
  for (const file of all) {
    if (!file.path.startsWith('/')) draft.problems.add(path, `file '${file.path}' needs an absolute path`);
    const other = keys.get(basename(file.path));
    if (other !== undefined && other !== file.content) {
      draft.problems.add(path, `two different files are called '${basename(file.path)}'; rename one of them`);
    }
    keys.set(basename(file.path), file.content);
  }
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

function checkSidecars(draft: Draft, component: PlannedComponent, path: string): void {
  const taken = new Map(Object.entries(component.ports).map(([name, port]) => [port.number, name]));
  for (const sidecar of component.sidecars) {
    checkResources(sidecar.resources, `${path}/sidecars/${sidecar.name}`, draft.problems);
    for (const [name, { number }] of Object.entries(sidecar.ports ?? {})) {
      const other = taken.get(number);
      if (other) {
        draft.problems.add(
          `${path}/sidecars/${sidecar.name}`,
          `port ${number} (${name}) is already '${other}'`,
        );
      }
      taken.set(number, name);
    }
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

function checkBudget(draft: Draft, plan: Plan): void {
  const { requests } = totals(plan);
  const { cpu, memory, source } = draft.environment.budget;
  const path = environmentPath(draft.system, draft.name, 'budget');
  if (requests.cpu > millicores(cpu)) {
    draft.problems.add(
      path,
      `requests ${formatMillicores(requests.cpu)} of processor, more than ${cpu} (${source})`,
    );
  }
  if (requests.memory > mebibytes(memory)) {
    draft.problems.add(
      path,
      `requests ${formatMebibytes(requests.memory)} of memory, more than ${memory} (${source})`,
    );
  }
}
