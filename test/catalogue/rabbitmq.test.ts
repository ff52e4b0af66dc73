import { describe, expect, it } from 'vitest';
import { type RabbitmqOptions, rabbitmq } from '../../catalogue/rabbitmq';
import { APP, component, file, plan, variable } from './fixture';

const TOPOLOGY: RabbitmqOptions = {
  vhost: 'shop',
  exchanges: ['orders'],
  queues: { 'orders.q': { bindings: { orders: ['created', 'paid'] } }, 'audit.q': {} },
  deadLetters: { suffix: '.dlq', days: 7 },
  volume: '8Gi',
};
const planned = (options: Partial<RabbitmqOptions> = {}) =>
  plan(
    { rabbitmq: rabbitmq({ ...TOPOLOGY, ...options }), app: APP },
    { flows: [{ from: 'app', to: 'rabbitmq', env: { RABBITMQ_URL: 'uri' } }] },
  );
const definitions = (options: Partial<RabbitmqOptions> = {}) =>
  JSON.parse(file(component(planned(options), 'rabbitmq'), '/etc/rabbitmq/definitions.json'));

describe('rabbitmq', () => {
  it('gives each client an account of its own, without a password in the file', () => {
    const { users, permissions } = definitions();
    expect(users).toEqual([
      { name: 'admin', password: '${ADMIN_PASSWORD}', tags: ['administrator'] },
      { name: 'app', password: '${APP_PASSWORD}', tags: [] },
    ]);
    expect(permissions.map((entry: { user: string }) => entry.user)).toEqual(['admin', 'app']);
    expect(variable(component(planned(), 'app'), 'RABBITMQ_URL')).toBe(
      'amqp://app:$(RABBITMQ_PASSWORD)@rabbitmq:5672/shop',
    );
  });

  it('sends what nobody could handle to a queue beside the first, and forgets it after the days given', () => {
    const { queues, policies } = definitions();
    const byName = Object.fromEntries(queues.map((queue: { name: string }) => [queue.name, queue]));
    expect(Object.keys(byName)).toEqual(['audit.q', 'audit.q.dlq', 'orders.q', 'orders.q.dlq']);
    expect(byName['orders.q'].arguments).toEqual({
      'x-queue-type': 'quorum',
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': 'orders.q.dlq',
    });
    // Clients declare dead-letter queues without arguments, so their age limit is a policy.
    expect(byName['orders.q.dlq'].arguments).toEqual({ 'x-queue-type': 'quorum' });
    const [policy] = policies;
    expect(policy.definition).toEqual({ 'message-ttl': 7 * 24 * 60 * 60 * 1000 });
    expect(new RegExp(policy.pattern).test('orders.q.dlq')).toBe(true);
    expect(new RegExp(policy.pattern).test('orders.q')).toBe(false);
  });

  it('leads the dead letters of a queue that is declared without arguments by a policy', () => {
    const { queues, policies } = definitions({ queues: { 'orders.q': { plain: true }, 'audit.q': {} } });
    const orders = queues.find(({ name }: { name: string }) => name === 'orders.q');
    expect(orders.arguments).toEqual({ 'x-queue-type': 'quorum' });
    expect(policies[0]).toMatchObject({
      name: 'dead-letters-orders.q',
      pattern: '^orders\\.q$',
      definition: { 'dead-letter-exchange': '', 'dead-letter-routing-key': 'orders.q.dlq' },
    });
    expect(policies).toHaveLength(2);
    expect(definitions({ queues: { 'orders.q': { plain: true } }, deadLetters: undefined }).policies).toEqual(
      [],
    );
  });

  it('has no dead-letter queues when none are asked for', () => {
    const { queues, policies } = definitions({ deadLetters: undefined });
    expect(queues.map((queue: { name: string }) => queue.name)).toEqual(['audit.q', 'orders.q']);
    expect(policies).toEqual([]);
  });

  it('binds a queue once for each key', () => {
    expect(definitions().bindings.map((binding: { routing_key: string }) => binding.routing_key)).toEqual([
      'created',
      'paid',
    ]);
  });

  it('says which binding names an exchange that is not there', () => {
    const queues = { 'orders.q': { bindings: { order: ['#'] } } };
    expect(() => planned({ queues })).toThrow(/\[demo\/components\/rabbitmq\].*'orders.q'.*exchange 'order'/);
  });

  it('stops publishers at its share of the memory limit, counted in MiB of the container', () => {
    const conf = (options = {}) =>
      file(component(planned(options), 'rabbitmq'), '/etc/rabbitmq/rabbitmq.conf');
    expect(conf()).toContain('vm_memory_high_watermark.absolute = 1228MiB');
    expect(conf({ memoryWatermark: 0.4 })).toContain('vm_memory_high_watermark.absolute = 819MiB');
  });

  it('refuses a volume on which the free space that must stay does not fit', () => {
    expect(() => planned({ volume: '2Gi' })).toThrow(/give it 4Gi or more/);
  });
});
