/** Kaleem's committed YAML, for the tests of its facts. */
import { environments } from '../support/dist';
import { type Container, type KubeObject, podTemplates } from '../support/kubernetes';
import { find } from '../support/rule';

export const OBJECTS: readonly KubeObject[] = environments().find(
  ({ name }) => name === 'kaleem/production',
)!.objects;

export const object = (kind: string, name: string): KubeObject => find(OBJECTS, kind, name);
export const spec = <Spec>(kind: string, name: string): Spec => object(kind, name).spec as Spec;

export const pod = (name: string) => podTemplates(OBJECTS).find((one) => one.name === name)!;

/** The first container, or one of the others by name. */
export const container = (name: string, helper?: string): Container =>
  pod(name).spec.containers.find((one) => one.name === (helper ?? name))!;

/** A file of a component's ConfigMap. */
export const file = (component: string, name: string): string => {
  const text = object('ConfigMap', `${component}-config`).data?.[name];
  if (text === undefined) throw new Error(`${component} has no file ${name}`);
  return text;
};

/** Variables of a container: texts as they are, secrets as `secret:key`. */
export const variables = (name: string): Record<string, string> =>
  Object.fromEntries(
    (container(name).env ?? []).map(({ name: variable, value, valueFrom }) => {
      const from = valueFrom?.secretKeyRef;
      return [variable, from ? `${from.name}:${from.key}` : (value ?? '')];
    }),
  );
