/** What keeps copies of the stores, makes them, and brings them back. */
import { componentTier } from './parts/component-tier';

export const backup = componentTier('backup');
