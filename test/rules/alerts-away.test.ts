import { load } from 'js-yaml';
import { EDGE } from '../../model/edge';
import type { AlertRule } from '../../model/observability';
import type { Plan } from '../../model/plan';
import { tellsOf } from '../../model/promql';
import { topologyPage } from '../../pages/topology';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { type Rule, rule } from '../support/rule';
import { NothingToBreak, type Seed } from '../support/seeds';
import { planOf } from '../support/systems';

interface Rules {
  groups: { rules: { alert?: string; expr: string }[] }[];
}

const RULES = /^rules\.ya?ml$/;

/** Expressions of all alerts that are written into a configuration, or undefined where nobody reads any. */
function written(objects: readonly KubeObject[]): string[] | undefined {
  const files = kindOf(objects, 'ConfigMap').flatMap(({ data = {} }) =>
    Object.entries(data).flatMap(([key, text]) => (RULES.test(key) ? [text] : [])),
  );
  return files.length === 0
    ? undefined
    : files.flatMap((text) =>
        (load(text) as Rules).groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
      );
}

/** In the story in which it fires, something that names the component falls to nothing or ends. */
const firesWithout = ({ proof }: AlertRule, name: string): boolean =>
  proof.fires.some(({ series, values }) => series.includes(`="${name}"`) && /(^| )(0x|0 |_x)/.test(values));

/** What brings requests in: our own data plane, or the pods of the cluster's controller. */
const gatewayJob = ({ cluster: { gateway } }: Plan): string =>
  gateway.dataPlane.kind === 'own' ? EDGE : gateway.dataPlane.target.name;

const missed: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const rules = written(objects);
  if (plan.routes.length === 0) return [];
  if (!rules)
    return topologyPage([plan]).includes('There is no Prometheus here')
      ? []
      : ['nobody says that nobody is told'];
  const isTold = (name: string): boolean =>
    plan.alerts.some((one) => tellsOf(one, name) && firesWithout(one, name) && rules.includes(one.expr));
  const isSaid = (name: string): boolean =>
    new RegExp(`Nobody is told when.*\`${name}\``).test(topologyPage([plan]));
  const names = [...new Set(plan.routes.map(({ to }) => to)), gatewayJob(plan)];
  return names
    .filter((name) => !isTold(name) && !isSaid(name))
    .map((name) => `nobody is told when ${name} is away`);
};

/**
 * Takes all alerts about one name out of the configuration, as nobody would notice in a day: the first that people reach
 * and that such an alert tells of.
 */
const lessAlerts =
  (wanted: RegExp): Seed =>
  (objects, plan) => {
    const all = written(objects) ?? [];
    const names = [...plan.routes.map(({ to }) => to), gatewayJob(plan)];
    const name = names.find((one) =>
      all.some((expr) => expr.includes(`"${one}"`) && wanted.exec(expr)?.[1] === one),
    );
    if (plan.routes.length === 0 || !name) throw new NothingToBreak('nobody is told so');
    for (const { data = {} } of kindOf(objects, 'ConfigMap')) {
      for (const [key, text] of Object.entries(data)) {
        if (!RULES.test(key)) continue;
        const parsed = load(text) as Rules;
        for (const group of parsed.groups)
          group.rules = group.rules.filter(({ expr }) => !expr.includes(`"${name}"`));
        data[key] = JSON.stringify(parsed);
      }
    }
  };

rule('somebody is told when what people reach is away', missed, [
  [
    'no alert for a program without metrics',
    lessAlerts(/^kube_\w+\{[^}]*(?:deployment|statefulset)="([^"]+)"\} == 0/),
    /nobody is told when \S+ is away/,
  ],
  [
    'no alert for one with metrics, or for the gateway',
    lessAlerts(/\bup\{(?:component|job)="([^"]+)"/),
    /nobody is told when \S+ is away/,
  ],
]);
