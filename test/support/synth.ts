/** Objects that the charts make of a small system. */
import { synthesize } from '../../charts/synth';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { parse } from './dist';
import type { KubeObject } from './kubernetes';
import { find } from './rule';

export const objectsOf = (system: System): KubeObject[] =>
  [...synthesize(resolve(system, 'live')).values()].flatMap(parse);

/** One of them. @throws Error when there is none */
export const made = (system: System, kind: string, name: string): KubeObject =>
  find(objectsOf(system), kind, name);
