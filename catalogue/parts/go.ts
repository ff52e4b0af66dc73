/** What programs written in Go need to live within a memory limit, and what they all tell of themselves. */
import type { Context } from '../../model/context';
import type { Panel } from '../../model/observability';
import { jobs, panel } from '../../model/promql';

/**
 * What every Go program with the usual client tells of itself; source: client_golang 1.24,
 * prometheus/go_collector.go and process_collector.go.
 */
export const GO_METRICS = [
  'go_memstats_heap_released_bytes',
  'go_memstats_sys_bytes',
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
] as const;

/** Share of the limit the Go runtime tries to stay under; the rest is for what it does not manage. */
const SHARE = 0.9;

/**
 * GOMEMLIMIT for the main container, in MiB: without it the garbage collector knows nothing of the
 * container's limit and lets the heap grow until the kernel kills the pod. 90 % leaves the room that
 * the Go guide to the garbage collector asks for (5 to 10 %); less where other processes share the pod.
 */
export function goMemoryLimit(context: Context, share = SHARE): Readonly<Record<'GOMEMLIMIT', string>> {
  return { GOMEMLIMIT: `${Math.floor(context.memoryLimit * share)}MiB` };
}

/** Memory and processor, by component. */
export function goPanels(components: readonly string[]): readonly Panel[] {
  const job = jobs(components);
  return [
    panel('Memory', 'bytes', {
      '{{job}} resident': `process_resident_memory_bytes{${job}}`,
      '{{job}} held by Go': `go_memstats_sys_bytes{${job}} - go_memstats_heap_released_bytes{${job}}`,
    }),
    panel('Processor (cores)', 'short', { '{{job}}': `rate(process_cpu_seconds_total{${job}}[5m])` }),
  ];
}
