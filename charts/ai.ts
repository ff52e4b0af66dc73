/** Model servers. */
import { componentTier } from './parts/component-tier';

export const ai = componentTier('ai');
