import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../lab/exec';

/** Installs packages of npm with exactly these versions into `folder/node_modules`. */
export async function installFromNpm(
  folder: string,
  packages: Readonly<Record<string, string>>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--omit=dev', '--loglevel=error'];
  await must('npm', args, { cwd: folder, timeout: 1800 });
}
