import { mkdtempSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { dataPlanes } from '../../lab/gateway';
import { type KubeObject, readUnits } from '../../lab/manifests';
import { imagesOf } from '../../lab/pods';
import { addOnImages } from '../add-ons';
import { KYVERNO_IMAGE } from '../kyverno';
import { PAUSE, TOOLS } from '../own-images';
import { platformText } from '../platform';
import { buildLayer } from './layers';
import { writeLayout } from './oci';
import { imageCache } from './places';
import { entryFor, type ImageEntry, readTable } from './table';

/** What the lab's own platform runs. */
export function platformImages(): string[] {
  const pods = loadAll(platformText()).flatMap((object) => (object ? imagesOf(object as never) : []));
  return [...new Set([...pods, PAUSE, TOOLS])].sort();
}

/** What these objects run, and what controllers of gateways start for them. */
export const imagesFor = (objects: readonly KubeObject[]): string[] =>
  [...objects, ...dataPlanes(objects)].flatMap(imagesOf);

/** Every image that `dist`, what runs of its platform, and the lab's own name. */
export function imagesInUse(): string[] {
  const ours = readUnits().flatMap(({ objects }) => imagesFor(objects));
  return [...new Set([...ours, ...addOnImages(), KYVERNO_IMAGE, ...platformImages()])].sort();
}

/**
 * Makes these images, or takes them from the cache, and lays them out for a node to import.
 *
 * @returns the folder; it holds links to the cache, so it takes no room
 */
export async function buildImages(images: readonly string[]): Promise<string> {
  const table = readTable();
  const built = [];
  for (const image of images) {
    const entry = entryFor(image, table);
    built.push({ name: image, layers: await layersOf(entry), config: entry.config ?? {} });
  }
  const folder = mkdtempSync(`${imageCache('layouts')}/`);
  writeLayout(folder, built);
  return folder;

  async function layersOf({ layers, repository }: ImageEntry) {
    const made = [];
    for (const layer of layers) {
      const ingredients = typeof layer === 'string' ? table.layers[layer] : layer;
      if (!ingredients) throw new Error(`tools/node/images.yaml: there is no layer "${layer}"`);
      made.push(await buildLayer(typeof layer === 'string' ? layer : repository, ingredients));
    }
    return made;
  }
}
