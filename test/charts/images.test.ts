/** Images by tag and by digest: the digest is pulled, the tag is what people and labels see. */
import { describe, expect, test } from 'vitest';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { main, pod } from '../support/bare';
import { podTemplates } from '../support/kubernetes';
import { store, WHOLE } from '../support/operated';
import { made, objectsOf } from '../support/synth';
import { WEB, withComponent, withEnvironment } from '../support/system';

const A = `sha256:${'a1'.repeat(32)}`;
const B = `sha256:${'b2'.repeat(32)}`;
const { repository } = WEB.image;
/** What the API server takes as a label's value. */
const VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

const runs = (system: System, name = 'web'): string =>
  podTemplates(objectsOf(system)).find((one) => one.name === name)!.spec.containers[0]!.image;
const version = (system: System, kind: string, name: string): string | undefined =>
  made(system, kind, name).metadata.labels?.['app.kubernetes.io/version'];

describe('an image with a digest', () => {
  const pinned = withEnvironment({ images: { [repository]: `2.0.0@${A}` } });

  test('is pulled by it, and labelled by its tag', () => {
    expect(runs(pinned)).toBe(`${repository}:2.0.0@${A}`);
    expect(version(pinned, 'Deployment', 'web')).toBe('2.0.0');
    expect(resolve(pinned, 'live').components.find(({ name }) => name === 'web')!.image).toEqual({
      repository,
      tag: '2.0.0',
      digest: A,
    });
  });

  test('may be written wherever a tag is, or in a field of its own', () => {
    const image = { repository: 'bare', tag: '1.0.0' };
    expect(main({ image: { ...image, tag: `1.0.0@${A}` } }).image).toBe(`bare:1.0.0@${A}`);
    expect(main({ image: { ...image, digest: A } }).image).toBe(`bare:1.0.0@${A}`);
    expect(runs(withEnvironment({ overrides: { web: { tag: `3.0.0@${B}` } } }, pinned))).toBe(
      `${repository}:3.0.0@${B}`,
    );
    const helper = { name: 'helper', resources: WEB.resources, image: { ...image, tag: `1.0.0@${B}` } };
    expect(pod({ configure: () => ({ sidecars: [helper] }) }).spec.containers[1]!.image).toBe(
      `bare:1.0.0@${B}`,
    );
  });

  test('of data that a program starts with goes with its repository too', () => {
    const from = { repository: 'registry.example/models', tag: '1.0.0' };
    const system = withEnvironment(
      { images: { [from.repository]: '2.0.0' } },
      withComponent('web', { scratch: [{ mountPath: '/models', size: '1Gi', from }] }),
    );
    const { initContainers } = podTemplates(objectsOf(system)).find(({ name }) => name === 'web')!.spec;
    expect(initContainers?.map(({ image }) => image)).toEqual(['registry.example/models:2.0.0']);
  });

  test('is another one for another tag: the old digest goes with the old tag', () => {
    const system = withComponent('web', { image: { ...WEB.image, digest: A } });
    expect(runs(system)).toBe(`${repository}:1.2.3@${A}`);
    expect(runs(withEnvironment({ images: { [repository]: '1.2.4' } }, system))).toBe(`${repository}:1.2.4`);
  });

  test('is the one that an operator runs too', () => {
    let told = '';
    const system = store({
      ...WHOLE,
      image: { repository: 'store', tag: `4.5.6@${A}` },
      operated: {
        ...WHOLE.operated!,
        resource: (_, pods) => {
          told = pods.image;
          return { apiVersion: 'store.example/v1', kind: 'Store', spec: {} };
        },
      },
    });
    expect(version(system, 'Store', 'store-cluster')).toBe('4.5.6');
    expect(told).toBe(`store:4.5.6@${A}`);
  });

  test('of a Job makes it another Job', () => {
    const job = (tag: string) =>
      objectsOf(withComponent('worker', { workload: 'Job', image: { repository: 'work', tag } })).find(
        ({ kind }) => kind === 'Job',
      )!.metadata.name;
    expect(job(`1.0.0@${A}`)).toMatch(/^worker-1-0-0-[0-9a-f]{8}$/);
    expect(job(`1.0.0@${A}`)).not.toBe(job(`1.0.0@${B}`));
  });
});

describe('a tag that no label can hold', () => {
  test.each(['1.0.0', 'RELEASE.2025-09-07T16-13-09Z', `1.0.0-${'x'.repeat(100)}`, '_1.0.0_', '1.0.0-rc.'])(
    'is in the label as far as it fits: %s',
    (tag) => {
      const label = version(withComponent('web', { image: { repository, tag } }), 'Deployment', 'web')!;
      expect(label).toMatch(VALUE);
      expect(label.length).toBeGreaterThan(0);
      expect(tag).toContain(label);
    },
  );
});
