/** `system × environment` into one complete, checked plan. Pure: the same input, the same plan. */
import { repositories } from '../images';
import { isWithin } from '../paths';
import type { Plan, PlannedRoute } from '../plan';
import { compare, DefinitionError, didYouMean, Problems } from '../problems';
import { checkShape } from '../shape';
import { METHODS, type Method, type System } from '../system';
import { checkClusters } from '../validate/clusters';
import { checkDraft } from '../validate/draft';
import { checkPlan } from '../validate/plan';
import { checkUnused } from '../validate/registries';
import { checkSystem } from '../validate/system';
import { withArchives, withLogs } from './archives';
import { planBackups, withBackups, withWorks } from './backups';
import { withCanaries } from './canary';
import { findCdn } from './cdn';
import { planComponent } from './component';
import { planConnections } from './connections';
import { Contexts } from './context';
import { type Draft, type FoundRoute, namespaceOf } from './draft';
import { inCluster } from './environment';
import { findRoutes, linkFlows } from './flows';
import { droppedHeaders, hiddenPaths } from './hidden';
import { findLocal, forwardsOf, planLocal } from './local';
import { canaryOf, meshOf, planWaypoint } from './mesh';
import { checkSecretNames } from './operated';
import { planRegistries, planSecrets } from './secrets';
import { otherwise, specialize } from './specialize';
import { findStartAfter } from './start-after';
import { planWaves } from './waves';

/**
 * Resolves every environment of every system.
 * @throws DefinitionError with all problems of all of them.
 */
export function resolveAll(systems: readonly System[]): Plan[] {
  const problems = new Problems();
  const plans: Plan[] = [];
  const drafts: Draft[] = [];
  const names = new Set<string>();
  const namespaces = new Map<string, string>();
  // What is no definition cannot be looked at any further.
  const whole = systems.filter((system) => checkShape(system, problems));
  for (const system of whole.sort((a, b) => compare(a.name, b.name))) {
    const isSecond = names.has(system.name);
    if (isSecond) problems.add(system.name, 'two systems have this name; rename one of them');
    names.add(system.name);
    for (const environment of Object.keys(system.environments).sort(compare)) {
      // `a-b` in `c` and `a` in `b-c` are both `a-b-c`.
      const path = `${system.name}/${environment}`;
      const namespace = namespaceOf(system, environment);
      const other = namespaces.get(namespace) ?? path;
      if (other !== path)
        problems.add(path, `has the namespace '${namespace}' of '${other}'; rename one of them`);
      namespaces.set(namespace, path);
      const draft = draftOf(problems, system, environment);
      if (!isSecond) drafts.push(draft);
      const plan = complete(draft);
      if (plan) plans.push(plan);
    }
    checkUnused(system, plans, problems);
  }
  checkClusters(drafts, problems);
  if (problems.any) throw new DefinitionError(problems.list);
  return plans;
}

/**
 * One environment of one system.
 * @throws DefinitionError with all its problems, or when there is no such environment.
 */
export function resolve(system: System, environment: string): Plan {
  const problems = new Problems();
  if (!checkShape(system, problems)) throw new DefinitionError(problems.list);
  const choices = Object.keys(system.environments);
  if (!choices.includes(environment)) {
    problems.add(system.name, `there is no environment '${environment}'${didYouMean(environment, choices)}`);
    throw new DefinitionError(problems.list);
  }
  const plan = complete(draftOf(problems, system, environment));
  if (!plan || problems.any) throw new DefinitionError(problems.list);
  return plan;
}

