import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generate } from '../../tools/import/generate';
import { type BoundKind, kinds } from '../../tools/import/kinds';

const imports = join(__dirname, '..', '..', 'imports');
const mirror = process.env.PHASEWISE_CRD_MIRROR;

interface BindingClass {
  readonly GVK: { readonly apiVersion: string; readonly kind: string };
}

/** The classes of a generated file that stand for one kind. */
async function classesOf({ group, kind }: BoundKind): Promise<BindingClass[]> {
  const module: Record<string, Partial<BindingClass>> = await import(join(imports, `${group}.ts`));
  return Object.values(module).filter((entry): entry is BindingClass => entry?.GVK?.kind === kind);
}

describe('bindings of custom resources', () => {
  test.each(kinds.map((bound) => [bound.kind, bound] as const))(
    '%s has one class, with its API version',
    async (_, bound) => {
      const classes = await classesOf(bound);
      expect(classes.map(({ GVK }) => GVK)).toEqual([
        { apiVersion: `${bound.group}/${bound.version}`, kind: bound.kind },
      ]);
    },
  );

  test('hold no file that the list of kinds does not ask for', () => {
    const groups = new Set(kinds.map(({ group }) => `${group}.ts`));
    expect(readdirSync(imports).sort()).toEqual([...groups].sort());
  });

  test('say in their first line that they are generated, and how', () => {
    for (const name of readdirSync(imports)) {
      expect(readFileSync(join(imports, name), 'utf8').split('\n')[0], name).toContain('npm run import');
    }
  });

  test.skipIf(!mirror)(
    'come out byte for byte the same again (needs PHASEWISE_CRD_MIRROR)',
    {
      timeout: 60_000,
    },
    () => {
      for (const [name, text] of generate(mirror!, kinds)) {
        expect(
          text === readFileSync(join(imports, name), 'utf8'),
          `imports/${name}: run npm run import`,
        ).toBe(true);
      }
    },
  );
});
