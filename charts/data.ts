/** Databases, caches and object storage. */
import { componentTier } from './parts/component-tier';

export const data = componentTier('data');
