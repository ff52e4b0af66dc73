/** Exchanges, queues and bindings as a system names them, as RabbitMQ's definitions file wants them. */
import { compare } from '../../model/problems';

export interface Queue {
  /** Exchange → routing keys that lead here; `#` is all. */
  readonly bindings?: Readonly<Record<string, readonly string[]>>;
}

export interface Topology {
  readonly vhost: string;
  /** Durable topic exchanges. */
  readonly exchanges: readonly string[];
  /** Durable queues by name. */
  readonly queues: Readonly<Record<string, Queue>>;
  /** Gives each queue a dead-letter queue of its own, whose messages stay this many days. */
  readonly deadLetters?: { readonly suffix: string; readonly days: number };
}

const DAY = 24 * 60 * 60 * 1000;

/** @throws Error when a binding names an exchange that is not declared. */
export function topologyDefinitions(topology: Topology): object {
  const { vhost, deadLetters } = topology;
  const names = Object.keys(topology.queues).sort(compare);
  // Kept on disk and checked after a crash, also on a single broker; the default for clients' queues too.
  const type = 'quorum';
  const queue = (name: string, rest: Record<string, string>) => ({
    name,
    vhost,
    durable: true,
    auto_delete: false,
    arguments: { 'x-queue-type': type, ...rest },
  });
  const dead = (name: string): string => `${name}${deadLetters?.suffix}`;
  return {
    vhosts: [{ name: vhost, default_queue_type: type }],
    exchanges: [...topology.exchanges].sort(compare).map((name) => ({
      name,
      vhost,
      type: 'topic',
      durable: true,
      auto_delete: false,
      internal: false,
      arguments: {},
    })),
    queues: names.flatMap((name) =>
      deadLetters
        ? [
            // Arguments and not a policy: clients declare the same ones and would be refused otherwise.
            queue(name, { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': dead(name) }),
            queue(dead(name), {}),
          ]
        : [queue(name, {})],
    ),
    bindings: names.flatMap((name) => bindings(topology, name)),
    // A policy and not an argument: clients declare dead-letter queues without arguments.
    policies: deadLetters
      ? [
          {
            name: 'dead-letter-retention',
            vhost,
            pattern: `${deadLetters.suffix.replaceAll('.', '\\.')}$`,
            'apply-to': 'queues',
            definition: { 'message-ttl': deadLetters.days * DAY },
            priority: 0,
          },
        ]
      : [],
  };
}

function bindings({ vhost, exchanges, queues }: Topology, name: string): object[] {
  return Object.entries(queues[name]?.bindings ?? {})
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([source, keys]) => {
      if (!exchanges.includes(source)) {
        throw new Error(`queue '${name}' is bound to exchange '${source}', which is not declared`);
      }
      return keys.map((key) => ({
        source,
        vhost,
        destination: name,
        destination_type: 'queue',
        routing_key: key,
        arguments: {},
      }));
    });
}