/** What an environment has of its own, its links and routes found. */
function draftOf(problems: Problems, given: System, name: string): Draft {
  const { system: saved, works } = withBackups(specialize(given, name, problems), name, problems);
  const { system, canaries } = withCanaries(withArchives(saved, name, problems), name, problems);
  const environment = system.environments[name]!;
  checkSystem(system, name, problems);
  const namespace = namespaceOf(system, name);
  const input = { system, name, environment, problems };
  const found = findRoutes(input);
  const isAway = ({ route }: FoundRoute): boolean => environment.external?.[route.to] !== undefined;
  const routes = found.filter((route) => !isAway(route));
  const isShut = ({ internal }: FoundRoute): boolean =>
    environment.shut === true || (internal && !environment.internal);
  const whole = withWorks(otherwise(given, name), saved, works);
  return {
    ...input,
    whole,
    namespace,
    dnsSuffix: `${namespace}.svc.${environment.cluster.dnsDomain ?? 'cluster.local'}`,
    canaries,
    works,
    cdn: findCdn(given, name),
    local: findLocal(whole, name, problems),
    components: inCluster(system, name, canaries, problems),
    links: linkFlows(input),
    routes: routes.filter((route) => !isShut(route)),
    shut: routes.filter(isShut),
    away: found.filter((route) => isAway(route) && !isShut(route)),
    startAfter: findStartAfter(input),
  };
}

/** Undefined where too much is wrong; that is reported. */
function complete(draft: Draft): Plan | undefined {
  const { system, name, environment, namespace } = draft;
  checkDraft(draft);
  const contexts = new Contexts(draft);
  const secrets = planSecrets(draft);
  checkSecretNames(draft, secrets);
  const waves = planWaves(draft);
  const components = [...draft.components.keys()].flatMap(
    (component) => planComponent(draft, contexts, component, waves.get(component) ?? 1) ?? [],
  );
  // Without every component, what follows would only repeat the problems found so far.
  if (components.length < draft.components.size) return undefined;
  const forwards = forwardsOf(draft);
  const plan: Plan = {
    system: system.name,
    title: system.title,
    description: system.description,
    environment: name,
    namespace,
    phase: environment.phase,
    domain: environment.domain,
    cluster: environment.cluster,
    mesh: meshOf(environment),
    waypoint: planWaypoint(draft),
    budget: environment.budget,
    components,
    external: environment.external ?? {},
    cdn: draft.cdn,
    local: planLocal(draft, forwards),
    forwards,
    routes: draft.routes.map((found) => planRoute(draft, found)),
    internal: draft.routes.some(({ internal }) => internal) ? environment.internal : undefined,
    people: environment.people,
    tokens: environment.tokens,
    shut: draft.shut
      .map(({ route: { to }, port }) => ({ to, port }))
      .sort((a, b) => compare(a.to, b.to) || a.port - b.port),
    isShut: environment.shut ?? false,
    away: draft.away.map(({ route: { to }, host, path }) => ({ to, host, path })),
    flows: [...system.flows].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to)),
    rights: contexts.rights(),
    backups: withLogs(draft, planBackups(draft)),
    zones: system.zones ?? [],
    zoneExceptions: system.zoneExceptions ?? [],
    outside: system.outside ?? [],
    decisions: system.decisions ?? [],
    assumed: system.assumed ?? [],
    startAfter: draft.startAfter,
    connections: planConnections(draft, contexts),
    secrets,
    alerts: contexts.rules(),
    isWatched: [...draft.components.values()].some(({ collects }) => collects === 'metrics'),
    registries: system.registries,
    signatures: system.signatures,
    lastWave: Math.max(0, ...waves.values()) + 1,
  };
  const registries = planRegistries(draft, repositories(plan), secrets);
  const whole = {
    ...plan,
    secrets: [...secrets, ...registries].sort((a, b) => compare(a.name, b.name)),
  };
  checkPlan(draft, whole);
  return whole;
}

function planRoute(draft: Draft, { route, host, path, port, internal }: FoundRoute): PlannedRoute {
  const definition = draft.components.get(route.to)!;
  return {
    to: route.to,
    path,
    host,
    port,
    methods:
      route.methods &&
      (Object.keys(METHODS).filter((one) => route.methods!.includes(one as Method)) as Method[]),
    below: route.below ?? false,
    maxBody: route.maxBody,
    rateLimit: route.rateLimit,
    streaming: route.streaming ?? false,
    login: route.login ?? false,
    internal,
    hidden: hiddenPaths(definition, port).filter((one) => isWithin(one, path)),
    dropped: droppedHeaders(definition, port),
    canary: canaryOf(draft, route.to),
  };
}
