import { inject } from 'vitest';
import { type Cluster, connect } from '../../tools/lab/cluster';
import { attach, type Machine } from '../../tools/node/machine';

/** The cluster of real nodes and its machines. */
export function realNodes(): { cluster: Cluster; nodes: Machine[] } {
  const { info, nodes } = inject('realNodes');
  return { cluster: connect(info), nodes: nodes.map(attach) };
}
