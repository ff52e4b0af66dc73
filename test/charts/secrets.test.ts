import { describe, expect, test } from 'vitest';
import { containersOf, kindOf, podTemplates } from '../support/kubernetes';
import { objectsOf } from '../support/synth';
import { withComponent } from '../support/system';

const objects = objectsOf(
  withComponent('web', {
    credentials: { admin: { length: 24, hash: 'bcrypt' }, key: { length: 48 } },
    storeKeys: ['address', 'token'],
    configure: (context) => ({
      env: { ADMIN_HASH: context.credentialHash('admin') },
      secretFiles: ['address', 'token'].map((key) => ({
        ...context.storeKey(key),
        path: `/etc/web/secrets/${key}.txt`,
      })),
    }),
  }),
);
const secret = (name: string) =>
  kindOf(objects, 'ExternalSecret').find(({ metadata }) => metadata.name === name)!.spec as {
    target: { immutable?: boolean; template?: object };
  };
const web = podTemplates(objects).find(({ name }) => name === 'web')!;

describe('a password that is made in the cluster', () => {
  test('has its hash beside it, for a program that takes no password', () => {
    expect(secret('web-admin').target.template).toEqual({
      data: { password: '{{ .password }}', bcrypt: '{{ .password | bcrypt }}' },
    });
    expect(secret('web-key').target.template).toBeUndefined();
    const env = containersOf(web).flatMap((container) => container.env ?? []);
    expect(env).toContainEqual({
      name: 'ADMIN_HASH',
      valueFrom: { secretKeyRef: { name: 'web-admin', key: 'bcrypt' } },
    });
  });

  test('cannot change; what is read from the store can', () => {
    expect(secret('web-key').target.immutable).toBe(true);
    expect(secret('web').target.immutable).toBeUndefined();
  });
});

test('files of a Secret are one folder, in which new values arrive', () => {
  const mounts = web.spec.containers[0]!.volumeMounts!.filter(({ name }) => name === 'secret-web');
  expect(mounts).toEqual([{ name: 'secret-web', mountPath: '/etc/web/secrets', readOnly: true }]);
  expect(web.spec.volumes!.find(({ name }) => name === 'secret-web')!.secret).toMatchObject({
    items: [
      { key: 'address', path: 'address.txt' },
      { key: 'token', path: 'token.txt' },
    ],
  });
});
