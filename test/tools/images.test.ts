import { describe, expect, it } from 'vitest';
import { synthesize } from '../../charts/synth';
import { fullName } from '../../model/registries';
import { resolve } from '../../model/resolve';
import { imagesFor, imagesInUse } from '../../tools/node/images/build';
import { entryFor, type ImageTable, isOfLine, tableProblems } from '../../tools/node/images/table';
import { OWN } from '../../tools/node/write-environments';
import { parse } from '../support/dist';

const entry = (repository: string, line: string) =>
  ({ repository, line, inside: 'x', nearness: 'stand-in', layers: ['base'] }) as const;
const table: ImageTable = {
  layers: { base: [{ busybox: true }] },
  images: [entry('redis', '7.4'), entry('postgres', '16')],
  missing: { 'grafana/grafana': 'nothing' },
};
const all = ['redis:7.4.11-alpine', 'postgres:16.15-alpine', 'grafana/grafana:13.2.3'];

describe('the table of images', () => {
  it('has nothing that neither dist nor the lab names', () => {
    const own = OWN.flatMap((system) => [...synthesize(resolve(system, 'lab')).values()].flatMap(parse));
    expect(tableProblems([...imagesInUse(), ...imagesFor(own)])).toEqual([]);
  });

  it('finds nothing wrong where all is there', () => {
    expect(tableProblems(all, table)).toEqual([]);
  });

  it.each([
    ['an entry without use', all.slice(1), table, 'no manifest uses redis 7.4'],
    ['something missing without use', all.slice(0, 2), table, 'no manifest uses grafana/grafana'],
    ['both', all, { ...table, missing: { ...table.missing, redis: 'x' } }, 'is said to be missing'],
    ['no such layer', all, { ...table, layers: {} }, 'redis: no layer "base"'],
  ])('tells of %s', (_what, images, judged, text) => {
    expect(tableProblems(images, judged).join('\n')).toContain(text);
  });

  it.each([
    ['mongo:8', 'there is nothing to run as mongo:8'],
    ['redis:8.0.1', 'what runs as redis was compared with 7.4, not with 8.0.1'],
  ])('tells what runs in the place of no %s', (image, text) => {
    expect(() => entryFor(image, table)).toThrow(text);
  });

  it('knows a line by whole numbers', () => {
    expect(isOfLine('v1.92.1', '1.92')).toBe(true);
    expect(isOfLine('16.15-alpine', '16')).toBe(true);
    expect(isOfLine('160.1', '16')).toBe(false);
    expect(isOfLine('RELEASE.2025-09-07T16-13-09Z', '2025')).toBe(true);
    expect(entryFor('postgres:16', table).line).toBe('16');
  });

  it('names images as container engines do', () => {
    expect(fullName('redis:7')).toBe('docker.io/library/redis:7');
    expect(fullName('grafana/loki:3')).toBe('docker.io/grafana/loki:3');
    expect(fullName('quay.io/minio/minio:x')).toBe('quay.io/minio/minio:x');
  });
});
