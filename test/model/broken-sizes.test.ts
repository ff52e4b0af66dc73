import type { Definition, Sidecar } from '../../model/component';
import type { System } from '../../model/system';
import { broken } from '../support/broken';
import { WEB, withComponent, withEnvironment } from '../support/system';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const web = (patch: Partial<Definition>): System => withComponent('web', patch);
const tag = (text: string): System => web({ image: { ...WEB.image, tag: text } });
const resources = (requests: object, limits: object): System =>
  web({
    resources: {
      requests: { ...WEB.resources.requests, ...requests },
      limits: { ...WEB.resources.limits, ...limits },
    },
  });
const sidecar = (patch: Partial<Sidecar>): System =>
  web({ configure: () => ({ sidecars: [{ name: 'helper', resources: WEB.resources, ...patch }] }) });

broken('an image', {
  'the tag latest': {
    system: tag('latest'),
    path: 'shop/components/web/tag',
    message: "'latest' is not one exact version of registry.example",
  },
  'no tag': { system: tag(''), path: 'shop/components/web/tag', message: "'' is not one exact version" },
  'a bare major': {
    system: tag('7'),
    path: 'shop/components/web/tag',
    message: "'7' is not one exact version",
  },
  'a bare major of a variant': {
    system: tag('7-alpine'),
    path: 'shop/components/web/tag',
    message: "'7-alpine' is not one exact version",
  },
  'the latest of a variant': {
    system: tag('latest-slim'),
    path: 'shop/components/web/tag',
    message: "'latest-slim' is not one exact",
  },
  'a tag in the repository': {
    system: web({ image: { repository: 'registry.example:5000/web:1.2', tag: '1.2.3' } }),
    path: 'shop/components/web/tag',
    message: "holds a version; put it into 'tag'",
  },
  'a repository that is none': {
    system: web({ image: { repository: "registry.example/it's", tag: '1.2.3' } }),
    path: 'shop/components/web/tag',
    message: "'registry.example/it's' is not a repository of images",
  },
  'a repository with capitals': {
    system: web({ image: { repository: 'registry.example/Team/web', tag: '1.2.3' } }),
    path: 'shop/components/web/tag',
    message:
      "'registry.example/Team/web' has capitals, which no registry takes; write 'registry.example/team/web'",
  },
  'a tag that no registry takes': {
    system: tag('1.2.3+build.4'),
    path: 'shop/components/web/tag',
    message: "'1.2.3+build.4' is no tag: at most 128 letters, digits and - _ .",
  },
  'a digest cut short': {
    system: tag('1.2.3@sha256:abc'),
    path: 'shop/components/web/tag',
    message: "'sha256:abc' is no digest: 'sha256:' and 64 digits from 0 to f",
  },
  'two digests': {
    system: web({ image: { ...WEB.image, tag: `1.2.3@${DIGEST}`, digest: DIGEST } }),
    path: 'shop/components/web/tag',
    message: "it has a digest beside 'digest', leave one of them out",
  },
  'a moving tag, whatever its digest': {
    system: tag(`latest@${DIGEST}`),
    path: 'shop/components/web/tag',
    message: "'latest' is not one exact version",
  },
  'a digest alone': {
    system: tag(`@${DIGEST}`),
    path: 'shop/components/web/tag',
    message: "'' is not one exact version",
  },
  'a digest of an environment cut short': {
    system: withEnvironment({ images: { [WEB.image.repository]: '1.2.4@sha256:12' } }),
    path: 'shop/live/images/registry.example/team/web',
    message: "'sha256:12' is no digest",
  },
  'a digest of a helper cut short': {
    system: sidecar({ image: { repository: 'exporter', tag: '1.0.0', digest: 'abc' } }),
    path: 'shop/components/web/sidecars/helper',
    message: "'abc' is no digest",
  },
  'an override with a moving tag': {
    system: withEnvironment({ overrides: { web: { tag: 'main' } } }),
    path: 'shop/live/overrides/web/tag',
    message: "'main' is not one exact version",
  },
  'a helper with a moving tag': {
    system: sidecar({ image: { repository: 'exporter', tag: 'latest' } }),
    path: 'shop/components/web/sidecars/helper',
    message: "'latest' is not one exact version of exporter",
  },
});

