/**
 * What programs share that save a store which is asked by HTTP. In Node.js, without apostrophes: they stand between two of
 * the shell's.
 */

/** Runs them. The newest that was found of the line with support until April 2028, and its user `node`. */
export const NODE = {
  image: { repository: 'node', tag: '24.17.0-alpine' },
  identity: { user: 1000, group: 1000 },
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '192Mi' } },
} as const;

/** What passes and what is said of it. */
const COMMON = String.raw`"use strict";
const { createHash } = require("node:crypto");
const { once } = require("node:events");
const { setTimeout: sleep } = require("node:timers/promises");
const say = (text) => process.stderr.write(text + "\n");
const fail = (error) => { say("failed: " + error.message); process.exit(1); };
process.stdout.on("error", fail);
async function textOf(answer) {
  const parts = [];
  for await (const part of answer) parts.push(part);
  return Buffer.concat(parts).toString();
}
`;

/**
 * It ends when all that it wrote has gone: of a pipe whose reader is slow the last bytes would else be lost.
 * @param programs JavaScript without apostrophes, one of them with a function `main`
 */
export const nodeScript = (
  ...programs: readonly string[]
): string => `exec node -e '${COMMON}${programs.join('')}
main().then(() => process.stdout.write("", () => process.exit(0)), fail);
'
`;
