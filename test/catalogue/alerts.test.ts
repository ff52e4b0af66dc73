import { describe, expect, it } from 'vitest';
import { counterRises, goMemoryHigh, memoryHigh, targetDown } from '../../catalogue/parts/alerts';
import type { Context } from '../../model/context';
import { jobs, matchers } from '../../model/promql';

// The helpers read nothing of a context but these two; the rule engine itself judges the proofs in the
// cluster tests.
const context = { name: 'api', memoryLimit: 512 } as Context;
const down = { alert: 'ApiDown', summary: 'gone', severity: 'critical', forMinutes: 5 } as const;

describe('shared alerts', () => {
  it('a component that is down or not there at all raises the alert', () => {
    const rule = targetDown(context, down);
    expect(rule.expr).toBe(
      'min by (component, job) (up{component="api",job="api"}) == 0 or absent(up{component="api",job="api"})',
    );
    expect(rule).toMatchObject({ alert: 'ApiDown', severity: 'critical', forMinutes: 5, summary: 'gone' });
  });

  it('the clock does not start again when a pod that answers badly disappears', () => {
    const { proof } = targetDown(context, down);
    const [series] = proof.fires;
    expect(series?.values).toBe('1 0x2 _x25');
    // It went bad after one minute and the alert must be up well before ten.
    expect(proof.at).toBe(8);
  });

  it('two endpoints of one component do not answer for each other', () => {
    expect(targetDown(context, { ...down, job: 'api-jobs' }).expr).toContain(
      'up{component="api",job="api-jobs"}',
    );
    expect(memoryHigh(context, { metric: 'rss_bytes', job: 'api-jobs' }).expr).toContain('job="api-jobs"');
  });

  it('memory is compared with nine tenths of the limit, in the unit of the metric', () => {
    const bytes = Math.round(512 * 1024 * 1024 * 0.9);
    expect(memoryHigh(context, { metric: 'process_resident_memory_bytes' }).expr).toBe(
      `process_resident_memory_bytes{job="api"} > ${bytes}`,
    );
    expect(memoryHigh(context, { metric: 'mem_mib', bytesPerUnit: 1024 * 1024 }).expr).toBe(
      'mem_mib{job="api"} > 461',
    );
  });

  it('a changed limit changes the alert with it', () => {
    const larger = { ...context, memoryLimit: 1024 };
    const metric = 'process_resident_memory_bytes';
    expect(memoryHigh(larger, { metric }).expr).not.toBe(memoryHigh(context, { metric }).expr);
    expect(goMemoryHigh(larger).expr).not.toBe(goMemoryHigh(context).expr);
  });

  it('memory that a Go program gave back does not count', () => {
    expect(goMemoryHigh(context).expr).toBe(
      `go_memstats_sys_bytes{job="api"} - go_memstats_heap_released_bytes{job="api"} > ${Math.round(512 * 1024 * 1024 * 0.85)}`,
    );
  });

  it('a failure counter is watched over a window, whichever of its series rises', () => {
    const rule = counterRises(context, {
      alert: 'ApiFails',
      metric: 'failures_total',
      labels: { kind: 'a "b"' },
      summary: 'fails',
      severity: 'warning',
    });
    expect(rule.expr).toBe(
      'sum by (component, job) (increase(failures_total{job="api",kind="a \\"b\\""}[15m])) > 0',
    );
    expect(rule.forMinutes).toBe(5);
  });

  it('counts a series that starts with its first failure, which is no rise to Prometheus', () => {
    const rule = counterRises(context, {
      alert: 'ApiFails',
      metric: 'failures_total',
      startsLate: true,
      summary: 'fails',
      severity: 'warning',
    });
    const series = 'failures_total{job="api"}';
    expect(rule.expr).toBe(
      `sum by (component, job) (increase(${series}[15m]) > 0 or (${series} unless ${series} offset 15m)) > 0`,
    );
  });

  it('label values cannot end a matcher early', () => {
    expect(matchers({ path: 'C:\\x"y' })).toBe('{path="C:\\\\x\\"y"}');
    expect(jobs(['a', 'b'])).toBe('job=~"a|b"');
  });
});
