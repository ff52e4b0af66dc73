/**
 * Objects as JSON. cdk8s looks into every value for tokens, which nobody makes here, by every value's whole path; for all
 * systems that takes longer than to build their objects. So the generated classes alone are asked.
 */
import { type ApiObject, JsonPatch } from 'cdk8s';

/** Of the finished manifest. */
const patches = new WeakMap<ApiObject, readonly JsonPatch[]>();

/** Applies a patch to what the class rendered; a class drops what it does not know, a patch of its own included. */
export const patchRendered = (object: ApiObject, patch: JsonPatch): void => {
  patches.set(object, [...(patches.get(object) ?? []), patch]);
};

/** @throws Error for a value that is no data: a token, or an object of some class */
export function rendered(object: ApiObject): object {
  const { manifest } = object.constructor as { manifest?: (props: object) => object };
  // What the constructor and `addJsonPatch` were given, which cdk8s shows nobody.
  const given = { props: Reflect.get(object, 'props'), patches: Reflect.get(object, 'patches') };
  const where = `${object.kind} '${object.name}'`;
  const whole = { ...(plain(given.props, where) as object), metadata: object.metadata.toJson() };
  const patched = given.patches.length > 0 ? JsonPatch.apply(whole, ...given.patches) : whole;
  const json = manifest ? manifest(patched) : patched;
  const own = patches.get(object);
  return own ? JsonPatch.apply(json, ...own) : json;
}

/** Without what is not set. A number or text of a class, such as IntOrString, is told from others by its `value`. */
function plain(value: unknown, where: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => plain(one, where));
  if (value.constructor !== Object) return ofClass(value, where);
  const result: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value))
    if (one !== undefined && one !== null) result[name] = plain(one, where);
  return result;
}

function ofClass(object: object, where: string): { value: unknown } {
  const { value } = object as { value?: unknown };
  if (typeof value === 'number' || typeof value === 'string') return { value };
  throw new Error(`${where}: an object of class ${object.constructor.name} is no data`);
}
