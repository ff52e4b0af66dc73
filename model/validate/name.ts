/** Names that Kubernetes takes. */
import type { Problems } from '../problems';

/** Object names: lower-case letters, digits and hyphens. */
const LABEL = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
/** Longest name of a namespace, a Service or a container. */
export const MAX_NAME = 63;

export function checkName(problems: Problems, path: string, name: string, max: number): void {
  if (!LABEL.test(name)) {
    problems.add(path, `'${name}' is not a Kubernetes name: lower-case letters, digits and hyphens only`);
  }
  if (name.length > max)
    problems.add(path, `'${name}' is ${name.length} characters long; ${max} is the most`);
}
