/** Defects to seed into a sound environment. What is to be broken is named by what it is, so that any system has it. */
import type { Plan } from '../../model/plan';
import { isOperated, type KubeObject, type PodTemplate, podTemplates } from './kubernetes';

/** The environment has nothing of the sort: the defect cannot be there. */
export class NothingToBreak extends Error {}

/** @param plan from which the objects were made, for what they do not show */
export type Seed = (objects: KubeObject[], plan: Plan) => void;
/** One that needs no more than the objects. */
export type SimpleSeed = (objects: KubeObject[]) => void;

/** An object by its kind, by `Kind/name`, or by what it is like. */
export type Which =
  | string
  | { readonly kind: string; readonly like: (object: KubeObject, objects: readonly KubeObject[]) => boolean };

/** The first of a kind that is like this. */
export const those = (
  kind: string,
  // biome-ignore lint/suspicious/noExplicitAny: a specification as the rule that seeds it knows it
  like: (spec: any, object: KubeObject, objects: readonly KubeObject[]) => boolean,
): Which => ({ kind, like: (object, objects) => like(object.spec, object, objects) });

/** @throws NothingToBreak when there is no such object */
export function find(objects: readonly KubeObject[], kind: string, name?: string): KubeObject {
  const found = objects.find(
    (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
  if (!found) throw new NothingToBreak(`there is no ${kind} ${name ?? ''}`);
  return found;
}

export function findThat(objects: readonly KubeObject[], which: Which): KubeObject {
  if (typeof which === 'string') {
    const [kind = '', name] = which.split('/');
    return find(objects, kind, name);
  }
  const found = objects.find((object) => object.kind === which.kind && which.like(object, objects));
  if (!found) throw new NothingToBreak(`there is no ${which.kind} like this`);
  return found;
}

/** Sets what stands at a path such as `spec.template.0.name`; undefined takes it away. What leads there must exist. */
export function setIn(target: object, path: string, value: unknown): void {
  const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
  const last = keys.pop()!;
  let at = target as Record<string, unknown>;
  for (const key of keys) {
    at = at[key] as Record<string, unknown>;
    if (typeof at !== 'object' || at === null)
      throw new NothingToBreak(`nothing stands at ${key} of ${path}`);
  }
  if ((value === undefined || typeof value === 'function') && at[last] === undefined)
    throw new NothingToBreak(`nothing stands at ${path}`);
  if (value === undefined) delete at[last];
  else at[last] = typeof value === 'function' ? value(at[last]) : value;
}

/** A defect of one object. @param value what stands there then; a function makes it of what stood there */
export const inObject =
  (which: Which, path: string, value: unknown): SimpleSeed =>
  (objects) =>
    setIn(findThat(objects, which), path, value);

/** A defect of one pod's spec: of the first of ours that `wanted` accepts, and that has something on the way there. */
export const inPod =
  (
    path: string,
    value: unknown,
    wanted: (pod: PodTemplate, objects: readonly KubeObject[]) => boolean = () => true,
  ): SimpleSeed =>
  (objects) => {
    for (const pod of podTemplates(objects).filter((one) => !isOperated(one) && wanted(one, objects))) {
      try {
        return setIn(pod.spec, path, value);
      } catch (error) {
        if (!(error instanceof NothingToBreak)) throw error;
      }
    }
    throw new NothingToBreak('there is no such pod');
  };

/** One object less. */
export const without =
  (which: Which): SimpleSeed =>
  (objects) => {
    objects.splice(objects.indexOf(findThat(objects, which)), 1);
  };

/** One object more: a changed copy of one that is there. */
export const another =
  (which: Which, path: string, value: unknown): SimpleSeed =>
  (objects) => {
    const copy = structuredClone(findThat(objects, which));
    setIn(copy, path, value);
    objects.push(copy);
  };

const texts = new WeakMap<readonly KubeObject[], string>();

/** The objects with a defect in them. @throws NothingToBreak when the seed changes nothing */
export function seeded(objects: readonly KubeObject[], seed: Seed, plan: Plan): KubeObject[] {
  const text = texts.get(objects) ?? JSON.stringify(objects);
  texts.set(objects, text);
  // Faster than structuredClone, and there are hundreds of defects.
  const broken = JSON.parse(text) as KubeObject[];
  seed(broken, plan);
  if (JSON.stringify(broken) === text) throw new NothingToBreak('it changes nothing');
  return broken;
}
