/** A way in, and how its routes are asked by people who may. */
import { loginsOf } from '../../../model/edge';
import type { Plan, PlannedRoute } from '../../../model/plan';
import type { Cluster } from '../../lab/cluster';
import type { Machine } from '../machine';
import { type Answer, ask, type Question } from './ask';
import type { Door, Doors } from './doors';
import { insider, type Person, person } from './people';

/** A way in that is open. */
export interface WayIn {
  readonly cluster: Cluster;
  readonly machines: readonly Machine[];
  readonly plan: Plan;
  readonly doors: Doors;
  /** Certificate of who signs the hosts', and its name. */
  readonly authority: { readonly certificate: string; readonly name: string };
  /** Who may log in where that is asked for. */
  readonly login: { readonly user: string; readonly password: string };
}

export type Check = (way: WayIn) => Promise<string[]>;

/** People who are there to be sent. */
export const PEOPLE = 160;
/** Those of them whom nothing else sends than checks of what is counted by client. */
const COUNTED = 80;

let last = 0;
let lastCounted = 0;
/** Somebody, who may have asked something else a moment ago. */
export const next = (): number => (last++ % (PEOPLE - COUNTED)) + 1;
/** Somebody who has not asked for a while: what is counted by client begins anew. */
export const nextCounted = (): number => PEOPLE - (lastCounted++ % COUNTED);

/** Routes that a listener leads to. */
export const openRoutes = ({ plan }: WayIn): PlannedRoute[] =>
  plan.routes.filter(({ internal }) => !internal || plan.internal);

export const doorOf = ({ doors }: WayIn, { internal }: PlannedRoute): Door =>
  internal ? doors.internal! : doors.https;

export const nameOf = ({ host, path }: PlannedRoute): string => `https://${host}${path}`;

export const someone = ({ plan }: WayIn, { internal }: PlannedRoute, n = next()): Person =>
  internal ? insider(plan.internal!.cidrs, n) : person(plan, n);

const loginOf = ({ login }: WayIn, route: PlannedRoute): Record<string, string> =>
  loginsOf(route)
    ? { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` }
    : {};

/** A question to a route by somebody who may ask it. */
export const to = (way: WayIn, route: PlannedRoute, more: Partial<Question> = {}): Question => ({
  door: doorOf(way, route),
  host: route.host,
  who: someone(way, route),
  ...more,
  headers: { ...loginOf(way, route), ...more.headers },
});

/** A path of a route that no other route of its host takes away. */
export const below = ({ path }: PlannedRoute, rest: string): string => `${path === '/' ? '' : path}/${rest}`;

/** Routes behind which is a program that tells what it gets. */
export async function toldBy(way: WayIn): Promise<PlannedRoute[]> {
  const routes = openRoutes(way);
  const answers = await Promise.all(
    routes.map((route) => ask(to(way, route, { path: below(route, 'lab/whoami') }))),
  );
  return routes.filter((_, index) => parsed(answers[index]!).host !== undefined);
}

interface Told {
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function parsed({ status, text }: Answer): Told {
  try {
    return status === 200 ? (JSON.parse(text) as Told) : {};
  } catch {
    return {};
  }
}

/** What all of them found. */
export const flat = async (all: readonly Promise<string[]>[]): Promise<string[]> =>
  (await Promise.all(all)).flat();
