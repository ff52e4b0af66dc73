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

const DATA = { repository: 'registry.example/models', tag: '2026.11' };

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
  'a helper with the name of a container that fills in files': {
    system: withComponent('store', {
      configure: (context) => ({
        ...STORE.configure!(context),
        sidecars: [helper('render-config')],
      }),
    }),
    path: 'shop/components/store/sidecars/render-config',
    message: "the pod already has a container 'render-config'",
  },
  'a helper with the name of a container that waits': {
    system: web({
      startsWhen: { command: ['true'] },
      configure: () => ({ sidecars: [helper('wait-to-start')] }),
    }),
    path: 'shop/components/web/sidecars/wait-to-start',
    message: "the pod already has a container 'wait-to-start'",
  },
  'a helper with the name of a container that copies a folder': {
    system: web({
      scratch: [{ mountPath: '/run', size: '1Mi', fromImage: true }],
      configure: () => ({ sidecars: [helper('copy-run')] }),
    }),
    path: 'shop/components/web/sidecars/copy-run',
    message: "the pod already has a container 'copy-run'; rename this one",
  },
  'a folder that is a copy of two images': {
    system: web({ scratch: [{ mountPath: '/models', size: '1Gi', fromImage: true, from: DATA }] }),
    path: 'shop/components/web/scratch/models',
    message: "is a copy of one image or of another; leave out 'from' or 'fromImage'",
  },
  'data of whatever is newest': {
    system: web({ scratch: [{ mountPath: '/models', size: '1Gi', from: { ...DATA, tag: 'latest' } }] }),
    path: 'shop/components/web/scratch/models.from',
    message: "'latest' is not one exact version of registry.example/models",
  },
  'a helper with no name for a container': {
    system: web({ configure: () => ({ sidecars: [helper('Helper_1')] }) }),
    path: 'shop/components/web/sidecars/Helper_1',
    message: "'Helper_1' is not a Kubernetes name",
  },
  'a volume with no name for a claim': {
    system: withComponent('store', { ...STORE, volumes: { Data: { mountPath: '/data', size: '1Gi' } } }),
    path: 'shop/components/store/volumes/Data',
    message: "'Data' is not a Kubernetes name",
  },
  'two things of a helper at one path': {
    system: withComponent('store', {
      configure: (context) => ({
        ...STORE.configure!(context),
        sidecars: [{ ...helper('copier'), shares: ['data'], scratch: [{ mountPath: '/data', size: '1Mi' }] }],
      }),
    }),
    path: 'shop/components/store/sidecars/copier',
    message: 'two things are mounted at /data; move one of them',
  },
  'a path written in another way': {
    system: web({ scratch: [{ mountPath: '/tmp/', size: '1Mi' }] }),
    path: 'shop/components/web',
    message: "'/tmp/' is mounted at /tmp; write '/tmp'",
  },
  'a volume over the whole image': {
    system: web({ scratch: [{ mountPath: '/', size: '1Mi' }] }),
    path: 'shop/components/web',
    message: 'a volume at / would hide the whole image',
  },
  'a path that Kubernetes reads as two': {
    system: web({ scratch: [{ mountPath: '/tmp:ro', size: '1Mi' }] }),
    path: 'shop/components/web',
    message: "no volume can be mounted at '/tmp:ro', because of the colon",
  },
  'a file name that is no key': {
    system: web({ configure: () => ({ files: [{ path: '/etc/my file', content: 'a' }] }) }),
    path: 'shop/components/web',
    message: "file '/etc/my file' has more in its name than letters, digits",
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
    path: 'shop/flows[web → internet].env.URL',
    message: "asks for 'url', and 'live' names nobody who issues tokens",
  },
  'a route path without a slash': {
    system: { ...SHOP, routes: [{ host: 'www', to: 'web', path: 'shop' }] },
    path: 'shop/routes[wwwshop].path',
    message: "'shop' is not a path; write '/shop'",
  },
});
