/**
 * What runs on a pull request, and the page that people follow with Argo CD. Nobody reads either until it fails, and
 * a workflow that may write runs what a stranger sends.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parseSource } from '../../cli/sources';

const ROOT = resolve(__dirname, '../..');
const WORKFLOW = '.github/workflows/pull-request.yml';
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow = load(text(WORKFLOW)) as Workflow;
const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([job, { steps: own }]) => own.map((step) => ({ job, ...step })));
const runs = (job: string): string => workflow.jobs[job]!.steps.map(({ run }) => run ?? '').join('\n');

/** Scripts of npm that a text runs. */
const npmScripts = (of: string): string[] =>
  [...of.matchAll(/\bnpm (?:run (?:-s )?([\w:]+)|(test)\b)/g)].map(([, named, plain]) => (named ?? plain)!);

/** Rooms of this repository that hold what people and workflows name. */
const ROOMS = 'systems|model|gitops|charts|cli|tools|test|docs|dist|\\.github|\\.ci';

/** Paths of this repository that a text names; `<cluster>` and `$part` stand for any name. */
const paths = (of: string): string[] =>
  [...of.matchAll(new RegExp(`(?<![\\w./-])(?:${ROOMS})/[\\w.*<>$/-]*[\\w*>/]`, 'g'))].map(([path]) => path);

/** Files and folders of this repository that a path with `*` in it means. */
function found(pattern: string): string[] {
  let all = [''];
  for (const part of pattern.split('/').filter((one) => one && one !== '**')) {
    const name = new RegExp(`^${part.replaceAll('.', '\\.').replace(/<\w+>|\$\w+|\*/g, '.+')}$`);
    all = all.flatMap((folder) =>
      statSync(join(ROOT, folder)).isDirectory()
        ? readdirSync(join(ROOT, folder))
            .filter((entry) => name.test(entry))
            .map((entry) => join(folder, entry))
        : [],
    );
  }
  return all;
}

