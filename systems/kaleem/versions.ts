/** Versions of Kaleem's own images: the one place where a release is written down. */
import type { Image } from '../../model/component';

export const backend: Image = { repository: 'ghcr.io/kaleem-ai/backend', tag: '1.0.0' };
export const frontend: Image = { repository: 'ghcr.io/kaleem-ai/frontend', tag: '1.0.0' };
