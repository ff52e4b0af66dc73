import type { Plan } from '../../model/plan';
import { exceptionOf, keepsZones, ZONE_LABEL } from '../../model/zones';
import { podTemplates, title } from '../support/kubernetes';
import { type Place, Policies, pods, STRANGER } from '../support/network';
import { find, inObject, type Rule, rule, those } from '../support/rule';
import { NothingToBreak, type Seed } from '../support/seeds';
import { planOf } from '../support/systems';

const LABEL = ZONE_LABEL.replaceAll('.', '\\.');

/** The zone that the definition has for a pod of a component, its canary included. */
const zoneOf = (plan: Plan, name: string): string | undefined =>
  plan.components.find((one) => one.name === name)?.zone;

const labels: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const said = objects.flatMap((object) => {
    const [pod] = podTemplates([object]);
    const inherited = object.kind === 'Cluster' && (object.spec as Inherits).inheritedMetadata?.labels;
    const own = pod?.labels ?? inherited;
    return own ? [{ object, zone: own[ZONE_LABEL] }] : [];
  });
  return said.flatMap(({ object, zone }) => {
    const wanted = zoneOf(plan, object.metadata.labels!['app.kubernetes.io/name']!);
    return zone === wanted ? [] : [`a pod of ${title(object)} says zone ${zone}, and is of ${wanted}`];
  });
};
interface Inherits {
  inheritedMetadata?: { labels: Record<string, string> };
}

const zoned = (kind: string) =>
  those(
    kind,
    ({ template }: { template: { metadata: { labels: object } } }) => ZONE_LABEL in template.metadata.labels,
  );

rule('each pod says which security zone it is in', labels, [
  [
    'none is said',
    inObject(zoned('Deployment'), `spec.template.metadata.labels.${LABEL}`, undefined),
    /says zone undefined/,
  ],
  [
    'another one',
    inObject(zoned('StatefulSet'), `spec.template.metadata.labels.${LABEL}`, 'public'),
    /says zone public/,
  ],
]);

/** Who asks from the edge, wherever its pods are. */
function edge({ cluster: { gateway } }: Plan, all: readonly Place[]): Place[] {
  const { dataPlane } = gateway;
  if (dataPlane.kind === 'own') return all.filter(({ name }) => name === 'edge');
  return [{ name: 'edge', namespace: dataPlane.pods.namespace, labels: { ...dataPlane.pods.podLabels } }];
}

const crossings: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  if (plan.zones.length === 0) return [];
  const policies = new Policies(objects, plan.namespace);
  const all = pods(objects, plan.namespace).filter(({ name }) => name !== STRANGER);
  const named = (name: string): string => name.replace(/-canary$/, '');
  const servers = all.filter(({ name }) => zoneOf(plan, name));
  return [...servers, ...edge(plan, all)].flatMap((from) =>
    servers
      .filter((to) => to !== from)
      .flatMap((to) => {
        const { ports } = plan.components.find(({ name }) => name === to.name)!;
        return Object.entries(ports).flatMap(([port, { number, protocol = 'TCP' }]) => {
          const way = { from, to, port: number, protocol };
          const isOpen =
            policies.ingress(way) || ('labels' in from && policies.egress(way) && from.name !== 'edge');
          const ends = [named(from.name), named(to.name), port] as const;
          return isOpen && !keepsZones(plan, ...ends) && !exceptionOf(plan, ...ends)
            ? [`${from.name} → ${to.name}:${number} passes over a zone, or goes outwards`]
            : [];
        });
      }),
  );
};

/** Lets in whom a zone keeps out: the first that may not come and does not. */
const opened: Seed = (objects, plan) => {
  for (const { name: to, ports } of plan.components) {
    for (const { name: from } of [...plan.components, { name: 'edge' }]) {
      const isNo = Object.keys(ports).every(
        (port) => !keepsZones(plan, from, to, port) && !exceptionOf(plan, from, to, port),
      );
      if (!zoneOf(plan, to) || from === to || !isNo || Object.keys(ports).length === 0) continue;
      const everybody = { from: [{ namespaceSelector: {}, podSelector: {} }] };
      const spec = find(objects, 'NetworkPolicy', to).spec as { ingress?: object[] };
      spec.ingress = [...(spec.ingress ?? []), everybody];
      return;
    }
  }
  throw new NothingToBreak('no zone keeps anybody out');
};

rule('what is open stays in its zone or goes one inwards, or somebody said why it must not', crossings, [
  ['a store open to all', opened, /→ .* passes over a zone, or goes outwards/],
]);
