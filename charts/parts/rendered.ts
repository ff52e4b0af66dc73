/**
 * Objects as JSON. cdk8s looks into every value for tokens, which nobody makes here, by every value's whole path; and its
 * classes of the Kubernetes API make one more copy for each field that an object has. For all systems each takes longer
 * than to build the objects. So fields are given the names that Kubernetes writes, and nothing else is done. What a class
 * does not know, which is newer than it, is kept.
 */
import { type ApiObject, JsonPatch } from 'cdk8s';
import { FIELD_NAMES, MAPS } from './field-names';
import { k8s } from './k8s';

/** @throws Error for a value that is no data: a token, or an object of some class */
export function rendered(object: ApiObject): object {
  // What the constructor and `addJsonPatch` were given, which cdk8s shows nobody.
  const given = { props: Reflect.get(object, 'props'), patches: Reflect.get(object, 'patches') };
  const where = `${object.kind} '${object.name}'`;
  const asked = askedClass(object);
  const whole = { ...(plain(given.props, { where, asked }) as object), metadata: object.metadata.toJson() };
  const patched = given.patches.length > 0 ? JsonPatch.apply(whole, ...given.patches) : whole;
  return asked ? asked.manifest(patched) : patched;
}

interface Generated {
  manifest(props: object): object;
}

/** The class itself is asked where the table of names is not its own: of custom resources, and of their definitions. */
function askedClass(object: ApiObject): Generated | undefined {
  const made = object.constructor;
  const isOfTable = Reflect.get(k8s, made.name) === made && !/^CustomResource/.test(object.kind);
  return isOfTable || !('manifest' in made) ? undefined : (made as unknown as Generated);
}

interface Told {
  /** The object, for messages. */
  readonly where: string;
  /** Who gives fields their names later. */
  readonly asked: Generated | undefined;
}

/** Without what is not set. */
function plain(value: unknown, told: Told, isMap = false): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => plain(one, told));
  if (value.constructor !== Object) return ofClass(value, told);
  const result: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    if (one === undefined || one === null) continue;
    const written = told.asked || isMap ? name : (FIELD_NAMES.get(name) ?? name);
    result[written] = plain(one, told, MAPS.has(name));
  }
  return result;
}

/** A number or text of a class, such as IntOrString; a class that is asked tells it from others by its `value`. */
function ofClass(object: object, { where, asked }: Told): unknown {
  const { value } = object as { value?: unknown };
  if (typeof value === 'number' || typeof value === 'string') return asked ? { value } : value;
  throw new Error(`${where}: an object of class ${object.constructor.name} is no data`);
}
