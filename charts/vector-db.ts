/** Vector databases. */
import { componentTier } from './parts/component-tier';

export const vectorDb = componentTier('vector-db');
