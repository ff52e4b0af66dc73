/** Objects that live in no namespace; cdk8s gives them the chart's all the same. */
import { type ApiObject, JsonPatch } from 'cdk8s';

export const clusterWide = (object: ApiObject): void =>
  object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
