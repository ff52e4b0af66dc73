import { describe, expect, test } from 'vitest';
import {
  type Bytes,
  type Cpu,
  formatMebibytes,
  formatMillicores,
  mebibytes,
  millicores,
} from '../../model/units';

describe('quantities mean what Kubernetes takes them for', () => {
  test.each([
    ['250m', 250],
    ['2', 2000],
    ['0.5', 500],
    ['1.5m', 1.5],
  ] as const)('%s of a processor', (text, millis) => expect(millicores(text)).toBe(millis));

  test.each([
    ['512Mi', 512],
    ['2Gi', 2048],
    ['0.5Gi', 512],
    ['1Ti', 1024 * 1024],
  ] as const)('%s of memory', (text, mib) => expect(mebibytes(text)).toBe(mib));
});

describe('a wrong unit is an error and not another number', () => {
  test.each(['', '2 ', '2Gi', '250M', '-1', '1,5'])("'%s' of a processor", (text) =>
    expect(() => millicores(text as Cpu)).toThrow(`'${text}' is not a processor quantity such as 250m or 2`),
  );

  test.each(['', '512', '512M', '2GB', '512mi', '-1Gi'])("'%s' of memory", (text) =>
    expect(() => mebibytes(text as Bytes)).toThrow(`'${text}' is not a memory quantity such as 512Mi or 2Gi`),
  );
});

describe('sums are written for people, and can be read back', () => {
  test.each([
    [1024, '1Gi'],
    [1536, '1536Mi'],
    [0, '0Gi'],
    [6144, '6Gi'],
    [100.4, '100Mi'],
  ] as const)('%d MiB as %s', (mib, text) => {
    expect(formatMebibytes(mib)).toBe(text);
    expect(mebibytes(formatMebibytes(mib))).toBe(Math.round(mib));
  });

  test.each([
    [2000, '2'],
    [250, '250m'],
    [3050, '3050m'],
    [0.4, '0m'],
  ] as const)('%d millicores as %s', (millis, text) => {
    expect(formatMillicores(millis)).toBe(text);
    expect(millicores(formatMillicores(millis))).toBe(Math.round(millis));
  });
});
