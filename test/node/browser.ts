/** Programs with a browser: what they print inside their pod's limits, and where no page gets to. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_ENV } from '../../catalogue/parts/browser';
import type { Plan } from '../../model/plan';
import { APPLY, asStdin } from '../../tools/lab/bring-up';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { componentOf, podTemplate } from '../../tools/lab/pods';
import { outOfMemory } from '../../tools/node/out-of-memory';
import { haveAddresses, OUTSIDE } from '../../tools/node/reach/addresses';
import { planStarted } from '../../tools/node/write-environments';
import { type BrowserMistake, browserMistakes } from './browser-mistakes';
import { realNodes } from './lab';
import { inPrograms } from './reports';
import { settled } from './watching';

/** A way out that is open to the internet is open for this one, wherever pages are fetched. */
const PORT = 443;
const PAGES = 12;
/** Who answers outside says so. */
const ANSWER = 'here is the world';

interface Printed {
  readonly failed?: string;
  readonly version: string;
  readonly bytes: number;
  readonly isWhole: boolean;
  readonly pages: number;
  readonly fonts: readonly string[];
  readonly memory: { readonly most?: number; readonly limit?: number };
}

/** Components that drive a browser, by the variables that tell them where it is. */
const withBrowser = ({ objects }: Unit): string[] =>
  objects.filter((object) => JSON.stringify(podTemplate(object) ?? '').includes(BROWSER)).map(componentOf);
const BROWSER = JSON.stringify({
  name: 'PLAYWRIGHT_BROWSERS_PATH',
  value: BROWSER_ENV.PLAYWRIGHT_BROWSERS_PATH,
});

/** Registers the tests of an environment that was brought up before. */
export function everyBrowser(unit: Unit): void {
  const { cluster, nodes } = realNodes();

  describe.each(withBrowser(unit))('the browser of %s', (component) => {
    let plan: Plan;
    const servers: Server[] = [];
    const came = new Set<string>();
    const isOf = ({ metadata }: KubeObject): boolean =>
      metadata.labels?.['app.kubernetes.io/name'] === component;
    const inside = async <Answer>(page: string) =>
      inPrograms<Answer>(cluster, unit.namespace, page, false, isOf);

    beforeAll(async () => {
      plan = await planStarted(unit);
      await haveAddresses();
      for (const { name, address } of OUTSIDE) {
        const server = createServer((_, response) => {
          came.add(name);
          response.end(ANSWER);
        });
        await new Promise<void>((resolve) => server.listen(PORT, address, resolve));
        servers.push(server);
      }
    });
    afterAll(() => {
      for (const server of servers) server.close();
    });

    /** What is wrong with what it prints. */
    const unprinted = async (): Promise<string[]> => {
      const [printed] = await inside<Printed>(`print?pages=${PAGES}`);
      const ended = async () =>
        (await outOfMemory(cluster, unit.namespace, nodes)).map(
          (one) => `the kernel ended processes of ${one}`,
        );
      if (!printed) return [`no pod of ${component} has printed`, ...(await ended())];
      const { failed, isWhole, pages, fonts } = printed.answer;
      if (failed) return [failed, ...(await ended())];
      return [
        ...(isWhole && pages === PAGES
          ? []
          : [`${pages} of ${PAGES} pages, and ${isWhole ? '' : 'not '}whole`]),
        ...(fonts.length > 0 ? [] : ['no letters']),
      ];
    };

    /** Who is reached by a page that should not be, and who is not that should be. */
    const misled = async (): Promise<string[]> => {
      const isOut = plan.connections.some(
        ({ from, to, port }) =>
          from.kind === 'component' && from.name === component && to.kind === 'internet' && port === PORT,
      );
      came.clear();
      const found = await Promise.all(
        OUTSIDE.map(async ({ name, address }) => {
          const url = encodeURIComponent(`http://${address}:${PORT}/`);
          const [seen] = await inside<{ text?: string }>(`visit?url=${url}`);
          const isSeen = seen?.answer.text === ANSWER || came.has(name);
          const isMeant = isOut && name === 'internet';
          return isSeen === isMeant ? [] : [`a page gets ${isSeen ? '' : 'no answer '}from: ${name}`];
        }),
      );
      return found.flat();
    };

    test('prints, inside the limits of its pod', async () => {
      expect(await unprinted()).toEqual([]);
      const [printed] = await inside<Printed>(`print?pages=${PAGES}`);
      const { version, bytes, fonts, memory } = printed!.answer;
      const [most, limit] = [memory.most, memory.limit].map((one) => Math.round((one ?? 0) / 2 ** 20));
      console.log(
        `${unit.namespace}: Chromium ${version} of ${component} printed ${PAGES} pages, ${bytes} bytes in ${fonts.join(' and ')}; ` +
          `its container has had ${most} of ${limit} MiB`,
      );
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThan(limit!);
    });

    test('leads no page to the metadata of a cloud, nor to a private network', async () => {
      expect(await misled()).toEqual([]);
    });

    describe.runIf(process.env.PHASEWISE_NODE_ALL)('mistakes', () => {
      const checks: Readonly<Record<BrowserMistake['foundBy'], () => Promise<string[]>>> = {
        unprinted,
        misled,
      };

      test.each(browserMistakes(unit, component))(
        '$what: it would be seen',
        async ({ objects, foundBy, says }) => {
          const check = checks[foundBy];
          const before = unit.objects.filter((object) =>
            objects.some(
              ({ kind, metadata }) => kind === object.kind && metadata.name === object.metadata.name,
            ),
          );
          let said: string[] = [];
          try {
            await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(objects) });
            const unseen = async () => {
              said = await check();
              return said.some((text) => says.test(text)) ? [] : ['nothing is said'];
            };
            expect(await settled(unseen, 90), said.join('\n')).toEqual([]);
            console.log(`${component}: ${said.find((text) => says.test(text))!.split('\n')[0]}`);
          } finally {
            await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(before) });
          }
          expect(await settled(check, 90)).toEqual([]);
        },
      );
    });
  });
}
