import { kindOf } from '../support/kubernetes';
import {
  endpoints,
  proofs,
  strangers,
  writtenAlerts,
  writtenQueries,
  writtenTriggers,
} from '../support/metrics';
import { inObject, type Rule, rule, those } from '../support/rule';
import { planOf } from '../support/systems';

const names: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const asked = [
    ...writtenAlerts(objects),
    ...proofs(plan),
    ...writtenQueries(objects),
    ...writtenTriggers(objects),
  ];
  const watched = plan.components.some(({ technology }) => technology === 'prometheus');
  return [
    ...strangers(endpoints(plan), asked),
    ...(watched && plan.alerts.length !== writtenAlerts(objects).length
      ? [`Prometheus has ${writtenAlerts(objects).length} of ${plan.alerts.length} alerts`]
      : []),
  ];
};

/** Changes the text of the first file of a ConfigMap in which there is something to change. */
const inFile =
  (name: RegExp, from: RegExp, to: string) =>
  (objects: Parameters<Rule>[0]): void => {
    for (const { data = {} } of kindOf(objects, 'ConfigMap')) {
      const file = Object.keys(data).find((one) => name.test(one) && from.test(data[one]!));
      if (!file) continue;
      data[file] = data[file]!.replace(from, to);
      return;
    }
  };

rule('no alert is silent, no panel empty and no pod lacking because its metric has another name', names, [
  ['an alert of a job that is not there', inFile(/^rules/, /job="/, 'job="no-'), /there is no job no-/],
  ['an alert of another name', inFile(/^rules/, /\bup\{/, 'down{'), /does not emit down/],
  [
    'an alert less',
    inFile(/^rules/, / *- alert: .*\n(?: {8}.*\n| {6} {2}.*\n)*/, ''),
    /Prometheus has \d+ of/,
  ],
  [
    'pods by a figure of another name',
    inObject(
      those('ScaledObject', ({ triggers }) => triggers[0].metadata.query !== undefined),
      'spec.triggers.0.metadata.query',
      'sum(nobodys)',
    ),
    /pods of \S+: nobody emits nobodys/,
  ],
  ['a panel of another name', inFile(/\.json$/, /"expr": "/, '"expr": "nobodys + '), /nobody emits nobodys/],
]);
