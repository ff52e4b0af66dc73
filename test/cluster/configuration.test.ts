import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { afterAll, describe, expect, type TestContext, test } from 'vitest';
import { alertTest, type ProvenAlert, type WrittenRule } from '../../tools/lab/alert-tests';
import { type ContainerFiles, withContainerFiles } from '../../tools/lab/container-files';
import { queriesOf } from '../../tools/lab/dashboards';
import { run } from '../../tools/lab/exec';
import { readUnits } from '../../tools/lab/manifests';
import { snippetsConfig } from '../../tools/lab/nginx-config';
import { redisProblems } from '../../tools/lab/redis';
import { fixture } from './fixture';
import { needBuilt, needInstalled } from './lab';
import { planOf } from './plans';

const folder = mkdtempSync(join(tmpdir(), 'phasewise-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program says about one file, or nothing when it is content. */
async function complaint(command: string, args: string[], stdin?: string): Promise<string[]> {
  const { code, stdout, stderr } = await run(command, args, { stdin });
  return code === 0 ? [] : [`${args.at(-1)}: ${stderr}${stdout}`.trim()];
}

const ending = (all: ContainerFiles[], pattern: RegExp) =>
  all.flatMap((one) => one.files.filter((file) => pattern.test(file)).map((file) => ({ one, file })));

describe.each(readUnits())('the configuration inside $system/$environment', (unit) => {
  /** Runs `judge` on every container file of the unit whose path matches; all complaints together. */
  const judge = (pattern: RegExp, each: (path: string, one: ContainerFiles) => Promise<string[]>) =>
    withContainerFiles(unit, async (all) => {
      const found = ending(all, pattern);
      const complaints = [];
      for (const { one, file } of found) complaints.push(...(await each(one.path(file), one)));
      return complaints;
    });

  test('Prometheus accepts its configuration and rules', async (context) => {
    const promtool = await needBuilt(context, 'promtool');
    const lint = ['--lint=all', '--lint-fatal'];
    expect(
      await judge(/\/prometheus\.ya?ml$/, (path) => complaint(promtool, ['check', 'config', ...lint, path])),
    ).toEqual([]);
  });

  test('every alert fires when it should and is silent when it should be', async (context) => {
    const promtool = await needBuilt(context, 'promtool');
    const { alerts } = await planOf(unit);
    const problems = await judge(/\/rules\.ya?ml$/, async (path, one) => {
      const { groups } = load(one.read(one.files.find((file) => path.endsWith(file))!)) as {
        groups: { rules: WrittenRule[] }[];
      };
      const rules = groups.flatMap((group) => group.rules);
      const names = rules.flatMap((rule) => rule.alert ?? []);
      expect(names.sort(), 'each alert has its proof').toEqual(alerts.map((rule) => rule.alert).sort());
      return testAlerts(promtool, rules, alerts);
    });
    expect(problems).toEqual([]);
  });

  test('Prometheus can parse every query of every dashboard', async (context) => {
    const promtool = await needBuilt(context, 'promtool');
    const queries = await withContainerFiles(unit, async (all) =>
      ending(all, /\.json$/).flatMap(({ one, file }) => queriesOf(one.read(file), file)),
    );
    expect(await parseQueries(promtool, queries)).toEqual([]);
  });

  test('Alertmanager accepts its configuration', async (context) => {
    const amtool = await needBuilt(context, 'amtool');
    expect(
      await judge(/\/alertmanager\.ya?ml$/, (path) => complaint(amtool, ['check-config', path])),
    ).toEqual([]);
  });

  test('Redis starts with its configuration, and every user can log in', async (context) => {
    const server = needInstalled(context, 'redis-server', 'redis-server');
    const client = needInstalled(context, 'redis-cli', 'redis-tools');
    expect(await judge(/\/redis\.conf$/, (path, one) => redisProblems(server, client, path, one))).toEqual(
      [],
    );
  });

  test('Alloy can parse its configuration', async (context) => {
    const parser = await needBuilt(context, 'alloy-syntax');
    expect(
      await judge(/\.alloy$/, (path, one) =>
        complaint(parser, [], one.read(one.files.find((file) => path.endsWith(file))!)),
      ),
    ).toEqual([]);
  });

  test('nginx accepts every snippet we hand to the gateway', async (context) => {
    const nginx = needInstalled(context, 'nginx', 'nginx-light');
    expect(await nginxProblems(nginx, snippetsConfig(unit, folder))).toEqual([]);
  });

  test('every other file is well formed, and no placeholder is left in any', async () => {
    const problems = await withContainerFiles(unit, async (all) => {
      const found: string[] = [];
      for (const { one, file } of ending(all, /./)) {
        const name = `${one.workload.metadata.name}/${one.container}${file}`;
        found.push(...(await malformed(one, file)).map((text) => `${name}: ${text}`));
      }
      return found;
    });
    expect(problems).toEqual([]);
  });
});

async function testAlerts(promtool: string, rules: readonly WrittenRule[], alerts: readonly ProvenAlert[]) {
  const files = alerts.map((alert, index) => {
    const [rulesFile, testFile] = ['rules', 'test'].map((kind) => join(folder, `${index}-${kind}.yml`));
    const made = alertTest(rulesFile!, rules, alert);
    writeFileSync(rulesFile!, dump(made.rules));
    writeFileSync(testFile!, dump(made.tests));
    return testFile!;
  });
  return complaint(promtool, ['test', 'rules', ...files]);
}

async function parseQueries(promtool: string, queries: { where: string; expr: string }[]) {
  const rules = queries.map(({ where, expr }, index) => ({
    record: `query:${index}`,
    expr,
    labels: { where },
  }));
  const file = join(folder, 'queries.yml');
  writeFileSync(file, dump({ groups: [{ name: 'queries', rules }] }));
  return complaint(promtool, ['check', 'rules', '--lint=none', file]);
}

async function nginxProblems(nginx: string, config: string | undefined): Promise<string[]> {
  if (config === undefined) return [];
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, config);
  return complaint(nginx, ['-t', '-q', '-e', join(folder, 'nginx.log'), '-c', file]);
}

async function malformed(one: ContainerFiles, file: string): Promise<string[]> {
  const text = one.read(file);
  if (/\.sh$/.test(file)) return complaint('sh', ['-n', one.path(file)]);
  if (/\.[cm]?js$/.test(file)) return complaint(process.execPath, ['--check', one.path(file)]);
  // A shell script and a program may well have a `${NAME}` of their own; what a server reads may not.
  const left = /\$\{[A-Z0-9_]+\}/.exec(text);
  if (left) return [`still has ${left[0]}`];
  try {
    if (/\.json$/.test(file)) JSON.parse(text);
    if (/\.ya?ml$/.test(file)) load(text);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

describe('the judge of configuration', () => {
  const down: ProvenAlert = {
    alert: 'StoreDown',
    expr: 'up{job="store"} == 0',
    forMinutes: 5,
    proof: {
      fires: [{ series: 'up{job="store"}', values: '0x60' }],
      silent: [{ series: 'up{job="store"}', values: '1x60' }],
    },
  };
  const judgeAlert = async (context: TestContext, expr: string, proof = down.proof) => {
    const rules = [{ alert: down.alert, expr, for: `${down.forMinutes}m` }];
    return (await testAlerts(await needBuilt(context, 'promtool'), rules, [{ ...down, expr, proof }])).join();
  };
  const FIRES = 'max(ALERTS{alertname=\\"StoreDown\\"';
  const SILENT = 'count(max_over_time(ALERTS{alertname=\\"StoreDown\\"';

  test('proves a sound alert, and names one on a metric that does not exist', async (context) => {
    expect(await judgeAlert(context, down.expr)).toBe('');
    expect(await judgeAlert(context, 'upp{job="store"} == 0')).toContain(FIRES);
  });

  test('names an alert that fires in a healthy hour', async (context) => {
    expect(await judgeAlert(context, 'up{job="store"} >= 0')).toContain(SILENT);
    const blip = { ...down.proof, silent: [{ series: 'up{job="store"}', values: '1x20 0x10 1x30' }] };
    expect(await judgeAlert(context, down.expr, blip)).toContain(SILENT);
  });

  test('names a query nobody can parse', async (context) => {
    const promtool = await needBuilt(context, 'promtool');
    const query = (expr: string) =>
      queriesOf(JSON.stringify({ panels: [{ targets: [{ expr }] }] }), 'board.json');
    expect(await parseQueries(promtool, query('sum(rate(a_total{job=~"$job"}[$__rate_interval]))'))).toEqual(
      [],
    );
    expect(await parseQueries(promtool, query('sum(rate(a_total[$__rate_interval])'))).not.toEqual([]);
  });

  test('names a snippet nginx refuses', async (context) => {
    const nginx = needInstalled(context, 'nginx', 'nginx-light');
    const unit = fixture();
    const snippet = (value: string) => ({
      ...unit,
      objects: [
        {
          apiVersion: 'gateway.nginx.org/v1alpha1',
          kind: 'SnippetsFilter',
          metadata: { name: 'x' },
          spec: { snippets: [{ context: 'http.server.location', value }] },
        },
      ],
    });
    expect(await nginxProblems(nginx, snippetsConfig(snippet('return 404;'), folder))).toEqual([]);
    expect((await nginxProblems(nginx, snippetsConfig(snippet('retrun 404;'), folder))).join()).toContain(
      'unknown directive "retrun"',
    );
  });

  test('names a directive Redis refuses', async (context) => {
    const server = needInstalled(context, 'redis-server', 'redis-server');
    const client = needInstalled(context, 'redis-cli', 'redis-tools');
    const unit = structuredClone(fixture());
    const config = unit.objects.find((object) => object.kind === 'ConfigMap')!;
    const judge = () =>
      withContainerFiles(unit, async ([store]) =>
        redisProblems(server, client, store!.path('/etc/redis/redis.conf'), store!),
      );
    expect(await judge()).toEqual([]);
    config.data['redis.conf'] = 'maxmemmory 100mb\n';
    expect((await judge()).join()).toContain("'maxmemmory 100mb'");
  });
});
