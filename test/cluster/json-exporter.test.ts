/** What the exporter for JSON makes of the pages it reads, told by the exporter itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, type TestContext, test } from 'vitest';
import { type JsonPage, jsonEndpoint, jsonExporter } from '../../catalogue/parts/json-exporter';
import { PAGE as KIBANA } from '../../catalogue/parts/kibana-watch';
import { PAGE as LOGSTASH } from '../../catalogue/parts/logstash-watch';
import { type Daemon, sleep, startDaemon, stopDaemon } from '../../tools/lab/exec';
import { needBuilt } from './lab';

/** The parts of the vendor's examples that are read, and a neighbour of each. */
const NODE_STATS = {
  jvm: { mem: { heap_used_percent: 30, heap_used_in_bytes: 309034360, heap_max_in_bytes: 1037959168 } },
  events: { in: 120, filtered: 118, out: 117, duration_in_millis: 2 },
  pipelines: {
    main: {
      events: { in: 120 },
      plugins: {
        inputs: [{ id: 'tcp', name: 'tcp', events: { out: 120 } }],
        outputs: [
          { id: 'other', name: 'stdout', events: { out: 1 } },
          {
            id: 'elasticsearch',
            name: 'elasticsearch',
            documents: { successes: 115, retryable_failures: 4, non_retryable_failures: 2, dlq_routed: 9 },
          },
        ],
      },
      queue: {
        type: 'persisted',
        events_count: 3,
        queue_size_in_bytes: 4096,
        max_queue_size_in_bytes: 6442450944,
      },
    },
  },
};

const STATUS = {
  name: 'kibana',
  status: { overall: { level: 'degraded', summary: '1 service is degraded' }, core: {} },
  metrics: {
    process: {
      memory: {
        heap: { total_in_bytes: 400, used_in_bytes: 300, size_limit: 500 },
        resident_set_size_in_bytes: 600,
      },
    },
    requests: { total: 7, disconnects: 0 },
    response_times: { avg_in_millis: 20, max_in_millis: 90 },
    concurrent_connections: 2,
  },
};

let server: Server | undefined;
let exporter: Daemon | undefined;
let folder: string | undefined;
afterEach(async () => {
  server?.close();
  if (exporter) await stopDaemon(exporter);
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const taken = createTcp().listen(0, '127.0.0.1', () => {
      const { port } = taken.address() as AddressInfo;
      taken.close(() => resolve(port));
    });
  });

/** The exporter's answer to Prometheus, when the page is `body`. */
async function scrape(context: TestContext, page: JsonPage, status: number, body: object) {
  const program = await needBuilt(context, 'json_exporter');
  server = createServer((_, response) => response.writeHead(status).end(JSON.stringify(body)));
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'phasewise-json-'));
  const config = join(folder, 'config.yaml');
  writeFileSync(config, jsonExporter(page).files![0]!.content);
  const port = await freePort();
  const args = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`];
  exporter = startDaemon('json_exporter', program, args, join(folder, 'log'));
  const { path, params = {} } = jsonEndpoint(page);
  const here = page.url.replace(/:\d+\//, `:${(server.address() as AddressInfo).port}/`);
  const query = new URLSearchParams({ module: params.module![0]!, target: here });
  for (let tries = 0; ; tries += 1) {
    exporter.check();
    const answer = await fetch(`http://127.0.0.1:${port}${path}?${query}`).catch(() => undefined);
    if (answer) return { status: answer.status, text: await answer.text() };
    if (tries > 50) throw new Error('the exporter did not answer within 10 s');
    await sleep(200);
  }
}

test("Logstash's figures: each metric that is named, of the right place", async (context) => {
  const { text } = await scrape(context, LOGSTASH, 200, NODE_STATS);
  const values = Object.fromEntries([...text.matchAll(/^(\w+) (\S+)$/gm)].map(([, k, v]) => [k, Number(v)]));
  expect(values).toEqual({
    logstash_events_in_total: 120,
    logstash_events_out_total: 117,
    logstash_jvm_heap_max_bytes: 1037959168,
    logstash_jvm_heap_used_bytes: 309034360,
    logstash_output_lost_total: 2,
    logstash_output_refused_total: 9,
    logstash_queue_bytes: 4096,
    logstash_queue_events: 3,
    logstash_queue_max_bytes: 6442450944,
  });
  expect(text).toContain('# TYPE logstash_events_in_total counter');
});

test("Kibana's figures, also while it says that something is missing", async (context) => {
  const { text } = await scrape(context, KIBANA, 503, STATUS);
  expect(text).toMatch(/^kibana_status\{level="degraded"\} 1$/m);
  for (const name of Object.keys(KIBANA.metrics)) expect(text).toMatch(new RegExp(`^${name}[ {]`, 'm'));
});

test('a program that does not answer fails the scrape, so that its alert fires', async (context) => {
  const { status } = await scrape(context, LOGSTASH, 500, {});
  expect(status).toBeGreaterThanOrEqual(400);
});
