/** What a chart is: one tier, one file in `dist/<system>/<environment>/`. */
import type { Chart } from 'cdk8s';
import type { Plan } from '../model/plan';
import type { Phase } from '../model/system';

export interface TierChart {
  /** File name without `.k8s.yaml`. */
  readonly name: string;
  /** The phase that brings it; phases are cumulative. @default 1 */
  readonly since?: Phase;
  /** Adds the tier's objects to the chart. A tier without objects has no file. */
  build(chart: Chart, plan: Plan): void;
}
