/** What a plan says of who is led where, asked from outside. Each check returns what is not so. */
import { Agent } from 'node:https';
import { isWithin } from '../../../model/paths';
import { careless, formsOf } from '../../lab/edge-paths';
import { type Answer, ask, certificateOf, type Question } from './ask';
import { flowsOf, reached } from './flows';
import { insider, person } from './people';
import { below, type Check, doorOf, flat, nameOf, next, openRoutes, someone, to } from './way';

/** Each host shows a certificate of its own name, of the issuer that the cluster names. */
export const certificates: Check = (way) =>
  flat(
    openRoutes(way).map(async (route) => {
      const { from } = someone(way, route);
      const found = await certificateOf(doorOf(way, route), route.host, from, way.authority.certificate);
      const issuer = found.certificate?.issuer?.CN;
      return found.problem || issuer !== way.authority.name
        ? [`${route.host}: ${found.problem ?? `its certificate is of ${issuer}`}`]
        : [];
    }),
  );

/** Who asks by http is sent to the same page by https, for good; internal hosts are not known there. */
export const redirects: Check = (way) =>
  flat(
    openRoutes(way).map(async (route) => {
      const { host, internal } = route;
      const path = below(route, 'way-in?x=1');
      const who = person(way.plan, next());
      const { status, headers } = await ask({ door: way.doors.http, host, who, path, plain: true });
      const wanted = internal ? '404 ' : `301 https://${host}${path}`;
      const found = `${status} ${headers.location ?? ''}`;
      return found === wanted ? [] : [`http://${host}${path}: ${found}`];
    }),
  );

/** Bytes of the name that a request for a page that is not there has: no probe is as large. */
const PADDING = 4096;
const PADDED = 8;

/** What is sent to a route arrives at its component, or at the canary of that, and at no other. */
export const destinations: Check = async (way) => {
  const problems: string[] = [];
  for (const route of openRoutes(way)) {
    const before = await flowsOf(way.cluster, way.machines, way.plan);
    const path = below(route, `way-in?pad=${'x'.repeat(PADDING)}`);
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    const answers: Answer[] = [];
    for (let count = 0; count < PADDED; count++) answers.push(await ask(to(way, route, { path, agent })));
    agent.destroy();
    const after = await flowsOf(way.cluster, way.machines, way.plan);
    const got = reached(before, after, PADDING * PADDED);
    const wanted = [route.to, ...(route.canary ? [route.canary.name] : [])];
    if (got.length > 0 && got.every((name) => wanted.includes(name))) continue;
    const statuses = [...new Set(answers.map(({ status }) => status))].join(', ');
    problems.push(`${nameOf(route)}: arrives at ${got.join(', ') || 'nobody'} and answers ${statuses}`);
  }
  return problems;
};

/** Hosts, paths and doors that no route has. */
export const strangers: Check = async (way) => {
  const { plan, doors } = way;
  const routes = openRoutes(way);
  const asked: { what: string; question: Question }[] = [
    {
      what: 'a host that nobody has',
      question: { door: doors.https, host: `nobody.${plan.domain}`, who: person(plan, next()) },
    },
    ...routes.map((route) => ({
      what: `${route.host} by the door of ${route.internal ? 'everybody' : 'the people who run it'}`,
      question: {
        ...to(way, route),
        door: route.internal ? doors.https : (doors.internal ?? doors.http),
        who: route.internal || !plan.internal ? person(plan, next()) : insider(plan.internal.cidrs, next()),
        plain: !route.internal && !doors.internal,
      },
    })),
    ...[...new Set(routes.map(({ host }) => host))].flatMap((host) => {
      const own = routes.filter((route) => route.host === host);
      const path = '/way-in-of-nobody';
      return own.some((route) => isWithin(path, route.path))
        ? []
        : [{ what: `https://${host}${path}`, question: to(way, own[0]!, { path }) }];
    }),
  ];
  return flat(
    asked.map(async ({ what, question }) => {
      const { status, text } = await ask(question);
      // Some gateways show nobody a certificate for a name that they have not.
      const isUnknown = status === 0 && /unrecognized.name/i.test(text);
      return status === 404 || isUnknown || (question.plain && status === 301)
        ? []
        : [`${what}: ${status} ${text.slice(0, 200)}`];
    }),
  );
};

/** What a component keeps to itself, however somebody writes its path. */
export const hiddenPaths: Check = async (way) => {
  const problems: string[] = [];
  for (const route of openRoutes(way)) {
    const targets = route.hidden
      .flatMap((path) => formsOf(path))
      .filter((target) => route.hidden.some((path) => isWithin(careless(target), path)));
    const answers = await Promise.all(targets.map((path) => ask(to(way, route, { path }))));
    for (const [index, { status }] of answers.entries()) {
      // A request that no HTTP server takes shows nothing either.
      if (![400, 404].includes(status)) problems.push(`https://${route.host}${targets[index]}: ${status}`);
    }
    const plain = answers[0]?.status;
    if (route.hidden.length > 0 && plain !== 404)
      problems.push(`${nameOf(route)}: ${plain} for the plain path`);
  }
  return problems;
};
