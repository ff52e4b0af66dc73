/**
 * Runs a TypeScript program of this repository: `node tools/run.js main.ts`. One bundle for all files costs
 * less than a look at each of them, and a synth is run many times a day. Types are checked by `npm test`.
 */
const { build } = require('esbuild');
const Module = require('node:module');
const { dirname, resolve } = require('node:path');

const entry = resolve(process.argv[2]);
/** Another name than the source's: lines of the one are not lines of the other. */
const bundled = `${entry} (bundle)`;

/** The program as one file, and the map from its lines to those of the sources. */
async function bundle() {
  // Not buildSync: it starts a thread first, which takes as long as the build.
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    // What npm installed stays where it is.
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'external',
    sourcesContent: false,
    // Nothing is written: the name is what the paths of the map start from.
    outfile: entry,
    write: false,
  });
  const [map, code] = ['.map', ''].map((end) => outputFiles.find(({ path }) => path === entry + end));
  return { map, code };
}

function run(code) {
  const program = new Module(entry);
  program.filename = entry;
  program.paths = Module._nodeModulePaths(dirname(entry));
  process.mainModule = program;
  program._compile(code, bundled);
}

/**
 * Makes stack traces name the lines of the sources. Node could, but it would first read the maps of all that
 * npm installed, a twentieth of a second for every run. Here ours is read, and only when a stack is looked at.
 */
function nameSources(map) {
  let lines;
  const inSource = (call) => {
    if (call.getFileName() !== bundled) return `${call}`;
    const [line, column] = [call.getLineNumber(), call.getColumnNumber()];
    lines ??= new Module.SourceMap(JSON.parse(map.text));
    const { originalSource, originalLine, originalColumn } = lines.findEntry(line - 1, column - 1);
    if (originalSource === undefined) return `${call}`;
    const source = `${resolve(dirname(entry), originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
    return `${call}`.replace(`${bundled}:${line}:${column}`, () => source);
  };
  Error.prepareStackTrace = (error, calls) => [error, ...calls.map(inSource)].join('\n    at ');
}

bundle().then(({ map, code }) => {
  nameSources(map);
  run(code.text);
});
