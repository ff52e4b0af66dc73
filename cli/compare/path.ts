/** Where in an object something is, for people and for the rules about fields. */

/** A key of a map, or an element of a list by the name it goes by. */
export type Step = string | { readonly item: string };
export type Path = readonly Step[];

/** `spec.template.spec.containers[api].image`; a key that is no word stands in brackets too. */
export function readable(path: Path): string {
  return path
    .map((step) => {
      if (typeof step !== 'string') return `[${step.item}]`;
      return /^[A-Za-z_$][\w-]*$/.test(step) ? `.${step}` : `[${step}]`;
    })
    .join('')
    .replace(/^\./, '');
}

/** Whether a path lies at or under keys; `*` stands for any one step. */
export function under(path: Path, ...keys: readonly string[]): boolean {
  return keys.length <= path.length && keys.every((key, index) => key === '*' || key === path[index]);
}

/** The name of a step, be it a key or an element. */
export const nameOf = (step: Step | undefined): string =>
  step === undefined ? '' : typeof step === 'string' ? step : step.item;
