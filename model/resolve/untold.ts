/** Which components nobody would miss: that no alert tells of when they are away. */
import type { Workload } from '../cluster';
import type { AlertRule } from '../observability';
import { tellsOf } from '../promql';
import { longestPause } from '../schedule';
import type { Draft } from './draft';
import { mayBeNone } from './scaling';

/**
 * Components without such an alert, by name. An operator's pods are the business of its own metrics, and nobody can be
 * told by the collector that the collector is away.
 */
export const untold = (draft: Draft, rules: readonly AlertRule[]): Workload[] =>
  [...draft.components].flatMap(([name, { workload: kind, schedule, collects }]): Workload[] => {
    // People see for themselves how their own ends.
    if (schedule?.suspended) return [];
    if (schedule) return [{ name, kind: 'CronJob', pause: longestPause(schedule.cron) }];
    if (kind === 'Operated' || collects === 'metrics') return [];
    // Of such a one the API server alone knows whether there should be a pod.
    if (mayBeNone(draft, name)) return [{ name, kind, mayBeNone: true }];
    return rules.some((rule) => tellsOf(rule, name)) ? [] : [{ name, kind }];
  });
