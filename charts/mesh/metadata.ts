/** Metadata of the mesh's objects: they stand before the first component starts. */
import type { Plan } from '../../model/plan';
import { commonLabels, type Labels, stableLabels, syncWave, WAVES } from '../parts/labels';

export interface Metadata {
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** @param name of the object, and of the component it is about where there is one */
export function meshMetadata(plan: Plan, name: string, wave: number = WAVES.mesh): Metadata {
  const component = plan.components.find((one) => one.name === name);
  return {
    name,
    labels: component ? stableLabels(plan, component) : commonLabels(plan),
    annotations: syncWave(wave),
  };
}

/** Ports of the gateway that take people's connections, which come from outside any mesh. */
export const publicPorts = (plan: Plan): number[] =>
  plan.connections
    .filter(({ from, to }) => from.kind === 'outside' && to.kind === 'edge')
    .map(({ port }) => port)
    .sort((a, b) => a - b);
