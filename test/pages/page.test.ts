import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolveAll } from '../../model/resolve';
import { topologyPage } from '../../pages/topology';
import { loadPlans } from '../../systems';
import { ROOT } from '../support/dist';
import { store, WHOLE } from '../support/operated';
import { pageProblems } from '../support/page';
import { withComponent } from '../support/system';

describe('what people read about a system', async () => {
  const plans = await loadPlans();
  test.each([...new Set(plans.map(({ system }) => system))])(
    '%s: is whole, and says all there is',
    (system) => {
      const page = readFileSync(join(ROOT, 'docs', 'systems', `${system}.md`), 'utf8');
      expect(
        pageProblems(
          page,
          plans.filter((plan) => plan.system === system),
        ),
      ).toEqual([]);
    },
  );

  const shop = resolveAll([withComponent('web', { secrets: { API_TOKEN: 'store' } })]);
  const page = topologyPage(shop);
  test.each([
    ['a broken table', '| `web` | Pages', '| `web` | Pa|ges', /a row with other cells/],
    ['a tag', 'Sells things.', 'Sells <b>things.', /a tag in the text: Sells/],
    ['a lost value', '| live | 1 |', '| live | undefined |', /a lost value/],
    ['no picture', '```mermaid', '```text', /not every environment has its picture/],
    ['quotes in a label', '"web<br/>Pages"', '"web<br/>"Pages""', /quotes in web/],
    ['an arrow to nobody', 'c_web -->', 'c_wep -->', /an arrow to c_wep/],
    ['a group left open', '  end\n', '', /a group that is not closed/],
    [
      'a sentence in a picture',
      'flowchart LR\n',
      'flowchart LR\n  what is this\n',
      /not understood in a picture/,
    ],
    ['a lost host', 'https://www.shop.example/', 'https://', /live says nothing of https:\/\/www\.shop/],
    ['a lost secret', '`shop/live/web`', '', /live says nothing of `shop\/live\/web`/],
  ])('would be noticed: %s', (_, from, to, finding) => {
    expect(pageProblems(page, shop)).toEqual([]);
    expect(page).toContain(from);
    expect(pageProblems(page.replace(from, to), shop).join('\n')).toMatch(finding);
  });

  test('a shut page of what an operator runs is forwarded from its Service, the one thing whose name is ours', () => {
    const routes = { internalRoutes: [{ host: 'db', to: 'store', port: 'store' }] };
    const shown = topologyPage(resolveAll([{ ...store(WHOLE), ...routes }]));
    expect(shown).toContain('kubectl --namespace shop-live port-forward service/store 7000`');
  });

  test('a description with quotes, tags and bars is shown as it is written', () => {
    const odd = resolveAll([withComponent('web', { description: 'Shows "best" <pages> | more' })]);
    const shown = topologyPage(odd);
    expect(pageProblems(shown, odd)).toEqual([]);
    expect(shown).toContain('c_web["web<br/>Shows #quot;best#quot; #lt;pages#gt; | more"]');
    expect(shown).toContain('| Shows "best" \\<pages> \\| more |');
  });
});
