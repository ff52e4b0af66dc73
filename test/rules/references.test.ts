import { containersOf, eachContainer, type KubeObject, kindOf, podTemplates } from '../support/kubernetes';
import { inObject, inPod, type Rule, rule, without } from '../support/rule';
import { planOf } from '../support/systems';

interface ExternalSecret {
  target?: {
    name?: string;
    creationPolicy?: string;
    deletionPolicy?: string;
    template?: { data?: Record<string, string> };
  };
  data?: { secretKey: string }[];
  dataFrom?: {
    extract?: { key: string };
    sourceRef?: { generatorRef?: { kind: string; name: string } };
  }[];
}

/** Keys of every Secret that External Secrets will make, by name. The Password generator makes `password`. */
function secretKeys(objects: readonly KubeObject[]): Map<string, string[]> {
  return new Map(
    kindOf(objects, 'ExternalSecret').map(({ metadata, spec }) => {
      const { target, data = [], dataFrom = [] } = spec as ExternalSecret;
      const made = dataFrom.flatMap(({ sourceRef }) => (sourceRef?.generatorRef ? 'password' : []));
      const read = [...data.map(({ secretKey }) => secretKey), ...made];
      // A template decides alone what the Secret has.
      const templated = target?.template?.data;
      return [target?.name ?? metadata.name, templated ? Object.keys(templated) : read];
    }),
  );
}

const secrets = (objects: readonly KubeObject[]): string[] => {
  const keys = secretKeys(objects);
  const missing = (secret: string, key: string): string | false =>
    !keys.get(secret)?.includes(key) && `nobody makes ${key} of Secret ${secret}`;
  return [
    ...eachContainer(objects, ({ env = [] }) =>
      env.map(({ valueFrom }) => {
        const from = valueFrom?.secretKeyRef;
        if (!from) return false;
        // What a pod does not wait for must come from somewhere all the same.
        if (from.optional) return !keys.has(from.name) && `nobody makes Secret ${from.name}`;
        return missing(from.name, from.key);
      }),
    ),
    ...podTemplates(objects).flatMap(({ owner, spec }) =>
      (spec.volumes ?? [])
        .flatMap(({ secret }) => (secret?.items ?? []).map(({ key }) => missing(secret!.secretName, key)))
        .filter((finding) => typeof finding === 'string')
        .map((finding) => `${owner}: ${finding}`),
    ),
  ];
};

const SECRET = 'containers.0.env.0.valueFrom.secretKeyRef';
const mountsSecret = ({ spec }: ReturnType<typeof podTemplates>[number]): boolean =>
  spec.volumes?.[0]?.secret !== undefined || spec.volumes?.[1]?.secret !== undefined;

/** What an entry of the store has is not known, so nothing in it is sure to be there. */
const WHOLE_ENTRY: KubeObject = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'api-optional' },
  spec: {
    dataFrom: [{ extract: { key: 'kaleem/production/api' } }],
    target: { name: 'api-optional', creationPolicy: 'Owner', deletionPolicy: 'Delete' },
  },
};

rule('no pod waits for a Secret or a key that nobody makes', secrets, [
  [
    'a key that the store may not have',
    (objects) => {
      objects.push(WHOLE_ENTRY);
      inPod(SECRET, { name: 'api-optional', key: 'STRIPE_API_KEY' })(objects);
    },
    /nobody makes STRIPE_API_KEY of Secret api-optional/,
  ],
  [
    'an optional key of nothing',
    inPod(SECRET, { name: 'api-optional', key: 'STRIPE_API_KEY', optional: true }),
    /nobody makes Secret api-optional/,
  ],
  ['a lost Secret', without('ExternalSecret/redis-api'), /nobody makes password of Secret redis-api/],
  ['a wrong Secret', inPod(`${SECRET}.name`, 'api-jwt'), /of Secret api-jwt/],
  ['a wrong key', inPod(`${SECRET}.key`, 'pasword'), /nobody makes pasword/],
  ['another target', inObject('ExternalSecret/redis-api', 'spec.target.name', 'redis'), /Secret redis-api/],
  ['a lost file', without('ExternalSecret/alertmanager'), /alertmanager: nobody makes receiver-url/],
]);

const entries = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'ExternalSecret').flatMap(({ metadata, spec }) => {
    const { target, data = [], dataFrom = [] } = spec as ExternalSecret;
    if (dataFrom.every(({ extract }) => !extract)) return [];
    return [
      target?.deletionPolicy === 'Delete' && target.creationPolicy === 'Owner'
        ? ''
        : 'fails where the store has no such entry, and a release with it',
      data.length === 0 ? '' : 'also reads keys by name, of which each must be there',
    ]
      .filter(Boolean)
      .map((finding) => `${metadata.name} ${finding}`);
  });

const wholeEntry =
  (path: string, value: unknown) =>
  (objects: KubeObject[]): void => {
    objects.push(structuredClone(WHOLE_ENTRY));
    inObject('ExternalSecret/api-optional', path, value)(objects);
  };

rule('an entry of the store that may be missing fails nothing', entries, [
  ['it is kept', wholeEntry('spec.target.deletionPolicy', 'Retain'), /api-optional fails where the store/],
  ['nothing said', wholeEntry('spec.target', { name: 'api-optional' }), /api-optional fails where the store/],
  ['a key by name', wholeEntry('spec.data', [{ secretKey: 'A' }]), /also reads keys by name/],
]);

const generators = (objects: readonly KubeObject[]): string[] => {
  const used = kindOf(objects, 'ExternalSecret').flatMap(({ spec }) =>
    ((spec as ExternalSecret).dataFrom ?? []).flatMap(({ sourceRef }) => sourceRef?.generatorRef ?? []),
  );
  return used
    .filter(({ kind, name }) => !kindOf(objects, kind).some(({ metadata }) => metadata.name === name))
    .map(({ kind, name }) => `there is no ${kind} ${name}`);
};

