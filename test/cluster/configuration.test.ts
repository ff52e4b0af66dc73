import { load } from 'js-yaml';
import { beforeAll, describe, expect, test } from 'vitest';
import type { WrittenRule } from '../../tools/lab/alert-tests';
import { type ContainerFiles, withContainerFiles } from '../../tools/lab/container-files';
import { queriesOf } from '../../tools/lab/dashboards';
import { snippetsConfig } from '../../tools/lab/nginx-config';
import { asHere } from '../../tools/lab/nginx-gateway';
import { redisProblems } from '../../tools/lab/redis';
import { planOf } from '../support/systems';
import {
  complaint,
  folder,
  lokiProblems,
  malformed,
  nginxProblems,
  parseQueries,
  testAlerts,
} from './configuration';
import { committedAndLast, needBuilt, needInstalled, unitOf } from './lab';

const ending = (all: ContainerFiles[], pattern: RegExp) =>
  all.flatMap((one) => one.files.filter((file) => pattern.test(file)).map((file) => ({ one, file })));

describe('the configuration', async () => {
  describe.each(await committedAndLast())('inside $name', (one) => {
    let unit: Awaited<ReturnType<typeof unitOf>>;
    beforeAll(async () => {
      unit = await unitOf(one);
    });

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
        await judge(/\/prometheus\.ya?ml$/, (path) =>
          complaint(promtool, ['check', 'config', ...lint, path]),
        ),
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

    test('a parser made from the grammar in Logstash takes every pipeline', async (context) => {
      const parser = await needBuilt(context, 'logstash-syntax');
      expect(
        await judge(/\/pipeline\/[^/]+\.conf$/, (path, one) =>
          complaint(parser, [], one.read(one.files.find((file) => path.endsWith(file))!)),
        ),
      ).toEqual([]);
    });

    test('Loki accepts its configuration', async (context) => {
      const loki = await needBuilt(context, 'loki');
      expect(await judge(/\/loki\.ya?ml$/, (path) => lokiProblems(loki, path))).toEqual([]);
    });

    test('nginx accepts every snippet we hand to the gateway', async (context) => {
      const nginx = needInstalled(context, 'nginx', 'nginx-light');
      expect(await nginxProblems(nginx, snippetsConfig(unit, folder))).toEqual([]);
    });

    test('nginx accepts the configuration of every gateway of a product', async (context) => {
      const nginx = needInstalled(context, 'nginx', 'nginx-light');
      const here = { folder, ports: { http: 18080, status: 18081 } };
      expect(
        await judge(/\/nginx\.conf$/, (_, one) =>
          nginxProblems(
            nginx,
            asHere(one.read(one.files.find((file) => file.endsWith('/nginx.conf'))!), here),
          ),
        ),
      ).toEqual([]);
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
});
