/** Small random values that several parts of a random system are made of. */
import * as fc from 'fast-check';
import type { Image } from '../../model/component';
import type { Bytes } from '../../model/units';

/** Often not said at all. */
export const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(of, { nil: undefined });

/** Some of these, in their order. */
export const subset = <T extends string>(...all: T[]): fc.Arbitrary<T[]> => fc.subarray(all);

export const sizes: fc.Arbitrary<Bytes> = fc.constantFrom<Bytes[]>('4Gi', '512Mi', '20Gi', '1Ti', '2.5Gi');
/** Where the program asks for more than a little. */
export const disks: fc.Arbitrary<Bytes> = fc.constantFrom<Bytes[]>('4Gi', '20Gi', '1Ti');

export const images: fc.Arbitrary<Image> = fc.record({
  repository: fc.constantFrom(
    'ghcr.io/acme/shop',
    'registry.example.com:5000/team/app',
    'acme/worker',
    'program',
    'registry.example.com/a/b/c/d',
  ),
  tag: fc.constantFrom(
    '1.2.3',
    'v1.2.3',
    '2026.08.01',
    'sha-4f2a9c1',
    '1.2.3-rc.1',
    'build-417',
    '9f8e7d6c5b4a',
    // A digest may stand behind it.
    `1.2.3@sha256:${'0a1b2c3d'.repeat(8)}`,
  ),
});

export const bytes = (...all: Bytes[]): fc.Arbitrary<Bytes> => fc.constantFrom(...all);
