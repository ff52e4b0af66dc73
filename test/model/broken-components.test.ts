import type { Definition, Sidecar } from '../../model/component';
import type { System } from '../../model/system';
import { broken } from '../support/broken';
import { STORE, WEB, withComponent } from '../support/system';

const web = (patch: Partial<Definition>): System => withComponent('web', patch);
const sidecar = (patch: Partial<Sidecar>): System =>
  web({ configure: () => ({ sidecars: [{ name: 'helper', resources: WEB.resources, ...patch }] }) });
const file = (path: string, content: string) => ({ path, content });

broken('what a component does', {
  'a probe of a port that is not served': {
    system: web({ probes: { readiness: { check: { http: '/', port: 'htp' } } } }),
    path: 'shop/components/web/probes/readiness',
    message: "asks port 'htp', which the component does not serve. Did you mean 'http'?",
  },
  'a probe of a port that a helper does not serve': {
    system: sidecar({ probes: { readiness: { check: { tcp: 'metrics' } } } }),
    path: 'shop/components/web/sidecars/helper/probes/readiness',
    message: "asks port 'metrics'",
  },
  'a try longer than the time between two': {
    system: web({ probes: { readiness: { check: { tcp: 'http' }, timeout: 11 } } }),
    path: 'shop/components/web/probes/readiness',
    message: 'takes longer (timeout) than the time between two tries (period)',
  },
  'a wait longer than the grace period': {
    system: web({ shutdown: { grace: 10, preStop: 10 } }),
    path: 'shop/components/web/shutdown',
    message: 'waits 10 s in preStop but is killed after 10 s',
  },
  'a program as root': {
    system: web({ identity: { user: 0, group: 0 } }),
    path: 'shop/components/web/identity',
    message: 'a user and a group other than root',
  },
  'a group of root': {
    system: web({ identity: { user: 1000, group: 0 } }),
    path: 'shop/components/web/identity',
    message: 'other than root',
  },
  'a helper as root': {
    system: sidecar({ identity: { user: 0, group: 0 } }),
    path: 'shop/components/web/sidecars/helper',
    message: 'a user and a group other than root',
  },
  'a helper that refers to nothing': {
    system: sidecar({ env: { URL: 'a://$(PASSWORD)@b' } }),
    path: 'shop/components/web/sidecars/helper/env.URL',
    message: '$(PASSWORD) is not a variable of this container',
  },
  'a helper that shares a volume that is not there': {
    system: sidecar({ shares: ['dta'] }),
    path: 'shop/components/web/sidecars/helper/shares',
    message: "'web' has no volume or scratch 'dta'",
  },
  'a helper of another user that is to read secrets': {
    system: web({
      credentials: { admin: { length: 32 } },
      configure: (context) => ({
        sidecars: [
          {
            name: 'helper',
            resources: WEB.resources,
            identity: { user: 77, group: 77 },
            files: [{ path: '/a', content: '${P}', secrets: { P: context.credential('admin') } }],
          },
        ],
      }),
    }),
    path: 'shop/components/web/sidecars/helper',
    message: '/a holds secrets, which only user',
  },
  'a port served by a helper that is not there': {
    system: web({ ports: { ...WEB.ports, admin: { number: 81, purpose: 'b', servedBy: 'hlper' } } }),
    path: 'shop/components/web/ports/admin.servedBy',
    message: "'web' has no sidecar 'hlper'",
  },
  'accounts at a port that is not there': {
    system: web({ accounts: { each: 'client', port: 'htp' } }),
    path: 'shop/components/web/accounts.port',
    message: "'web' serves no port 'htp'. Did you mean 'http'?",
  },
  'a probe of a port that a helper serves': {
    system: web({
      ports: { ...WEB.ports, admin: { number: 81, purpose: 'b', servedBy: 'helper' } },
      probes: { readiness: { check: { tcp: 'admin' } } },
      configure: () => ({ sidecars: [{ name: 'helper', resources: WEB.resources }] }),
    }),
    path: 'shop/components/web/probes/readiness',
    message: "asks port 'admin'",
  },
  'balance without members': {
    system: web({ balanced: true }),
    path: 'shop/components/web/balanced',
    message: 'only members of a StatefulSet have names',
  },
  'one number for two ports': {
    system: web({ ports: { http: { number: 80, purpose: 'a' }, admin: { number: 80, purpose: 'b' } } }),
    path: 'shop/components/web/ports/admin',
    message: "80/TCP is already port 'http'",
  },
  'a port that is none': {
    system: web({ ports: { http: { number: 70000, purpose: 'a' } } }),
    path: 'shop/components/web/ports/http',
    message: '70000 is not a port',
  },
  'a helper on the same port': {
    system: sidecar({ ports: { metrics: { number: 8080, purpose: 'metrics' } } }),
    path: 'shop/components/web/sidecars/helper',
    message: "port 8080 (metrics) is already 'http'",
  },
  'a helper with a port of the same name': {
    system: sidecar({ ports: { http: { number: 9090, purpose: 'metrics' } } }),
    path: 'shop/components/web/sidecars/helper',
    message: "'http'",
  },
  'metrics on a port that nobody serves': {
    system: withComponent(
      'watch',
      { collects: 'metrics' },
      web({ metrics: [{ port: 'metrics', path: '/metrics', emits: [] }] }),
    ),
    path: 'shop/components/web/metrics',
    message: "neither 'web' nor a sidecar serves port 'metrics'",
  },
  'two different files of one name': {
    system: web({
      configure: () => ({ files: [file('/etc/a/app.conf', 'a'), file('/etc/b/app.conf', 'b')] }),
    }),
    path: 'shop/components/web',
    message: "two different files are called 'app.conf'; rename one of them",
  },
  'a file without a full path': {
    system: web({ configure: () => ({ files: [file('app.conf', 'a')] }) }),
    path: 'shop/components/web',
    message: "file 'app.conf' needs an absolute path",
  },
  'an unknown credential in a configuration': {
    system: withComponent('store', { configure: (context) => ({ env: { A: context.credential('admni') } }) }),
    path: 'shop/components/store',
    message: "'store' has no credential 'admni'. Did you mean 'admin'?",
  },
  'a Secret that nobody makes': {
    system: web({ configure: () => ({ env: { A: { secret: 'store-admim', key: 'password' } } }) }),
    path: 'shop/components/web',
    message: "reads Secret 'store-admim', which has no source. Did you mean 'store-admin'?",
  },
  'a key that its Secret does not have': {
    system: web({ configure: () => ({ env: { A: { secret: 'store-admin', key: 'pasword' } } }) }),
    path: 'shop/components/web',
    message: "reads key 'pasword' of Secret 'store-admin'. Did you mean 'password'?",
  },
  'a password and a client of one name': {
    system: withComponent('store', { ...STORE, credentials: { ...STORE.credentials, web: { length: 32 } } }),
    path: 'shop/flows[web → store]',
    message: "Secret 'store-web' is already made for shop/components/store/credentials/web",
  },
});

broken('a name', {
  'a component named like the way in': {
    system: withComponent('edge', {}),
    path: 'shop/components/edge',
    message: "'edge' is the name of an endpoint",
  },
  'a component named like the world': {
    system: withComponent('internet', {}),
    path: 'shop/components/internet',
    message: "'internet' is the name of an endpoint",
  },
  capitals: {
    system: withComponent('Web_2', {}),
    path: 'shop/components/Web_2',
    message: "'Web_2' is not a Kubernetes name",
  },
  'a name too long': {
    system: withComponent('a'.repeat(53), {}),
    path: `shop/components/${'a'.repeat(53)}`,
    message: 'is 53 characters long; 52 is the most',
  },
  'a port name that is none': {
    system: web({ ports: { http: WEB.ports.http!, 'a-very-long-port': { number: 1, purpose: 'x' } } }),
    path: 'shop/components/web/ports/a-very-long-port',
    message: 'at most 15 lower-case characters',
  },
});
