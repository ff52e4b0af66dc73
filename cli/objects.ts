/** Kubernetes objects as YAML files hold them, with the tier and the comment they stand under. */
import * as yaml from 'js-yaml';

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** An object and where it was read. */
export interface Placed {
  /** The file it stands in, without its ending: `app`. */
  readonly tier: string;
  readonly object: KubeObject;
  /** The comment above it: what it is for. */
  readonly about?: string;
}

/** All objects of one tier's file. */
export function parseTier(tier: string, text: string): Placed[] {
  // Everything inside a document is indented or a key, so a line of dashes is always a border.
  return text.split(/^---$/m).flatMap((document) => {
    // The core schema is what the API server sees: no dates, no YAML 1.1 booleans.
    const object = yaml.load(document, { schema: yaml.CORE_SCHEMA }) as KubeObject | null | undefined;
    if (!object) return [];
    const comment = /^\s*((?:#.*\n)+)/.exec(document)?.[1];
    const about = comment?.replaceAll(/^# ?/gm, '').trim().replaceAll('\n', ' ');
    return [{ tier, object, ...(about ? { about } : {}) }];
  });
}

/** API group; empty for the core one. */
export const groupOf = ({ apiVersion }: KubeObject): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

/** What makes it the same object: a new version of its API does not make it another one. */
export const identity = (object: KubeObject): string =>
  [groupOf(object), object.kind, object.metadata.namespace ?? '', object.metadata.name].join('/');

/** `Deployment api`, with the namespace where it is not the environment's own. */
export function title(object: KubeObject, home?: string): string {
  const { name, namespace } = object.metadata;
  const elsewhere = namespace && home && namespace !== home ? ` in ${namespace}` : '';
  return `${object.kind} ${name}${elsewhere}`;
}

/** The component that an object belongs to. */
export const componentOf = ({ metadata }: KubeObject): string =>
  metadata.labels?.['app.kubernetes.io/name'] ?? metadata.name;

/** What is at a path of keys; undefined where there is nothing. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (isMap(inner) ? inner[key] : Array.isArray(inner) ? inner[Number(key)] : undefined),
    value,
  );
}

export type YamlMap = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is YamlMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One text for all equal values, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isMap(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
