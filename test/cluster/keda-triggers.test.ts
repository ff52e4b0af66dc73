/** What KEDA's own code makes of our queries, and what a real Prometheus answers it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { afterAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../tools/lab/control-plane';
import { type Daemon, must, sleep, startDaemon, stopDaemon } from '../../tools/lab/exec';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { cases } from '../support/phases';
import { needBuilt } from './lab';

interface Trigger {
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
}
/** `target` is in thousandths. */
interface Answer {
  readonly target: number;
  readonly value: number;
  readonly active: boolean;
  readonly error?: string;
}

const queries = (objects: readonly KubeObject[]): Trigger[] =>
  kindOf(objects, 'ScaledObject')
    .flatMap(({ spec }) => (spec as { triggers: Trigger[] }).triggers)
    .filter(({ type }) => type === 'prometheus');

let server: { address: string; daemon: Daemon; folder: string } | undefined;

/** A Prometheus that scrapes itself alone. */
async function prometheus(context: TestContext): Promise<string> {
  const program = await needBuilt(context, 'prometheus');
  if (server) return server.address;
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-prometheus-'));
  const [port] = await freePorts(1);
  const address = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'prometheus.yml'), '{}\n');
  const daemon = startDaemon(
    'prometheus',
    program,
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    join(folder, 'log'),
  );
  server = { address, daemon, folder };
  for (let tries = 0; tries < 300; tries++) {
    if (
      await fetch(`${address}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return address;
    await sleep(100);
  }
  throw new Error('Prometheus is not ready');
}

afterAll(async () => {
  if (!server) return;
  await stopDaemon(server.daemon);
  rmSync(server.folder, { recursive: true, force: true });
});

async function asked(context: TestContext, triggers: readonly Trigger[], address: string): Promise<Answer[]> {
  const program = await needBuilt(context, 'keda-triggers');
  const lines = triggers.map(({ type, metadata }) =>
    JSON.stringify({ type, metadata: { ...metadata, serverAddress: address } }),
  );
  const text = await must(program, [], { stdin: lines.join('\n') });
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

describe('a query by which something is scaled', async () => {
  const scaled = (
    await Promise.all(
      (
        await cases()
      ).map(async (one) => ({ name: one.name, found: queries((await one.load()).objects as KubeObject[]) })),
    )
  ).filter(({ found }) => found.length > 0);

  test('is there', () => expect(scaled.length).toBeGreaterThan(0));

  test.for(scaled)(
    'of $name is understood by KEDA, and answered with nothing to do',
    async ({ found }, context) => {
      const address = await prometheus(context);
      const answers = await asked(context, found, address);
      expect(answers).toEqual(
        found.map(({ metadata }) => ({ target: Number(metadata.threshold) * 1000, value: 0, active: false })),
      );
      for (const { metadata } of found) expect(metadata.serverAddress).toMatch(/^https?:\/\/[\w.-]+:\d+$/);
    },
  );

  const [query] = scaled[0]?.found ?? [];
  const defects: Record<string, [change: Record<string, string | undefined>, finding: RegExp]> = {
    'no number': [{ threshold: 'many' }, /threshold/],
    'no query': [{ query: undefined }, /query/],
    'a query that is none': [{ query: 'sum(' }, /400|bad_data|parse error/],
    'nobody to ask': [{ address: 'http://127.0.0.1:9' }, /refused/],
    'a question that has no answer': [{ query: 'sum(nobody_has_this)' }, /empty|lost/],
  };
  test.for(Object.entries(defects))('would be noticed with %s', async ([, [change, finding]], context) => {
    const address = await prometheus(context);
    const { address: other, ...rest } = change;
    const metadata = Object.fromEntries(
      Object.entries({ ...query!.metadata, ...rest }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>;
    const [answer] = await asked(context, [{ type: 'prometheus', metadata }], other ?? address);
    expect(answer!.error).toMatch(finding);
  });

  test('with work in it asks for pods', async (context) => {
    const address = await prometheus(context);
    const metadata = { ...query!.metadata, query: 'vector(9)', threshold: '4' };
    expect(await asked(context, [{ type: 'prometheus', metadata }], address)).toEqual([
      { target: 4000, value: 9, active: true },
    ]);
  });
});
