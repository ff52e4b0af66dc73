/** What a plan says of who is refused, and of what a program is told, asked from outside. */
import { createHash, randomBytes } from 'node:crypto';
import { Agent } from 'node:https';
import { loginsOf } from '../../../model/edge';
import type { PlannedRoute } from '../../../model/plan';
import { PERIODS } from '../../../model/system';
import { bytesOf } from '../../../model/units';
import { sleep } from '../../lab/exec';
import { type Answer, ask, type Question } from './ask';
import { edgeAddresses } from './flows';
import { STRANGER } from './people';
import {
  below,
  type Check,
  flat,
  nameOf,
  nextCounted,
  openRoutes,
  parsed,
  someone,
  to,
  toldBy,
  type WayIn,
} from './way';

/** Requests at once from one person. */
const AT_ONCE = 25;

/** 429 after the burst, for that client alone, and not for long. Each pod of a gateway counts for itself. */
export const rateLimits: Check = async (way) => {
  const counters = (await edgeAddresses(way.cluster, way.plan)).size;
  const found: string[] = [];
  // One route after the other: a busy machine cannot ask all of them faster than they allow.
  for (const route of openRoutes(way)) found.push(...(await rateLimit(way, route, counters)));
  return found;
};

async function rateLimit(way: WayIn, route: PlannedRoute, counters: number): Promise<string[]> {
  if (!route.rateLimit) return [];
  const { requests, per, burst } = route.rateLimit;
  const perSecond = requests / PERIODS[per];
  const who = someone(way, route, nextCounted());
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE, rejectUnauthorized: false });
  const path = below(route, 'way-in');
  const started = Date.now();
  // Enough to be over the burst also on a machine on which they take a while.
  const sent: Answer[] = [];
  const isOver = () => sent.filter(({ status }) => status === 429).length >= 5;
  while (!isOver() && Date.now() - started < 30_000) {
    const some = Array.from({ length: AT_ONCE }, () => ask(to(way, route, { path, who, agent })));
    sent.push(...(await Promise.all(some)));
  }
  const seconds = (Date.now() - started) / 1000;
  const passed = sent.filter(({ status }) => status !== 429).length;
  const other = await ask(to(way, route, { path, who: someone(way, route, nextCounted()) }));
  const problems: string[] = [];
  if (!isOver()) problems.push(`${nameOf(route)}: none of ${sent.length} requests was refused`);
  if (isOver() && passed < burst) problems.push(`${nameOf(route)}: ${passed} passed, of a burst of ${burst}`);
  if (passed > counters * (burst + perSecond * seconds) + AT_ONCE)
    problems.push(`${nameOf(route)}: ${passed} passed in ${seconds} s`);
  if (other.status === 429) problems.push(`${nameOf(route)}: somebody else is refused as well`);
  // Until one more may come.
  const pause = 1.5 + 1 / perSecond;
  await sleep(pause * 1000);
  const later = await ask(to(way, route, { path, who, agent }));
  if (later.status === 429) problems.push(`${nameOf(route)}: still refused after ${pause} s`);
  agent.destroy();
  return problems;
}

/** 413 for a byte more than a route takes; what is just as large arrives, byte for byte where the program tells. */
export const bodySizes: Check = async (way) => {
  const telling = await toldBy(way);
  const problems: string[] = [];
  for (const route of openRoutes(way)) {
    if (!route.maxBody) continue;
    const size = bytesOf(route.maxBody);
    const path = below(route, 'lab/body');
    const post = (what: Pick<Question, 'body' | 'announced' | 'patience'>) =>
      ask(to(way, route, { path, method: 'POST', patience: 60, ...what }));
    const body = randomBytes(size);
    const just = await post({ body });
    const more = await post({ announced: size + 1, patience: 5 });
    if (more.status !== 413) problems.push(`${nameOf(route)}: ${more.status} for a byte too many`);
    // A component may take less than its way in; it says so in its own words.
    const isRefused = just.status === 413 ? just.text === more.text : just.status === 0;
    if (isRefused) problems.push(`${nameOf(route)}: ${just.status} for just as many`);
    const arrived = telling.includes(route)
      ? (JSON.parse(just.text || '{}') as { bytes?: number; sha256?: string })
      : undefined;
    const isSame = arrived?.sha256 === createHash('sha256').update(body).digest('hex');
    if (arrived && !isSame)
      problems.push(`${nameOf(route)}: ${arrived.bytes} of ${size} arrived, or others than were sent`);
  }
  return problems;
};

/** Pages that ask for a login take the right one alone, and internal ones no stranger. */
export const logins: Check = (way) =>
  flat(
    openRoutes(way)
      .filter((route) => loginsOf(route))
      .map(async (route) => {
        const path = below(route, '');
        const status = async (more: Partial<Question>) =>
          (await ask(to(way, route, { path, ...more }))).status;
        const without = await status({ headers: { authorization: '' } });
        const wrong = await status({ headers: { authorization: 'Basic bGFiOmxhYg==' } });
        const right = await status({});
        const stranger = route.internal ? await status({ who: STRANGER, patience: 3 }) : 0;
        const isRight = right > 0 && ![401, 403].includes(right) && right < 500;
        return without === 401 && wrong === 401 && isRight && [0, 403].includes(stranger)
          ? []
          : [
              `${nameOf(route)}: without, with a wrong and with the right login, and to a stranger: ` +
                [without, wrong, right, stranger].join(),
            ];
      }),
  );

/** What the program is told of its client, whatever that says of itself. */
export const clients: Check = async (way) =>
  flat(
    (await toldBy(way)).map(async (route) => {
      const who = someone(way, route);
      const lie = '192.0.2.66';
      const headers = { 'x-forwarded-for': lie, 'x-real-ip': lie };
      const { headers: told = {} } = parsed(
        await ask(to(way, route, { path: below(route, 'lab/whoami'), who, headers })),
      );
      const said = `${told['x-forwarded-for']} (${told['x-real-ip']})`;
      const isKnown = said.includes(who.address) && !(told['x-real-ip'] ?? '').includes(lie);
      const isBelieved = !way.plan.cluster.trustedProxies.clientHeader && said.includes(lie);
      const scheme = told['x-forwarded-proto'];
      return isKnown && !isBelieved && scheme === 'https'
        ? []
        : [`${nameOf(route)}: ${who.address} is told as ${said}, by ${scheme}`];
    }),
  );
