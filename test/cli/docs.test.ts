/** The guide's output is the tool's. `UPDATE_DOCS=1 npx vitest run --project unit test/cli/docs` writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plan } from '../../cli/commands';
import { parsePhase } from '../../cli/phases';
import { renderText } from '../../cli/render/text';
import { findTarget } from '../../cli/sources';
import { code, table } from '../../pages/markdown';
import { ADD_ONS, KUBERNETES } from '../../platform';
import { loadSystems } from '../../systems';
import { ROOT } from '../support/dist';

const PAGE = join(ROOT, 'docs', 'phases.md');

/** The page with the text between two marks replaced. */
function embed(page: string, mark: string, text: string): string {
  const between = new RegExp(`(<!-- ${mark} -->\n)[\\s\\S]*?(<!-- /${mark} -->)`);
  expect(page, `the mark ${mark}`).toMatch(between);
  return page.replace(between, (_, open: string, close: string) => `${open}\n${text}\n\n${close}`);
}

/** The page with what each command that it shows prints, below the command. */
async function withPlans(page: string): Promise<string> {
  const systems = await loadSystems();
  let result = page;
  for (const [, name, from, to] of page.matchAll(/phasewise -- plan (\S+) --brief --from (\d) --to (\d)/g)) {
    const report = await plan(findTarget(systems, name!), parsePhase(to!), ROOT, parsePhase(from!));
    // Whether dist is fresh is the business of another test.
    const text = `\`\`\`text\n${renderText({ ...report, notes: [], brief: true }, false)}\`\`\``;
    result = embed(result, `plan ${from} to ${to}`, text);
  }
  return result;
}

const addOns = (): string =>
  table(
    ['Phase', 'Add-on', 'From', 'By', 'Kubernetes', 'Namespace', 'For', 'Set'],
    ADD_ONS.map(({ since, name, documentation, namespace, purpose, settings, ...known }) => [
      String(since),
      `[${name}](${documentation})`,
      known.minimum,
      known.minimumBy,
      known.kubernetes ?? '',
      namespace ? code(namespace) : '',
      purpose,
      settings ?? '',
    ]),
  );

describe('the guide', () => {
  it('shows what the tool prints today and the add-ons as the tool knows them, so that nobody prepares for another step', async () => {
    const page = readFileSync(PAGE, 'utf8');
    const now = embed(await withPlans(page), 'add-ons', addOns());
    if (process.env.UPDATE_DOCS) writeFileSync(PAGE, now);
    else expect(page, 'run UPDATE_DOCS=1 npx vitest run --project unit test/cli/docs').toBe(now);
  });

  it('and the README name the Kubernetes that all add-ons together ask for', () => {
    expect(KUBERNETES).toBe('1.34');
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(`| Kubernetes ${KUBERNETES} or later,`);
    expect(readFileSync(PAGE, 'utf8')).toContain(`Kubernetes ${KUBERNETES} or later`);
  });

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const [, script] of readFileSync(PAGE, 'utf8').matchAll(/npm run (?:-s )?([\w:]+)/g))
      expect(scripts).toHaveProperty(script!);
  });
});
