/** Metrics, alerts and dashboards. */
import { componentTier } from './parts/component-tier';

export const monitoring = componentTier('monitoring');
