import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../lab/exec';
import { FILES } from './places';
import type { NpmPackages } from './table';

/** What every install has in common: nothing is asked, and no script of a package runs. */
const QUIET = ['--no-audit', '--no-fund', '--omit=dev', '--ignore-scripts', '--loglevel=error'];

/** Installs packages of npm into `folder/node_modules`: named with their exact versions, or as a lock file has them. */
export async function installFromNpm(
  folder: string,
  { packages, from, postinstall }: NpmPackages,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (from) {
    for (const file of ['package.json', 'package-lock.json'])
      cpSync(join(FILES, from, file), join(folder, file));
  } else {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  }
  const install = from ? ['ci'] : ['install', '--no-package-lock'];
  await must('npm', [...install, ...QUIET], { cwd: folder, timeout: 1800 });
  for (const name of postinstall ?? []) {
    await must('npm', ['run', 'postinstall', '--loglevel=error'], {
      cwd: join(folder, 'node_modules', name),
    });
  }
}