describe('the workflow of a pull request', () => {
  test('has the jobs that decide, and the one that tells', () => {
    expect(Object.keys(workflow.jobs)).toEqual(['check', 'cluster', 'diff', 'images', 'scan', 'comment']);
  });

  test('never runs what a stranger sends with a token of this repository', () => {
    expect(Object.keys(workflow.on).sort()).toEqual(['pull_request', 'push']);
    expect(text(WORKFLOW)).not.toMatch(/pull_request_target|workflow_run|secrets\./);
  });

  test('may read, and only the job that runs nothing of the pull request may write a comment', () => {
    expect(workflow.permissions).toEqual({});
    expect(Object.fromEntries(jobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
      check: { contents: 'read' },
      cluster: { contents: 'read' },
      diff: { contents: 'read' },
      images: { contents: 'read' },
      scan: { contents: 'read', packages: 'read' },
      comment: { 'pull-requests': 'write' },
    });
    const { steps: own } = workflow.jobs.comment!;
    expect(own.flatMap(({ uses }) => uses ?? [])).toEqual([]);
    expect(runs('comment')).not.toMatch(/\b(npm|npx|node|git|eval)\b/);
  });

  test('is no error for a pull request from a fork, whose token may write nothing', () => {
    expect(workflow.jobs.comment!.if).toContain('head.repo.full_name == github.repository');
    expect(runs('diff')).toContain('GITHUB_STEP_SUMMARY');
  });

  test('pins every action to a commit, and says which version that is', () => {
    const lines = text(WORKFLOW).split('\n');
    const used = lines.filter((line) => /\buses:/.test(line));
    expect(used).toHaveLength(steps.filter(({ uses }) => uses).length);
    for (const line of used) expect(line).toMatch(/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const hashes = new Map<string, Set<string>>();
    for (const { uses } of steps) {
      if (!uses) continue;
      const [action = '', hash = ''] = uses.split('@');
      const repository = action.split('/').slice(0, 2).join('/');
      hashes.set(repository, (hashes.get(repository) ?? new Set()).add(hash));
    }
    for (const [action, pinned] of hashes) expect([...pinned], action).toHaveLength(1);
  });

  test('leaves no token beside the code that it checks out', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts).toHaveLength(5);
    for (const one of checkouts) expect(one.with?.['persist-credentials'], one.job).toBe(false);
  });

  test('puts nothing that a stranger writes into a command', () => {
    for (const { job, run } of steps) expect(run ?? '', job).not.toContain('${{');
  });

  test('runs only scripts and files that are there', () => {
    const all = steps.map(({ run }) => run ?? '').join('\n');
    const named = npmScripts(all);
    expect(named).toEqual(expect.arrayContaining(['lint', 'test', 'test:cluster', 'phasewise']));
    for (const script of named) expect(scripts).toHaveProperty([script]);
    expect(paths(all)).toContain('tools/lab/build.ts');
    for (const path of paths(text(WORKFLOW))) expect(found(path), path).not.toEqual([]);
    for (const { with: given } of steps) {
      const file = given?.['node-version-file'];
      if (file) expect(existsSync(join(ROOT, String(file)))).toBe(true);
    }
  });

  test('scans every image that it lists, keeps what is inside, and knows the exceptions', () => {
    const { steps: own, needs, permissions } = workflow.jobs.scan!;
    expect(needs).toBe('images');
    // Its token reads packages: nothing that a stranger sends runs beside it.
    expect(Object.values(permissions!)).toEqual(['read', 'read']);
    expect(runs('scan')).not.toMatch(/\b(npm|npx|node|git|eval)\b|docker (run|pull)/);
    const trivy = own.filter(({ uses }) => uses?.startsWith('aquasecurity/trivy-action@'));
    expect(trivy.map(({ with: given }) => given!.format ?? given!.severity)).toEqual([
      'cyclonedx',
      'HIGH,CRITICAL',
    ]);
    expect(new Set(trivy.map(({ with: given }) => given!.version))).toEqual(new Set(['v0.69.3']));
    expect(trivy[1]!.with).toMatchObject({ 'exit-code': '1', 'ignore-unfixed': true });
    expect(existsSync(join(ROOT, trivy[1]!.env!.TRIVY_IGNOREFILE!))).toBe(true);
    const kept = own.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'))!;
    expect(kept.with!.path).toBe(trivy[0]!.with!.output);
    expect(paths(runs('images'))).toEqual(['tools/scan/images.ts']);
  });

  test('refuses a dist that is not what the definitions make, new files too', () => {
    const step = workflow.jobs.check!.steps.find(({ run }) => run?.includes('cdk8s synth'))!;
    expect(step.run).toMatch(/git status --porcelain[\s\S]*exit 1\s*$/);
  });

  test('installs what .ci/run does', () => {
    const list = /<<'LIST'\n([\s\S]*?)\nLIST/.exec(text('.ci/run'))![1]!;
    const wanted = list.split('\n').map((line) => line.split(' ')[1]);
    const installed = /apt-get install.*\\\n\s*(.*)/.exec(runs('cluster'))![1]!.split(' ');
    expect(installed.sort()).toEqual(wanted.sort());
  });

  test('says so when the tests with a cluster cannot run, and otherwise leaves no step of them out', () => {
    const [first, ...rest] = workflow.jobs.cluster!.steps;
    expect(first!.if).toContain("env.DEFINITIONS == ''");
    expect(first!.run).toContain('::warning::');
    for (const step of rest) expect(step.if, step.name ?? step.uses).toContain("env.DEFINITIONS != ''");
  });

  test('takes the Go that the modules ask for', () => {
    const { with: given } = steps.find(({ uses }) => uses?.startsWith('actions/setup-go@'))!;
    const asked = found('tools/go/*/go.mod').map((path) => /^go (\d+\.\d+)/m.exec(text(path))![1]!);
    expect(new Set(asked)).toEqual(new Set([given!['go-version']]));
  });

  test('asks for what the command understands', () => {
    const words = /phasewise -- ([^>]*?) \\\n/.exec(runs('diff'))![1]!.split(' ');
    expect(words.slice(0, 4)).toEqual(['diff', '--all', '--format', 'markdown']);
    expect(parseSource(words[words.indexOf('--from') + 1]!).kind).toBe('git');
    expect(parseSource(words[words.indexOf('--to') + 1]!).kind).toBe('committed');
    const checkout = workflow.jobs.diff!.steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))!;
    expect(checkout.with?.['fetch-depth'], 'the parent of the merge').toBe(2);
  });
});

