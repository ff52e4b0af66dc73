import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { must } from '../../lab/exec';
import { type Program, program } from '../../lab/programs';
import { fromPypi } from '../../lab/pypi';
import { copyFromDebian, debianPool } from './debian';
import { installFromNpm } from './npm';
import { FILES } from './places';
import type { Ingredient } from './table';

/** Puts one ingredient into the folder that becomes a layer. */
export async function addIngredient(root: string, ingredient: Ingredient): Promise<void> {
  if (ingredient.busybox) await addBusybox(root);
  if (ingredient.debian) await copyFromDebian(root, ingredient.debian);
  if (ingredient.browser) await copyFromDebian(root, ingredient.browser, 'browser');
  if (ingredient.backup) await copyFromDebian(root, ingredient.backup, 'backup');
  if (ingredient.archive) await copyFromDebian(root, ingredient.archive, 'archive');
  if (ingredient.npm) await installFromNpm(inside(root, ingredient.npm.to), ingredient.npm);
  for (const [lock, to] of Object.entries(ingredient.pypi ?? {})) {
    copy(await fromPypi(join(__dirname, lock)), inside(root, to));
  }
  for (const [name, to] of Object.entries(ingredient.go ?? {})) {
    copy(await program(name as Program), inside(root, to));
  }
  for (const [from, to] of Object.entries(ingredient.files ?? {})) copy(join(FILES, from), inside(root, to));
  for (const [link, to] of Object.entries(ingredient.links ?? {})) symlinkSync(to, inside(root, link));
  for (const [name, ids] of Object.entries(ingredient.users ?? {})) addUser(root, name, ids);
  for (const [path, owner] of Object.entries(ingredient.folders ?? {})) {
    const [ids, mode] = owner.split(' ');
    const folder = inside(root, path);
    mkdirSync(folder, { recursive: true });
    await must('chown', ['-R', ids!, folder]);
    await must('chmod', [mode!, folder]);
  }
}

/** A path of the image in the folder that becomes the layer; its parents are made. */
function inside(root: string, path: string): string {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  return full;
}

const copy = (from: string, to: string): void => cpSync(from, to, { recursive: true, dereference: true });

const USERS = ['root:x:0:0:root:/root:/bin/sh', 'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin'];
const GROUPS = ['root:x:0:', 'nobody:x:65534:'];

/** What programs of npm and PyPI take for granted. */
const C_LIBRARY = [
  'libc.so.6',
  'libdl.so.2',
  'libm.so.6',
  'libpthread.so.0',
  'libresolv.so.2',
  'librt.so.1',
].map((name) => `/usr/lib/x86_64-linux-gnu/${name}`);

async function addBusybox(root: string): Promise<void> {
  const pool = await debianPool();
  for (const folder of [
    'etc/ssl/certs',
    'usr/bin',
    'usr/sbin',
    'usr/lib',
    'root',
    'var/lib',
    'run',
    'home',
    'opt',
  ]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  // As Debian has them: the program loader is asked for by /lib64.
  for (const name of ['bin', 'sbin', 'lib']) symlinkSync(`usr/${name}`, join(root, name));
  mkdirSync(join(root, 'usr/lib64'));
  symlinkSync('usr/lib64', join(root, 'lib64'));
  symlinkSync('../run', join(root, 'var/run'));
  await must('install', ['-d', '-m', '1777', join(root, 'tmp'), join(root, 'var/tmp')]);
  writeFileSync(join(root, 'etc/passwd'), `${USERS.join('\n')}\n`);
  writeFileSync(join(root, 'etc/group'), `${GROUPS.join('\n')}\n`);
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  await copyFromDebian(root, ['/usr/bin/busybox', ...C_LIBRARY]);
  const list = await must(join(pool, 'usr/bin/busybox'), ['--list']);
  for (const name of list.trim().split('\n')) {
    const link = join(root, 'usr/bin', name);
    if (name !== 'busybox' && !existsSync(link)) symlinkSync('busybox', link);
  }
  const certificates = join(pool, 'usr/share/ca-certificates/mozilla');
  const names = existsSync(certificates) ? readdirSync(certificates) : [];
  for (const name of names.sort()) {
    appendFileSync(
      join(root, 'etc/ssl/certs/ca-certificates.crt'),
      await must('cat', [join(certificates, name)]),
    );
  }
}

function addUser(root: string, name: string, ids: string): void {
  const [uid, gid] = ids.split(':');
  mkdirSync(join(root, 'etc'), { recursive: true });
  // A layer that adds users to a base's file would have to repeat it: so a layer with users has them all.
  if (!existsSync(join(root, 'etc/passwd'))) {
    writeFileSync(join(root, 'etc/passwd'), `${USERS.join('\n')}\n`);
    writeFileSync(join(root, 'etc/group'), `${GROUPS.join('\n')}\n`);
  }
  appendFileSync(join(root, 'etc/passwd'), `${name}:x:${uid}:${gid}:${name}:/tmp:/bin/sh\n`);
  appendFileSync(join(root, 'etc/group'), `${name}:x:${gid}:\n`);
}
