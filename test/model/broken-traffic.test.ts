import type { Definition } from '../../model/component';
import type { System } from '../../model/system';
import type { Traffic } from '../../model/traffic';
import { broken } from '../support/broken';
import { meshed } from '../support/meshed';
import { withComponent } from '../support/system';

const treated = (traffic: Traffic, web: Partial<Definition> = {}): System => meshed({ traffic, ...web });
const where = (rest: string): string => `shop/components/web/traffic${rest}`;

broken('how requests are treated', {
  'a time that a pod does not have when it stops': {
    system: treated({ timeout: 25 }, { shutdown: { grace: 30, preStop: 10 } }),
    path: where('.timeout'),
    message: 'a request may take 25 s, but a pod that stops has 20 s to end its requests',
  },
  'no time at all': {
    system: treated({ timeout: 0 }),
    path: where('.timeout'),
    message: '0 is not a number of seconds',
  },
  'repeats without end': {
    system: treated({ retries: { attempts: 50, codes: [503] } }),
    path: where('.retries.attempts'),
    message: '50 is not a number of repeats; 1 to 5',
  },
  'a repeat of what was wrong': {
    system: treated({ retries: { attempts: 2, codes: [404] } }),
    path: where('.retries.codes'),
    message: '404 says that the request is wrong, or that all is well; only 500 to 599',
  },
  'a rest after nothing': {
    system: treated({ ejection: { errors: 0, seconds: 30 } }),
    path: where('.ejection.errors'),
    message: '0 is not a number that can be counted',
  },
  'half a connection': {
    system: treated({ limits: { connections: 0.5, waiting: 1 } }),
    path: where('.limits.connections'),
    message: '0.5 is not a number that can be counted',
  },
  'a server that nobody asks': {
    system: withComponent('web', { traffic: { timeout: 5 } }),
    path: where(''),
    message: "no flow leads to 'web', so there is no way on which to treat it",
  },
  'a port that does not speak HTTP': {
    system: treated(
      { timeout: 5 },
      {
        ports: { pages: { number: 8080, purpose: 'pages' } },
        probes: { readiness: { check: { tcp: 'pages' } } },
      },
    ),
    path: where(''),
    message: "a flow asks port 'pages', which is not HTTP; a port that is, is called 'http'",
  },
  'pods that are asked one by one': {
    system: treated({ timeout: 5 }, { workload: 'StatefulSet' }),
    path: where(''),
    message: 'clients ask the pods of a StatefulSet one by one',
  },
  'a component with the name of the waypoint': {
    system: withComponent('waypoint', {}),
    path: 'shop/components/waypoint',
    message: "'waypoint' is the name of an endpoint",
  },
});
