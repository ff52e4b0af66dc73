import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must } from './exec';

/** Files of a commit, by path. */
export type Files = ReadonlyMap<string, string>;

/** A Git repository on this machine, made for one test. */
export interface GitRepository {
  /** As Argo CD clones it: `file:///…` */
  readonly address: string;
  /** Makes these the files of the branch `main`, all others gone. @returns the commit's hash */
  commit(message: string, files: Files): Promise<string>;
}

/** No name, signature or hook of this machine's user gets in. */
const PLAIN = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'lab',
  GIT_AUTHOR_EMAIL: 'lab@example.com',
  GIT_COMMITTER_NAME: 'lab',
  GIT_COMMITTER_EMAIL: 'lab@example.com',
};

export async function gitRepository(folder: string): Promise<GitRepository> {
  mkdirSync(folder, { recursive: true });
  const git = (...args: string[]) => must('git', args, { cwd: folder, env: PLAIN });
  await git('init', '--quiet', '--initial-branch=main');
  return {
    address: `file://${folder}`,
    async commit(message, files) {
      await git('rm', '-r', '--quiet', '--force', '--ignore-unmatch', '.');
      for (const [path, text] of files) {
        const file = join(folder, path);
        mkdirSync(dirname(file), { recursive: true });
        rmSync(file, { force: true });
        writeFileSync(file, text);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', message);
      return (await git('rev-parse', 'HEAD')).trim();
    },
  };
}
