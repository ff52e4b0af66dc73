import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { afterAll } from 'vitest';
import { alertTest, type ProvenAlert, type WrittenRule } from '../../tools/lab/alert-tests';
import type { ContainerFiles } from '../../tools/lab/container-files';
import { run } from '../../tools/lab/exec';

/** For files of the tests themselves; gone when the test file ends. */
export const folder = mkdtempSync(join(tmpdir(), 'phasewise-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program says about one file, or nothing when it is content. */
export async function complaint(command: string, args: string[], stdin?: string): Promise<string[]> {
  const { code, stdout, stderr } = await run(command, args, { stdin });
  return code === 0 ? [] : [`${args.at(-1)}: ${stderr}${stdout}`.trim()];
}

export async function testAlerts(
  promtool: string,
  rules: readonly WrittenRule[],
  alerts: readonly ProvenAlert[],
) {
  const files = alerts.map((alert, index) => {
    const [rulesFile, testFile] = ['rules', 'test'].map((kind) => join(folder, `${index}-${kind}.yml`));
    const made = alertTest(rulesFile!, rules, alert);
    writeFileSync(rulesFile!, dump(made.rules));
    writeFileSync(testFile!, dump(made.tests));
    return testFile!;
  });
  return complaint(promtool, ['test', 'rules', ...files]);
}

export async function parseQueries(promtool: string, queries: { where: string; expr: string }[]) {
  const rules = queries.map(({ where, expr }, index) => ({
    record: `query:${index}`,
    expr,
    labels: { where },
  }));
  const file = join(folder, 'queries.yml');
  writeFileSync(file, dump({ groups: [{ name: 'queries', rules }] }));
  return complaint(promtool, ['check', 'rules', '--lint=none', file]);
}

export async function nginxProblems(nginx: string, config: string | undefined): Promise<string[]> {
  if (config === undefined) return [];
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, config);
  return complaint(nginx, ['-t', '-q', '-e', join(folder, 'nginx.log'), '-c', file]);
}

/** Reads the file as Loki does when it starts, checks how its parts fit together, and ends before it starts any. */
export const lokiProblems = (loki: string, file: string): Promise<string[]> =>
  complaint(loki, ['-verify-config', `-config.file=${file}`]);

export async function malformed(one: ContainerFiles, file: string): Promise<string[]> {
  const text = one.read(file);
  if (/\.sh$/.test(file)) return complaint('sh', ['-n', one.path(file)]);
  if (/\.[cm]?js$/.test(file)) return complaint(process.execPath, ['--check', one.path(file)]);
  // A shell script and a program may well have a `${NAME}` of their own; what a server reads may not.
  // It may where it is a variable of the same container: Logstash and Kibana fill in those themselves.
  const left = [...text.matchAll(/\$\{([A-Z0-9_]+)\}/g)].find(([, name]) => !one.variables.includes(name!));
  if (left) return [`still has ${left[0]}`];
  try {
    if (/\.json$/.test(file)) JSON.parse(text);
    if (/\.ya?ml$/.test(file)) load(text);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
