import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cluster } from './cluster';
import { sleep } from './exec';
import type { KubeObject } from './manifests';

interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What the API server says about its kinds, in files: no download, and exactly the version that is judged against. */
export interface Schemas {
  /** The value for kubeconform's `-schema-location`. */
  readonly kubeconform: string;
  /** The value for kubectl-validate's `--local-schemas`. */
  readonly openapi: string;
}

/**
 * Writes the server's own OpenAPI, and one JSON schema for each kind in it, as kubeconform expects them.
 *
 * @param objects whose kinds must be among them; the server publishes new definitions a moment late
 */
export async function writeSchemas(
  cluster: Cluster,
  folder: string,
  objects: readonly KubeObject[],
): Promise<Schemas> {
  const [kinds, openapi] = [join(folder, 'kinds'), join(folder, 'openapi')];
  mkdirSync(kinds, { recursive: true });
  for (const [path, document] of await published(cluster, objects)) {
    const file = join(openapi, `${path}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(document));
    writeKinds(document, path, kinds);
  }
  return { kubeconform: join(kinds, '{{.ResourceKind}}_{{.Group}}_{{.ResourceAPIVersion}}.json'), openapi };
}

interface Document {
  readonly components?: { readonly schemas?: Record<string, Schema> };
}

const kindsOf = (schema: Schema) => (schema['x-kubernetes-group-version-kind'] ?? []) as Kind[];

/** Path → document, once every kind of these objects is there: the server adds them one by one. */
async function published(cluster: Cluster, objects: readonly KubeObject[]) {
  const needed = new Set(objects.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`));
  const until = Date.now() + 60_000;
  for (;;) {
    const { paths } = await cluster.get<{ paths: Record<string, unknown> }>('/openapi/v3');
    const found = new Map<string, Document>();
    const late = new Set(needed);
    // `api/v1` and `apis/<group>/<version>`; the rest of the list is not about objects.
    for (const path of Object.keys(paths).filter((one) => /^api\/v1$|^apis\/[^/]+\/[^/]+$/.test(one))) {
      // Not by the address in the list: it holds for one state of the document and redirects after a change.
      const document = await cluster.get<Document>(`/openapi/v3/${path}`);
      found.set(path, document);
      for (const { group, version, kind } of Object.values(document.components?.schemas ?? {}).flatMap(
        kindsOf,
      )) {
        late.delete(group ? `${group}/${version}/${kind}` : `${version}/${kind}`);
      }
    }
    if (late.size === 0) return found;
    if (Date.now() > until) throw new Error(`no OpenAPI for ${[...late].join(', ')}`);
    await sleep(300);
  }
}

function writeKinds(document: Document, path: string, folder: string): void {
  const definitions = document.components?.schemas ?? {};
  for (const [name, schema] of Object.entries(definitions)) {
    for (const kind of kindsOf(schema)) {
      if (!path.endsWith(kind.group ? `${kind.group}/${kind.version}` : `api/${kind.version}`)) continue;
      const used = closure(name, definitions);
      writeFileSync(join(folder, fileName(kind)), JSON.stringify({ ...used[name], definitions: used }));
    }
  }
}

/** For the core group, kubeconform fills in the version where it asks for the group. */
const fileName = ({ group, version, kind }: Kind) =>
  `${kind.toLowerCase()}_${group || version}_${version}.json`;

/** A definition and everything it refers to, in the dialect kubeconform reads. */
function closure(name: string, all: Record<string, Schema>): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const visit = (one: string) => {
    if (found[one]) return;
    // Taken down before its parts are visited: some schemas contain themselves.
    found[one] = {};
    found[one] = convert(all[one]!, visit) as Schema;
  };
  visit(name);
  return found;
}

const REFERENCE = '#/components/schemas/';

function convert(node: unknown, visit: (name: string) => void): unknown {
  if (Array.isArray(node)) return node.map((item) => convert(item, visit));
  if (typeof node !== 'object' || node === null) return node;
  const schema = node as Schema;
  if (typeof schema.$ref === 'string' && schema.$ref.startsWith(REFERENCE)) {
    const name = schema.$ref.slice(REFERENCE.length);
    visit(name);
    return { $ref: `#/definitions/${name}` };
  }
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') {
    return { anyOf: [{ type: 'integer' }, { type: 'string' }] };
  }
  const converted: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    // Kubernetes' own remarks, and formats JSON schema does not know.
    if (key.startsWith('x-kubernetes-') || key === 'format' || key === 'default') continue;
    converted[key] = key === 'properties' ? eachProperty(value as object, visit) : convert(value, visit);
  }
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  // Strict: what the schema does not name is a mistake.
  if (converted.properties && !('additionalProperties' in converted) && !isOpen) {
    converted.additionalProperties = false;
  }
  return converted;
}

/** Names of properties may look like keywords (`format`, `default`), so they are not converted as such. */
const eachProperty = (properties: object, visit: (name: string) => void) =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, convert(schema, visit)]));
