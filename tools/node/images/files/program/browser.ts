/**
 * A program that drives a browser, as a product does by Playwright: it prints what it is given, and says what a page finds
 * that leads somewhere. Each question starts a browser of its own, which ends with it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What is used of Playwright, which is in images that have a browser, and in no other. */
interface Page {
  setContent(html: string): Promise<void>;
  pdf(options: object): Promise<Buffer>;
  goto(url: string, options: object): Promise<{ status(): number; text(): Promise<string> } | null>;
}
interface Browser {
  version(): string;
  newContext(options: object): Promise<{ newPage(): Promise<Page> }>;
  close(): Promise<void>;
}
interface Playwright {
  readonly chromium: { launch(options: object): Promise<Browser> };
}

/** As the catalogue advises: memory for what its processes share, and no JavaScript where strangers' pages are shown. */
async function inPage<T>(work: (page: Page, version: string) => Promise<T>): Promise<T> {
  const { chromium } = createRequire('/opt/browser/')('playwright-core') as Playwright;
  const browser = await chromium.launch({ ignoreDefaultArgs: ['--disable-dev-shm-usage'], timeout: 20_000 });
  try {
    const context = await browser.newContext({ javaScriptEnabled: false });
    return await work(await context.newPage(), browser.version());
  } finally {
    await browser.close();
  }
}

const row = (number: number) =>
  `<tr><td>${number}</td><td>Für Ωmega, ${'item '.repeat(8)}</td><td>€ ${number},00</td></tr>`;
const sheet = (number: number) =>
  `<section style="break-after: page"><h1>Invoice ${number}</h1><table>${Array.from({ length: 30 }, (_, index) => row(index)).join('')}</table></section>`;
const invoice = (pages: number) =>
  `<meta charset="utf-8"><style>section:last-child { break-after: auto !important }</style>${Array.from({ length: pages }, (_, index) => sheet(index + 1)).join('')}`;

/** Prints so many pages of A4. */
export const print = (pages: number) =>
  inPage(async (page, version) => {
    await page.setContent(invoice(pages));
    const pdf = await page.pdf({ format: 'A4' });
    const text = pdf.toString('latin1');
    return {
      version,
      bytes: pdf.length,
      sha256: createHash('sha256').update(pdf).digest('hex'),
      isWhole: text.startsWith('%PDF-') && text.trimEnd().endsWith('%%EOF'),
      pages: [...text.matchAll(/\/Type\s*\/Page\b/g)].length,
      fonts: [...new Set([...text.matchAll(/\/FontName\s*\/[A-Z]+\+(\w+)/g)].map(([, name]) => name))],
      memory: memory(),
    };
  });

/** What a page finds at an address. @returns status and text @throws Error with the browser's own word */
export const visit = (url: string) =>
  inPage(async (page) => {
    const found = await page.goto(url, { timeout: 5000, waitUntil: 'commit' });
    return { status: found?.status(), text: await found?.text() };
  });

/** Most bytes that this container has had at once, and may have; as either version of control groups tells. */
function memory() {
  const read = (...files: string[]): number | undefined => {
    for (const file of files) {
      try {
        return Number(readFileSync(`/sys/fs/cgroup/${file}`, 'utf8'));
      } catch {
        // The other version.
      }
    }
    return undefined;
  };
  return {
    most: read('memory.peak', 'memory/memory.max_usage_in_bytes'),
    limit: read('memory.max', 'memory/memory.limit_in_bytes'),
  };
}
