import type { System } from '../../model/system';
import { broken } from '../support/broken';
import { SHOP, WEB, withComponent, withFlows } from '../support/system';

const web = (patch: Partial<typeof WEB>): System => withComponent('web', patch);
const routes = (...more: System['routes']): System => ({ ...SHOP, routes: [...SHOP.routes, ...more] });

broken('a flow', {
  'a flow to an unknown component': {
    system: withFlows({ from: 'web', to: 'stoer' }),
    path: 'shop/flows[web → stoer].to',
    message: "there is no component 'stoer'. Did you mean 'store'?",
  },
  'a flow to something quite unknown': {
    system: withFlows({ from: 'web', to: 'kafka-cluster' }),
    path: 'shop/flows[web → kafka-cluster].to',
    message: "there is no component 'kafka-cluster'. Valid: internet, store, web, worker",
  },
  'a flow from an unknown component': {
    system: withFlows({ from: 'wroker', to: 'web' }),
    path: 'shop/flows[wroker → web].from',
    message: "there is no component 'wroker'. Did you mean 'worker'?",
  },
  'a flow to the internet from an unknown component': {
    system: withFlows({ from: 'wbe', to: 'internet' }),
    path: 'shop/flows[wbe → internet].from',
    message: "there is no component 'wbe'. Did you mean 'web'?",
  },
  'a flow from the edge': {
    system: withFlows({ from: 'edge', to: 'web' }),
    path: 'shop/flows[edge → web].from',
    message: "What comes from the edge is a route: move it to 'routes'",
  },
  'a flow to a port that is not served': {
    system: withFlows({ from: 'worker', to: 'web', port: 'htp' }),
    path: 'shop/flows[worker → web].port',
    message: "'web' serves no port 'htp'. Did you mean 'http'?",
  },
  'a flow to a component without ports': {
    system: withFlows({ from: 'web', to: 'worker' }),
    path: 'shop/flows[web → worker].port',
    message: "'worker' serves no port, so nothing can connect to it",
  },
  'the same flow twice': {
    system: withFlows({ from: 'worker', to: 'internet' }),
    path: 'shop/flows[worker → internet]',
    message: 'this flow is declared twice; keep one of them',
  },
  'a number for a port of ours': {
    system: withFlows({ from: 'worker', to: 'web', ports: [8080] }),
    path: 'shop/flows[worker → web].ports',
    message: "only the internet has ports by number; name one of 'web' with 'port'",
  },
  'a way out by no port': {
    system: withFlows({ from: 'web', to: 'internet', ports: [] }),
    path: 'shop/flows[web → internet].ports',
    message: 'is empty; leave it out for 443, HTTPS',
  },
  'a way out by what is no port': {
    system: withFlows({ from: 'web', to: 'internet', ports: [587, 70000] }),
    path: 'shop/flows[web → internet].ports',
    message: '70000 is not a port; 1 to 65535',
  },
  'a way out by one port twice': {
    system: withFlows({ from: 'web', to: 'internet', ports: [587, 587] }),
    path: 'shop/flows[web → internet].ports',
    message: '587 is there twice; keep one of them',
  },
  'a flow to itself': {
    system: withFlows({ from: 'web', to: 'web' }),
    path: 'shop/flows[web → web]',
    message: 'a component needs no flow to itself',
  },
  'a circle in the start order': {
    system: withFlows({ from: 'store', to: 'web' }),
    path: 'shop/flows',
    message: 'store → web → store is a circle, so nothing in it can start first',
  },
  'a fact that the server does not tell': {
    system: withFlows({ from: 'web', to: 'store', port: 'metrics', env: { STORE: 'urn' } }),
    path: 'shop/flows[web → store].env.STORE',
    message: "'store' tells no 'urn'. Did you mean 'uri'?",
  },
  'an address without the login that its server wants': {
    system: withFlows({ from: 'web', to: 'store', port: 'metrics', env: { STORE: 'url' } }),
    path: 'shop/flows[web → store].env.STORE',
    message: "'store' wants a login, and an address alone has none; take 'uri'",
  },
  'host and port without the login that their server wants': {
    system: {
      ...SHOP,
      flows: [{ from: 'web', to: 'store', env: { STORE_HOST: 'host', STORE_PORT: 'port' } }],
    },
    path: 'shop/flows[web → store].env.STORE_HOST',
    message: "'store' wants a login, and nothing of 'web' reads its password; take 'uri' too",
  },
  'a variable that two flows set': {
    system: withComponent(
      'cache',
      { ...WEB },
      withFlows({ from: 'web', to: 'cache', env: { STORE_URL: 'url' } }),
    ),
    path: 'shop/flows[web → store].env.STORE_URL',
    message: "STORE_URL is already set by the flow to 'cache'; rename one of them",
  },
  'a variable that the component sets itself': {
    system: web({ env: { STORE_URL: 'store://here' } }),
    path: 'shop/flows[web → store].env.STORE_URL',
    message: "STORE_URL is already set by 'web' itself",
  },
  'a variable that refers to nothing': {
    system: web({ env: { GREETING: 'hello $(NOBODY)' } }),
    path: 'shop/components/web/env.GREETING',
    message: '$(NOBODY) is not a variable of this container',
  },
  'a variable that refers to what may be missing': {
    system: web({
      env: { MAIL_URL: 'smtp://$(MAIL_TOKEN)@mail' },
      secrets: { MAIL_TOKEN: { optional: 'no mail' } },
    }),
    path: 'shop/components/web/env.MAIL_URL',
    message: '$(MAIL_TOKEN) may be missing',
  },
});

