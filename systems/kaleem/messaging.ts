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
    'whatsapp.out.q': { bindings: { 'chat.reply': ['whatsapp'] } },
    'telegram.out.q': { bindings: { 'chat.reply': ['telegram'] } },
    'webchat.out.q': { bindings: { 'chat.reply': ['web', 'webchat'] } },
    'indexing.q': { bindings: { 'knowledge.index': ['#'] } },
    'commerce.sync.q': { bindings: { 'commerce.sync': ['#'] } },
    'webhook.dispatch.q': { bindings: { 'webhook.dispatch': ['#'] } },
  },
  deadLetters: { suffix: '.dlq', days: 7 },
};
