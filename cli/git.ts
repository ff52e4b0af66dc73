/** Files as git keeps them. */
import { execFileSync } from 'node:child_process';
import { UsageError } from './errors';

const git = (root: string, words: readonly string[], input?: string): string =>
  execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 28, input });

/**
 * Texts of the files in a folder at a commit, by path. No such folder at that commit: none.
 * @throws UsageError when git knows no such commit.
 */
export function filesAt(ref: string, folder: string, root: string): Map<string, string> {
  const commit = commitOf(ref, root);
  // Paths are from `root` on, which need not be where the repository begins.
  const paths = git(root, ['ls-tree', '--name-only', '-z', commit, '--', `${folder}/`])
    .split('\0')
    .filter(Boolean);
  const texts = paths.map((path) => `${commit}:./${path}`).join('\n');
  return new Map(contents(git(root, ['cat-file', '--batch'], texts)).map((text, at) => [paths[at]!, text]));
}

/**
 * Files in a folder that are not as they are committed, by path in the folder.
 * @returns undefined where there is no git to ask
 */
export function uncommittedIn(folder: string, root: string): string[] | undefined {
  try {
    // Two letters and a space say what happened to each.
    return git(root, ['status', '--porcelain', '-z', '-uall', '--no-renames', '--', `${folder}/`])
      .split('\0')
      .filter(Boolean)
      .map((line) => line.slice(line.lastIndexOf(`${folder}/`) + folder.length + 1));
  } catch {
    return undefined;
  }
}

function commitOf(ref: string, root: string): string {
  try {
    // What begins with a dash would be an option to git.
    return git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]).trim();
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string; stderr?: string };
    if (code === 'ENOENT') throw new UsageError('git is not installed, and only git knows what is committed');
    const [said = ''] = stderr.split('\n');
    if (said.includes('not a git repository'))
      throw new UsageError('this is no Git repository, so nothing is committed that could be compared');
    // Such as a folder that belongs to somebody else.
    if (said) throw new UsageError(`git says: ${said}`);
    if (ref === 'HEAD') throw new UsageError('nothing is committed in this Git repository yet');
    throw new UsageError(`git knows no commit '${ref}' here`);
  }
}

/** What `git cat-file --batch` prints: for each object a line with its size, its bytes, and a line's end. */
function contents(printed: string): string[] {
  const bytes = Buffer.from(printed);
  const found: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = bytes.indexOf('\n', at) + 1;
    const end = start + Number(bytes.toString('utf8', at, start).trim().split(' ').at(-1));
    found.push(bytes.toString('utf8', start, end));
    at = end + 1;
  }
  return found;
}
