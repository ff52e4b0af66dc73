/** Paths of requests, compared as gateways compare prefixes: by whole segments, and here in any case. */

/** Without a slash at the end, which says nothing. */
export const trimmed = (path: string): string => path.replace(/(?<=.)\/+$/, '');

/** Is it the other path, or below it? */
export function isWithin(path: string, parent: string): boolean {
  const [inner, outer] = [path, parent].map((one) => trimmed(one).toLowerCase());
  return outer === '/' || inner === outer || inner!.startsWith(`${outer}/`);
}

/** What may stand in a path that every gateway can hide: nothing that needs an encoding. */
export const isPlainPath = (path: string): boolean =>
  /^\/[\w.~/-]*$/.test(path) && !/\/\/|\/\.\.?(\/|$)/.test(path);

/** The path as a regular expression that means just it. */
export const literally = (path: string): string => path.replaceAll(/[^\w/-]/g, '[$&]');

/** Regular expression for the end of a segment: of the path, or anything that no name has. */
export const SEGMENT_ENDS = '([^a-z0-9_.~-]|$)';
