/** Data goes one way: each room takes from the rooms below it alone (docs/architecture.md). */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, tree } from './support/dist';

/** Room → the rooms it may import from, beside itself. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  model: [],
  catalogue: ['model'],
  platform: ['model', 'imports'],
  charts: ['model', 'imports'],
  pages: ['model'],
  write: [],
  gitops: ['model', 'platform', 'charts'],
  systems: ['model', 'catalogue', 'platform'],
};

/** Rooms outside its own that a file imports from. */
function reaches(path: string, text: string): string[] {
  const targets = [...text.matchAll(/(?:from|import\() ?'(\.[^']*)'/g)].map(([, target]) =>
    join(ROOT, path, '..', target!).slice(ROOT.length + 1),
  );
  return [...new Set(targets.map((target) => target.split('/')[0]!))].filter(
    (room) => room !== path.split('/')[0],
  );
}

describe.each(Object.entries(MAY))('%s', (room, allowed) => {
  test('imports from rooms below it alone, so that a change there is understood without it', () => {
    for (const [path, text] of tree(room)) {
      const wrong = reaches(path, text).filter((other) => !allowed.includes(other));
      expect(wrong, path).toEqual([]);
    }
  });
});

test('an import that leads up would be seen', () => {
  expect(reaches('charts/edge/a.ts', "import { traefik } from '../../platform/traefik';")).toEqual([
    'platform',
  ]);
  expect(reaches('charts/edge/a.ts', "import { comment } from '../parts/comment';")).toEqual([]);
});
