/** Mistakes that show only while a catalogue file does its part, or that the cluster would have told. */
import type { Definition } from '../../model/component';
import type { System } from '../../model/system';
import { broken } from '../support/broken';
import { SHOP, STORE, WEB, withComponent, withEnvironment, withFlows } from '../support/system';

const web = (patch: Partial<Definition>): System => withComponent('web', patch);
const thrower = () => {
  throw new Error('needs a flow to something');
};
const helper = (name: string) => ({ name, resources: WEB.resources });

broken('what shows late', {
  'an alert that cannot be written': {
    system: web({ alerts: thrower }),
    path: 'shop/components/web',
    message: 'needs a flow to something',
  },
  'facts that cannot be told': {
    system: withComponent('store', { ...STORE, connect: thrower }),
    path: 'shop/components/store',
    message: 'needs a flow to something',
  },
  'a volume with the name of the pod’s own': {
    system: withComponent('store', { ...STORE, volumes: { config: { mountPath: '/data', size: '1Gi' } } }),
    path: 'shop/components/store/volumes/config',
    message: "every pod may have a volume 'config'; rename this one",
  },
  'two things at one path': {
    system: web({
      scratch: [
        { mountPath: '/tmp', size: '1Mi' },
        { mountPath: '/tmp', size: '2Mi' },
      ],
    }),
    path: 'shop/components/web',
    message: 'two things are mounted at /tmp; move one of them',
  },
  'two helpers of one name': {
    system: web({ configure: () => ({ sidecars: [helper('twin'), helper('twin')] }) }),
    path: 'shop/components/web/sidecars/twin',
    message: "the pod already has a container 'twin'",
  },
  'a helper with the name of the component': {
    system: web({ configure: () => ({ sidecars: [helper('web')] }) }),
    path: 'shop/components/web/sidecars/web',
    message: "the pod already has a container 'web'",
  },
  'an address elsewhere that nobody uses yet': {
    system: withEnvironment(
      { external: { spare: { host: 'https://s3.example', port: 443 } } },
      { ...SHOP, components: { ...SHOP.components, spare: STORE } },
    ),
    path: 'shop/live/external/spare.host',
    message: "'https://s3.example' is not a host name",
  },
  'a hash that nobody makes': {
    system: web({
      credentials: { admin: { length: 32 } },
      configure: (context) => ({ env: { HASH: context.credentialHash('admin') } }),
    }),
    path: 'shop/components/web',
    message: "credential 'admin' of 'web' has no hash; give it one",
  },
  'a fact of the internet': {
    system: withFlows({ from: 'web', to: 'internet', env: { URL: 'url' } }),
    path: 'shop/flows[web → internet]',
    message: 'the internet has no ports or facts to name',
  },
  'a route path without a slash': {
    system: { ...SHOP, routes: [{ host: 'www', to: 'web', path: 'shop' }] },
    path: 'shop/routes[wwwshop].path',
    message: "'shop' is not a path; write '/shop'",
  },
});
