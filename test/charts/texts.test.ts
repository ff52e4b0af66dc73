/** Any text comes back as it was: nothing in a configuration file or a label can bend the YAML around it. */
import { ApiObject, App, Chart } from 'cdk8s';
import * as jsYaml from 'js-yaml';
import { describe, expect, test } from 'vitest';
import * as yaml from 'yaml';
import { toYaml } from '../../charts/parts/yaml';

/** What YAML gives a meaning, alone or in some place. */
const BLANKS = ['', ' ', '  ', '\t', '\n', '\n\n', '\r'];
const SIGNS = '# : - ? " \' \\ { ] , & * ! | > % @ ` ~ = << + . _ / --- ...'.split(' ');
const ODD = ['\0', '\x1b', '\x7f', '\x85', '\xa0', '\u2028', '\ufeff', '\ud800', 'é', '語', '😀'];
/** What one version of YAML or another reads as no text. */
const WORDS = 'yes No ON off y N true FALSE null Null NaN .inf -.INF .nan'.split(' ');
const NUMBERS = '0 7 0123 0o17 0x1F 0b11 1_000 1e3 1.5 .5 5. 12:30:45 1:20'.split(' ');
const DATES = ['2001-01-01', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43Z'];
const TEXTS = ['a', 'word', 'two words', 'line\n', 'k: v', '- x', 'a\n  indented\nb', 'trailing  '];

const once = [...BLANKS, ...SIGNS, ...ODD, ...WORDS, ...NUMBERS, ...DATES, ...TEXTS];
const few = ['\n', ' ', '\t', '#', ': ', '- ', '"', "'", 'word', '0'];
const texts = [
  ...new Set([
    ...once.flatMap((first) => once.map((second) => first + second)),
    ...few.flatMap((a) => few.flatMap((b) => few.map((c) => a + b + c))),
  ]),
];

/** A ConfigMap that has each text as a value, deeper down, in a list of lists, and as a key. */
function written(list: readonly unknown[]): string {
  const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
  const value = (text: unknown) => ({ text, deep: { text }, lists: [[text]], keys: { [String(text)]: 'x' } });
  const props = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: list.map(value) };
  return toYaml('Any text.', [new ApiObject(chart, 'object', props)]);
}

interface Found {
  readonly text: unknown;
  readonly deep: { readonly text: unknown };
  readonly lists: readonly (readonly unknown[])[];
  readonly keys: object;
}

const READERS: Record<string, (text: string) => { data: Found[] }> = {
  'js-yaml': (text) => jsYaml.load(text) as { data: Found[] },
  'yaml, version 1.2': (text) => yaml.parse(text),
  'yaml, version 1.1': (text) => yaml.parse(text, { version: '1.1' }),
};

/** Those of a list that a reader finds changed in one of the places. */
function changed(read: (text: string) => { data: Found[] }, list: readonly unknown[]): unknown[] {
  const { data } = read(written(list));
  return list.filter((text, index) => {
    const { text: plain, deep, lists, keys } = data[index]!;
    const found = [plain, deep.text, lists[0]![0]];
    return found.some((one) => one !== text) || Object.keys(keys)[0] !== String(text);
  });
}

describe.each(Object.entries(READERS))('%s reads', (_, read) => {
  test('every text as it was', { timeout: 60_000 }, () => {
    expect(texts.length).toBeGreaterThan(5000);
    expect(changed(read, texts)).toEqual([]);
  });

  test('numbers, truth and a text that looks like them apart', () => {
    const values = [0, -1, 0.5, 1e21, 1e-7, true, false];
    expect(changed(read, [...values, ...values.map(String)])).toEqual([]);
  });

  test('long keys and long texts', () => {
    const lines = 'a line\n \n'.repeat(100);
    const long = ['x'.repeat(1025), `"${'long '.repeat(400)}`, lines, `${lines}\t`, `\x1b${lines}`];
    expect(changed(read, long)).toEqual([]);
  });
});

describe('readers in Go, as kubectl and Argo CD have them,', () => {
  const line = (text: string): string => /text: .*/.exec(written([text]))![0];

  // Bare, each is a number to sigs.k8s.io/yaml 1.6, through which kubectl reads.
  test.each(['0o17', '+0O17', '0X1F', '0B11', '0x_1f', '1e3_', '-_1', '1_0.5'])('find text in %s', (text) => {
    expect(line(text)).toBe(`text: "${text}"`);
  });

  test('find no line break of another version, and no character that they refuse', () => {
    const oneLine = texts.filter((text) => !text.includes('\n'));
    expect(written(oneLine)).not.toMatch(/[\r\x7f-\x9f\u2028\u2029\ufeff]/);
  });

  test('find no block whose first line begins with a tab, which they refuse', () => {
    expect(line('\tall:\n\tmake\n')).toBe('text: "\\tall:\\n\\tmake\\n"');
    expect(line('\n\tall:\n')).toBe('text: "\\n\\tall:\\n"');
  });
});
