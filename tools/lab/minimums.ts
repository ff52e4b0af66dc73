/** Definitions of old releases, to see whether our manifests fit them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ADD_ONS } from '../../platform';
import { download } from './download';
import type { KubeObject } from './manifests';

export interface Minimum {
  readonly addOn: string;
  readonly module: string;
  readonly path: string;
  readonly minimum: string;
  readonly before: string;
}

export const readMinimums = (): Minimum[] =>
  load(readFileSync(join(__dirname, 'minimums.yaml'), 'utf8')) as Minimum[];

/** Writes the definitions of a release into a folder of their own. @returns the folder */
export async function definitionsOf(
  { module, path }: Minimum,
  version: string,
  folder: string,
): Promise<string> {
  const own = join(folder, `${module}@${version}`.replaceAll(/[^\w.@-]/g, '-'));
  mkdirSync(own, { recursive: true });
  const texts = await download({ module: `${module}@${version}`, path });
  texts.forEach((text, index) => {
    // Lists of files for other programs lie beside them.
    if (text.includes('kind: CustomResourceDefinition')) writeFileSync(join(own, `${index}.yaml`), text);
  });
  return own;
}

/** What an add-on is asked for, without what another one brings on top of it. Each object once. */
export function askedOf(name: string, objects: readonly KubeObject[]): KubeObject[] {
  const { install } = ADD_ONS.find((one) => one.name === name)!;
  const isAsked = 'of' in install ? hasField(install.routeField!) : isOwn(name, install.groups);
  return [...new Map(objects.filter(isAsked).map((object) => [JSON.stringify(object), object])).values()];
}

const hasField =
  (field: string) =>
  ({ spec }: KubeObject): boolean =>
    ((spec as { rules?: object[] } | undefined)?.rules ?? []).some((rule) => field in rule);

function isOwn(name: string, groups: readonly string[]): (object: KubeObject) => boolean {
  const later = ADD_ONS.flatMap(({ install }) =>
    'of' in install && install.of === name && install.routeField ? [hasField(install.routeField)] : [],
  );
  return (object) =>
    groups.includes(object.apiVersion.split('/')[0]!) && !later.some((isLater) => isLater(object));
}
