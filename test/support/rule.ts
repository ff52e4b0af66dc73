/** A rule, held against everything that is committed and every phase of it, and proved able to fail. */
import { describe, expect, test } from 'vitest';
import type { DistEnvironment } from './dist';
import { type KubeObject, type PodTemplate, podTemplates } from './kubernetes';
import { cases, environmentAt } from './phases';

/** What is wrong, one sentence each; empty when nothing is. */
type Findings = readonly string[];
export type Rule = (objects: KubeObject[], environment: DistEnvironment) => Findings | Promise<Findings>;
type Seed = (objects: KubeObject[]) => void;
/** A defect seeded into the objects of a sound environment, and what the finding must say. */
export type Defect = readonly [name: string, seed: Seed, finding: RegExp];

/** The environment that defects are seeded into: they name its objects. The last phase has all of them. */
const sound = (): Promise<DistEnvironment> => environmentAt('kaleem', 'production', 4);

/**
 * Every environment keeps the rule at every phase, every seeded defect is found, and there was something to judge.
 * @param title what a user would lose
 */
export function rule(title: string, judge: Rule, defects: readonly Defect[]): void {
  describe(title, async () => {
    test.each(await cases())('$name', async ({ load }) => {
      const environment = await load();
      expect(environment.objects.length).toBeGreaterThan(0);
      expect(await judge(environment.objects, environment)).toEqual([]);
    });
    test.each(defects)('would be noticed: %s', async (_, seed, finding) => {
      const environment = await sound();
      const objects = structuredClone(environment.objects);
      seed(objects);
      expect((await judge(objects, environment)).join('\n')).toMatch(finding);
    });
  });
}

/** @throws Error when the sound environment has no such object */
export function find(objects: readonly KubeObject[], kind: string, name?: string): KubeObject {
  const found = objects.find(
    (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
  if (!found) throw new Error(`there is no ${kind} ${name ?? ''}`);
  return found;
}

/** Sets what stands at a path such as `spec.template.0.name`; undefined takes it away. */
function setIn(target: object, path: string, value: unknown): void {
  const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
  const last = keys.pop()!;
  let at = target as Record<string, unknown>;
  for (const key of keys) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
}

/** A defect of one object, the first of its kind when it has no name: `Kind/name` or `Kind`. */
export const inObject =
  (which: string, path: string, value: unknown): Seed =>
  (objects) => {
    const [kind = '', name] = which.split('/');
    setIn(find(objects, kind, name), path, value);
  };

/** A defect of one pod's spec, of the first pod that `wanted` accepts. */
export const inPod =
  (path: string, value: unknown, wanted: (pod: PodTemplate) => boolean = () => true): Seed =>
  (objects) => {
    const pod = podTemplates(objects).find(wanted);
    if (!pod) throw new Error('there is no such pod to break');
    setIn(pod.spec, path, value);
  };

/** One object less. */
export const without =
  (which: string): Seed =>
  (objects) => {
    const [kind = '', name] = which.split('/');
    objects.splice(objects.indexOf(find(objects, kind, name)), 1);
  };

/** One object more: a changed copy of one that is there. */
export const another =
  (which: string, path: string, value: unknown): Seed =>
  (objects) => {
    const [kind = '', name] = which.split('/');
    const copy = structuredClone(find(objects, kind, name));
    setIn(copy, path, value);
    objects.push(copy);
  };
