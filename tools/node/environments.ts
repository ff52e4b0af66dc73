import { readUnits, type Unit } from '../lab/manifests';

/** Variable with the folder, laid out as `dist`, of what is started on real nodes. */
export const ENVIRONMENTS = 'PHASEWISE_ENVIRONMENTS';

/** What is started. @throws Error outside of what `enter.ts` starts */
export function environmentsToStart(): Unit[] {
  const folder = process.env[ENVIRONMENTS];
  if (!folder) throw new Error('no environments: use npm run test:node or npm run node');
  return readUnits(folder);
}
