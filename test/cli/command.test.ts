import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { synthesize } from '../../charts/synth';
import { diff, plan } from '../../cli/commands';
import { run, type Terminal } from '../../cli/main';
import { renderAll } from '../../cli/render/all';
import { findTarget, parseSource, read } from '../../cli/sources';
import { resolve } from '../../model/resolve';
import { loadSystems } from '../../systems';
import { copyOfSystems, runNode } from '../support/copy';
import { environments, ROOT } from '../support/dist';
import { SHOP } from '../support/system';
import { temporaryFolder } from '../support/temporary';

/** What the command prints, run inside this process. */
async function call(...words: string[]): Promise<{ status: number; out: string; error: string }> {
  let [out, error] = ['', ''];
  const terminal: Terminal = {
    out: (text) => (out += text),
    error: (text) => (error += text),
    color: false,
  };
  return { status: await run(words, terminal), out, error };
}

// One that is known, so that files can be named.
const name = 'kaleem/development';
const { system, environment } = environments().find((one) => one.name === name)!;

describe('a slip of the pen is told with the nearest right word, and ends with status 2', () => {
  it.each([
    ['a system', ['diff', `${system}x/${environment}`], `Did you mean '${system}'?`],
    ['an environment', ['diff', `${name}x`], `Did you mean '${environment}'?`],
    ['no environment', ['diff', system!], 'is not <system>/<environment>. Valid:'],
    ['a phase', ['plan', name, '--to', '5'], "there is no phase '5'. Valid: 1, 2, 3, 4"],
    ['no phase', ['plan', name], "required option '--to <phase>'"],
    ['a source', ['diff', name, '--from', 'comitted'], "Did you mean 'committed'?"],
    ['a commit', ['diff', name, '--from', 'git:--output=x'], "git knows no commit '--output=x'"],
    ['a command', ['dif', name], 'Did you mean diff?'],
    ['a format', ['diff', name, '--format', 'html'], 'Allowed choices are text, markdown'],
  ])('%s', async (_, words, message) => {
    const { status, out, error } = await call(...words);
    expect(error).toContain(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });
});

describe('another phase', () => {
  const target = findTarget([SHOP], 'shop/live');

  it('is made in memory: the definition keeps its pin', async () => {
    const names = async (phase: 1 | 2) =>
      (await read(target, { kind: 'phase', phase }, ROOT)).map(({ object }) => object.kind);
    expect(await names(1)).not.toContain('ResourceQuota');
    expect(await names(2)).toContain('ResourceQuota');
    expect(target.environment.phase).toBe(1);
  });

  it('says at which phase a definition is wrong, when it is right at its own', async () => {
    const small = {
      ...SHOP.environments.live!,
      budget: { cpu: '1m', memory: '1Mi', source: 'nothing' },
    } as const;
    const poor = findTarget([{ ...SHOP, environments: { live: small } }], 'shop/live');
    await expect(read(poor, { kind: 'phase', phase: 2 }, ROOT)).rejects.toThrow(', at phase 2] ');
  });

  it('has nothing to do when the environment is there already', async () => {
    const pinned = findTarget(await loadSystems(), name).environment.phase;
    expect((await call('plan', name, '--to', String(pinned))).out).toContain('already: nothing to do.');
    expect((await call('plan', name, '--to', String(pinned === 1 ? 2 : 1))).out).toContain('Steps');
  });

  it('may start at a phase behind, to show a step that was taken', async () => {
    const { out } = await call('plan', name, '--from', '1', '--to', '2');
    expect(out).toContain(`${name}: phase 1 (manifests) → phase 2 (environments)`);
    expect(out).toContain('+ ResourceQuota budget');
    expect((await call('plan', name, '--from', '2', '--to', '2')).out).toContain('nothing to do.');
  });

  it('asks for no exit code when it was not asked for one, and gives 1 when it was', async () => {
    const words = ['diff', name, '--from', 'phase:1', '--to', 'phase:2'];
    expect((await call(...words)).status).toBe(0);
    expect((await call(...words, '--exit-code')).status).toBe(1);
    expect((await call('diff', name, '--from', 'phase:1', '--to', 'phase:1', '--exit-code')).status).toBe(0);
  });
});

describe('what git keeps', () => {
  let repository: string;
  /** Where the product stands in it: not at its root. */
  let root: string;
  let folder: string;
  const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words], { cwd: repository });
  const target = findTarget([SHOP], 'shop/live');
  const between = async (from: string, to: string) => {
    const { changes, notes } = await diff(target, parseSource(from), parseSource(to), root);
    return { changes: changes.map(({ kind, object }) => `${kind} ${object.metadata.name}`), notes };
  };

  beforeEach(() => {
    repository = temporaryFolder('git');
    root = join(repository, 'clusters');
    folder = join(root, 'dist', 'shop', 'live');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'app.k8s.yaml'), service('old'));
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'old');
    writeFileSync(join(folder, 'app.k8s.yaml'), service('new'));
  });
  afterEach(() => rmSync(repository, { recursive: true, force: true }));

  it('is what "committed" means, and a note names the files that are other', async () => {
    writeFileSync(join(folder, 'data.k8s.yaml'), service('more'));
    const notes = ['In dist/shop/live/ is what is not committed: app.k8s.yaml, data.k8s.yaml.'];
    expect(await between('git:HEAD', 'committed')).toEqual({ changes: [], notes });
    // Staged is not committed.
    git('add', '.');
    expect(await between('committed', 'git:HEAD')).toEqual({ changes: [], notes });
    expect((await between('git:HEAD', 'git:HEAD')).notes).toEqual([]);
    git('commit', '-q', '-m', 'new');
    expect(await between('git:HEAD^', 'committed')).toEqual({
      changes: ['added new', 'added more', 'removed old'],
      notes: [],
    });
  });

  it('is told with the others when all are compared, though nothing is other', () => {
    const quiet = { environment: 'a/b', changes: [], notes: [] };
    const text = renderAll(
      [quiet, { ...quiet, environment: 'c/d', notes: ['Look.'] }] as never,
      ({ notes }) => `${notes.join()}\n`,
      'text',
    );
    expect(text).toBe('Look.\n\nNo differences: a/b.\n');
  });

  it('is told before a step, which starts from what is committed and applied', async () => {
    const { notes } = await plan(target, 2, root);
    expect(notes).toEqual([expect.stringContaining('run `npx cdk8s synth`, commit and apply that first')]);
    rmSync(join(folder, 'app.k8s.yaml'));
    for (const [path, text] of synthesize(resolve(SHOP, 'live')))
      writeFileSync(join(root, 'dist', path), text);
    expect((await plan(target, 2, root)).notes).toEqual([
      expect.stringMatching(
        /^In dist\/shop\/live\/ is what is not committed: .*Commit and apply that first\.$/,
      ),
    ]);
    git('add', '.');
    git('commit', '-q', '-m', 'all');
    expect((await plan(target, 2, root)).notes).toEqual([]);
  });

  it('is nothing without git, which a sentence says, and a plan can do without', async () => {
    rmSync(join(repository, '.git'), { recursive: true });
    await expect(between('committed', 'working')).rejects.toThrow('this is no Git repository, so nothing is');
    expect((await plan(target, 2, root)).changes.length).toBeGreaterThan(0);
    git('init', '-q');
    await expect(between('committed', 'working')).rejects.toThrow(
      'nothing is committed in this Git repository',
    );
  });
});

