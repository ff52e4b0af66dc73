/** The product's own programs and what serves them to people. */
import { componentTier } from './parts/component-tier';

export const app = componentTier('app');
