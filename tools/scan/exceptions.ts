/** What is wrong with the findings that are accepted: each has a reason, and an end. */

/** A finding of `.trivyignore.yaml` (trivy.dev, Filtering, by finding IDs). */
interface Accepted {
  readonly id?: unknown;
  readonly statement?: unknown;
  readonly expired_at?: unknown;
}

/** Kinds of findings that the file may name. */
const KINDS = ['vulnerabilities', 'misconfigurations', 'secrets', 'licenses'];

/** @param file the file, parsed; dates may be dates or text */
export function complaints(file: unknown): string[] {
  if (typeof file !== 'object' || file === null)
    return ['it has no kind of findings; begin with `vulnerabilities: []`'];
  return Object.entries(file).flatMap(([kind, listed]) => {
    if (!KINDS.includes(kind)) return [`'${kind}' is no kind of findings: ${KINDS.join(', ')}`];
    if (!Array.isArray(listed)) return [`${kind} is no list`];
    return listed.flatMap(({ id, statement, expired_at: end }: Accepted, index) => {
      const name = typeof id === 'string' ? id : `${kind}[${index}]`;
      return [
        ...(typeof id === 'string' && id !== '' ? [] : [`${name} names no finding`]),
        ...(typeof statement === 'string' && statement.trim().length >= 20
          ? []
          : [`${name} has no reason: say in 'statement' why it does no harm here`]),
        ...(isDate(end)
          ? []
          : [`${name} has no end: 'expired_at: 2027-01-31', the day on which somebody looks again`]),
      ];
    });
  });
}

const isDate = (value: unknown): boolean =>
  value instanceof Date
    ? !Number.isNaN(value.getTime())
    : typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