describe('who reviews what', () => {
  const rules = text('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(/\s+/) as [string, ...string[]]);

  /** The last line that matches decides. */
  const owner = (path: string): string[] | undefined =>
    rules
      .findLast(
        ([pattern]) =>
          pattern === '*' ||
          new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}`).test(`/${path}`),
      )
      ?.slice(1);

  test.each([
    ['dist/kaleem/production/app.k8s.yaml', '@your-team/production'],
    ['dist/sentineliq/production/secrets.k8s.yaml', '@your-team/production'],
    ['dist/argocd/kaleem-vps/projects.k8s.yaml', '@your-team/platform'],
    ['gitops/settings.ts', '@your-team/platform'],
    [WORKFLOW, '@your-team/platform'],
    ['dist/kaleem/staging/app.k8s.yaml', '@your-team/developers'],
  ])('%s is for %s', (path, team) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
    expect(owner(path)).toEqual([team]);
  });

  test('dist is shown in a pull request as it is', () => {
    expect(text('.gitattributes').split('\n')).toEqual(
      expect.arrayContaining(['* text=auto eol=lf', 'dist/** linguist-generated=false']),
    );
  });
});

describe('docs/gitops.md', () => {
  const page = text('docs/gitops.md');

  test('names only scripts, files and links that are there', () => {
    // The bot's rule is a pattern, and has a test of its own.
    const named = paths(page.replace(/```json[\s\S]*?```/, ''));
    expect(named.length).toBeGreaterThan(10);
    for (const path of named) expect(found(path), path).not.toEqual([]);
    for (const script of npmScripts(page)) expect(scripts).toHaveProperty([script]);
    for (const [, link] of page.matchAll(/\]\((?!http|#)([^)#]+)\)/g))
      expect(existsSync(join(ROOT, 'docs', link!)), link).toBe(true);
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) =>
      heading!.toLowerCase().replaceAll(' ', '-'),
    );
    for (const [, anchor] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor);
  });

  test('tells every file of a cluster, and no other', () => {
    const table = page.slice(page.indexOf('| File |'), page.indexOf('## Bootstrap'));
    const told = [...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name!);
    const there = found('dist/argocd/kaleem-vps/*').map((path) => /([\w-]+)\.k8s\.yaml$/.exec(path)![1]!);
    expect(told.sort()).toEqual(there.sort());
  });

  test('installs the Argo CD whose definitions the files are judged by', () => {
    const locked = /argo-cd\/v3@(v[\d.]+)/.exec(text('tools/lab/crds.lock.yaml'))![1];
    expect(/argo-cd\/(v[\d.]+)\/manifests/.exec(page)![1]).toBe(locked);
  });

  test('tells the quiet times as they are', () => {
    const project = text('dist/argocd/kaleem-vps/projects.k8s.yaml');
    expect(project).toMatch(/schedule: "?0 16 \* \* 5"?\n/);
    expect(project).toContain('duration: 62h');
    expect(page).toContain('from Friday 16:00 to Monday 06:00 UTC');
    expect(project).toContain('manualSync: true');
  });

  test('waits for add-ons in the waves that they have', () => {
    const table = page.slice(page.indexOf('## In which order'), page.indexOf('## Daily work'));
    const told = [...table.matchAll(/^\| (-?\d[^|]*) \|/gm)].flatMap(([, cell]) =>
      cell!.match(/-?\d+/g)!.map(Number),
    );
    const waves = (file: string) =>
      found(`dist/argocd/*/${file}.k8s.yaml`).flatMap((path) =>
        [...text(path).matchAll(/sync-wave: "(-?\d+)"/g)].map(([, wave]) => Number(wave)),
      );
    expect(new Set(waves('add-ons'))).toEqual(new Set(told.filter((wave) => wave > -40 && wave < 0)));
    expect(new Set(waves('applications'))).toEqual(new Set([0]));
  });

  test('gives a bot a rule that finds one line, in the first environment', () => {
    const rule = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!).customManagers[0];
    const pattern = (rule.managerFilePatterns[0] as string).slice(1, -1);
    const file = 'systems/kaleem/versions.ts';
    expect(file).toMatch(new RegExp(pattern));
    const [outer, inner] = (rule.matchStrings as string[]).map((one) => new RegExp(one, 'g'));
    const blocks = [...text(file).matchAll(outer!)].map(([block]) => block);
    expect(blocks).toHaveLength(1);
    const lines = [...blocks[0]!.matchAll(inner!)];
    expect(lines).toHaveLength(1);
    expect(lines[0]!.groups!.currentValue).toMatch(/^\d+\.\d+\.\d+$/);
    const digest = `sha256:${'0f'.repeat(32)}`;
    const [pinned] = blocks[0]!.replace(/(\[backend\]: '[^']+)/, `$1@${digest}`).matchAll(inner!);
    expect(pinned!.groups).toMatchObject({ ...lines[0]!.groups, currentDigest: digest });
    expect(text(file)).toContain(`backend = '${rule.depNameTemplate}'`);
  });
});
