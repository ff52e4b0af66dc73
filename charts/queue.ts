/** Message brokers. */
import { componentTier } from './parts/component-tier';

export const queue = componentTier('queue');
