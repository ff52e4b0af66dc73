/** Custom resources against their definitions, without a cluster: a misspelt field is found at once. */
import { readCrds, readLock } from '../../tools/lab/crds';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/**
 * Fields of a specification that the definition of its kind, in version `v1`, does not have.
 * @param name of the definitions in `tools/lab/crds.lock.yaml`; they are read from the mirror
 */
export async function unknownFields(name: string): Promise<(kind: string, spec: unknown) => string[]> {
  const crds = await readCrds(readLock().find((one) => one.name === name)!);
  return (kind, spec) => {
    const crd = crds.find((one) => one.spec.names.kind === kind)!;
    const { schema } = crd.spec.versions.find((one: { name: string }) => one.name === 'v1');
    return unknown(spec, schema.openAPIV3Schema.properties.spec, 'spec');
  };
}

function unknown(value: unknown, schema: Schema, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => unknown(one, schema.items ?? {}, path));
  if (!schema.properties) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = schema.properties![key];
    return known ? unknown(inner, known, `${path}.${key}`) : [`${path}.${key}`];
  });
}
