/** Objects as YAML for people: familiar key order, multi-line texts as blocks, comments in place. */
import type { ApiObject } from 'cdk8s';
import { compare } from '../../model/problems';
import { commentsOf } from './comment';
import { rendered } from './rendered';
import { isCollection, key, learn, scalar } from './scalars';

/** Keys that readers look for first; all others follow by name. */
const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'image', 'spec'];

/** The map or list that holds a commented field → the field → the comment. */
type Comments = ReadonlyMap<object, ReadonlyMap<string, string>>;

/** The file of one tier. */
export function toYaml(header: string, objects: readonly ApiObject[]): string {
  const documents = objects.map(rendered);
  learn(documents);
  const lines = remark(header);
  for (const [index, document] of documents.entries()) {
    lines.push('---');
    write(lines, document, '', '', place(objects[index]!, document));
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Adds the lines of a map or list that has entries. The library would do it too, in ten times the time.
 * @param first what the first line begins with: the dash, for an entry of a list
 * @param indent what the other lines begin with
 */
function write(lines: string[], parent: object, first: string, indent: string, comments: Comments): void {
  const isList = Array.isArray(parent);
  const above = comments.get(parent);
  const inner = `${indent}  `;
  let start = first;
  for (const name of isList ? Object.keys(parent) : ordered(parent)) {
    for (const line of remark(above?.get(name))) {
      lines.push(start + line);
      start = indent;
    }
    const begin = start + (isList ? '-' : key(name, indent));
    const child = (parent as Record<string, unknown>)[name];
    if (!isCollection(child) || Object.keys(child).length === 0) {
      lines.push(`${begin} ${scalar(child, inner)}`);
    } else if (isList) {
      write(lines, child, `${begin} `, inner, comments);
    } else {
      lines.push(begin);
      write(lines, child, inner, inner, comments);
    }
    start = indent;
  }
}

/** Every reader's line breaks: none may end a comment. */
const remark = (text?: string): string[] =>
  text?.split(/\r\n|[\n\r\x85\u2028\u2029]/).map((line) => `# ${line}`.trimEnd()) ?? [];

const ordered = (map: object): string[] =>
  Object.keys(map).sort((a, b) => rank(a) - rank(b) || compare(a, b));

function rank(name: string): number {
  const index = FIRST.indexOf(name);
  return index < 0 ? FIRST.length : index;
}

/**
 * Where the comments of an object stand.
 * @throws Error when the object has no such field: a comment about nothing is a mistake.
 */
function place(object: ApiObject, document: object): Comments {
  const comments = new Map<object, Map<string, string>>();
  for (const { path, text } of commentsOf(object)) {
    // Above the object means above its first key.
    const full = path.length > 0 ? path : ['apiVersion'];
    let parent: unknown = document;
    for (const step of full.slice(0, -1))
      parent = isCollection(parent) ? Reflect.get(parent, step) : undefined;
    const field = String(full.at(-1));
    if (!isCollection(parent) || !Object.hasOwn(parent, field))
      throw new Error(`there is no field ${path.join('.')} to comment on`);
    const above = comments.get(parent) ?? new Map<string, string>();
    comments.set(parent, above.set(field, text));
  }
  return comments;
}
