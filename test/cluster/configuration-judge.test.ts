import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { describe, expect, type TestContext, test } from 'vitest';
import type { ProvenAlert } from '../../tools/lab/alert-tests';
import { withContainerFiles } from '../../tools/lab/container-files';
import { queriesOf } from '../../tools/lab/dashboards';
import { snippetsConfig } from '../../tools/lab/nginx-config';
import { redisProblems } from '../../tools/lab/redis';
import { folder, lokiProblems, nginxProblems, parseQueries, testAlerts } from './configuration';
import { fixture } from './fixture';
import { needBuilt, needInstalled } from './lab';

/** The least Loki wants to be told about how it stores logs. */
const SCHEMA = {
  configs: [
    {
      from: '2024-04-01',
      store: 'tsdb',
      object_store: 'filesystem',
      schema: 'v13',
      index: { prefix: 'index_', period: '24h' },
    },
  ],
};

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

  test('names a field Loki does not know, and retention with nowhere to note deletions', async (context) => {
    const loki = await needBuilt(context, 'loki');
    const judge = async (compactor: object) => {
      const file = join(folder, 'loki.yaml');
      writeFileSync(file, dump({ common: { path_prefix: folder }, schema_config: SCHEMA, compactor }));
      return (await lokiProblems(loki, file)).join();
    };
    const sound = { retention_enabled: true, delete_request_store: 'filesystem' };
    expect(await judge(sound)).toBe('');
    expect(await judge({ ...sound, retention_enable: true })).toContain('field retention_enable not found');
    expect(await judge({ retention_enabled: true })).toContain('compactor.delete-request-store');
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
