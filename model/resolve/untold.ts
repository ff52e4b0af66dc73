/** Which components nobody would miss: that no alert tells of when they are away. */
import type { Workload } from '../cluster';
import type { AlertRule } from '../observability';
import { tellsOf } from '../promql';
import type { Draft } from './draft';

/**
 * Components without such an alert, by name. An operator's pods are the business of its own metrics, and nobody can be
 * told by the collector that the collector is away.
 */
export const untold = (draft: Draft, rules: readonly AlertRule[]): Workload[] =>
  [...draft.components].flatMap(([name, { workload: kind, collects }]) =>
    kind === 'Operated' || collects === 'metrics' || rules.some((rule) => tellsOf(rule, name))
      ? []
      : [{ name, kind }],
  );
