/**
 * Runs a TypeScript program of this repository: `node tools/run.js main.ts`. One bundle for all files costs
 * less than a look at each of them, and a synth is run many times a day. Types are checked by `npm test`.
 */
const { buildSync } = require('esbuild');
const Module = require('node:module');
const { resolve } = require('node:path');

const entry = resolve(process.argv[2]);
const { outputFiles } = buildSync({
  entryPoints: [entry],
  bundle: true,
  // What npm installed stays where it is.
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Stack traces name the lines of the sources.
  sourcemap: 'inline',
  sourcesContent: false,
  write: false,
});
process.setSourceMapsEnabled(true);
const program = new Module(entry);
program.filename = entry;
program.paths = Module._nodeModulePaths(resolve(entry, '..'));
process.mainModule = program;
program._compile(outputFiles[0].text, entry);
