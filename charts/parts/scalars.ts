/**
 * Keys and simple values as YAML. What needs quotes is the library's business; its answers are kept, because
 * the objects and environments of a system have most words in common.
 */
import { Yaml } from 'cdk8s';

const answers = new Map<unknown, string>();

/** Line breaks of YAML 1.1, and what a reader in Go refuses. */
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufeff]/g;

/** Texts that the library writes so that others, above all kubectl's reader in Go, find something else. */
const MISREAD = [
  // Numbers to Go, which skips underscores and knows 0o17 and 0X1F.
  /^(?=.*_)[-+.\d][-+._\d]*(e[-+_\d]*)?$/i,
  /^[-+_]*0_*(b[01_]+|o[0-7_]+|x[\da-f_]+)$/i,
  // As a key, a merge.
  /^<<$/,
  // A block that begins with a tab, which Go refuses, or has nothing but blanks, which get lost.
  /^[ \n]*(\t|$)/,
  new RegExp(UNPRINTABLE, ''),
];

/** YAML allows no longer key without a question mark. */
const LONGEST_KEY = 1024;

/** Names and paths, a third of all words. No number, date or word of YAML's own has a `-`, `/` or capital between small letters. */
const PLAIN = /^[a-z]+(?=.*[-/A-Z])([A-Z]|[-/.]?[a-z\d])*$/;

const isPlain = (value: unknown): boolean =>
  typeof value === 'boolean' ||
  Number.isSafeInteger(value) ||
  (typeof value === 'string' && PLAIN.test(value));

/** Asks for every key and value below at once: one question costs as much as ten answers. */
export function learn(documents: readonly object[]): void {
  const news: unknown[] = [];
  for (const word of unknown(documents, new Set()))
    if (isPlain(word)) answers.set(word, String(word));
    else news.push(word);
  if (news.length === 0) return;
  // A list, because in it every line of a text but the first is empty or begins with two spaces.
  const texts = Yaml.stringify(news).slice('- '.length, -'\n'.length).split('\n- ');
  for (const [index, word] of news.entries()) {
    const text = texts[index]!.replaceAll('\n  ', '\n');
    answers.set(word, typeof word === 'string' && isMisread(word, text) ? quoted(word) : text);
  }
}

/** In double quotes over several lines, the library loses lines of blanks. */
const isMisread = (word: string, text: string): boolean =>
  MISREAD.some((pattern) => pattern.test(word)) || /^".*\n/.test(text);

function unknown(value: unknown, found: Set<unknown>): Set<unknown> {
  if (!isCollection(value)) return answers.has(value) ? found : found.add(value);
  if (!Array.isArray(value)) for (const name of Object.keys(value)) unknown(name, found);
  for (const child of Object.values(value)) unknown(child, found);
  return found;
}

/** A map or a list, empty or not. */
export const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Any text on one line. */
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A learned value, or an empty map or list. Texts of several lines go on at the indent. */
export function scalar(value: unknown, indent: string): string {
  if (isCollection(value)) return Array.isArray(value) ? '[]' : '{}';
  const text = answers.get(value)!;
  return text.includes('\n') ? text.replaceAll(/\n(?!\n|$)/g, `\n${indent}`) : text;
}

/** A learned key with its colon. */
export function key(name: string, indent: string): string {
  const answer = answers.get(name)!;
  const text = answer.includes('\n') ? quoted(name) : answer;
  return text.length > LONGEST_KEY ? `? ${text}\n${indent}:` : `${text}:`;
}
