import { expect, test } from 'vitest';
import { topologyPage } from '../../pages/topology';
import { podTemplates } from '../support/kubernetes';
import { environmentAt } from '../support/phases';
import { type Defect, inPod, type Rule, rule, without } from '../support/rule';
import { planOf } from '../support/systems';

/** `kubectl … port-forward deployment/kibana 5601`, wherever a page shows one. */
const COMMAND = /kubectl --namespace (\S+) port-forward (\S+) (\d+)/g;

/** The commands of its page lead to ports of pods that are there; and each page that is shut has one. */
const shut: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const commands = [...topologyPage([plan]).matchAll(COMMAND)];
  const isThere = (workload: string, number: number): boolean =>
    podTemplates(objects).some(
      ({ kind, name, spec }) =>
        `${kind.toLowerCase()}/${name}` === workload &&
        spec.containers.some(({ ports = [] }) => ports.some(({ containerPort }) => containerPort === number)),
    );
  return [
    ...plan.shut
      .filter(
        ({ to, port }) =>
          !commands.some(([, , workload, number]) => workload!.endsWith(`/${to}`) && Number(number) === port),
      )
      .map(({ to, port }) => `nobody says how to get to ${to}:${port}`),
    ...commands
      .filter(
        ([, namespace, workload, port]) => namespace !== plan.namespace || !isThere(workload!, Number(port)),
      )
      .map(([command]) => `nothing is there: ${command}`),
  ];
};

rule('the people who run it get to every page of theirs that is shut', shut, []);

// Not every system has such a page.
test.each<Defect>([
  ['no workload', without('Deployment/kibana'), /nothing is there: .*deployment\/kibana 5601/],
  [
    'another port',
    inPod('containers.0.ports.0.containerPort', 80, ({ name }) => name === 'kibana'),
    /nothing is there: .*deployment\/kibana 5601/,
  ],
])('would be noticed: %s', async (_, seed, finding) => {
  const environment = await environmentAt('sentineliq', 'production', 4);
  const objects = structuredClone(environment.objects);
  seed(objects);
  expect((await shut(objects, environment)).join('\n')).toMatch(finding);
});
