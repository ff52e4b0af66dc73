import {
  type Container,
  containersOf,
  eachContainer,
  type KubeObject,
  kindOf,
  type PodTemplate,
  podTemplates,
  type Volume,
} from '../support/kubernetes';
import { inObject, inPod, rule, those, without } from '../support/rule';
import { NothingToBreak } from '../support/seeds';

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
const mountsSecret = ({ spec }: PodTemplate): boolean =>
  (spec.volumes ?? []).some(({ secret }) => secret?.items !== undefined);
/** One whose first variable comes from a Secret for which it waits. */
const waits = ({ spec }: PodTemplate): boolean => {
  const from = spec.containers[0]!.env?.[0]?.valueFrom?.secretKeyRef;
  return from !== undefined && !from.optional;
};
/** Whether a variable comes from it that its pod waits for. */
const isRead = (_: unknown, { metadata }: KubeObject, objects: readonly KubeObject[]): boolean =>
  podTemplates(objects).some((pod) =>
    containersOf(pod).some(({ env = [] }) =>
      env.some(
        ({ valueFrom }) =>
          valueFrom?.secretKeyRef?.name === metadata.name && !valueFrom.secretKeyRef.optional,
      ),
    ),
  );

/** What an entry of the store has is not known, so nothing in it is sure to be there. */
const WHOLE_ENTRY: KubeObject = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'api-optional' },
  spec: {
    dataFrom: [{ extract: { key: 'shop/live/web' } }],
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
    inPod(SECRET, { name: 'nobodys', key: 'STRIPE_API_KEY', optional: true }),
    /nobody makes Secret nobodys/,
  ],
  ['a lost Secret', without(those('ExternalSecret', isRead)), /nobody makes \S+ of Secret /],
  ['a wrong Secret', inPod(`${SECRET}.name`, 'api-jwt', waits), /of Secret api-jwt/],
  ['a wrong key', inPod(`${SECRET}.key`, 'pasword', waits), /nobody makes pasword/],
  [
    'another target',
    inObject(those('ExternalSecret', isRead), 'spec.target.name', 'another'),
    /nobody makes \S+ of Secret /,
  ],
  [
    'a lost file',
    without(
      those('ExternalSecret', (_, { metadata }, objects) =>
        podTemplates(objects).some(({ spec }) =>
          spec.volumes?.some(({ secret }) => secret?.items && secret.secretName === metadata.name),
        ),
      ),
    ),
    /: nobody makes /,
  ],
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
  ['a lost generator', without('Password'), /no Password letters-and-digits-/],
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

const readsFiles = ({ spec }: PodTemplate): boolean => spec.volumes?.[0]?.configMap !== undefined;
/** The file of a ConfigMap that a container mounts by its name. */
const isMounted = (
  _: unknown,
  { metadata, data = {} }: KubeObject,
  objects: readonly KubeObject[],
): boolean =>
  podTemplates(objects).some(({ spec }) =>
    spec.volumes?.some(
      ({ name, configMap }) =>
        configMap?.name === metadata.name &&
        spec.containers.some(({ volumeMounts = [] }) =>
          volumeMounts.some((mount) => mount.name === name && mount.subPath! in data),
        ),
    ),
  );
/** One whose init container writes files with secrets in them. */
const fillsIn = ({ spec }: PodTemplate): boolean =>
  (spec.initContainers ?? []).some(({ name }) => name === 'render-config');

rule('every configuration file a program reads is there', files, [
  ['a lost ConfigMap', without(those('ConfigMap', isMounted)), /no ConfigMap /],
  ['a lost file', inObject(those('ConfigMap', isMounted), 'data', { other: '' }), /: config has no /],
  ['another ConfigMap', inPod('volumes.0.configMap.name', 'other', readsFiles), /no ConfigMap other/],
  [
    'a file that is not filled in',
    inPod(
      'initContainers',
      (all: Container[]) => all.map((one) => (one.name === 'render-config' ? { ...one, args: [] } : one)),
      fillsIn,
    ),
    /: rendered has no /,
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
      const pod = podTemplates(objects).find(mountsSecret);
      if (!pod) throw new NothingToBreak('no pod mounts a Secret');
      const { name } = pod.spec.volumes!.find(({ secret }) => secret)!;
      const mount = pod.spec.containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
      Object.assign(mount.find((one) => one.name === name)!, { subPath: 'receiver-url' });
    },
    /keeps what its Secret had at first/,
  ],
]);

