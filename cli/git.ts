/** Files of another commit, as git keeps them. */
import { execFileSync } from 'node:child_process';
import { UsageError } from './errors';

/**
 * Texts of the files in a folder, by path. No such folder at that commit: none.
 * @throws UsageError when git knows no such commit.
 */
export function filesAt(ref: string, folder: string, root: string): Map<string, string> {
  const git = (...words: string[]): string =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 28 });
  let commit: string;
  try {
    // What begins with a dash would be an option to git.
    commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`).trim();
  } catch {
    throw new UsageError(`git knows no commit '${ref}' here`);
  }
  const paths = git('ls-tree', '--name-only', commit, '--', `${folder}/`).split('\n').filter(Boolean);
  return new Map(paths.map((path) => [path, git('show', `${commit}:${path}`)]));
}
