/** Setup scripts ask servers with curl; tests that run them need a real one. */
import { spawnSync } from 'node:child_process';

/** Without curl such a test is reported as skipped; in CI it is never, and fails. */
export const lacksCurl = !process.env.CI && spawnSync('curl', ['--version']).status !== 0;
