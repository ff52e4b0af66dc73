/** Mistakes in the way in as charts or the platform's values could make them, in what runs. Each is valid. */
import { APPLY, asStdin } from '../../tools/lab/bring-up';
import type { Cluster } from '../../tools/lab/cluster';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import * as checks from '../../tools/node/way-in/checks';
import * as limits from '../../tools/node/way-in/limits';
import { streamed, streamingRoutes } from '../../tools/node/way-in/streams';
import type { Check, WayIn } from '../../tools/node/way-in/way';

export interface Seed {
  readonly what: string;
  readonly check: Check;
  /** What the check has to say. */
  readonly says: RegExp;
  make(cluster: Cluster): Promise<unknown>;
  mend(cluster: Cluster): Promise<unknown>;
}

// biome-ignore lint/suspicious/noExplicitAny: a manifest as written
type Any = any;

/** A mistake in objects of the environment: those of which `change` says true are changed by it. */
function inObjects(
  unit: Unit,
  what: string,
  check: Check,
  says: RegExp,
  change: (object: Any) => boolean,
): Seed[] {
  const changed = (structuredClone(unit.objects) as KubeObject[]).filter(change);
  const originals = unit.objects.filter((object) =>
    changed.some(({ kind, metadata }) => kind === object.kind && metadata.name === object.metadata.name),
  );
  const apply = (objects: readonly KubeObject[]) => (cluster: Cluster) =>
    cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(objects) });
  return changed.length > 0 ? [{ what, check, says, make: apply(changed), mend: apply(originals) }] : [];
}

const rulesOf = ({ kind, spec }: Any): Any[] => (kind === 'HTTPRoute' ? spec.rules : []);
const isRegular = ({ matches = [] }: Any): boolean =>
  matches.some(({ path }: Any) => path?.type === 'RegularExpression');
/** `https-app` and `https-api` are at one door. */
const doorOf = ({ spec }: Any): string | undefined => spec.parentRefs?.[0]?.sectionName?.split('-')[0];

/** Those that this environment can have. */
export async function seedsFor(unit: Unit, way: WayIn): Promise<Seed[]> {
  const { objects } = unit;
  const routes = objects.filter(
    (one) => one.kind === 'HTTPRoute' && rulesOf(one).some((rule) => rule.backendRefs),
  );
  const toOther = (one: KubeObject) =>
    routes.find(
      (other) =>
        doorOf(other) === doorOf(one) &&
        other.spec.rules[0].backendRefs[0].name !== one.spec.rules[0].backendRefs[0].name,
    );
  const lost = routes.find(
    (one) =>
      toOther(one) &&
      !way.plan.routes.some((two) => two.streaming && two.to === one.spec.rules[0].backendRefs[0].name),
  );
  const hiding = way.plan.routes.flatMap(({ hidden, host }) => (hidden.length > 0 ? host : []));
  const certified = objects.find(({ kind }) => kind === 'Certificate');
  const buffering = objects.find(({ kind, spec }) => kind === 'Middleware' && spec.buffering);
  const streaming = (await streamingRoutes(way)).filter(({ internal }) => !internal);
  return [
    ...inObjects(
      unit,
      'a certificate of another name',
      checks.certificates,
      /altname|SELF_SIGNED/i,
      (one) => {
        if (one.kind !== 'Certificate' || one.metadata.name !== certified?.metadata.name) return false;
        one.spec.dnsNames = [`elsewhere.${way.plan.domain}`];
        return true;
      },
    ),
    ...inObjects(unit, 'a redirect for now', checks.redirects, /302/, (one) => {
      const filters = rulesOf(one).flatMap(({ filters = [] }) => filters);
      const redirect = filters.find((each: Any) => each.requestRedirect)?.requestRedirect;
      if (redirect) redirect.statusCode = 302;
      return Boolean(redirect);
    }),
    ...inObjects(
      unit,
      "a route to another's component",
      checks.destinations,
      /arrives at (?!nobody)/,
      (one) => {
        if (!lost || one.kind !== 'HTTPRoute' || one.metadata.name !== lost.metadata.name) return false;
        one.spec.rules[0].backendRefs = toOther(lost)!.spec.rules[0].backendRefs;
        return true;
      },
    ),
    ...inObjects(unit, 'a hidden path that is shown', checks.hiddenPaths, /: (200|401)/, (one) => {
      // Rules of what may be asked for, and nothing beside it, are regular too.
      if (!hiding.includes(one.spec?.hostnames?.[0]) || !rulesOf(one).some(isRegular)) return false;
      one.spec.rules = one.spec.rules.filter((rule: Any) => !isRegular(rule));
      return true;
    }),
    ...inObjects(
      unit,
      'an internal page at the door of everybody',
      checks.strangers,
      /door of everybody/,
      (one) => {
        // Of two, so that the other still shows what is wrong at their own door.
        const listeners: Any[] = one.kind === 'Gateway' ? one.spec.listeners : [];
        const [inner, other] = listeners.filter(({ name }) => /^internal/.test(name));
        if (inner && other) inner.port = way.plan.cluster.gateway.ports.https;
        return Boolean(inner && other);
      },
    ),
    ...byMiddlewares(unit),
    ...byPolicies(unit, streaming.length > 0),
    ...(buffering && streaming.length > 0
      ? inObjects(unit, 'a stream that is held back', heldBack, /after it was sent|no answer/, (one) => {
          const hosts = streaming.map(({ host, path }) => `${host} ${path}`);
          const [rule] = rulesOf(one);
          const where = `${one.spec?.hostnames?.[0]} ${rule?.matches?.[0]?.path?.value}`;
          if (!rule?.filters || !hosts.includes(where)) return false;
          const extensionRef = {
            group: buffering.apiVersion.split('/')[0],
            kind: buffering.kind,
            name: buffering.metadata.name,
          };
          rule.filters.push({ type: 'ExtensionRef', extensionRef });
          return true;
        })
      : []),
  ];
}

