import { describe, expect, test } from 'vitest';
import { broken } from '../support/broken';
import { problemsOf, WEB, withComponent } from '../support/system';

const probes = WEB.probes!;
const startup = { ...probes.readiness, failures: 12 };
const web = (definition: Parameters<typeof withComponent>[1]) => withComponent('web', definition);

broken('how a component begins and ends to serve', {
  'requests before it is ready': {
    system: web({ probes: undefined }),
    path: 'shop/components/web/probes',
    message: "others ask 'web', and would do so before it can answer; say by 'readiness'",
  },
  'requests after it has gone': {
    system: web({ replicas: 2, shutdown: { grace: 30 } }),
    path: 'shop/components/web/shutdown',
    message: "up to 2 pods share the requests, and one that ends is still sent some; give it 'preStop'",
  },
  'the same once it has more pods': {
    system: web({ scaling: { on: 'cpu', target: 70, max: 3 }, shutdown: { grace: 30 } }),
    path: 'shop/components/web/shutdown',
    message: 'up to 3 pods share the requests',
  },
  'a restart for a moment of load': {
    system: web({
      probes: { ...probes, startup, liveness: { check: { tcp: 'http' }, period: 5, failures: 3 } },
    }),
    path: 'shop/components/web/probes/liveness',
    message: 'restarts it after 15 s without an answer, which a load may bring; 30 is the least',
  },
  'a restart for a slow start': {
    system: web({ probes: { ...probes, liveness: probes.readiness } }),
    path: 'shop/components/web/probes/liveness',
    message: "asks from the first second, and would restart what is slow to start; say by 'startup'",
  },
  'a start that has to be fast': {
    system: web({ probes: { ...probes, liveness: probes.readiness, startup: probes.readiness } }),
    path: 'shop/components/web/probes/startup',
    message: 'gives it 30 s to start, which others on the node may need; 60 is the least',
  },
  'a helper that is restarted for a slow start': {
    system: web({
      configure: () => ({
        sidecars: [
          {
            name: 'helper',
            resources: { requests: { cpu: '5m', memory: '8Mi' }, limits: { memory: '16Mi' } },
            probes: { readiness: { check: { exec: ['true'] } }, liveness: { check: { exec: ['true'] } } },
          },
        ],
      }),
    }),
    path: 'shop/components/web/sidecars/helper/probes/liveness',
    message: 'asks from the first second',
  },
  'a tag that names no version': {
    system: web({ image: { ...WEB.image, tag: 'dev' } }),
    path: 'shop/components/web/tag',
    message: "'dev' is not one exact version",
  },
});

describe('what nobody asks, or what is patient enough, is left as it is', () => {
  test.each([
    ['a worker without a port', withComponent('worker', { replicas: 3, shutdown: { grace: 30 } })],
    ['one pod that ends at once', web({ shutdown: { grace: 30 } })],
    ['a start that may take long', web({ probes: { ...probes, liveness: probes.readiness, startup } })],
    ['a commit for a version', web({ image: { ...WEB.image, tag: 'sha-4f2a9c1' } })],
  ])('%s', (_, system) => expect(problemsOf(system)).toEqual([]));
});
