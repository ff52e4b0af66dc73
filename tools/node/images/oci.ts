/** Images as the Open Container Initiative lays them out in a folder. */
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullName } from '../../../model/registries';
import type { BuiltLayer } from './layers';
import type { ImageConfig } from './table';

/** An image ready to be written. */
export interface BuiltImage {
  /** As manifests name it, with tag. */
  readonly name: string;
  readonly layers: readonly BuiltLayer[];
  readonly config: ImageConfig;
}

/** Writes images into a folder that `ctr images import` can read as an archive. */
export function writeLayout(folder: string, images: readonly BuiltImage[]): void {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (value: unknown, mediaType: string) => {
    const text = JSON.stringify(value);
    const hash = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(blobs, hash), text);
    return { mediaType, digest: `sha256:${hash}`, size: Buffer.byteLength(text) };
  };
  const manifests = images.map(({ name, layers, config }) => {
    for (const { file, hash } of layers) {
      // Links, not copies: these are the largest files of the lab.
      if (!existsSync(join(blobs, hash))) linkSync(file, join(blobs, hash));
    }
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: put(configuration(layers, config), 'application/vnd.oci.image.config.v1+json'),
      layers: layers.map(({ hash, size }) => ({
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        digest: `sha256:${hash}`,
        size,
      })),
    };
    return {
      ...put(manifest, manifest.mediaType),
      annotations: { 'io.containerd.image.name': fullName(name) },
      platform: { architecture: 'amd64', os: 'linux' },
    };
  });
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

const configuration = (layers: readonly BuiltLayer[], config: ImageConfig) => ({
  architecture: 'amd64',
  os: 'linux',
  config: {
    User: config.user,
    Entrypoint: config.entrypoint,
    Cmd: config.cmd,
    Env: Object.entries({ PATH: PATHS, ...config.env }).map(([name, value]) => `${name}=${value}`),
    WorkingDir: config.workdir,
    StopSignal: config.stopSignal,
    Volumes: config.volumes && Object.fromEntries(config.volumes.map((path) => [path, {}])),
  },
  rootfs: { type: 'layers', diff_ids: layers.map(({ hash }) => `sha256:${hash}`) },
});

const PATHS = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
