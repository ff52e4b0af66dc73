/** The API gateway: authentication, limits, origins and sizes of the diagrams are its parts. */
import { nginxGateway } from '../../catalogue/nginx-gateway';

/** Requests of a hundred that are traced (assumed). */
export const TRACED = 10;

export const gateway = nginxGateway({
  description: 'API gateway: who asks, how often, from which pages, how much',
  // The service answers with 2xx, 401 or 403, and tells the user in `X-User`.
  auth: { by: 'auth', path: '/verify' },
  paths: {
    '/auth': { to: 'auth', open: true },
    '/chat': { to: 'chat', streaming: true },
    '/users': { to: 'user' },
  },
  perAddress: { requests: 20, per: 'second', burst: 60 },
  perToken: { requests: 60, per: 'minute', burst: 30 },
  maxBody: '1m',
  traced: TRACED,
  origins: ['web', 'admin'],
  replicas: 2,
  scaling: { on: 'cpu', target: 70, max: 4 },
});
