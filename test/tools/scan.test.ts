import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { ownImages, reference } from '../../model/images';
import { loadPlans } from '../../systems';
import { distFolder } from '../../tools/lab/manifests';
import { complaints } from '../../tools/scan/exceptions';
import { imagesIn, list, scanned, textsOf } from '../../tools/scan/images';

const ROOT = join(__dirname, '../..');

describe('the list of images that are scanned', () => {
  test('is what dist names, and what the definitions run', async () => {
    const texts = textsOf(distFolder());
    const images = imagesIn(texts);
    // Another way to find them: lines as a reader would look for them.
    const lines = texts.flatMap((text) =>
      [...text.matchAll(/^ +(?:- )?(?:image|imageName|reference): "?([^\s"{}]+:[^\s"{}]+)"?$/gm)].map(
        ([, one]) => one!,
      ),
    );
    expect(images).toEqual([...new Set(lines)].sort());
    const wanted = (await loadPlans()).flatMap((plan) =>
      plan.components.filter(({ operated }) => !operated).flatMap((one) => ownImages({ components: [one] })),
    );
    expect(images).toEqual(expect.arrayContaining(wanted.map(reference)));
  });

  test('has what pods copy or mount, and operators run; no text inside a file', () => {
    const text = [
      'kind: Pod\nspec:\n  volumes:\n    - image:\n        reference: ghcr.io/a/data:1.2.3',
      '---\nkind: Cluster\nspec:\n  imageName: ghcr.io/a/postgres:16.1',
      '---\nkind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      initContainers:\n        - image: redis:7.4.1',
      '---\nkind: ConfigMap\ndata:\n  a: |\n    image: evil:1.0.0',
    ].join('\n');
    expect(imagesIn([text])).toEqual(['ghcr.io/a/data:1.2.3', 'ghcr.io/a/postgres:16.1', 'redis:7.4.1']);
  });

  test('says whose registry asks for a login, and has names for files', () => {
    const systems = [{ registries: { 'ghcr.io/a/': { entry: 'registry' } } }];
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(scanned(`ghcr.io/a/data:1.2.3@${digest}`, systems)).toEqual({
      image: `ghcr.io/a/data:1.2.3@${digest}`,
      name: `ghcr.io-a-data-1.2.3-sha256-${'0'.repeat(64)}`,
      private: true,
    });
    expect(scanned('localhost:5000/b:1.0.0', systems)).toMatchObject({ private: false });
    expect(() => scanned('a:1; rm -rf /', [])).toThrow('is no name of an image');
  });

  test('of a pull request is what its base does not name', async () => {
    const git = (...words: string[]): string => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' });
    // Somebody at work may have a new image in dist already.
    if (git('status', '--porcelain', 'dist') === '') expect(await list(['--since', 'HEAD'])).toEqual([]);
    expect((await list([])).length).toBeGreaterThan(20);
    await expect(list(['--since'])).rejects.toThrow('usage');
  });
});

describe('findings that are accepted', () => {
  test('have a reason and an end', () => {
    expect(complaints(load(readFileSync(join(ROOT, '.trivyignore.yaml'), 'utf8')))).toEqual([]);
  });

  const one = { id: 'CVE-2026-1', statement: 'Nobody can reach that code here.', expired_at: '2027-01-31' };
  test.each([
    ['a reason', { ...one, statement: undefined }, 'CVE-2026-1 has no reason'],
    ['a reason that says something', { ...one, statement: 'fine' }, 'CVE-2026-1 has no reason'],
    ['an end', { ...one, expired_at: undefined }, 'CVE-2026-1 has no end'],
    ['a day', { ...one, expired_at: 'soon' }, 'CVE-2026-1 has no end'],
    ['a name', { ...one, id: undefined }, 'vulnerabilities[0] names no finding'],
  ])('are told without %s', (_, entry, message) => {
    expect(complaints({ vulnerabilities: [one] })).toEqual([]);
    expect(complaints({ vulnerabilities: [entry] }).join()).toContain(message);
  });
  test('are of kinds that Trivy knows', () => {
    expect(complaints({ vulnerabilites: [] }).join()).toContain("'vulnerabilites' is no kind");
    expect(complaints(null)).toHaveLength(1);
  });
});