broken('a size', {
  'memory above its limit': {
    system: resources({ memory: '256Mi' }, {}),
    path: 'shop/components/web/resources',
    message: 'requests 256Mi of memory but is limited to 128Mi',
  },
  'processor above its limit': {
    system: resources({}, { cpu: '50m' }),
    path: 'shop/components/web/resources',
    message: 'requests 100m of processor but is limited to 50m',
  },
  'memory in a wrong unit': {
    system: resources({ memory: '64M' }, {}),
    path: 'shop/components/web/resources.requests.memory',
    message: "'64M' is not a memory quantity such as 512Mi or 2Gi",
  },
  'a limit in a wrong unit': {
    system: resources({}, { memory: '128MB' }),
    path: 'shop/components/web/resources.limits.memory',
    message: "'128MB' is not a memory quantity",
  },
  'a budget in a wrong unit': {
    system: withEnvironment({ budget: { cpu: '4', memory: '8GB' as '8Gi', source: 'a guess' } }),
    path: 'shop/live/budget.memory',
    message: "'8GB' is not a memory quantity",
  },
  'a volume in a wrong unit': {
    system: withComponent('store', { volumes: { data: { mountPath: '/data', size: '1GB' as '1Gi' } } }),
    path: 'shop/components/store/volumes/data.size',
    message: "'1GB' is not a memory quantity",
  },
  'scratch space in a wrong unit': {
    system: web({ scratch: [{ mountPath: '/tmp', size: '8M' as '8Mi', memory: true }] }),
    path: 'shop/components/web/scratch[/tmp].size',
    message: "'8M' is not a memory quantity",
  },
  'a volume of pods that come and go': {
    system: web({ volumes: { data: { mountPath: '/data', size: '1Gi' } } }),
    path: 'shop/components/web/volumes',
    message: 'only the pods of a StatefulSet have volumes',
  },
  'half a pod': {
    system: web({ replicas: 1.5 }),
    path: 'shop/components/web/replicas',
    message: '1.5 is not a number of pods',
  },
  'no pods': {
    system: web({ replicas: 0 }),
    path: 'shop/components/web/replicas',
    message: '0 is not a number of pods; 1 is the least',
  },
  'two of what there can be one of': {
    system: web({ singleton: 'it keeps sessions', replicas: 2 }),
    path: 'shop/components/web/replicas',
    message: "'web' can only run once (it keeps sessions), not 2 times",
  },
  'one version of pods that are replaced one by one': {
    system: withComponent('store', { oneVersion: 'they would quarrel', replicas: 3 }),
    path: 'shop/components/store/oneVersion',
    message: 'the 3 pods of a StatefulSet are replaced one by one, so two versions meet',
  },
  'one version of work that ends': {
    system: withComponent('work', {
      ...WEB,
      ports: {},
      probes: undefined,
      workload: 'Job',
      oneVersion: 'they would quarrel',
    }),
    path: 'shop/components/work/oneVersion',
    message: 'only a Deployment or a StatefulSet can promise it, not a component of workload Job',
  },
  'a drain that never ends': {
    system: web({ replicas: 2, minAvailable: 2 }),
    path: 'shop/components/web/minAvailable',
    message: '2 of 2 pods must stay, so no node can ever be drained; 1 is the most',
  },
  'a drain that never ends, of one pod': {
    system: web({ minAvailable: 1 }),
    path: 'shop/components/web/minAvailable',
    message: 'leave it out or run more replicas',
  },
  'scratch in memory as large as the limit': {
    system: web({ scratch: [{ mountPath: '/tmp', size: '128Mi', memory: true }] }),
    path: 'shop/components/web/scratch',
    message: '128 MiB of scratch in memory leave nothing of the limit of 128Mi',
  },
  'a helper above its limit': {
    system: sidecar({ resources: { ...WEB.resources, limits: { memory: '1Mi' } } }),
    path: 'shop/components/web/sidecars/helper',
    message: 'requests 64Mi of memory',
  },
});
