/** The indices of log lines, judged by an Elasticsearch: whatever is in a line, it is taken. And what its Java writes. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METADATA_FIELDS } from '../../catalogue/parts/elastic';
import { type Elasticsearch, elasticsearchVersion, startElasticsearch } from '../../tools/lab/elasticsearch';
import { must, which } from '../../tools/lab/exec';
import { readUnits } from '../../tools/lab/manifests';
import { MissingProgramError } from '../../tools/lab/programs';
import { podTemplates } from '../support/kubernetes';
import { needInstalled, notRun } from './lab';

const TIME = '"@timestamp":"2026-11-21T10:00:00Z"';
const deep = (levels: number): string => `${'{"d":'.repeat(levels)}1${'}'.repeat(levels)}`;
const many = (count: number, value: string): string =>
  [...Array(count).keys()].map((index) => `"f${index}":${value}`).join();
const long = (length: number): string => `"${'x'.repeat(length)}"`;

/** Lines of which each pair would clash in some mapping; without the time, which Logstash always adds. */
const LINES = [
  // One name, everything that JSON has.
  ...[
    '1',
    '1.5',
    '"x"',
    'true',
    'null',
    '[]',
    '{}',
    '"2026-01-01"',
    '[1,"x",{"b":2}]',
    '[[1,[2]],{"y":[{"z":1}]}]',
  ],
  ...[
    '{"b":1}',
    '{"b":"x"}',
    '{"b":{"c":2}}',
    '{"b":[{"c":"x"},3]}',
    '123456789012345678901234567890',
    '1e400',
  ],
]
  .map((value) => `"a":${value}`)
  .concat([
    // Names with dots beside objects.
    '"p.q":1',
    '"p":5',
    '"p":{"q":{"r":1}}',
    '".lead":1,"trail.":2,"two..dots":3,".":4," lead":5,"a b":6,"x*y":7',
    // What is named in the template.
    '"message":{"x":1}',
    '"message":5',
    '"message":["a",{"b":1}]',
    '"stack":{"x":1}',
    '"environment":[{"x":1},"live"]',
    `"message":${long(100_000)},"stack":${long(100_000)},"word":${long(40_000)}`,
    `"deep":${deep(99)}`,
    // Names of Elasticsearch's own fields, inside.
    '"document":{"_id":"x","_source":{"a":1}}',
  ]);

/** More names than an index has fields. What comes after them is kept, and not found by its name. */
const TOO_MANY = [many(3000, '1'), `"g":{${many(3000, '{"v":1}')}}`];

const found = readUnits().flatMap(({ namespace, objects }) =>
  objects
    .filter((object) => object.kind === 'ConfigMap' && 'template.json' in (object.data ?? {}))
    .map((object) => ({
      name: namespace,
      template: JSON.parse((object.data as Record<string, string>)['template.json']!),
    })),
);

let elasticsearch: Elasticsearch | undefined;
let missing = '';
beforeAll(async () => {
  try {
    elasticsearch = await startElasticsearch();
  } catch (error) {
    if (!(error instanceof MissingProgramError)) throw error;
    missing = error.message;
  }
}, 300_000);
afterAll(() => elasticsearch?.stop());

/** Reasons why lines were refused, by what they begin with. */
async function refused(at: Elasticsearch, index: string, template: object, lines: readonly string[]) {
  const made = await at.call('PUT', `/_index_template/${index}`, template);
  expect(made.body).toEqual({ acknowledged: true });
  const bulk = lines.map((line) => `{"create":{"_index":"${index}"}}\n{${line},${TIME}}\n`);
  const { body } = await at.call('POST', '/_bulk?refresh=true', bulk.join(''));
  return body.items.flatMap(({ create }: { create: { error?: { reason: string } } }, at: number) =>
    create.error ? [`${lines[at]!.slice(0, 40)}: ${create.error.reason}`] : [],
  );
}

