import { describe, expect, it } from 'vitest';
import { compare } from '../../cli/compare';
import { parseTier } from '../../cli/objects';
import { changes, configMap, deployment, fields, object, placed } from './fixture';

const policy = (egress: object[]) =>
  object('networking.k8s.io/v1', 'NetworkPolicy', 'web', { spec: { egress } });
const to = (name: string, ...ports: number[]) => ({
  to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } }],
  ports: ports.map((port) => ({ port })),
});

describe('a reviewer is told about objects', () => {
  it('that came, went and changed, each once', () => {
    const found = changes(
      [object('v1', 'Service', 'old'), deployment({ replicas: 1 })],
      [deployment({ replicas: 2 }), object('v1', 'Service', 'new')],
    );
    expect(found.map(({ kind, object: { metadata } }) => [kind, metadata.name])).toEqual([
      ['changed', 'web'],
      ['added', 'new'],
      ['removed', 'old'],
    ]);
  });

  it('with the comment that says what they are for', () => {
    const text =
      '# Shop, live: app. Generated.\n---\n# Keeps\n# things.\napiVersion: v1\nkind: Service\nmetadata:\n  name: a\n';
    expect(compare([], parseTier('app', text))).toMatchObject([{ kind: 'added', about: 'Keeps things.' }]);
  });

  it('that moved to another file, and not that they were made anew', () => {
    const web = deployment();
    expect(compare(placed([web], 'app'), placed([web], 'ai'))).toMatchObject([
      { kind: 'changed', tier: 'ai', movedFrom: 'app', fields: [] },
    ]);
  });

  it('by their group and kind, so that a new API version changes an object and replaces none', () => {
    expect(fields(object('batch/v1beta1', 'CronJob', 'a'), object('batch/v1', 'CronJob', 'a'))).toEqual([
      'apiVersion: "batch/v1beta1" → "batch/v1"',
    ]);
  });
});

describe('a reviewer is not bothered with', () => {
  it('keys in another order', () => {
    expect(changes([configMap({ a: '1', b: '2' })], [configMap({ b: '2', a: '1' })])).toEqual([]);
  });

  it('rules of a policy in another order', () => {
    expect(changes([policy([to('a', 1), to('b', 2)])], [policy([to('b', 2), to('a', 1)])])).toEqual([]);
  });
});

describe('one inserted element is one line, not a shift of all that follow', () => {
  const env = (...names: string[]) =>
    deployment({ container: { env: names.map((name) => ({ name, value: name })) } });

  it('among variables', () => {
    expect(fields(env('A', 'C'), env('A', 'B', 'C'))).toEqual([
      'spec.template.spec.containers[web].env[B]: undefined → {"name":"B","value":"B"}',
    ]);
  });

  it('among the rules of a policy, and one port more in a rule', () => {
    expect(fields(policy([to('b', 2)]), policy([to('a', 1), to('b', 2, 3)]))).toEqual([
      'spec.egress[b].ports[3]: undefined → {"port":3}',
      `spec.egress[a]: undefined → ${JSON.stringify(to('a', 1))}`,
    ]);
  });

  it('among arguments, whose order counts', () => {
    const args = (...list: string[]) => deployment({ container: { args: list } });
    expect(fields(args('a', 'c', 'd'), args('a', 'b', 'c', 'e'))).toEqual([
      'spec.template.spec.containers[web].args[1]: undefined → "b"',
      'spec.template.spec.containers[web].args[3]: "d" → "e"',
    ]);
    expect(fields(args('a', 'b'), args('b', 'a'))).not.toEqual([]);
  });

  it('and another order of variables is told, because the API server sees another pod template', () => {
    expect(fields(env('A', 'B'), env('B', 'A'))).toEqual([
      'spec.template.spec.containers[web].env: "A, B" → "B, A"',
    ]);
  });
});

describe('a value', () => {
  it('is named by a path that a person can follow', () => {
    expect(fields(deployment(), deployment({ container: { image: 'web:2' } }))).toEqual([
      'spec.template.spec.containers[web].image: "web:1" → "web:2"',
    ]);
    expect(fields(configMap({ 'a.conf': '1' }), configMap({ 'a.conf': '2' }))).toEqual([
      'data[a.conf]: "1" → "2"',
    ]);
  });

  it('of several lines shows the line that changed, not the whole file', () => {
    const lines = (word: string) => `${[1, 2, 3, 4, 5, 6].join('\n')}\n${word}\n8\n`;
    const [change] = changes([configMap({ conf: lines('old') })], [configMap({ conf: lines('new') })]);
    expect(change!.fields[0]!.text).toEqual(['@@ line 5 @@', ' 5', ' 6', '-old', '+new', ' 8']);
  });

  it('of a Secret never shows, be it new, changed or gone', () => {
    const secret = (rest: object) => object('v1', 'Secret', 'login', rest);
    const values = [
      ...fields(secret({ data: { a: 'c2VjcmV0' } }), secret({ data: { a: 'b3RoZXI=' } })),
      ...fields(secret({}), secret({ stringData: { a: 'plain\ntext' } })),
      ...fields(secret({ data: { a: 'c2VjcmV0' } }), secret({})),
    ];
    expect(values).toEqual([
      'data.a: "(hidden)" → "(hidden)"',
      'stringData: undefined → {"a":"(hidden)"}',
      'data: {"a":"(hidden)"} → undefined',
    ]);
  });
});
