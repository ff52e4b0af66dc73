/** Names that are made from paths: each of its own, none longer than Kubernetes takes, and for people where it can be. */
import { describe, expect, test } from 'vitest';
import type { Definition, Scratch } from '../../model/component';
import { pod } from '../support/bare';
import { WEB } from '../support/system';

const LONG = `/opt/${'very-long-name/'.repeat(5)}cache`;
const scratch = (...paths: string[]): Scratch[] => paths.map((mountPath) => ({ mountPath, size: '1Mi' }));
const helper = (name: string, ...paths: string[]) => ({
  name,
  resources: WEB.resources,
  scratch: scratch(...paths),
});
const volumesOf = (definition: Partial<Definition>) => pod(definition).spec.volumes ?? [];

/** Every name is a DNS label and there once, and every mount finds its own volume. */
function sound(definition: Partial<Definition>): string[] {
  const { spec, claims } = pod(definition);
  const names = [...volumesOf(definition).map(({ name }) => name), ...claims];
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  const mounts = [...(spec.initContainers ?? []), ...spec.containers].flatMap(
    ({ volumeMounts = [] }) => volumeMounts,
  );
  for (const { name } of mounts) expect(names).toContain(name);
  const containers = [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name);
  expect(new Set(containers).size).toBe(containers.length);
  for (const name of containers) expect(name.length).toBeLessThanOrEqual(63);
  return names;
}

describe('a volume is called after its path', () => {
  test('for people', () => {
    expect(sound({ scratch: scratch('/tmp', '/var/lib/x') })).toEqual(['scratch-tmp', 'scratch-var-lib-x']);
  });

  test('shortened, with digits, where the path is long', () => {
    const [name] = sound({ scratch: scratch(LONG).map((one) => ({ ...one, fromImage: true })) });
    expect(name).toMatch(/^scratch-opt-very-long-name-.*-[0-9a-f]{8}$/);
  });

  test('with digits where another path has the same letters', () => {
    const names = sound({ scratch: scratch('/data/a.b', '/data/a-b', '/Data/a/b', '/tmp') });
    expect(names.filter((name) => /^scratch-data-a-b-[0-9a-f]{8}$/.test(name))).toHaveLength(3);
    expect(names).toContain('scratch-tmp');
    const copied = scratch('/data/a.b', '/data/a-b').map((one) => ({ ...one, fromImage: true }));
    expect(sound({ scratch: copied })).toHaveLength(2);
  });

  test('and is not that of a helper, whatever the helper is called', () => {
    sound({
      scratch: scratch('/tmp'),
      configure: () => ({ sidecars: [helper('scratch', '/tmp'), helper('a', '/b/c'), helper('a-b', '/c')] }),
    });
  });

  test('nor that of a Secret or a claim', () => {
    const names = sound({
      workload: 'StatefulSet',
      volumes: {
        'scratch-tmp': { mountPath: '/data', size: '1Gi' },
        'secret-bare': { mountPath: '/keys', size: '1Gi' },
      },
      scratch: scratch('/tmp'),
      storeKeys: ['token'],
      configure: (context) => ({ secretFiles: [{ path: '/run/token', ...context.storeKey('token') }] }),
    });
    // A claim keeps its name: it can never get another.
    expect(names.slice(-2)).toEqual(['scratch-tmp', 'secret-bare']);
  });
});
