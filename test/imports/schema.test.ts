import { describe, expect, test } from 'vitest';
import type { BoundKind } from '../../tools/import/kinds';
import { type Crd, firstSentence, type Schema, trim } from '../../tools/import/schema';

const bound: BoundKind = { file: 'toys.yaml', group: 'toys.io', kind: 'Toy', version: 'v1' };

function toy(): Crd {
  const spec: Schema = {
    type: 'object',
    description: 'Spec of a toy.\nMore on it.',
    properties: {
      size: { type: 'integer' },
      parts: {
        type: 'array',
        description: 'Parts of it.',
        items: { type: 'object', properties: { screws: { type: 'array', items: { type: 'string' } } } },
      },
    },
  };
  const schema: Schema = { type: 'object', properties: { spec, status: { type: 'object' } } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'toys.toys.io', annotations: { long: 'text' } },
    spec: {
      group: 'toys.io',
      names: { kind: 'Toy' },
      versions: [
        { name: 'v1beta1', schema: { openAPIV3Schema: schema } },
        { name: 'v1', schema: { openAPIV3Schema: schema } },
      ],
    },
  };
}

/** The schema of `spec` after trimming with these opaque paths. */
function specWith(opaque: string[]): Schema {
  return trim(toy(), { ...bound, opaque }).spec.versions[0]!.schema.openAPIV3Schema.properties!.spec!;
}

describe('trimming a CRD before its bindings are made', () => {
  test('keeps the one version we write, without its status', () => {
    const { versions } = trim(toy(), bound).spec;
    expect(versions.map(({ name }) => name)).toEqual(['v1']);
    expect(Object.keys(versions[0]!.schema.openAPIV3Schema.properties!)).toEqual(['spec']);
  });

  test('an opaque list stays a list, of anything, and keeps its doc', () => {
    expect(specWith(['spec.parts']).properties!.parts).toEqual({
      type: 'array',
      description: 'Parts of it.',
      items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    });
  });

  test('an opaque path goes on through the items of a list', () => {
    const part = specWith(['spec.parts.screws']).properties!.parts!.items!;
    expect(part.properties!.screws!.items).toEqual({
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    });
  });

  test('leaves the definition it was given alone', () => {
    const crd = toy();
    trim(crd, { ...bound, opaque: ['spec.parts'] });
    expect(crd).toEqual(toy());
  });

  test('a path that a new release dropped is an error that says what is there', () => {
    expect(() => specWith(['spec.colour'])).toThrow(
      '[toys.yaml toys.io/v1 Toy] opaque path spec.colour: no "colour" there, it has: size, parts',
    );
  });

  test('a version that a new release dropped is an error that says what is there', () => {
    expect(() => trim(toy(), { ...bound, version: 'v2' })).toThrow('no version v2; it has: v1beta1, v1');
  });
});

describe('doc lines', () => {
  test.each([
    ['One.\nTwo.', 'One.'],
    ['Wrapped over\ntwo lines. Then more.', 'Wrapped over two lines.'],
    ['No full stop\n\nSecond paragraph.', 'No full stop'],
    ['A name, e.g. a host. More.', 'A name, e.g. a host.'],
    ['Version 1.2 of it. More.', 'Version 1.2 of it.'],
  ])('%j becomes %j', (text, line) => {
    expect(firstSentence(text)).toBe(line);
  });

  test('are cut between words', () => {
    const line = firstSentence('word '.repeat(100));
    expect(line.length).toBeLessThanOrEqual(150);
    expect(line).toMatch(/ word\.\.\.$/);
  });
});
