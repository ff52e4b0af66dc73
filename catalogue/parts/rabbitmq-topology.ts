/** Exchanges, queues and bindings as a system names them, as RabbitMQ's definitions file wants them. */
import { compare } from '../../model/problems';

export interface Queue {
  /** Exchange → routing keys that lead here; `#` is all. */
  readonly bindings?: Readonly<Record<string, readonly string[]>>;
  /**
   * Its program declares it without arguments. The broker refuses a program that declares other arguments than a queue
   * has (406, and its channel is closed), so where dead letters go is then a policy. @default false: it declares where
   */
  readonly plain?: boolean;
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
    queues: names.flatMap((name) => {
      if (!deadLetters) return [queue(name, {})];
      const where = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': dead(name) };
      return [queue(name, topology.queues[name]?.plain ? {} : where), queue(dead(name), {})];
    }),
    bindings: names.flatMap((name) => bindings(topology, name)),
    policies: deadLetters
      ? [
          ...names
            .filter((name) => topology.queues[name]?.plain)
            .map((name) =>
              policy(vhost, `dead-letters-${name}`, `^${escaped(name)}$`, {
                'dead-letter-exchange': '',
                'dead-letter-routing-key': dead(name),
              }),
            ),
          // A policy and not an argument: clients declare dead-letter queues without arguments.
          policy(vhost, 'dead-letter-retention', `${escaped(deadLetters.suffix)}$`, {
            'message-ttl': deadLetters.days * DAY,
          }),
        ]
      : [],
  };
}

const policy = (vhost: string, name: string, pattern: string, definition: object): object => ({
  name,
  vhost,
  pattern,
  'apply-to': 'queues',
  definition,
  priority: 0,
});

/** A name as a regular expression means it. */
const escaped = (name: string): string => name.replaceAll('.', '\\.');

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
