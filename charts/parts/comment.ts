/** Comments for the reader of the YAML, kept with the object until the file is written. */
import type { ApiObject } from 'cdk8s';

const TYPE = 'phasewise:comment';

export interface Comment {
  /** Keys down to the commented field; empty for the object itself. */
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Says why above the object, or above one of its fields. */
export function comment(object: ApiObject, text: string, path: Comment['path'] = []): void {
  object.node.addMetadata(TYPE, { path, text } satisfies Comment);
}

export function commentsOf(object: ApiObject): Comment[] {
  return object.node.metadata.filter((entry) => entry.type === TYPE).map((entry) => entry.data as Comment);
}
