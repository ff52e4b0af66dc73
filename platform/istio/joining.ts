/** How others meet the mesh. */
import type { AddOn } from '../../model/platform';

/** API groups whose objects say that an environment is in the mesh. */
export const MESH_GROUPS = ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io'];

/**
 * A product whose pods open connections to ours joins the mesh too: without an identity they are refused.
 * @param purpose of that, as the end of a sentence
 * @param whoStill who still comes in from outside of it, as a clause
 */
export const inMesh = (
  { name, minimum, minimumBy, namespace }: AddOn,
  purpose: string,
  whoStill: string,
): AddOn => ({
  name: `${name} in the mesh`,
  purpose,
  minimum,
  minimumBy,
  since: 4,
  namespace,
  settings: `the label \`istio.io/dataplane-mode: ambient\` on the namespace; no policy there, so that ${whoStill}`,
  documentation: 'https://istio.io/latest/docs/ambient/usage/add-workloads/',
  install: { of: name, groups: MESH_GROUPS, joinsMesh: true },
});
