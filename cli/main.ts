/** `phasewise`: what a step on the road will do, before it is taken, and the steps of a restore. */
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { DefinitionError } from '../model/problems';
import { UsageError } from './errors';
import { parsePhase } from './phases';
import type { Report } from './report';

const ROOT = join(__dirname, '..');

/** Exit statuses. */
export const FINE = 0;
export const DIFFERENT = 1;
/** A mistake in the call or the definitions, or a change that the API server would refuse. */
export const WRONG = 2;

interface Options {
  readonly format: 'text' | 'markdown';
  readonly exitCode?: true;
  readonly brief?: true;
}

/** Where a run writes; the terminal, or a test. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly color: boolean;
}

/** Runs one command line, without the program's name. @returns the exit status */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  let status = FINE;
  const show: Show = async (found, options) => {
    const all = Array.isArray(found) ? (found as readonly Report[]) : [found as Report];
    const reports = all.map((report) => ({ ...report, brief: options.brief }));
    const one = await renderer(options.format, terminal.color);
    terminal.out(
      Array.isArray(found)
        ? (await import('./render/all.js')).renderAll(reports, one, options.format)
        : one(reports[0]!),
    );
    if (options.exitCode && reports.some(({ changes }) => changes.length > 0)) status = DIFFERENT;
    if (reports.some(({ effects }) => effects.refused.length > 0)) status = WRONG;
  };
  try {
    await program(terminal, show).parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? FINE : WRONG;
    if (!(error instanceof UsageError || error instanceof DefinitionError)) throw error;
    terminal.error(error instanceof UsageError ? `error: ${error.message}\n` : `${error.message}\n`);
    return WRONG;
  }
  return status;
}

type Show = (found: Report | readonly Report[], options: Options) => Promise<void>;

function program(terminal: Terminal, show: Show): Command {
  const root = new Command('phasewise')
    .description('What a step will do, before it is taken. Nothing is written.')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error })
    .showHelpAfterError('(see --help)')
    .exitOverride();
  command(
    root,
    'plan <system/environment>',
    'what taking an environment to another phase adds, changes, removes and restarts',
  )
    .requiredOption('--to <phase>', 'the phase to go to, 1 to 4')
    .option('--from <phase>', 'the phase to start at (default: the one it is pinned to)')
    .action(async (name: string, options: Options & { from?: string; to: string }) => {
      const to = parsePhase(options.to);
      const from = options.from === undefined ? undefined : parsePhase(options.from);
      const { plan } = await import('./commands.js');
      await show(await plan(await target(name), to, ROOT, from), options);
    });
  command(
    root,
    'diff [system/environment]',
    'what is other between the committed files, the definition and any phase of it',
  )
    .option('--from <source>', 'committed, working, phase:<n> or git:<commit>', 'committed')
    .option('--to <source>', 'committed, working, phase:<n> or git:<commit>', 'working')
    .option('--all', 'every environment, production first, and what Argo CD is told')
    .action(async (name: string | undefined, options: Options & { from: string; to: string; all?: true }) => {
      const { parseSource } = await import('./sources.js');
      const [from, to] = [parseSource(options.from), parseSource(options.to)];
      if ((name === undefined) !== (options.all === true))
        throw new UsageError('name one <system/environment>, or say --all');
      if (name === undefined) {
        const [{ diffAll }, { findSystems, problemsIn, systemsIn }] = await Promise.all([
          import('./all.js'),
          import('../systems/index.js'),
        ]);
        const found = await findSystems();
        return show(await diffAll(systemsIn(found), from, to, ROOT, problemsIn(found)), options);
      }
      const { diff } = await import('./commands.js');
      await show(await diff(await target(name), from, to, ROOT), options);
    });
  root
    .command('restore <system/environment> [component]')
    .description(
      'what bringing a store back from a snapshot takes, step by step; without a component all stores',
    )
    .option('--snapshot <id>', 'the beginning of its id (default: the newest)')
    .option('--to <environment>', 'where to (default: where it was saved)')
    .addOption(
      new Option('--format <format>', 'the steps to read, or the Job of one store for `kubectl create`')
        .choices(['text', 'yaml'])
        .default('text'),
    )
    .action(async (name: string, component: string | undefined, options: RestoreOptions) => {
      const [{ jobOfOne, restore }, { renderJob, renderRestore }] = await Promise.all([
        import('./restore/index.js'),
        import('./render/restore.js'),
      ]);
      const found = await restore(await target(name), { ...options, component }, ROOT);
      if (options.format === 'text') return terminal.out(renderRestore(found, terminal.color));
      const job = renderJob(jobOfOne(found, component), found.environment);
      // A pipe to kubectl takes the Job alone.
      for (const note of found.notes) terminal.error(`note: ${note}\n`);
      terminal.out(job);
    });
  return root;
}

interface RestoreOptions {
  readonly snapshot?: string;
  readonly to?: string;
  readonly format: 'text' | 'yaml';
}

const command = (root: Command, usage: string, description: string): Command =>
  root
    .command(usage)
    .description(description)
    .addOption(
      new Option('--format <format>', 'how to write it').choices(['text', 'markdown']).default('text'),
    )
    .option('--brief', 'objects alone, without what changes in them')
    .option('--exit-code', 'end with 1 when there are differences');

/** An environment by its name; what is wrong with another system keeps nobody from asking about this one. */
async function target(name: string) {
  const [{ findTarget }, { findSystems, systemsIn }] = await Promise.all([
    import('./sources.js'),
    import('../systems/index.js'),
  ]);
  const found = await findSystems();
  const broken = found.find(({ folder, system }) => !system && name.split('/')[0] === folder);
  if (broken) throw new DefinitionError(broken.problems);
  return findTarget(systemsIn(found), name);
}

async function renderer(format: Options['format'], color: boolean): Promise<(report: Report) => string> {
  if (format === 'markdown') return (await import('./render/markdown.js')).renderMarkdown;
  const { renderText } = await import('./render/text.js');
  return (report) => renderText(report, color);
}

/** Colour is for a person at a terminal who has not refused it (no-color.org). */
const wantsColor = (): boolean =>
  process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(3), {
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    color: wantsColor(),
  });
}

if (require.main === module) void main();
