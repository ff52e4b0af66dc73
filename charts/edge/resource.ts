/** A resource of the gateway's own, with what every object of ours carries. */
import { ApiObject, type Chart } from 'cdk8s';
import type { GatewayResource } from '../../model/gateway';
import type { Plan } from '../../model/plan';
import { comment } from '../parts/comment';
import { edgeMetadata } from './names';

export function gatewayResource(
  chart: Chart,
  plan: Plan,
  { name, manifest, comments = [] }: GatewayResource,
): void {
  const object = new ApiObject(chart, `${name}-${manifest.kind}`, {
    ...manifest,
    metadata: edgeMetadata(plan, name),
  });
  for (const [path, why] of comments) comment(object, why, path);
}
