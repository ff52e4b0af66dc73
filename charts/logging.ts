/** Log storage and collection. */
import { componentTier } from './parts/component-tier';

export const logging = componentTier('logging');
