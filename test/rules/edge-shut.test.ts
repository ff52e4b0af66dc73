import type { Plan } from '../../model/plan';
import { topologyPage } from '../../pages/topology';
import { type Container, podTemplates } from '../support/kubernetes';
import { inPod, type Rule, rule } from '../support/rule';
import { NothingToBreak, type Seed } from '../support/seeds';
import { servicesOf } from '../support/services';
import { planOf } from '../support/systems';

/** `kubectl … port-forward deployment/kibana 5601`, wherever a page shows one. */
const COMMAND = /kubectl --namespace (\S+) port-forward (\S+) (?:\d+:)?(\d+)/g;

/** The commands of its page lead to ports of pods that are there; and each page that is shut has one. */
const shut: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const commands = [...topologyPage([plan]).matchAll(COMMAND)];
  const isThere = (workload: string, number: number): boolean =>
    podTemplates(objects).some(
      ({ kind, name, spec }) =>
        `${kind.toLowerCase()}/${name}` === workload &&
        spec.containers.some(({ ports = [] }) => ports.some(({ containerPort }) => containerPort === number)),
    ) ||
    servicesOf(objects).some(({ name, ports }) => `service/${name}` === workload && ports.includes(number));
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

/** Whose pods, of ours, have a page that is shut. @throws NothingToBreak where none is */
const page = ({ shut, components }: Plan): string => {
  const first = shut.find(({ to }) => components.some(({ name, operated }) => name === to && !operated));
  if (!first) throw new NothingToBreak('no page is shut');
  return first.to;
};
const noWorkload: Seed = (objects, plan) => {
  const name = page(plan);
  const kinds = ['Deployment', 'StatefulSet'];
  objects.splice(
    objects.findIndex(({ kind, metadata }) => kinds.includes(kind) && metadata.name === name),
    1,
  );
};
const anotherPort: Seed = (objects, plan) => {
  const name = page(plan);
  inPod(
    'containers',
    (all: Container[]) => all.map((one) => ({ ...one, ports: [] })),
    (pod) => pod.name === name,
  )(objects);
};

rule('the people who run it get to every page of theirs that is shut', shut, [
  ['no workload', noWorkload, /nothing is there: .*port-forward \S+ \d+/],
  ['another port', anotherPort, /nothing is there: .*port-forward \S+ \d+/],
]);
