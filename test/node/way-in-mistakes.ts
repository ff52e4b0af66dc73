import { sleep } from '../../tools/lab/exec';
import type { Unit } from '../../tools/lab/manifests';
import type { WayIn } from '../../tools/node/way-in/way';
import { seedsFor } from './way-in-defects';

/** Seconds until the gateway has taken a change, or what is wrong is seen. */
const SETTLED = 60;

/** Makes mistakes, all at once, and mends them. @returns those that their check did not find */
export async function makeWayInMistakes(way: WayIn, unit: Unit): Promise<string[]> {
  const seeds = await seedsFor(unit, way);
  const missed: string[] = [];
  const started = Date.now();
  try {
    await Promise.all(seeds.map(({ make }) => make(way.cluster)));
    for (const { what, check, says } of seeds) {
      let found: string[] = [];
      const until = Date.now() + SETTLED * 1000;
      const isFound = () => found.some((text) => says.test(text));
      while (!isFound() && Date.now() < until) {
        found = await check(way);
        if (!isFound()) await sleep(1000);
      }
      if (isFound()) console.log(`${what}:\n  ${found.find((text) => says.test(text))}`);
      else missed.push(`${what}: ${found.join('; ') || 'nothing is said'}`);
    }
  } finally {
    for (const { mend } of seeds) await mend(way.cluster);
  }
  for (const check of new Set(seeds.map((seed) => seed.check))) {
    let left = await check(way);
    for (const until = Date.now() + SETTLED * 1000; left.length > 0 && Date.now() < until; await sleep(1000))
      left = await check(way);
    missed.push(...left.map((text) => `not mended: ${text}`));
  }
  for (const text of missed) console.log(text);
  console.log(`${seeds.length} mistakes in the way in took ${Math.round((Date.now() - started) / 1000)} s`);
  return missed;
}
