/** docs/disaster-recovery.md, held against what is there: on the day it is needed nobody has time for a mistake in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chosen } from '../../cli/restore/choice';
import { givenBack, pause } from '../../cli/restore/stop';
import { findTarget } from '../../cli/sources';
import type { Plan } from '../../model/plan';
import { resolveAll } from '../../model/resolve';
import type { System } from '../../model/system';
import { loadSystems } from '../../systems';
import { ROOT } from '../support/dist';

const PAGE = 'docs/disaster-recovery.md';
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const page = text(PAGE);
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!).join('\n');

/** Headings as GitHub makes addresses of them. */
const anchors = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

/** Keys that are made in the cluster for programs: of components at which nobody has an account, but for one port. */
const keysOfPrograms = ({ name, components }: System, plans: readonly Plan[]): string[] =>
  plans
    .filter(({ system }) => system === name)
    .flatMap(({ secrets }) => secrets)
    .flatMap((secret) => {
      if (secret.kind !== 'generated' || secret.username) return [];
      const { accounts } = components[secret.owner] ?? {};
      return !accounts || accounts.port ? [secret.name] : [];
    });

describe('the way back', () => {
  let systems: readonly System[];
  let plans: readonly Plan[];

  beforeAll(async () => {
    systems = await loadSystems();
    plans = resolveAll(systems);
  });

  it('leads to pages and headings that are there', () => {
    const links = [...page.matchAll(/\]\((?!http)([^)#]*)(?:#([^)]+))?\)/g)];
    expect(links.length).toBeGreaterThan(10);
    for (const [, file, anchor] of links) {
      const path = file ? join(dirname(PAGE), file) : PAGE;
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      if (anchor) expect(anchors(text(path)), path).toContain(anchor);
    }
  });

  it('names commands, files and Secrets that are there', () => {
    const [cluster] = readdirSync(join(ROOT, 'dist/argocd'));
    for (const [, path] of blocks.matchAll(/-f (dist\/\S+)/g))
      expect(existsSync(join(ROOT, path!.replace('<cluster>', cluster!))), path).toBe(true);
    const calls = [
      ...`${blocks}${text('README.md')}`.matchAll(
        /npm run (?:-s )?phasewise -- restore ([\w/-]+)(?: (\w+)$)?/gm,
      ),
    ];
    expect(calls).toHaveLength(3);
    for (const [, name, component] of calls) {
      const { system, name: environment } = findTarget(systems, name!);
      const plan = plans.find((one) => one.system === system.name && one.environment === environment)!;
      expect(chosen(plan, { component })).not.toEqual([]);
    }
    const secrets = [...blocks.matchAll(/--namespace (\S+) (?:get secret|create secret generic) (\S+)/g)];
    expect(secrets).toHaveLength(2);
    for (const [, namespace, secret] of secrets) {
      const plan = plans.find((one) => one.namespace === namespace)!;
      const found = plan.secrets.find(({ name }) => name === secret);
      expect(found, secret).toMatchObject({ kind: 'generated', key: 'password' });
    }
  });

  it('holds Argo CD back as the steps of a restore do', () => {
    const scene = { plan: { namespace: 'shop-live' } as Plan, stores: [], whole: true, snapshot: 'latest' };
    const [word] = /argocd\.argoproj\.io\/\S+=true/.exec(pause(scene).commands[0]!)!;
    expect(blocks).toContain(`applications.k8s.yaml ${word}\n`);
    const drift = text('docs/gitops.md');
    expect(drift).toContain(`annotate application kaleem-production ${word}\n`);
    expect(drift).toContain(
      givenBack(scene).replace(/^.* (argocd\S+ argocd\S+).*$/, 'kaleem-production $1\n'),
    );
  });

  it('says of every key that is made in the cluster for a program what its loss costs', () => {
    const rows = page.slice(page.indexOf('| Secret | With another one |'), page.indexOf('To keep one'));
    const told = [...rows.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!);
    const there = new Set(systems.flatMap((system) => keysOfPrograms(system, plans)));
    expect([...there].sort()).toEqual([...new Set(told)].sort());
  });

  it('finds in the other place, by hand, what the keeper puts there, with keys that are asked for', () => {
    const there = plans.filter(({ backups }) => backups?.kept?.offsite);
    expect(there).not.toEqual([]);
    const repositories = [...blocks.matchAll(/--repo (\S+)/g)].map(([, repository]) => repository!);
    expect(repositories).toHaveLength(2);
    for (const { namespace, backups, components, secrets } of there) {
      const { by, offsite, saved } = { ...backups!.kept!, ...backups! };
      const keeper = components.find(({ name }) => name === by)!;
      const env = [keeper, ...keeper.sidecars].flatMap((one) => one.env);
      for (const repository of repositories) {
        const place = repository
          .replace('<address>', offsite!.endpoint)
          .replace('<bucket>', offsite!.bucket)
          .replace('<namespace>', namespace)
          .replace('/<store>', '');
        expect(env).toContainEqual({ name: 'OFFSITE', value: place });
      }
      const entries = secrets.flatMap((one) =>
        one.kind === 'store' ? [[one.name, Object.keys(one.keys)]] : [],
      );
      expect(entries).toContainEqual([`${by}-offsite`, ['accessKey', 'secretKey']]);
      for (const { store } of saved) expect(entries).toContainEqual([`${store}-snapshots`, ['password']]);
    }
  });
});