describe('the command as a person runs it', () => {
  let copy: string;
  beforeAll(async () => {
    copy = await copyOfSystems(system!);
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  // From another folder: definitions and dist are the repository's all the same.
  const start = (...words: string[]) =>
    runNode(tmpdir(), [join(copy, 'cli', 'phasewise.js'), ...words], { NO_COLOR: '1' });

  it('shows its help without an error', async () => {
    expect(await start('--help')).toMatchObject({
      status: 0,
      out: expect.stringContaining('plan [options]'),
      error: '',
    });
  });

  it('finds what a change does to the committed files, and a broken definition ends with 2', {
    timeout: 30_000,
  }, async () => {
    const file = readdirSync(join(copy, 'dist', name)).find((tier) => tier.startsWith('app'))!;
    const path = join(copy, 'dist', name, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/image: .*/, 'image: other:1'));
    for (const words of ['init -q', 'add dist', '-c user.name=a -c user.email=a@b.example commit -q -m all'])
      execFileSync('git', words.split(' '), { cwd: copy });
    expect(await start('diff', name, '--exit-code')).toMatchObject({
      status: 1,
      out: expect.stringContaining('.image: other:1 → '),
      error: '',
    });
    const flows = join(copy, 'systems', system!, 'flows.ts');
    writeFileSync(flows, readFileSync(flows, 'utf8').replace(/to: '\w+'/, "to: 'nobody'"));
    expect(await start('diff', name)).toMatchObject({
      status: 2,
      out: '',
      error: expect.stringMatching(/in the definitions, nothing was written:\n {2}\[.*no component 'nobody'/),
    });
  });
});
