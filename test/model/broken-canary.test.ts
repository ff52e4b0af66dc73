import type { Definition } from '../../model/component';
import type { Environment, System } from '../../model/system';
import type { Canary } from '../../model/traffic';
import { broken } from '../support/broken';
import { meshed } from '../support/meshed';
import { withComponent } from '../support/system';

const NEXT: Canary = { tag: '1.3.0', weight: 10 };
const canary = (
  which: Record<string, Canary>,
  web: Partial<Definition> = {},
  environment: Partial<Environment> = {},
): System => meshed(web, { canary: which, ...environment });
const where = (rest: string): string => `shop/live/canary/${rest}`;

broken('a canary', {
  'before the mesh': {
    system: canary({ web: NEXT }, {}, { phase: 3 }),
    path: where('web'),
    message: 'a share of the requests needs the mesh of phase 4; this environment is at 3',
  },
  'of an unknown component': {
    system: canary({ wbe: NEXT }),
    path: where('wbe'),
    message: "there is no component 'wbe'. Did you mean 'web'?",
  },
  'with everything': {
    system: canary({ web: { ...NEXT, weight: 100 } }),
    path: where('web.weight'),
    message: '100 is not a share in percent; 1 to 99',
  },
  'of a moving version': {
    system: canary({ web: { ...NEXT, tag: 'latest' } }),
    path: where('web.tag'),
    message: "'latest' is not one exact version of registry.example/team/web",
  },
  'of data': {
    system: canary({ store: NEXT }),
    path: where('store'),
    message: "'store' is a StatefulSet: its pods have data and names of their own, not a share",
  },
  'of what runs once': {
    system: canary({ web: NEXT }, { singleton: 'it keeps a lock' }),
    path: where('web'),
    message: "'web' can only run once (it keeps a lock), so no second version fits beside it",
  },
  'of what nobody asks': {
    system: canary({ worker: NEXT }),
    path: where('worker'),
    message: "nobody sends requests to 'worker', so there is nothing to share out",
  },
  'of what does not speak HTTP': {
    system: canary(
      { web: NEXT },
      {
        ports: { pages: { number: 8080, purpose: 'pages' } },
        probes: { readiness: { check: { tcp: 'pages' } } },
      },
    ),
    path: where('web'),
    message: "'web' is asked on port 'pages', which is not HTTP: only requests can be shared out",
  },
  'of what never runs in two versions': {
    system: canary({ web: NEXT }, { oneVersion: 'they would quarrel' }),
    path: where('web'),
    message: "'web' never runs in two versions (they would quarrel), so none fits beside the old one",
  },
  'of what a provider runs': {
    system: {
      ...canary({ web: NEXT }, {}, { external: { web: { host: 'web.example', port: 443 } } }),
      routes: [],
    },
    path: where('web'),
    message: "'web' runs elsewhere, so its provider chooses the version",
  },
  'whose name is taken': {
    system: withComponent('web-canary', {}, canary({ web: NEXT })),
    path: where('web'),
    message: "there is a component 'web-canary' already",
  },
});