const heldBack: Check = async (way) =>
  (await Promise.all((await streamingRoutes(way)).map((route) => streamed(way, route, 6)))).flat();

/** What NGINX Gateway Fabric's own resources say, said no more. */
function byPolicies(unit: Unit, streams: boolean): Seed[] {
  const changing =
    (wanted: string, change: (spec: Any) => void) =>
    ({ kind, spec }: Any): boolean => {
      if (kind === wanted) change(spec);
      return kind === wanted;
    };
  const rate = changing('RateLimitPolicy', ({ rateLimit: { local } }) => {
    for (const rule of local.rules) {
      rule.rate = rule.rate.replace(/^\d+/, (text: string) => String(3 * Number(text)));
      rule.burst *= 3;
    }
  });
  const body = changing('ClientSettingsPolicy', (spec) => {
    // Its definition takes four digits and a unit.
    spec.body.maxSize = spec.body.maxSize.replace(/^\d+/, (text: string) => String(Number(text) + 1));
  });
  const buffered = changing('ProxySettingsPolicy', ({ buffering }) => {
    buffering.disable = false;
  });
  const open = (one: Any): boolean =>
    rulesOf(one).reduce((isChanged, rule) => {
      const left = rule.filters?.filter(
        ({ extensionRef }: Any) => extensionRef?.kind !== 'AuthenticationFilter',
      );
      const isOne = left?.length < rule.filters?.length;
      if (isOne) rule.filters = left;
      return isChanged || isOne;
    }, false);
  return [
    ...inObjects(
      unit,
      'a rate that is three times as high',
      limits.rateLimits,
      /passed in|was refused/,
      rate,
    ),
    ...inObjects(unit, 'a body larger than is said', limits.bodySizes, /a byte too many/, body),
    ...inObjects(unit, 'a page without its login', limits.logins, /stranger: [23]/, open),
    ...(streams
      ? inObjects(unit, 'a stream that is held back', heldBack, /after it was sent|no answer/, buffered)
      : []),
  ];
}

/** What Traefik's own resources say, said no more. */
function byMiddlewares(unit: Unit): Seed[] {
  const without = (
    what: string,
    check: Check,
    says: RegExp,
    isOne: (spec: Any) => boolean,
    change: (spec: Any) => void,
  ) =>
    inObjects(unit, what, check, says, (one) => {
      if (one.kind !== 'Middleware' || !isOne(one.spec)) return false;
      change(one.spec);
      return true;
    });
  return [
    ...without(
      'a rate that is three times as high',
      limits.rateLimits,
      /passed in|was refused/,
      (spec) => spec.rateLimit,
      (spec) => {
        spec.rateLimit.average *= 3;
        spec.rateLimit.burst *= 3;
      },
    ),
    ...without(
      'a byte more than is said',
      limits.bodySizes,
      /a byte too many/,
      (spec) => spec.buffering,
      (spec) => {
        spec.buffering.maxRequestBodyBytes += 1;
      },
    ),
    ...without(
      'an internal page without a login',
      limits.logins,
      /stranger: [23]/,
      (spec) => spec.basicAuth,
      (spec) => {
        delete spec.basicAuth;
        spec.ipAllowList = { sourceRange: ['0.0.0.0/0'] };
      },
    ),
  ];
}
