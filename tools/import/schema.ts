/** Cuts a CRD down to what we write of it, before bindings are made from it. */
import type { BoundKind } from './kinds';

/** The part of an OpenAPI schema that this tool looks at. */
export interface Schema {
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  [key: string]: unknown;
}

/** The part of a CustomResourceDefinition that this tool looks at. */
export interface Crd {
  apiVersion: string;
  kind: string;
  metadata: { name: string; [key: string]: unknown };
  spec: {
    group: string;
    names: { kind: string; [key: string]: unknown };
    versions: { name: string; schema: { openAPIV3Schema: Schema }; [key: string]: unknown }[];
    [key: string]: unknown;
  };
}

/** Longest doc line that is kept, in characters. */
const docLength = 150;

/**
 * The definition with the one version of `bound`, its opaque paths closed and its docs one line each.
 * @throws when the version or an opaque path is not in the definition
 */
export function trim(crd: Crd, bound: BoundKind): Crd {
  const at = `${bound.file} ${bound.group}/${bound.version} ${bound.kind}`;
  const version = crd.spec.versions.find(({ name }) => name === bound.version);
  if (!version) {
    const has = crd.spec.versions.map(({ name }) => name).join(', ');
    throw new Error(`[${at}] no version ${bound.version}; it has: ${has}`);
  }
  const schema = structuredClone(version.schema.openAPIV3Schema);
  delete schema.properties?.status;
  for (const path of bound.opaque ?? []) close(schema, path, at);
  shortenDocs(schema);
  const { group, names, scope } = crd.spec;
  return {
    apiVersion: crd.apiVersion,
    kind: crd.kind,
    metadata: { name: crd.metadata.name },
    spec: {
      group,
      names,
      scope,
      versions: [{ name: version.name, served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}

/** Makes the schema at a dotted path accept anything; a list stays a list, of anything. */
function close(root: Schema, path: string, at: string): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let node = root;
  for (const key of keys) node = inside(child(node, key, path, at));
  const target = child(node, last, path, at);
  const anything: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const closed: Schema = target.type === 'array' ? { type: 'array', items: anything } : anything;
  node.properties![last] = { ...closed, description: target.description };
}

function child(node: Schema, key: string, path: string, at: string): Schema {
  const found = node.properties?.[key];
  if (found) return found;
  const has = Object.keys(node.properties ?? {}).join(', ') || 'nothing';
  throw new Error(`[${at}] opaque path ${path}: no "${key}" there, it has: ${has}`);
}

/** What a path goes on in: the items of a list, else the schema itself. */
function inside(node: Schema): Schema {
  return node.type === 'array' && node.items ? node.items : node;
}

function shortenDocs(node: Schema): void {
  if (node.description) node.description = firstSentence(node.description);
  else delete node.description;
  for (const property of Object.values(node.properties ?? {})) shortenDocs(property);
  if (node.items) shortenDocs(node.items);
  if (typeof node.additionalProperties === 'object') shortenDocs(node.additionalProperties);
}

/** The first sentence of a text on one line, cut between words at the longest length of a doc line. */
export function firstSentence(text: string): string {
  const paragraph = text.trim().split(/\n\s*\n/)[0]!;
  const line = paragraph.replace(/\s+/g, ' ');
  const sentence = /^.*?(?<!\b(?:e\.g|i\.e|etc|vs))[.!?:](?= |$)/.exec(line)?.[0] ?? line;
  if (sentence.length <= docLength) return sentence;
  return `${sentence.slice(0, docLength - 3).replace(/\s+\S*$/, '')}...`;
}
