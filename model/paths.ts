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

/**
 * What a name in a path may have where only names are shown: characters as they are, for a class of a regular
 * expression, and those that clients encode although no server takes one for the end of a name. What is neither, such as
 * an encoded slash, a backslash, a semicolon or an encoded percent sign, some server would read as another path.
 */
export const NAME_CHARACTERS = "\\w.~!$&'()*+,=:@-";
export const NAME_ENCODINGS = '%2[0146-9A-Ca-c]|%3[ADad]|%40';

/** Regular expression for the end of a segment: of the path, or anything that no name has. */
export const SEGMENT_ENDS = '([^a-z0-9_.~-]|$)';
