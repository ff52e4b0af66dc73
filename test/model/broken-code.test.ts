/** A slip in a catalogue file is told with its place; a bug of the model's own keeps its stack. */
import { describe, expect, test } from 'vitest';
import { redis } from '../../catalogue/redis';
import type { Definition } from '../../model/component';
import { didYouMean, Problems } from '../../model/problems';
import { attempt } from '../../model/resolve/draft';
import { OPERATED, store, WHOLE } from '../support/operated';
import { problemsOf, SHOP, STORE, WEB, withComponent, withFlows } from '../support/system';

const HERE = 'test/model/broken-code.test.ts';
/** What a person wrote who forgot that there may be none. */
const slip = (words?: readonly string[]): never => words!.join() as never;
const web = (patch: Partial<Definition>) => withComponent('web', patch);

describe('a slip in the code of a definition is a problem with its place', () => {
  test.each([
    ['configure', web({ configure: () => slip() }), 'web'],
    ['alerts', web({ alerts: () => slip() }), 'web'],
    ['connect', withComponent('store', { ...STORE, connect: () => slip() }), 'store'],
    ['resource', store({ ...WHOLE, operated: { ...OPERATED, resource: () => slip() } }), 'store'],
  ])('%s', (_, system, component) => {
    expect(problemsOf(system)).toEqual([
      {
        path: `shop/components/${component}`,
        message: expect.stringMatching(
          new RegExp(`^its definition fails in ${HERE}:\\d+: TypeError: Cannot read properties of undefined`),
        ),
      },
    ]);
  });

  test('in the catalogue', () => {
    const [problem] = problemsOf(web({ configure: () => redis(undefined as never) as never }));
    expect(problem!.message).toMatch(/^its definition fails in catalogue\/[\w/-]+\.ts:\d+: TypeError: /);
  });

  test('that shows in the model, which was asked for what is none', () => {
    const [problem] = problemsOf(web({ configure: () => didYouMean(undefined as never, ['a']) as never }));
    expect(problem!.message).toMatch(
      new RegExp(`in model/problems\\.ts:\\d+, from ${HERE}:\\d+: TypeError: `),
    );
  });

  test('together with the other problems', () => {
    const system = withFlows({ from: 'web', to: 'stor' });
    const components = { ...system.components, web: { ...WEB, configure: () => slip() } };
    expect(problemsOf({ ...system, components }).map(({ path }) => path)).toEqual([
      'shop/components/web',
      'shop/flows[web → stor].to',
    ]);
  });
});

test('what a definition says on purpose has no place: its own words are for who wrote the system', () => {
  const thrower = () => {
    throw new Error('needs a flow to something');
  };
  expect(problemsOf(web({ configure: thrower }))).toEqual([
    { path: 'shop/components/web', message: 'needs a flow to something' },
  ]);
});

test('a bug of the model has its stack', () => {
  const problems = new Problems();
  // Nothing of a definition is between the model and itself.
  const bug = didYouMean.bind(undefined, undefined as never, ['a']);
  expect(() => attempt({ system: SHOP, problems }, 'web', bug)).toThrow(TypeError);
  expect(problems.any).toBe(false);
});
