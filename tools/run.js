/**
 * Runs a TypeScript program of this repository: `node tools/run.js main.ts`. One bundle for all files costs
 * less than a look at each of them, and a synth is run many times a day. Types are checked by `npm test`.
 *
 * When it cannot run, the exit status is the one that was set before, or 1.
 */
const Module = require('node:module');
const { basename, dirname, relative, resolve } = require('node:path');

const entry = resolve(process.argv[2]);
/** Another name than the source's: lines of the one are not lines of the other. */
const bundled = `${entry} (bundle)`;

function refuse(text) {
  console.error(text);
  process.exit(process.exitCode || 1);
}

/** A package that npm has not installed is no mistake in a program. */
function refuseMissing(error) {
  const [, name] = /^Cannot find (?:module|package) '([^'./\\][^']*)'/.exec(error.message ?? '') ?? [];
  if (/MODULE_NOT_FOUND/.test(error.code) && name)
    refuse(`The package '${name}' is not installed: run 'npm ci' first.`);
}

function esbuild() {
  try {
    return require('esbuild');
  } catch (error) {
    refuseMissing(error);
    throw error;
  }
}

const OPTIONS = {
  entryPoints: [entry],
  bundle: true,
  // What npm installed stays where it is.
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcesContent: false,
  // Nothing is written: the name is what the paths of the map start from.
  outfile: entry,
  write: false,
  logLevel: 'silent',
};

const found = ({ outputFiles }, end) => outputFiles.find(({ path }) => path === entry + end)?.text;

/**
 * The program as one file, and the map from its lines to those of the sources. To make the map takes a third of the time,
 * so it is made when somebody asks for it, by the same sources; with plugins it is made at once.
 */
async function bundle(plugins) {
  const options = plugins ? { ...OPTIONS, plugins, sourcemap: 'external' } : OPTIONS;
  // Not buildSync: it starts a thread first, which takes as long as the build.
  const made = await esbuild().build(options);
  const map = () =>
    found(plugins ? made : esbuild().buildSync({ ...OPTIONS, sourcemap: 'external' }), '.map');
  return { map, code: found(made, '') };
}

/** Where definitions are written: what is broken there breaks the systems that ask for it, and no other. */
const DEFINITIONS = /^(systems|catalogue)\//;

/**
 * The program although some files of definitions cannot be read. Each throws what is wrong with it when it is loaded, so
 * all mistakes are told together, and other systems can be asked about.
 * @param broken file → what is wrong with it
 */
async function bundleWithout(broken, error) {
  // A bug of esbuild's, or one that is not installed for this machine.
  if (!error.errors?.length) throw error;
  const problems = error.errors.map(({ text, location }) => ({
    file: location?.file ?? entry,
    path: `${location?.file ?? entry}:${location?.line ?? 1}`,
    message: text,
  }));
  if (problems.some(({ file }) => !DEFINITIONS.test(file) || broken.has(file))) {
    const lines = problems.map(({ path, message }) => `[${path}] ${message}`);
    refuse(['The program cannot be read, nothing was written:', ...new Set(lines)].join('\n  '));
  }
  for (const { file } of problems) {
    const own = problems.filter((one) => one.file === file);
    broken.set(
      file,
      own.map(({ path, message }) => ({ path, message })),
    );
  }
  // Files are linked once all can be read, so there may be more.
  return bundle([standIns(broken)]).catch((next) => bundleWithout(broken, next));
}

/** Other contents for files that cannot be read. */
const standIns = (broken) => ({
  name: 'stand-ins',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const problems = broken.get(relative('', path).replaceAll('\\', '/'));
      if (!problems) return undefined;
      // No ES module: whatever is imported from it might be there.
      const model = JSON.stringify(resolve('model', 'problems.ts'));
      return { contents: `throw new (require(${model}).DefinitionError)(${JSON.stringify(problems)});` };
    });
  },
});

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
    lines ??= new Module.SourceMap(JSON.parse(map()));
    const { originalSource, originalLine, originalColumn } = lines.findEntry(line - 1, column - 1);
    if (originalSource === undefined) return `${call}`;
    const source = `${resolve(dirname(entry), originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
    return `${call}`.replace(`${bundled}:${line}:${column}`, () => source);
  };
  Error.prepareStackTrace = (error, calls) => [error, ...calls.map(inSource)].join('\n    at ');
}

process.on('uncaughtException', (error) => {
  refuseMissing(error);
  // What charts ask of the catalogue is loaded before anything could tell it.
  refuse(error?.name === 'DefinitionError' ? error.message : (error?.stack ?? error));
});

// esbuild is written in Go: to look for garbage takes it a third of the time of a build, and it ends with the program.
process.env.GOGC ??= 'off';

/** What a synth asks for in any case, loaded while esbuild, another process, makes the bundle. */
const AHEAD = { 'main.ts': ['cdk8s', 'cdk8s-plus-27/lib/imports/k8s', 'js-yaml'] };

function loadAhead() {
  for (const name of AHEAD[basename(entry)] ?? []) {
    try {
      require(name);
    } catch {
      // Who asks for it says what is wrong.
    }
  }
}

const bundling = bundle();
loadAhead();
bundling
  .catch((error) => bundleWithout(new Map(), error))
  .then(({ map, code }) => {
    nameSources(map);
    run(code);
  });
