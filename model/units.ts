/**
 * Kubernetes quantities as the definitions write them. The types refuse a bare number or a wrong
 * suffix while typing; the functions turn them into numbers for rules that calculate.
 */

/** Processor share: `250m` (millicores) or whole cores, `2`. */
export type Cpu = `${number}m` | `${number}`;

/** Memory or disk: mebibytes, gibibytes or tebibytes. */
export type Bytes = `${number}Mi` | `${number}Gi` | `${number}Ti`;

const MEBIBYTES: Record<string, number> = { Mi: 1, Gi: 1024, Ti: 1024 * 1024 };

/**
 * A processor quantity in millicores.
 * @throws Error when the text is not a quantity such as `250m` or `2`.
 */
export function millicores(cpu: Cpu): number {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(cpu);
  if (!match) throw new Error(`'${cpu}' is not a processor quantity such as 250m or 2`);
  return match[2] === 'm' ? Number(match[1]) : Number(match[1]) * 1000;
}

/**
 * A memory or disk quantity in MiB.
 * @throws Error when the text is not a quantity such as `512Mi` or `2Gi`.
 */
export function mebibytes(bytes: Bytes): number {
  const match = /^(\d+(?:\.\d+)?)(Mi|Gi|Ti)$/.exec(bytes);
  if (!match) throw new Error(`'${bytes}' is not a memory quantity such as 512Mi or 2Gi`);
  return Number(match[1]) * MEBIBYTES[match[2]!]!;
}

/** MiB for people: whole gibibytes as `2Gi`, everything else as `1536Mi`. */
export function formatMebibytes(mib: number): Bytes {
  return mib % 1024 === 0 ? `${mib / 1024}Gi` : `${Math.round(mib)}Mi`;
}

/** Millicores for people: whole cores as `2`, everything else as `250m`. */
export function formatMillicores(millis: number): Cpu {
  return millis % 1000 === 0 ? `${millis / 1000}` : `${Math.round(millis)}m`;
}

const BODY: Record<string, number> = { k: 1024, m: 1024 * 1024, g: 1024 * 1024 * 1024 };

/**
 * The bytes of a request body's size, in the notation of nginx.
 * @throws Error when the text is not a size such as `25m`.
 */
export function bytesOf(size: `${number}${'k' | 'm' | 'g'}`): number {
  const match = /^(\d+)([kmg])$/.exec(size);
  if (!match) throw new Error(`'${size}' is not a size such as 512k, 25m or 1g`);
  return Number(match[1]) * BODY[match[2]!]!;
}
