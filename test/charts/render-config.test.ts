import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { podTemplates } from '../support/kubernetes';
import { objectsOf } from '../support/synth';
import { SHOP } from '../support/system';

const store = podTemplates(objectsOf(SHOP)).find(({ name }) => name === 'store')!;
const [init] = store.spec.initContainers!;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'render-'));
  mkdirSync(join(folder, 'templates'));
  mkdirSync(join(folder, 'rendered'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const out = (name: string): string => readFileSync(join(folder, 'rendered', name), 'utf8');

/** The init container's own command, with its two folders moved to where we may write. */
function render(files: Record<string, string>, env: Record<string, string>, shell = 'sh') {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'templates', name), text);
  const [, ...command] = init!.command!.map((part) =>
    part.replaceAll('/templates/', `${folder}/templates/`).replaceAll('/rendered/', `${folder}/rendered/`),
  );
  const args = [...command, ...Object.keys(files)];
  return spawnSync(`/bin/${shell}`, args, { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' });
}

describe('a file with passwords, filled in when the pod starts', () => {
  test('has every value in its place, and the rest as it was', () => {
    const text =
      'user api >${API_PASSWORD} ~* &*\n\n# $HOME $(date) `id` \\n %s & ${lower}\ntwo ${A}${API_PASSWORD}, one ${A}\n';
    const { status, stderr } = render({ 'users.acl': text }, { API_PASSWORD: 'secret1', A: 'x' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(out('users.acl')).toBe(
      'user api >secret1 ~* &*\n\n# $HOME $(date) `id` \\n %s & ${lower}\ntwo xsecret1, one x\n',
    );
  });

  test('takes a value as it is, whatever stands in it', () => {
    const value = 'a&b\\1/${A}$(id)"\'%s';
    render({ key: '${VALUE}\n' }, { VALUE: value, A: 'never' });
    expect(out('key')).toBe(`${value}\n`);
  });

  test('belongs to its owner alone, who cannot change it either', () => {
    render({ key: '${VALUE}\n' }, { VALUE: 'v' });
    expect((statSync(join(folder, 'rendered', 'key')).mode & 0o777).toString(8)).toBe('400');
  });

  test('is written again when the container starts again', () => {
    render({ key: '${VALUE}\n' }, { VALUE: 'old' });
    expect(render({ key: '${VALUE}\n' }, { VALUE: 'new' }).status).toBe(0);
    expect(out('key')).toBe('new\n');
  });

  test('stops the pod with a message when a value is missing', () => {
    const { status, stderr } = render({ 'users.acl': 'user ${NOBODY}\n' }, {});
    expect(status).not.toBe(0);
    expect(stderr).toContain('templates/users.acl: no value for NOBODY');
  });

  test('stops also when the first of several is the wrong one', () => {
    const { status } = render({ first: '${NOBODY}\n', second: 'fine\n' }, {});
    expect(status).not.toBe(0);
  });
});

describe('the init container', () => {
  test('gets the secrets of the files, and the names of those files alone', () => {
    expect(init!.args).toEqual(['users.acl']);
    expect(init!.env).toEqual([
      { name: 'ADMIN', valueFrom: { secretKeyRef: { name: 'store-admin', key: 'password' } } },
    ]);
  });

  test("is the component's own image, so that no other is pulled", () => {
    expect(init!.image).toBe(store.spec.containers[0]!.image);
  });

  test('writes to memory, which the main container reads file by file', () => {
    expect(store.spec.volumes).toContainEqual({
      name: 'rendered',
      emptyDir: { medium: 'Memory', sizeLimit: '1Mi' },
    });
    expect(store.spec.containers[0]!.volumeMounts).toContainEqual({
      name: 'rendered',
      mountPath: '/etc/store/users.acl',
      readOnly: true,
      subPath: 'users.acl',
    });
  });

  test('is a script that the strictest shell reads', () => {
    expect(() => execFileSync('/bin/sh', ['-n', '-c', init!.command![2]!])).not.toThrow();
  });
});
