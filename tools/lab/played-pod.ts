/** A pod of a catalogue file, played: its containers, with the folders that they share. */
import { join } from 'node:path';
import type { ConfigFile, Configuration, Definition, Env, Sidecar } from '../../model/component';
import { type PlayedContainer, volume } from './played';

export interface PlayedPodOptions {
  /** For all that the pod writes; what is there already is its volumes of before. */
  readonly folder: string;
  /** Value of a Secret's key. */
  secret(name: string, key: string): string;
  /** Repository of an image → its commands, and what it starts by itself. @default those of this machine */
  readonly images: Readonly<Record<string, { readonly commands: string; readonly entrypoint?: string }>>;
  /** Variables that are added, or in place of others. */
  readonly env?: Readonly<Record<string, string>>;
}

/** By name; the main container is `main`. */
export function playedPod(
  definition: Omit<Definition, 'workload' | 'tier'>,
  configuration: Configuration,
  options: PlayedPodOptions,
): Readonly<Record<string, PlayedContainer>> {
  const { folder } = options;
  const volumes = Object.entries(definition.volumes ?? {}).map(
    ([name, { mountPath }]) => [name, mountPath, volume(join(folder, 'volumes', name))] as const,
  );
  const scratchOf = (container: string, paths: readonly { readonly mountPath: string }[] = []) =>
    paths.map(({ mountPath }) => [mountPath, mountPath, volume(join(folder, container, mountPath))] as const);
  const shared = [...volumes, ...scratchOf('main', definition.scratch)];
  const played = (
    name: string,
    container: Pick<Sidecar, 'image' | 'command' | 'args' | 'env' | 'files'>,
    mounts: readonly (readonly [string, string, string])[],
  ): PlayedContainer => {
    const image = options.images[(container.image ?? definition.image).repository];
    return {
      name,
      image: image?.commands,
      command: [
        ...(container.command ?? (image?.entrypoint ? [image.entrypoint] : [])),
        ...(container.args ?? []),
      ],
      env: { ...filledIn(container.env, options), ...options.env },
      files: Object.fromEntries((container.files ?? []).map((file) => [file.path, rendered(file, options)])),
      mounts: Object.fromEntries(mounts.map(([, path, from]) => [path, from])),
    };
  };
  const env = { ...definition.env, ...configuration.env };
  return Object.fromEntries([
    ['main', played('main', { ...definition, ...configuration, env }, shared)],
    ...(configuration.sidecars ?? []).map((sidecar) => [
      sidecar.name,
      played(sidecar.name, sidecar, [
        ...shared.filter(([name]) => sidecar.shares?.includes(name)),
        ...scratchOf(sidecar.name, sidecar.scratch),
      ]),
    ]),
  ]);
}

/** As its init container writes a file with secrets. */
const rendered = ({ content, secrets = {} }: ConfigFile, { secret }: PlayedPodOptions): string =>
  Object.entries(secrets).reduce(
    (text, [name, key]) => text.replaceAll(`\${${name}}`, secret(key.secret, key.key)),
    content,
  );

/** As Kubernetes does: values of Secrets, and `$(NAME)` of others. */
function filledIn(env: Env = {}, { secret }: PlayedPodOptions): Record<string, string> {
  const values = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : 'secret' in value ? secret(value.secret, value.key) : value.value,
    ]),
  );
  const fill = (text: string): string =>
    text.replaceAll(/\$\((\w+)\)/g, (_, name: string) => values[name] ?? '');
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(value)]));
}