const HASH = 'phasewise/config-hash';

const hashes = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects).flatMap(({ owner, spec, annotations }) => {
    const reads = (spec.volumes ?? []).some(({ configMap }) => configMap);
    const hash = annotations[HASH];
    if (reads && !/^[0-9a-f]{16}$/.test(hash ?? ''))
      return `${owner}: a new configuration would not restart it`;
    return !reads && hash ? `${owner}: has a hash of nothing` : [];
  });

rule('a changed configuration file restarts what reads it', hashes, [
  [
    'no hash',
    (objects) => {
      const found = objects.find((object) => podTemplates([object])[0]?.annotations[HASH]);
      if (!found) throw new NothingToBreak('nothing reads files');
      delete podTemplates([found])[0]!.annotations[HASH];
    },
    /: a new configuration would not restart it/,
  ],
  [
    'a new reader',
    inPod(
      'volumes',
      (all: Volume[]) => [...all, { name: 'x', configMap: { name: 'another' } }],
      ({ annotations }) => !annotations[HASH],
    ),
    /would not restart/,
  ],
]);

/** Tags that name no version: the words, and a bare major with or without a variant. */
const MOVING = /^(latest|main|master|develop|edge|nightly|stable)\b|^v?\d{1,3}(-[a-z][a-z0-9.]*)*$/;

/** The digest is what is pulled; the tag in front of it says to people what that is. */
const withoutDigest = (image: string): string => image.replace(/@sha256:[0-9a-f]{64}$/, '');

const versions = (objects: readonly KubeObject[]): string[] => {
  const split = (image: string): string[] => /^(.*?)(?::([^/:]*))?$/.exec(withoutDigest(image))!.slice(1);
  const findings = eachContainer(objects, ({ image }) => {
    const [, tag = ''] = split(image);
    // An exact version has a number in it: `1.2.3`, a date, a build, a commit.
    return [(!/\d/.test(tag) || MOVING.test(tag)) && `${image} is not one exact version`];
  });
  // Helpers of a pod that run its own image run the same of it; other pods may be a release ahead.
  const several = podTemplates(objects).flatMap((pod) => {
    const tags = new Map<string, Set<string>>();
    for (const { image } of containersOf(pod)) {
      const [repository = image, tag = ''] = split(image);
      tags.set(repository, (tags.get(repository) ?? new Set()).add(tag));
    }
    return [...tags]
      .filter(([, found]) => found.size > 1)
      .map(([repository, found]) => `${pod.owner}: ${repository} in ${[...found].join(' and ')}`);
  });
  return [...findings, ...several];
};

rule('the same manifest runs the same program tomorrow', versions, [
  ['latest', inPod('containers.0.image', 'ghcr.io/acme/backend:latest'), /is not one exact version/],
  ['no tag', inPod('containers.0.image', 'ghcr.io:443/acme/backend'), /is not one exact version/],
  ['a bare major', inPod('containers.0.image', 'redis:7-alpine'), /redis:7-alpine is not one exact/],
  [
    'a branch in front of a digest',
    inPod('containers.0.image', `acme/backend:main@sha256:${'1'.repeat(64)}`),
    /is not one exact version/,
  ],
  ['a branch', inPod('containers.0.image', 'ghcr.io/acme/backend:develop'), /is not one exact version/],
  [
    'two versions at once',
    inPod('containers', (all: Container[]) => [
      ...all,
      { ...all[0]!, name: 'helper', image: withoutDigest(all[0]!.image).replace(/[^:/]+$/, '9.8.7') },
    ]),
    / in .* and 9\.8\.7/,
  ],
]);
