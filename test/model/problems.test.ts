import { describe, expect, test } from 'vitest';
import { compare, DefinitionError, didYouMean, Problems } from '../../model/problems';

describe('a wrong name comes with the right one', () => {
  const names = ['mongodb', 'redis', 'rabbitmq'];

  test.each([
    ['mongdb', "Did you mean 'mongodb'?"],
    ['MongoDB', "Did you mean 'mongodb'?"],
    ['rabitmq', "Did you mean 'rabbitmq'?"],
    ['kafka-cluster', 'Valid: mongodb, rabbitmq, redis'],
  ])('%s', (wrong, hint) => expect(didYouMean(wrong, names)).toBe(`. ${hint}`));

  test('the nearest of several, and the first by name of two as near', () => {
    expect(didYouMean('worker-b', ['worker-c', 'worker-a'])).toBe(". Did you mean 'worker-a'?");
  });

  test('or with word that there is none', () => {
    expect(didYouMean('data', [])).toBe('. There is nothing to choose from here');
  });

  test('but not with a page full of names', () => {
    expect(
      didYouMean(
        'something-else',
        Array.from({ length: 13 }, (_, index) => `component-${index}`),
      ),
    ).toBe('');
  });
});

describe('problems', () => {
  test('are listed by place, each once', () => {
    const problems = new Problems();
    problems.add('b', 'second');
    problems.add('a', 'other');
    problems.add('b', 'first');
    problems.add('b', 'second');
    expect(problems.list).toEqual([
      { path: 'a', message: 'other' },
      { path: 'b', message: 'first' },
      { path: 'b', message: 'second' },
    ]);
    expect(problems.any).toBe(true);
    expect(new Problems().any).toBe(false);
  });

  test('are all in the text of the error', () => {
    expect(new DefinitionError([{ path: 'shop/x', message: 'is wrong' }]).message).toBe(
      '1 problem in the definitions, nothing was written:\n  [shop/x] is wrong',
    );
    const two = new DefinitionError([
      { path: 'shop/x', message: 'is wrong' },
      { path: 'shop/y', message: 'too' },
    ]);
    expect(two.message).toMatch(/^2 problems .*\n {2}\[shop\/x\] is wrong\n {2}\[shop\/y\] too$/);
  });

  test('are in the same order in every language', () => {
    // A locale would put ä before z and a before B.
    expect(['z', 'ä', 'B', 'a'].sort(compare)).toEqual(['B', 'a', 'z', 'ä']);
  });
});
