/** What an init container may take that only writes a few files before the program starts. */
import type { Resources } from '../../model/component';
import type { PlannedComponent } from '../../model/plan';
import { formatMebibytes, formatMillicores, mebibytes, millicores } from '../../model/units';

/**
 * Never more than the program itself: Kubernetes counts a pod by the largest of its init containers where that is more
 * than all the others together, and the environment's sums would not know of it.
 */
export const shortLived = ({ resources: { requests } }: Pick<PlannedComponent, 'resources'>): Resources => ({
  requests: {
    cpu: formatMillicores(Math.min(10, millicores(requests.cpu))),
    memory: formatMebibytes(Math.min(16, mebibytes(requests.memory))),
  },
  limits: { memory: '64Mi' },
});
