/** Runs a table of broken definitions: each must be told in exactly one sentence, with its place. */
import { describe, expect, test } from 'vitest';
import type { System } from '../../model/system';
import { problemsOf } from './system';

export interface Broken {
  readonly system: System;
  readonly path: string;
  /** A part of the message, with the hint where there is one. */
  readonly message: string;
}

export function broken(title: string, cases: Readonly<Record<string, Broken>>): void {
  describe(`a mistake in ${title} is told in one sentence, with its place`, () => {
    test.each(Object.entries(cases))('%s', (_, { system, path, message }) => {
      expect(problemsOf(system)).toEqual([{ path, message: expect.stringContaining(message) }]);
    });
  });
}
