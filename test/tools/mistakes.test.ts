import { describe, expect, it } from 'vitest';
import type { Connection } from '../../model/plan';
import { readUnits } from '../../tools/lab/manifests';
import { DEFECTS, SEEDED_IN } from '../node/defects';
import { apart, withMistakes } from '../node/mistakes';

const unit = readUnits().find(({ system, environment }) => `${system}/${environment}` === SEEDED_IN)!;

describe('mistakes that are made on the real node', () => {
  it.each(DEFECTS.map((one) => [`${one.component}, ${one.what}`, one] as const))('%s', (_name, defect) => {
    expect(withMistakes(unit, [defect]).length).toBeGreaterThan(0);
  });

  it('are twenty and more that nobody else finds', () => {
    expect(DEFECTS.filter(({ alsoFoundBy }) => !alsoFoundBy).length).toBeGreaterThanOrEqual(20);
  });

  it('leave everything else as it is, and start again what reads a changed file', () => {
    const change: (typeof DEFECTS)[number]['change'] = (find) => {
      find('ConfigMap/redis-config').data['redis.conf'] = '';
    };
    const changed = withMistakes(unit, [{ change }]).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(changed).toEqual(['ConfigMap/redis-config', 'StatefulSet/redis']);
  });

  it('are made at once where they do not touch each other', () => {
    const component = (name: string) => ({ kind: 'component', name }) as const;
    const flow = (from: string, to: string): Connection => ({
      from: component(from),
      to: component(to),
      port: 1,
      protocol: 'TCP',
      reason: 'flow',
    });
    const plan = { connections: [flow('web', 'store'), flow('web', 'files')] };
    const [store, files, web, again] = [
      { component: 'store' },
      { component: 'files', shows: 'web' },
      { component: 'web' },
      { component: 'store' },
    ];
    expect(apart([store!, files!, web!, again!], plan)).toEqual([[store, files], [web], [again]]);
  });
});
