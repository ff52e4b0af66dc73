import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from './cluster';
import { sleep } from './exec';

interface Schema {
  [keyword: string]: unknown;
  properties?: Record<string, Schema>;
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * Writes one JSON schema for each kind the API server serves, as kubeconform expects them, made from the
 * server's own OpenAPI: no download, and exactly the version that is judged against.
 *
 * @param apiVersions those that must be among them; the server publishes new definitions a moment late
 * @returns the value for kubeconform's `-schema-location`
 */
export async function writeSchemas(
  cluster: Cluster,
  folder: string,
  apiVersions: readonly string[],
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const paths = await published(cluster, apiVersions);
  for (const [path, { serverRelativeURL }] of Object.entries(paths)) {
    // `api/v1` and `apis/<group>/<version>`; the rest of the list is not about objects.
    if (!/^api\/v1$|^apis\/[^/]+\/[^/]+$/.test(path)) continue;
    const document = await cluster.get<{ components?: { schemas?: Record<string, Schema> } }>(
      serverRelativeURL,
    );
    const definitions = document.components?.schemas ?? {};
    for (const [name, schema] of Object.entries(definitions)) {
      for (const kind of (schema['x-kubernetes-group-version-kind'] ?? []) as Kind[]) {
        if (!path.endsWith(kind.group ? `${kind.group}/${kind.version}` : `api/${kind.version}`)) continue;
        const used = closure(name, definitions);
        const whole = { ...used[name], definitions: used };
        writeFileSync(join(folder, fileName(kind)), JSON.stringify(whole));
      }
    }
  }
  return join(folder, '{{.ResourceKind}}_{{.Group}}_{{.ResourceAPIVersion}}.json');
}

type Paths = Record<string, { serverRelativeURL: string }>;

async function published(cluster: Cluster, apiVersions: readonly string[]): Promise<Paths> {
  const until = Date.now() + 60_000;
  for (;;) {
    const { paths } = await cluster.get<{ paths: Paths }>('/openapi/v3');
    const late = apiVersions.filter((one) => !paths[one.includes('/') ? `apis/${one}` : `api/${one}`]);
    if (late.length === 0) return paths;
    if (Date.now() > until) throw new Error(`no OpenAPI for ${late.join(', ')}`);
    await sleep(300);
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
