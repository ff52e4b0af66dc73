/** What a chart is: one tier, one file in `dist/<system>/<environment>/`. */
import type { Chart } from 'cdk8s';
import type { Plan } from '../model/plan';

export interface TierChart {
  /** File name without `.k8s.yaml`. */
  readonly name: string;
  /** Adds the tier's objects to the chart. A tier without objects has no file. */
  build(chart: Chart, plan: Plan): void;
}