broken('a route', {
  'two components on one host and path': {
    system: routes({ host: 'www', to: 'store', port: 'store' }),
    path: 'shop/routes[www/]',
    message: "'web' and 'store' are both routed here",
  },
  'a route to an unknown component': {
    system: routes({ host: 'api', to: 'wbe' }),
    path: 'shop/routes[api/].to',
    message: "there is no component 'wbe'. Did you mean 'web'?",
  },
  'a route to a port that is not served': {
    system: routes({ host: 'api', to: 'web', port: 'grpc' }),
    path: 'shop/routes[api/].port',
    message: "'web' serves no port 'grpc'. Valid: http",
  },
  'a full name for a host': {
    system: routes({ host: 'api.shop.example', to: 'web' }),
    path: 'shop/routes[api.shop.example/].host',
    message: "write 'app', not a full name",
  },
  'a host with capitals': {
    system: routes({ host: 'Api', to: 'web' }),
    path: 'shop/routes[Api/].host',
    message: "'Api' has capitals, which no host name has; write 'api'",
  },
  'a host of more than 63 characters': {
    system: routes({ host: 'a'.repeat(64), to: 'web' }),
    path: `shop/routes[${'a'.repeat(64)}/].host`,
    message: 'is not one DNS label',
  },
  'a slash at the end of a path': {
    system: routes({ host: 'www', to: 'web', path: '/a/' }),
    path: 'shop/routes[www/a/].path',
    message: "'/a/' leads to the same pages as '/a'; write '/a'",
  },
  'a doubled slash': {
    system: routes({ host: 'www', to: 'web', path: '//a' }),
    path: 'shop/routes[www//a].path',
    message: "write '/a'",
  },
  'a way back up': {
    system: routes({ host: 'www', to: 'web', path: '/a/../b' }),
    path: 'shop/routes[www/a/../b].path',
    message: "write '/b'",
  },
  'an encoded path': {
    system: routes({ host: 'www', to: 'web', path: '/%61' }),
    path: 'shop/routes[www/%61].path',
    message: "'/%61' leads to the same pages as '/a'; write '/a'",
  },
  'an encoded way back up': {
    system: routes({ host: 'www', to: 'web', path: '/a/%2e%2e/b' }),
    path: 'shop/routes[www/a/%2e%2e/b].path',
    message: "write '/b'",
  },
  'a path that a gateway would have to quote': {
    system: routes({ host: 'www', to: 'web', path: '/a{1}' }),
    path: 'shop/routes[www/a{1}].path',
    message: "'/a{1}' has more in it than letters, digits",
  },
  'half a request a second': {
    system: routes({ host: 'api', to: 'web', rateLimit: { requests: 0.5, per: 'second', burst: 1 } }),
    path: 'shop/routes[api/].rateLimit.requests',
    message: "0.5 is not a number of requests; 1 is the least, or name the requests per 'minute'",
  },
  'less than no burst': {
    system: routes({ host: 'api', to: 'web', rateLimit: { requests: 1, per: 'minute', burst: -1 } }),
    path: 'shop/routes[api/].rateLimit.burst',
    message: '-1 is not a number of requests; 0 is the least',
  },
  'half an encoding': {
    system: routes({ host: 'www', to: 'web', path: '/100%' }),
    path: 'shop/routes[www/100%].path',
    message: 'has more in it than letters',
  },
});
