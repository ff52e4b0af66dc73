import { ApiObject, App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { comment } from '../../charts/parts/comment';
import { toYaml } from '../../charts/parts/yaml';
import { synthesize } from '../../charts/synth';
import { resolve } from '../../model/resolve';
import { parse } from '../support/dist';
import { SHOP, withComponent } from '../support/system';

function object(rest: object, name = 'thing'): ApiObject {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  return new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...rest });
}

describe('a person reads the YAML', () => {
  test('with the keys one looks for first, the others by name, and texts as they stand in the file', () => {
    const made = object({
      spec: { z: 1, name: 'it', image: 'i', a: [{ x: 2, name: 'm' }] },
      data: { conf: 'a\nb\n' },
    });
    expect(toYaml('Header.', [made])).toBe(`# Header.
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: thing
spec:
  name: it
  image: i
  a:
    - name: m
      x: 2
  z: 1
data:
  conf: |
    a
    b
`);
  });

  test('with words that older readers take for something else in quotes', () => {
    const made = object({ data: { a: 'yes', b: 'off', c: '0123', d: '1e3', e: 'null', f: '1.10' } });
    expect(parse(toYaml('', [made]))[0]!.data).toEqual({
      a: 'yes',
      b: 'off',
      c: '0123',
      d: '1e3',
      e: 'null',
      f: '1.10',
    });
    expect(toYaml('', [made])).toContain('b: "off"');
  });

  test('on one line each, however long', () => {
    const long = 'word '.repeat(80).trim();
    expect(toYaml('', [object({ data: { long } })])).toContain(`  long: ${long}\n`);
  });

  test('with empty maps and lists, and lists in lists, as one expects them', () => {
    const spec = { empty: {}, none: [], table: [[1, [2, 3]], [], [{ a: 1, b: [true] }, {}]] };
    expect(toYaml('H.', [object({ spec })])).toContain(`spec:
  empty: {}
  none: []
  table:
    - - 1
      - - 2
        - 3
    - []
    - - a: 1
        b:
          - true
      - {}
`);
  });

  test('without anchors: what stands twice is written twice', () => {
    const same = { a: 'b' };
    expect(toYaml('', [object({ spec: { one: same, two: same } })])).not.toMatch(/[&*]a\d/);
  });
});

describe('a comment stands', () => {
  const spec = { list: [{ name: 'first' }, { name: 'second' }], text: 't' };

  test('above the object, or above the field it is about, also when it has two lines', () => {
    const made = object({ spec });
    comment(made, 'About it all.');
    comment(made, 'Two\nlines.', ['spec', 'text']);
    expect(toYaml('H.', [made])).toContain('---\n# About it all.\napiVersion: v1\n');
    expect(toYaml('H.', [made])).toContain('  # Two\n  # lines.\n  text: t\n');
  });

  test('above an entry of a list', () => {
    const made = object({ spec });
    comment(made, 'The second.', ['spec', 'list', 1]);
    expect(toYaml('H.', [made])).toContain('    # The second.\n    - name: second\n');
  });

  test('above the first field of an entry, after its dash', () => {
    const made = object({ spec });
    comment(made, 'A name.', ['spec', 'list', 0, 'name']);
    expect(toYaml('H.', [made])).toContain('    - # A name.\n      name: first\n    - name: second\n');
  });

  test('with each of its lines marked, whatever a reader takes for a line break', () => {
    const made = object({ spec });
    comment(made, 'Why.\n\nspec: {}\rspec: {}\u2028spec: {}\x85spec: {}', ['spec', 'text']);
    const [before, after] = toYaml('H.', [made]).split(/ {2}# Why\.\n/);
    expect(after).toBe(`  #\n${'  # spec: {}\n'.repeat(4)}  text: t\n`);
    expect(before).not.toContain('#  ');
  });

  test('nowhere, with an error, when there is no such field', () => {
    const made = object({ spec });
    comment(made, 'About nothing.', ['spec', 'txet']);
    expect(() => toYaml('H.', [made])).toThrow('there is no field spec.txet to comment on');
  });

  test('and is no part of what the cluster gets', () => {
    const made = object({ spec });
    const before = parse(toYaml('H.', [made]));
    comment(made, 'Why.', ['spec', 'text']);
    expect(parse(toYaml('Other.', [made]))).toEqual(before);
  });
});

describe('files of an environment', () => {
  const files = synthesize(resolve(SHOP, 'live'));

  test('are one for each tier that has something', () => {
    expect([...files.keys()]).toEqual([
      'shop/live/namespace.k8s.yaml',
      'shop/live/network-policies.k8s.yaml',
      'shop/live/secrets.k8s.yaml',
      'shop/live/data.k8s.yaml',
      'shop/live/app.k8s.yaml',
      'shop/live/ingress.k8s.yaml',
    ]);
  });

  test('say in their first line what they are, and that they are not edited', () => {
    expect(files.get('shop/live/app.k8s.yaml')!.split('\n')[0]).toBe(
      '# Shop, live, phase 1: app. Generated, do not edit.',
    );
  });

  test('are not made when two objects have one name: the second would overwrite the first', () => {
    // The Service of one component and the metrics Service of another.
    const metrics = [{ port: 'http', path: '/metrics', emits: [] }];
    const one = withComponent('web', { metrics }, withComponent('watch', { collects: 'metrics' }));
    const both = withComponent(
      'web-metrics',
      { tier: 'data' },
      { ...one, routes: [{ host: 'www', to: 'web-metrics' }] },
    );
    expect(() => synthesize(resolve(both, 'live'))).toThrow(
      "[shop/live] core/Service 'web-metrics' is made by data and by app; rename a component",
    );
  });
});
