/**
 * Alerts that most technologies need, with their proofs. Every expression names the scrape job, so that
 * two components of one technology never answer for each other.
 */
import type { Context } from '../../model/context';
import type { AlertRule, Series } from '../../model/observability';
import { matchers } from '../../model/promql';

const MEBIBYTE = 1024 * 1024;
/** Share of the memory limit above which a pod is about to be killed. */
const MEMORY_SHARE = 0.9;
/**
 * Go programs under GOMEMLIMIT (90 % of the limit here) collect garbage ever harder below that line and
 * rarely cross it, so theirs is a little lower.
 */
const GO_MEMORY_SHARE = 0.85;

/** Labels of a matcher. */
type Labels = Readonly<Record<string, string>>;

export interface TargetDownOptions {
  /** In CamelCase: `ApiDown`. */
  readonly alert: string;
  readonly summary: string;
  readonly severity: AlertRule['severity'];
  /** Longer than a rolling update of one pod takes, or every release raises it. */
  readonly forMinutes: number;
  /** Scrape job, for a component with several. @default the component's name */
  readonly job?: string;
  /**
   * Gauge by which an exporter says that it answers and the program behind it does not, by 0, such as `redis_up`.
   * @default the target is the program itself
   */
  readonly behind?: string;
}

/**
 * A scrape target that does not answer, or that is not there at all: a pod that is not ready has no DNS
 * record, so its series ends rather than turning 0. Both sides carry the same labels, so a pod that goes
 * from one to the other does not start the clock again.
 */
export function targetDown(context: Context, options: TargetDownOptions): AlertRule {
  const { job = context.name, alert, summary, severity, forMinutes } = options;
  const up = `up${matchers({ component: context.name, job })}`;
  const silent = `min by (component, job) (${up}) == 0`;
  if (context.mayBeNone) {
    return {
      alert,
      // Whether there should be a pod at all, kube-state-metrics tells.
      expr: silent,
      forMinutes,
      severity,
      summary,
      proof: {
        fires: [{ series: up, values: '1 0x60' }],
        silent: [{ series: up, values: '1x5 _x60' }],
        at: forMinutes + 3,
      },
    };
  }
  if (options.behind) {
    const behind = `${options.behind}${matchers({ component: context.name, job })}`;
    return {
      alert,
      expr: `${silent} or min by (component, job) (${behind}) == 0 or absent(${up})`,
      forMinutes,
      severity,
      summary,
      proof: {
        fires: [
          { series: up, values: '1x60' },
          { series: behind, values: '1 0x60' },
        ],
        silent: [up, behind].map((series) => ({ series, values: '1x60' })),
        at: forMinutes + 3,
      },
    };
  }
  return {
    alert,
    expr: `${silent} or absent(${up})`,
    forMinutes,
    severity,
    summary,
    proof: {
      // It answers badly for two minutes, then it is gone.
      fires: [{ series: up, values: `1 0x2 _x${forMinutes + 20}` }],
      silent: [{ series: up, values: '1x60' }],
      at: forMinutes + 3,
    },
  };
}

export interface MemoryHighOptions {
  /** Gauge of the memory the process holds, such as `process_resident_memory_bytes`. */
  readonly metric: string;
  /** Further labels of the series. @default none */
  readonly labels?: Labels;
  /** Bytes in one unit of the metric: 1048576 where an exporter tells MiB. @default 1 */
  readonly bytesPerUnit?: number;
  /** Percent of the limit that is for this process, where another runs in the same container. @default 100 */
  readonly share?: number;
  /** Scrape job, for a component with several. @default the component's name */
  readonly job?: string;
}

/** Resident memory above 90 % of the container's limit for 10 minutes: the next peak gets it killed. */
export function memoryHigh(context: Context, options: MemoryHighOptions): AlertRule {
  const { metric, labels, bytesPerUnit = 1, share = 100, job = context.name } = options;
  const series = `${metric}${matchers({ job, ...labels })}`;
  const limit = (context.memoryLimit * MEBIBYTE * share) / 100 / bytesPerUnit;
  const rule = memoryRule(context, series, Math.round(limit * MEMORY_SHARE), [
    [series, Math.round(limit * 0.95), Math.round(limit * 0.5)],
  ]);
  if (share === 100) return rule;
  const summary = `${context.name} uses nearly all of its ${share} % of the memory limit (${context.memoryLimit} MiB)`;
  return { ...rule, summary };
}

/**
 * The same for programs in Go, which all tell their runtime's own figure. Resident memory would count
 * mapped files too, which the kernel takes back before it kills anything.
 */
export function goMemoryHigh(context: Context): AlertRule {
  const job = matchers({ job: context.name });
  const held = `go_memstats_sys_bytes${job}`;
  const released = `go_memstats_heap_released_bytes${job}`;
  const limit = context.memoryLimit * MEBIBYTE;
  return memoryRule(context, `${held} - ${released}`, Math.round(limit * GO_MEMORY_SHARE), [
    [held, limit, limit],
    // Much memory once held and given back again is healthy.
    [released, Math.round(limit * 0.1), Math.round(limit * 0.5)],
  ]);
}

function memoryRule(
  context: Context,
  value: string,
  most: number,
  series: readonly (readonly [series: string, high: number, low: number])[],
): AlertRule {
  const story = (pick: 1 | 2): Series[] =>
    series.map((one) => ({ series: one[0], values: `${one[pick]}x60` }));
  return {
    alert: 'MemoryHigh',
    expr: `${value} > ${most}`,
    forMinutes: 10,
    severity: 'warning',
    summary: `${context.name} uses nearly all of its memory limit (${context.memoryLimit} MiB)`,
    proof: { fires: story(1), silent: story(2) },
  };
}

export interface CounterRisesOptions {
  readonly alert: string;
  /** A counter that stands still while all is well, such as `prometheus_rule_evaluation_failures_total`. */
  readonly metric: string;
  readonly labels?: Labels;
  readonly summary: string;
  readonly severity: AlertRule['severity'];
  /** The series is not there before its first failure, and starts with what that counts. @default it starts at 0 */
  readonly startsLate?: boolean;
  /** How far back a rise still counts; at least two scrapes. @default 15 */
  readonly windowMinutes?: number;
  /** @default 5 */
  readonly forMinutes?: number;
  /** Scrape job, for a component with several. @default the component's name */
  readonly job?: string;
}

/** A counter of failures that goes up, whichever of its series. */
export function counterRises(context: Context, options: CounterRisesOptions): AlertRule {
  const { alert, metric, labels, summary, severity, job = context.name } = options;
  const { windowMinutes = 15, forMinutes = 5, startsLate = false } = options;
  const series = `${metric}${matchers({ job, ...labels })}`;
  const rise = `increase(${series}[${windowMinutes}m])`;
  // A rise from nothing is none to Prometheus; so a series that was not there counts as a whole.
  const rises = startsLate ? `${rise} > 0 or (${series} unless ${series} offset ${windowMinutes}m)` : rise;
  return {
    alert,
    expr: `sum by (component, job) (${rises}) > 0`,
    forMinutes,
    severity,
    summary,
    proof: {
      fires: [{ series, values: startsLate ? '_x5 3x60' : '3+1x60' }],
      // It failed at some time before; that is over.
      silent: [{ series, values: startsLate ? '0x60' : '3x60' }],
    },
  };
}
