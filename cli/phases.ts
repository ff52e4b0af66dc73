/** Phases as a person names and types them. */
import { PHASES, type Phase } from '../model/system';
import { UsageError } from './errors';

/** `phase 2 (environments)` */
export const phaseName = (phase: Phase): string => `phase ${phase} (${PHASES[phase]})`;

/** @throws UsageError when there is no such phase. */
export function parsePhase(text: string): Phase {
  const found = Object.keys(PHASES).find((phase) => phase === text);
  // Any digit is near any other, so all of them are told instead of the nearest.
  if (!found) throw new UsageError(`there is no phase '${text}'. Valid: ${Object.keys(PHASES).join(', ')}`);
  return Number(found) as Phase;
}
