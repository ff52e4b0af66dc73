/** What the keeper makes of snapshots, by the real jq, and what is told of it, by the real rule engine. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GOOD, MISSING, OLD } from '../../catalogue/parts/restic-keeper-script';
import { CHOOSE } from '../../catalogue/parts/restic-streams';
import { METRICS } from '../../catalogue/parts/restic-watch';
import { resticRepository } from '../../catalogue/restic';
import { repositoryContext } from '../catalogue/restic-fixture';
import { parseQueries, testAlerts } from './configuration';
import { needBuilt, needInstalled } from './lab';

const folder = mkdtempSync(join(tmpdir(), 'phasewise-restic-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What jq makes of it. */
function jq(program: string, input: unknown, ...args: string[]): string {
  const file = join(folder, 'program.jq');
  writeFileSync(file, program);
  return execFileSync('jq', [...args, '-f', file], { input: JSON.stringify(input), encoding: 'utf8' });
}

const json = (name: string, value: unknown): string[] => ['--argjson', name, JSON.stringify(value)];

const NOW = 1_800_000_000;
const DAY = 86_400;
const id = (letter: string): string => letter.repeat(64);
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('snapshots', () => {
  const good = (snapshots: readonly object[], came: Readonly<Record<string, number>>, files: number) => {
    writeFileSync(
      join(folder, 'arrived'),
      Object.entries(came)
        .map(([name, at]) => `${name} ${at}\n`)
        .join(''),
    );
    const args = ['-s', '--argjson', 'here', 'true', '--argjson', 'files', String(files)];
    return JSON.parse(
      jq(
        GOOD,
        snapshots,
        ...args,
        '--argjson',
        'now',
        String(NOW),
        '--rawfile',
        'arrived',
        join(folder, 'arrived'),
      ),
    );
  };

  it('of a time after they came are none, though that time has come since', (context) => {
    needInstalled(context, 'jq', 'jq');
    const snapshots = [
      { id: id('a'), time: iso(NOW - 3 * DAY), summary: { total_bytes_processed: 7 } },
      { id: id('b'), time: iso(NOW - DAY) },
      { id: id('c'), time: 'at noon' },
    ];
    const came = { [id('a')]: NOW - 3 * DAY + 60, [id('b')]: NOW - 2 * DAY, [id('c')]: NOW };
    expect(good(snapshots, came, 4)).toEqual({
      good: [{ id: id('a'), line: id('a'), time: NOW - 3 * DAY, bytes: 7, came: NOW - 3 * DAY + 60 }],
      // And one that could not be read.
      refused: 3,
    });
  });

  it('have times in any zone', (context) => {
    needInstalled(context, 'jq', 'jq');
    const times = [
      '2026-11-22T02:00:00.123456789+01:00',
      '2026-11-21T20:30:00-04:30',
      '2026-11-22T01:00:00Z',
    ];
    const snapshots = times.map((time, index) => ({ id: id('abc'[index]!), time }));
    const came = Object.fromEntries(snapshots.map((one) => [one.id, NOW * 2]));
    const found = good(snapshots, came, 3).good.map(({ time }: { time: number }) =>
      iso((time * 1000) / 1000),
    );
    expect(found).toEqual(Array(3).fill('2026-11-22T01:00:00.000Z'));
  });

  const listed = (ages: readonly number[]) =>
    ages.map((days, index) => ({ id: `id-${index}`, line: `id-${index}`, time: NOW - days * DAY }));
  const forgotten = (ages: readonly number[], days = 30) =>
    jq(OLD, { good: listed(ages) }, '-r', ...json('now', NOW), ...json('days', days))
      .split('\n')
      .filter(Boolean);

  it('are forgotten after their days, but for the newest seven, or as many as there are days', (context) => {
    needInstalled(context, 'jq', 'jq');
    expect(forgotten([60, 40, 31, 29, 20, 10, 5, 4, 3, 2, 1])).toEqual(['id-0', 'id-1', 'id-2']);
    expect(forgotten([90, 80, 70, 60, 50, 40, 39])).toEqual([]);
    expect(forgotten([90, 80, 70, 60, 50, 40, 39, 38])).toEqual(['id-0']);
    expect(forgotten([4, 3, 2, 0], 2)).toEqual(['id-0', 'id-1']);
    expect(forgotten([9, 8], 1)).toEqual(['id-0']);
  });

  it('are listed for people, the newest first', (context) => {
    needInstalled(context, 'jq', 'jq');
    const file = join(folder, 'seen');
    const seen = [
      { id: id('a'), time: NOW - DAY, bytes: 5 },
      { id: id('b'), time: NOW, bytes: null },
    ];
    writeFileSync(file, JSON.stringify({ good: seen }));
    const { container, command } = resticRepository({ volume: '1Gi' }).listsBackups!('db');
    expect([container, command.at(-1)]).toEqual(['keeper', '/run/keeper/db.local']);
    const listing = execFileSync(command[0]!, [...command.slice(1, -1), file], { encoding: 'utf8' });
    expect(listing).toBe('bbbbbbbb 2027-01-15T08:00:00Z 0 bytes\naaaaaaaa 2027-01-14T08:00:00Z 5 bytes\n');
  });

  it('are copied once, and only while they would be kept there', (context) => {
    needInstalled(context, 'jq', 'jq');
    for (const [name, content] of [
      ['here', { good: listed([100, 50, 2, 1]) }],
      ['there', { good: [{ id: 'copy', line: 'id-1', time: 0 }] }],
    ] as const)
      writeFileSync(join(folder, name), JSON.stringify(content));
    const both = ['here', 'there'].flatMap((name) => ['--slurpfile', name, join(folder, name)]);
    const args = ['-nr', '--argjson', 'now', String(NOW), '--argjson', 'days', '90', ...both];
    expect(
      jq(MISSING, null, ...args)
        .trim()
        .split('\n'),
    ).toEqual(['id-2', 'id-3']);
  });

  it('are brought back by the newest that is not of tomorrow, or by their id', (context) => {
    needInstalled(context, 'jq', 'jq');
    const snapshots = [
      { id: 'beef01', time: iso(NOW - 2 * DAY) },
      { id: 'beef02', time: iso(NOW - DAY) },
      { id: 'cafe03', time: iso(NOW + DAY) },
    ];
    const chosen = (wanted: string) =>
      jq(CHOOSE, snapshots, '-r', '--arg', 'wanted', wanted, '--argjson', 'now', String(NOW)).split(' ')[0];
    expect(['latest', 'beef01', 'cafe', 'dead'].map(chosen)).toEqual(['beef02', 'beef01', 'cafe03', '']);
  });

  it('are told in groups, and what is not known is left out', (context) => {
    needInstalled(context, 'jq', 'jq');
    const notes = [
      { store: 'db', repository: 'local', since: 5, newest: NOW, sound: 1, copied: null, forgot: 1 },
      { store: 'db', repository: 'offsite', since: 5, newest: null, sound: 0, copied: 0, forgot: 1 },
    ];
    const told = jq(METRICS, notes, '-r', '--argjson', 'round', '9').trim().split('\n');
    expect(told.filter((line) => !line.startsWith('#'))).toEqual([
      'backup_repository_timestamp_seconds{store="db",repository="local"} 5',
      'backup_repository_timestamp_seconds{store="db",repository="offsite"} 5',
      `backup_snapshot_timestamp_seconds{store="db",repository="local"} ${NOW}`,
      'backup_check_success{store="db",repository="local"} 1',
      'backup_check_success{store="db",repository="offsite"} 0',
      'backup_copy_success{store="db",repository="offsite"} 0',
      'backup_forget_success{store="db",repository="local"} 1',
      'backup_forget_success{store="db",repository="offsite"} 1',
      'backup_keeper_timestamp_seconds 9',
    ]);
  });
});

describe('what is told', () => {
  const repository = resticRepository({ volume: '10Gi' });
  const offsite = { endpoint: 'https://s3.example.com', region: 'eu-1', bucket: 'copies', days: 90 } as const;

  it('is watched: each alert fires in one story and stays silent in another', async (context) => {
    const promtool = await needBuilt(context, 'promtool');
    const of = repositoryContext(['db', 'files'], { at: '02:00', days: 30, offsite });
    const alerts = repository.alerts!(of);
    const rules = alerts.map(({ alert, expr, forMinutes }) => ({ alert, expr, for: `${forMinutes}m` }));
    expect(await testAlerts(promtool, rules, alerts)).toEqual([]);
  });

  it('is shown by questions that Prometheus understands', async (context) => {
    const promtool = await needBuilt(context, 'promtool');
    const queries = repository.dashboard!(['backups']).panels.flatMap(({ title, queries: all }) =>
      all.map(({ expr }) => ({ where: title, expr })),
    );
    expect(await parseQueries(promtool, queries)).toEqual([]);
  });
});
