import { type Place, Policies, pods, STRANGER } from '../support/network';
import { inObject, type Rule, rule, those } from '../support/rule';
import { planOf } from '../support/systems';

const names: Rule = async (objects, environment) => {
  const { cluster, namespace } = await planOf(environment);
  const policies = new Policies(objects, namespace);
  const dns: Place = { name: 'dns', namespace: cluster.dns.namespace, labels: { ...cluster.dns.podLabels } };
  const other: Place = { name: 'another pod', namespace: cluster.dns.namespace, labels: { app: 'other' } };
  const elsewhere: Place = { name: 'a copy', namespace: 'default', labels: { ...cluster.dns.podLabels } };
  return pods(objects, namespace)
    .filter(({ name }) => name !== STRANGER)
    .flatMap((from) =>
      ['UDP', 'TCP'].flatMap((protocol) => [
        ...(policies.egress({ from, to: dns, port: cluster.dns.port, protocol })
          ? []
          : [`${from.name} cannot look up names by ${protocol}`]),
        ...[other, elsewhere]
          .filter((to) => policies.egress({ from, to, port: cluster.dns.port, protocol }))
          .map((to) => `${from.name} may ask ${to.name}`),
      ]),
    );
};

const DNS = 'spec.egress.0.to.0';
/** Names are looked up first of all. */
const asks = those('NetworkPolicy', ({ egress = [] }: { egress?: unknown[] }) => egress.length > 0);

rule("names are looked up at the cluster's own DNS and nowhere else", names, [
  ['no DNS', inObject(asks, 'spec.egress', []), /cannot look up names by UDP/],
  ['UDP alone', inObject(asks, 'spec.egress.0.ports.1.protocol', 'UDP'), /by TCP/],
  ['any pod there', inObject(asks, `${DNS}.podSelector`, {}), /may ask another pod/],
  ['any namespace', inObject(asks, `${DNS}.namespaceSelector`, {}), /may ask a copy/],
]);
