/** Objects as YAML for people: familiar key order, multi-line texts as blocks, comments in place. */
import type { ApiObject } from 'cdk8s';
import { Document, isMap, isNode, isPair, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { compare } from '../../model/problems';
import { type Comment, commentsOf } from './comment';

/** Keys that readers look for first; all others follow by name. */
const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'image', 'spec'];

/** The file of one tier. */
export function toYaml(header: string, objects: readonly ApiObject[]): string {
  return `# ${header}\n${objects.map((object) => `---\n${document(object)}`).join('')}`;
}

function document(object: ApiObject): string {
  // YAML 1.1 quotes what older parsers would read as a boolean or an octal number.
  const doc = new Document(ordered(object.toJson()), { version: '1.1', aliasDuplicateObjects: false });
  for (const { path, text } of commentsOf(object)) setComment(doc, path, text);
  return doc.toString({ lineWidth: 0, directives: false });
}

const rank = (key: string): number => {
  const index = FIRST.indexOf(key);
  return index < 0 ? FIRST.length : index;
};

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => rank(a) - rank(b) || compare(a, b))
      .map(([key, child]) => [key, ordered(child)]),
  );
}

/** @throws Error when the object has no such field: a comment about nothing is a mistake. */
function setComment(doc: Document, path: Comment['path'], text: string): void {
  const lines = text.replaceAll(/^/gm, ' ');
  // Above the object means above its first key: yaml would set a blank line after a document's comment.
  const [last = 'apiVersion', ...up] = [...path].reverse();
  const parent = up.length === 0 ? doc.contents : doc.getIn(up.reverse(), true);
  const target = find(parent as Node | null, last);
  if (!target) throw new Error(`there is no field ${path.join('.')} to comment on`);
  target.commentBefore = lines;
}

function find(parent: Node | null, key: string | number): { commentBefore?: string | null } | undefined {
  if (isMap(parent)) {
    const pair = (parent as YAMLMap).items.find((item) => isPair(item) && String((item as Pair).key) === key);
    return pair && isNode(pair.key) ? pair.key : undefined;
  }
  return (parent as YAMLSeq | null)?.items?.[Number(key)] as Node | undefined;
}
