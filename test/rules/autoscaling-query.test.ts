/** Pods that come and go by what a query finds, and what is told of those of which there may be none. */
import { load } from 'js-yaml';
import { type KubeObject, kindOf, podTemplates, title } from '../support/kubernetes';
import { inObject, type Rule, rule, those } from '../support/rule';
import { findThat, NothingToBreak, type Seed } from '../support/seeds';
import { planOf } from '../support/systems';

interface Scaled {
  scaleTargetRef: { name: string };
  cooldownPeriod?: number;
  idleReplicaCount?: number;
  fallback?: { replicas: number };
  advanced: {
    horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: number } } };
  };
  triggers: { type: string; metadata: Record<string, string>; authenticationRef?: object }[];
}

const queries: Rule = async (objects, environment) => {
  const { components, external, connections, namespace } = await planOf(environment);
  return kindOf(objects, 'ScaledObject').flatMap((object) => {
    const { triggers, fallback } = object.spec as Scaled;
    return triggers.flatMap(({ type, metadata }) => {
      if (type !== 'prometheus') return [];
      const { hostname, port } = new URL(metadata.serverAddress ?? 'http://nowhere');
      const provider = Object.values(external).some(({ host }) => host === hostname);
      const [server] = hostname.split('.');
      const isOurs =
        hostname.startsWith(`${server}.${namespace}.svc.`) && components.some(({ name }) => name === server);
      const isReached = connections.some(
        ({ from, to, port: other, reason }) =>
          reason === 'scale' &&
          'name' in from &&
          'name' in to &&
          to.name === server &&
          String(other) === port,
      );
      return [
        provider || isOurs ? '' : `asks ${hostname}, which is nobody here`,
        provider || isReached ? '' : `asks ${hostname}, and no policy lets it`,
        metadata.query?.trim() ? '' : 'asks nothing',
        Number(metadata.threshold) > 0 ? '' : `divides by ${metadata.threshold}`,
        metadata.ignoreNullValues === 'false' ? '' : 'takes no answer for nothing to do',
        fallback ? '' : 'has nothing to go by while nobody answers',
      ]
        .filter(Boolean)
        .map((finding) => `${title(object)} ${finding}`);
    });
  });
};

const asks = those('ScaledObject', ({ triggers }: Scaled) =>
  triggers.some(({ type }) => type === 'prometheus'),
);
const METADATA = 'spec.triggers.0.metadata';

rule('what is scaled by a query asks the collector of the system, and believes no silence', queries, [
  [
    'a stranger',
    inObject(asks, `${METADATA}.serverAddress`, 'http://prometheus.monitoring.svc:9090'),
    /is nobody here/,
  ],
  [
    'another port',
    inObject(asks, `${METADATA}.serverAddress`, (address: string) => address.replace(/:\d+$/, ':9999')),
    /no policy lets it/,
  ],
  ['silence', inObject(asks, `${METADATA}.ignoreNullValues`, undefined), /takes no answer for nothing to do/],
  ['a part of nothing', inObject(asks, `${METADATA}.threshold`, '0'), /divides by 0/],
  ['no fallback', inObject(asks, 'spec.fallback', undefined), /has nothing to go by/],
]);

/** Seconds that the startup probes of a pod allow. */
const startOf = (objects: readonly KubeObject[], name: string): number => {
  const pod = podTemplates(objects).find((one) => one.name === name);
  const probes = pod?.spec.containers.map(({ startupProbe }) => startupProbe as Startup | undefined) ?? [];
  return Math.max(0, ...probes.map((probe) => (probe ? probe.periodSeconds * probe.failureThreshold : 0)));
};
interface Startup {
  periodSeconds: number;
  failureThreshold: number;
}

const patience = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'ScaledObject').flatMap((object) => {
    const { scaleTargetRef, advanced, idleReplicaCount, cooldownPeriod = 300 } = object.spec as Scaled;
    const start = startOf(objects, scaleTargetRef.name);
    const { stabilizationWindowSeconds: calm } = advanced.horizontalPodAutoscalerConfig.behavior.scaleDown;
    const waits = idleReplicaCount === undefined ? calm : Math.min(calm, cooldownPeriod);
    return waits < Math.max(start, 60)
      ? [`${title(object)} takes pods after ${waits} s that may need ${start} s to start`]
      : [];
  });

const WINDOW = 'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds';
const rests = those('ScaledObject', ({ idleReplicaCount }: Scaled) => idleReplicaCount === 0);

rule('no pod goes sooner than another could come', patience, [
  ['no patience', inObject('ScaledObject', WINDOW, 0), /takes pods after 0 s/],
  ['none at once', inObject(rests, 'spec.cooldownPeriod', 10), /takes pods after 10 s/],
]);

/** Expressions of all alerts in the configuration of who collects metrics. */
const expressions = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'ConfigMap').flatMap(({ data = {} }) =>
    Object.entries(data).flatMap(([key, text]) =>
      /rules\.ya?ml$/.test(key)
        ? ((load(text) as { groups: { rules: { expr: string }[] }[] }).groups ?? []).flatMap(({ rules }) =>
            rules.map(({ expr }) => expr),
          )
        : [],
    ),
  );

const falseAlarms: Rule = async (objects, environment) => {
  const { components } = await planOf(environment);
  const names = components.filter(({ scaling }) => scaling?.idle).map(({ name }) => name);
  return names.flatMap((name) =>
    expressions(objects)
      .filter(
        (expr) =>
          new RegExp(`absent\\(up\\{[^}]*"${name}"`).test(expr) ||
          (new RegExp(`_replicas_(available|ready)\\{[^}]*"${name}"`).test(expr) && !expr.includes('> 0')),
      )
      .map((expr) => `${name} rests, and somebody is woken for it: ${expr}`),
  );
};

/** As it would be of a component that always has pods. */
const asAlways: Seed = (objects, plan) => {
  const resting = plan.components.find(({ scaling }) => scaling?.idle)?.name;
  if (!resting) throw new NothingToBreak('nobody rests');
  const map = findThat(objects, {
    kind: 'ConfigMap',
    like: ({ data = {} }) => Object.keys(data).some((key) => /rules\.ya?ml$/.test(key)),
  });
  const key = Object.keys(map.data!).find((one) => /rules\.ya?ml$/.test(one))!;
  const groups = load(map.data![key]!) as { groups: { rules: object[] }[] };
  groups.groups[0]!.rules.push({ alert: 'Gone', expr: `absent(up{component="${resting}"})` });
  map.data![key] = JSON.stringify(groups);
};

rule('nobody is woken for what rests', falseAlarms, [['an alarm', asAlways, /rests, and somebody is woken/]]);
