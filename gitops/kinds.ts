/** Which kinds a text of manifests holds: what a project has to allow, and which add-ons are needed. */
import { compare } from '../model/problems';

export interface Kind {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
}

export interface Kinds {
  readonly namespaced: readonly Kind[];
  /** Each object by its name: it belongs to no namespace that could keep it apart. */
  readonly clusterWide: readonly (Kind & { readonly name: string })[];
}

/**
 * Kinds of the objects in texts of ours, in alphabetical order. The writer puts `apiVersion` and `kind` first and
 * indents all that is embedded, so lines at the margin are an object's own. Parsing the YAML would take longer
 * than making it.
 */
export function kindsIn(texts: Iterable<string>): Kinds {
  const namespaced = new Map<string, Kind>();
  const clusterWide = new Map<string, Kind & { name: string }>();
  for (const text of texts) {
    for (const document of text.split(/^---$/m)) {
      const found = /^apiVersion: (\S+)\nkind: (\S+)\n/m.exec(document);
      if (!found) continue;
      const [, apiVersion = '', kind = ''] = found;
      const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
      const metadata = /^metadata:\n(?: .*\n)*/m.exec(document)?.[0] ?? '';
      if (/^ {2}namespace: /m.test(metadata)) {
        namespaced.set(`${group}/${kind}`, { group, kind });
      } else {
        const name = /^ {2}name: (\S+)$/m.exec(metadata)?.[1] ?? '';
        clusterWide.set(`${group}/${kind}/${name}`, { group, kind, name });
      }
    }
  }
  return { namespaced: sorted(namespaced), clusterWide: sorted(clusterWide) };
}

const sorted = <T>(found: ReadonlyMap<string, T>): T[] =>
  [...found].sort(([a], [b]) => compare(a, b)).map(([, value]) => value);
