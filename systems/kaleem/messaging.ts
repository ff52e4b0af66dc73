/** Kaleem's exchanges and queues, bound as its backend binds them. */
import type { Topology } from '../../catalogue/rabbitmq';

export const messaging: Topology = {
  vhost: 'kaleem',
  exchanges: [
    'chat.incoming',
    'chat.reply',
    'knowledge.index',
    'commerce.sync',
    'webhook.dispatch',
    // Nothing is bound to it yet: who wants the events makes a queue.
    'analytics.events',
  ],
  queues: {
    'ai.reply-worker.q': { bindings: { 'chat.incoming': ['#'] } },
    // The backend declares these three without arguments (src/infra/dispatchers/reply-dispatchers.ts), and the first
    // one with those for its dead letters (src/workers/ai-incoming.consumer.ts).
    'whatsapp.out.q': { bindings: { 'chat.reply': ['whatsapp'] }, plain: true },
    'telegram.out.q': { bindings: { 'chat.reply': ['telegram'] }, plain: true },
    'webchat.out.q': { bindings: { 'chat.reply': ['web', 'webchat'] }, plain: true },
    'indexing.q': { bindings: { 'knowledge.index': ['#'] } },
    'commerce.sync.q': { bindings: { 'commerce.sync': ['#'] } },
    'webhook.dispatch.q': { bindings: { 'webhook.dispatch': ['#'] } },
  },
  deadLetters: { suffix: '.dlq', days: 7 },
};
