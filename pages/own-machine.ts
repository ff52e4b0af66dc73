/** What whoever develops does on a machine of their own: ports that are forwarded, and variables with passwords. */
import type { Plan, PlannedLocal, Variable } from '../model/plan';
import { compare } from '../model/problems';
import { code, list, plain } from './markdown';

/** `statefulset/redis`: what kubectl forwards to. What an operator makes is called in its own way, and its Service ours. */
export function forwardedTo({ components }: Plan, name: string): string {
  const { workload = 'Operated' } = components.find((component) => component.name === name) ?? {};
  return `${workload === 'Operated' ? 'service' : workload.toLowerCase()}/${name}`;
}

/**
 * Kubelet's answer to `port-forward` is a connection to `localhost` in the network of the pod: it passes no interface, so
 * no policy sees it. Source: containerd, internal/cri/server/sandbox_portforward_linux.go.
 */
export function ownMachine(plan: Plan): string {
  const { local, namespace } = plan;
  if (local.length === 0) return '';
  const asked = [...new Set(local.flatMap(({ asks }) => asks))];
  const byUdp = asked.filter((name) =>
    plan.components.some(
      (one) => one.name === name && Object.values(one.ports).every(({ protocol }) => protocol === 'UDP'),
    ),
  );
  return [
    `${list(local.map(({ name }) => code(name)))} run${local.length === 1 ? 's' : ''} on the machine of whoever ` +
      'develops, and here is what they ask, with an account for each. Kubelet opens a forwarded port inside the pod ' +
      'itself, so no network policy lets anybody in for it; who may forward ports and read Secrets is decided by ' +
      "Kubernetes' own rights.",
    ...(byUdp.length
      ? [`kubectl forwards no UDP: ${list(byUdp.map(code))} cannot be asked from there.`]
      : []),
    sh([...forwarding(plan), secretOf(namespace)]),
    ...local.map((one) => program(one)),
  ].join('\n\n');
}

const secretOf = (namespace: string): string =>
  `secret() { kubectl --namespace ${namespace} get secret "$1" --output "jsonpath={.data.$2}" | base64 --decode; }`;

const sh = (lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n');

/** Each stays in the background. */
const forwarding = (plan: Plan): string[] =>
  plan.forwards.map(
    ({ to, port, here }) =>
      `kubectl --namespace ${plan.namespace} port-forward ${forwardedTo(plan, to)} ` +
      `${port === here ? port : `${here}:${port}`} &`,
  );

function program({ name, description, ports, variables }: PlannedLocal): string {
  const at = Object.values(ports)
    .map(({ number }) => `http://localhost:${number}`)
    .sort(compare);
  const head = `${code(name)} (${plain(description)})${at.length ? `, which listens at ${list(at)}` : ''}:`;
  return `${head}\n\n${sh(variables.map(line))}`;
}

/** Passwords are letters and digits, so they may stand in an address as they are. */
function line(variable: Variable): string {
  if ('from' in variable) {
    const { secret, key } = variable.from;
    return `export ${variable.name}="$(secret ${secret} ${key})"`;
  }
  const text = variable.value
    .split(/(\$\(\w+\))/)
    .map((part, index) => (index % 2 ? `\${${part.slice(2, -1)}}` : part.replaceAll(/[\\"$`]/g, '\\$&')));
  return `export ${variable.name}="${text.join('')}"`;
}
