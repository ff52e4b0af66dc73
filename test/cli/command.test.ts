import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diff } from '../../cli/commands';
import { run, type Terminal } from '../../cli/main';
import { findTarget, parseSource, read } from '../../cli/sources';
import { loadSystems } from '../../systems';
import { type DistEnvironment, environments, ROOT } from '../support/dist';
import { SHOP } from '../support/system';

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

const [{ system, environment, name }] = environments() as [DistEnvironment];

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

describe('a pull request is compared with what it starts from', () => {
  let repository: string;
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words], { cwd: repository });
  beforeAll(() => {
    repository = mkdtempSync(join(tmpdir(), 'phasewise-git-'));
    const folder = join(repository, 'dist', 'shop', 'live');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'app.k8s.yaml'), 'apiVersion: v1\nkind: Service\nmetadata:\n  name: old\n');
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'old');
    writeFileSync(join(folder, 'app.k8s.yaml'), 'apiVersion: v1\nkind: Service\nmetadata:\n  name: new\n');
  });
  afterAll(() => rmSync(repository, { recursive: true, force: true }));

  it('by the files of that commit, which need not be checked out', async () => {
    const target = findTarget([SHOP], 'shop/live');
    const report = await diff(target, parseSource('git:HEAD'), parseSource('committed'), repository);
    expect(report.changes.map(({ kind, object }) => [kind, object.metadata.name])).toEqual([
      ['added', 'new'],
      ['removed', 'old'],
    ]);
  });
});

describe('the command as a person runs it', () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'phasewise-command-'));
    for (const part of readdirSync(ROOT)) {
      if (part.startsWith('.') || part === 'node_modules') continue;
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const start = (...words: string[]) =>
    new Promise<{ status: unknown; out: string; error: string }>((done) => {
      const env = { ...process.env, NO_COLOR: '1' };
      // From another folder: definitions and dist are the repository's all the same.
      execFile(
        process.execPath,
        [join(copy, 'cli', 'phasewise.js'), ...words],
        { cwd: tmpdir(), env },
        (problem, out, error) => done({ status: problem?.code ?? 0, out, error }),
      );
    });

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