rule('every password has a generator', generators, [
  ['a lost generator', without('Password/letters-and-digits-32'), /no Password letters-and-digits-32/],
]);

const files = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects).flatMap((pod) => {
    const volumes = new Map((pod.spec.volumes ?? []).map((volume) => [volume.name, volume]));
    const data = (name: string): Record<string, string> | undefined =>
      kindOf(objects, 'ConfigMap').find(({ metadata }) => metadata.name === name)?.data;
    const rendered = (pod.spec.initContainers ?? []).flatMap(({ args = [] }) => args);
    const lost = [...volumes.values()].flatMap(({ configMap }) =>
      configMap && !data(configMap.name) ? `there is no ConfigMap ${configMap.name}` : [],
    );
    const keys = containersOf(pod).flatMap(({ volumeMounts = [] }) =>
      volumeMounts.flatMap(({ name, subPath }) => {
        if (subPath === undefined) return [];
        const volume = volumes.get(name);
        const here = volume?.configMap
          ? Object.keys(data(volume.configMap.name) ?? {})
          : (volume?.secret?.items?.map(({ path }) => path) ?? rendered);
        // Kubernetes makes an empty folder where a key is missing.
        return here.includes(subPath) ? [] : `${name} has no ${subPath}`;
      }),
    );
    return [...lost, ...keys].map((finding) => `${pod.owner}: ${finding}`);
  });

const readsFiles = ({ spec }: ReturnType<typeof podTemplates>[number]): boolean =>
  spec.volumes?.[0]?.name === 'config';

rule('every configuration file a program reads is there', files, [
  ['a lost ConfigMap', without('ConfigMap/redis-config'), /no ConfigMap redis-config/],
  ['a lost file', inObject('ConfigMap/redis-config', 'data.redis\\.conf', undefined), /no redis\.conf/],
  ['another ConfigMap', inPod('volumes.0.configMap.name', 'other', readsFiles), /no ConfigMap other/],
  [
    'a file that is not filled in',
    inPod('initContainers.0.args', [], (pod) => pod.name === 'redis'),
    /users\.acl/,
  ],
]);

/** Kubernetes: a container that mounts a volume by `subPath` does not receive updates (docs, concepts/storage/volumes). */
const updates = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects).flatMap((pod) => {
    const secret = new Set((pod.spec.volumes ?? []).flatMap((one) => (one.secret ? one.name : [])));
    return containersOf(pod).flatMap(({ volumeMounts = [] }) =>
      volumeMounts
        .filter(({ name, subPath }) => subPath !== undefined && secret.has(name))
        .map(({ mountPath }) => `${pod.owner}: ${mountPath} keeps what its Secret had at first`),
    );
  });

rule('a new value in the secret store reaches the program that reads its file', updates, [
  [
    'one file of it',
    (objects) => {
      const { spec } = podTemplates(objects).find(mountsSecret)!;
      const { name } = spec.volumes!.find(({ secret }) => secret)!;
      const mount = spec.containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
      Object.assign(mount.find((one) => one.name === name)!, { subPath: 'receiver-url' });
    },
    /keeps what its Secret had at first/,
  ],
]);

const hashes = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects).flatMap(({ owner, spec, annotations }) => {
    const reads = (spec.volumes ?? []).some(({ configMap }) => configMap);
    const hash = annotations['phasewise/config-hash'];
    if (reads && !/^[0-9a-f]{16}$/.test(hash ?? ''))
      return `${owner}: a new configuration would not restart it`;
    return !reads && hash ? `${owner}: has a hash of nothing` : [];
  });

rule('a changed configuration file restarts what reads it', hashes, [
  ['no hash', inObject('StatefulSet/redis', 'spec.template.metadata.annotations', {}), /redis: a new config/],
  [
    'a new reader',
    inPod('volumes.0', { name: 'x', configMap: { name: 'redis-config' } }),
    /would not restart/,
  ],
]);

const versions: Rule = async (objects, environment) => {
  // A canary runs another version: that is what it is for.
  const canaries = (await planOf(environment)).routes.flatMap(({ canary }) => canary?.name ?? []);
  const tags = new Map<string, Set<string>>();
  const findings = eachContainer(objects, ({ image }, pod) => {
    const [, repository = image, tag = ''] = /^(.*?)(?::([^/]*))?$/.exec(image) ?? [];
    if (!canaries.includes(pod.name)) tags.set(repository, (tags.get(repository) ?? new Set()).add(tag));
    // An exact version has a point, or is a date; `16`, `v2` and `alpine` move.
    return [
      !/\d+[.-]\d+/.test(tag) && `${image} is not one exact version`,
      /latest/.test(tag) && `${image} moves`,
    ];
  });
  const several = [...tags].filter(([, found]) => found.size > 1);
  return [
    ...findings,
    ...several.map(([repository, found]) => `${repository} in ${[...found].join(' and ')}`),
  ];
};

rule('the same manifest runs the same program tomorrow', versions, [
  ['latest', inPod('containers.0.image', 'ghcr.io/kaleem-ai/backend:latest'), /is not one exact version/],
  ['no tag', inPod('containers.0.image', 'ghcr.io:443/kaleem-ai/backend'), /is not one exact version/],
  ['a bare major', inPod('containers.0.image', 'redis:7-alpine'), /redis:7-alpine is not one exact/],
  [
    'two versions at once',
    inPod('containers.0.image', 'ghcr.io/kaleem-ai/backend:0.0.99'),
    /backend in 0\.0\.99 and \d/,
  ],
]);