describe.each(found)('$name', ({ name, template }) => {
  // What x-pack knows is missing here; the rest is as it is committed.
  const { 'index.lifecycle.name': _, ...settings } = template.template.settings;
  const here = (index: string, mappings: object = {}) => ({
    index_patterns: [index],
    priority: 500,
    template: { settings, mappings: { ...template.template.mappings, ...mappings } },
  });

  test('takes every line, whatever another had in the same field', async (context) => {
    const at = elasticsearch ?? notRun(context, missing);
    for (const [order, lines] of [LINES, [...LINES].reverse()].entries()) {
      const index = `${name}-${order}`;
      expect(await refused(at, index, here(index), [...lines, ...TOO_MANY])).toEqual([]);
      const hits = async (field: string, value: string) =>
        (await at.call('POST', `/${index}/_search`, { query: { term: { [field]: value } } })).body.hits.total
          .value;
      // Not only kept: a number and what is inside an object are found, by name.
      expect(await hits('a', '1')).toBeGreaterThan(0);
      expect(await hits('a.b.c', 'x')).toBe(1);
    }
  });

  test('would lose lines with a mapping that takes the first value as a rule', async (context) => {
    const at = elasticsearch ?? notRun(context, missing);
    const index = `${name}-objects`;
    const lost = await refused(at, index, here(index, { subobjects: true, dynamic_templates: [] }), LINES);
    expect(lost.length).toBeGreaterThan(10);
  });
});

test('is the version that runs, and the names of its own fields are known', async (context) => {
  const at = elasticsearch ?? notRun(context, missing);
  const images = readUnits().flatMap(({ objects }) =>
    podTemplates(objects).flatMap(({ spec }) => spec.containers.map(({ image }) => image)),
  );
  expect(
    images.filter((image) => /\/elasticsearch:/.test(image)).map((image) => image.split(':')[1]),
  ).toContain(elasticsearchVersion());
  await at.call('POST', '/own-fields/_doc?refresh=true', { a: 1 });
  const { body } = await at.call('GET', '/own-fields/_field_caps?fields=_*');
  const own = Object.entries<Record<string, { metadata_field?: boolean }>>(body.fields)
    .filter(([, types]) => Object.values(types).some(({ metadata_field }) => metadata_field))
    .map(([field]) => field);
  expect(own.length).toBeGreaterThan(10);
  expect(METADATA_FIELDS).toEqual(expect.arrayContaining(own));
});

/** Works until nothing fits into the heap any more. */
const CHURN = `public class Churn { public static void main(String[] args) {
  long end = System.currentTimeMillis() + 3000;
  java.util.List<byte[]> kept = new java.util.ArrayList<>();
  while (System.currentTimeMillis() < end) { kept.add(new byte[20000]); if (kept.size() > 500) kept.clear(); }
  try { while (true) kept.add(new byte[1 << 20]); } catch (OutOfMemoryError full) { kept.clear(); }
} }`;

/** Options of the image, config/jvm.options of 8.19 as it is built for a container. */
const IMAGE = [
  '-XX:+HeapDumpOnOutOfMemoryError',
  '-XX:HeapDumpPath=data',
  '-XX:ErrorFile=logs/hs_err_pid%p.log',
  '-Xlog:gc*,gc+age=trace,safepoint:file=logs/gc.log:utctime,level,pid,tags:filecount=32,filesize=64m',
];

test('Java writes about nothing into the folders of the node', async (context) => {
  needInstalled(context, 'javac', 'openjdk-17-jdk-headless');
  const options = readUnits().flatMap(({ objects }) =>
    podTemplates(objects).flatMap(({ spec }) =>
      spec.containers.flatMap(({ env = [] }) => env.filter(({ name }) => name === 'ES_JAVA_OPTS')),
    ),
  );
  const written = async (more: readonly string[]): Promise<number> => {
    const folder = mkdtempSync(join(tmpdir(), 'phasewise-java-'));
    try {
      for (const name of ['data', 'logs']) mkdirSync(join(folder, name));
      writeFileSync(join(folder, 'Churn.java'), CHURN);
      await must(which('java')!, [...IMAGE, ...more, '-Xms64m', '-Xmx64m', 'Churn.java'], { cwd: folder });
      const files = ['data', 'logs'].flatMap((name) =>
        readdirSync(join(folder, name)).map((file) => join(name, file)),
      );
      return files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  expect(options).not.toEqual([]);
  for (const one of new Set(options.map(({ value }) => value!)))
    expect(await written(one.split(' '))).toBe(0);
  expect(await written([])).toBeGreaterThan(1_000_000);
}, 120_000);
