/** One environment's committed YAML, for the tests of a document's facts. */
import { environmentIn } from '../support/dist';
import { type Container, type KubeObject, type PodTemplate, podTemplates } from '../support/kubernetes';
import { find } from '../support/rule';

export interface Committed {
  readonly objects: readonly KubeObject[];
  object(kind: string, name: string): KubeObject;
  spec<Spec>(kind: string, name: string): Spec;
  /** The pod of a component, whatever makes it. */
  pod(name: string): PodTemplate;
  /** The first container, or one of the others by name. */
  container(name: string, helper?: string): Container;
  /** A file of a component's ConfigMap. @throws Error when it has none of that name */
  file(component: string, name: string): string;
  /** Variables of a container: texts as they are, secrets as `secret:key`. */
  variables(name: string): Record<string, string>;
}

/** @param name `sentineliq/production` @throws Error when nothing of that name is committed */
export function committed(name: string): Committed {
  const { objects } = environmentIn(name);
  const object = (kind: string, of: string): KubeObject => find(objects, kind, of);
  const pod = (of: string): PodTemplate => {
    const template = podTemplates(objects).find((one) => one.name === of);
    if (!template) throw new Error(`${name} has no pod of ${of}`);
    return template;
  };
  const container = (of: string, helper?: string): Container =>
    pod(of).spec.containers.find((one) => one.name === (helper ?? of))!;
  return {
    objects,
    object,
    spec: <Spec>(kind: string, of: string) => object(kind, of).spec as Spec,
    pod,
    container,
    file: (component, of) => {
      const text = object('ConfigMap', `${component}-config`).data?.[of];
      if (text === undefined) throw new Error(`${component} has no file ${of}`);
      return text;
    },
    variables: (of) =>
      Object.fromEntries(
        (container(of).env ?? []).map(({ name: variable, value, valueFrom }) => {
          const from = valueFrom?.secretKeyRef;
          return [variable, from ? `${from.name}:${from.key}` : (value ?? '')];
        }),
      ),
  };
}
