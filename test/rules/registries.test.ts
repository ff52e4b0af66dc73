/** Private images: who runs them has a login, by a Secret that kubelet reads, and nobody else has. */
import { dataPlanes } from '../../tools/lab/gateway';
import type { DistEnvironment } from '../support/dist';
import { containersOf, type KubeObject, kindOf, podTemplates, title } from '../support/kubernetes';
import { inObject, inPod, type Rule, rule, those, without } from '../support/rule';
import { NothingToBreak, type Seed } from '../support/seeds';
import { planOf } from '../support/systems';

interface Pulling extends KubeObject {
  imagePullSecrets?: { name: string }[];
}

interface ExternalSecret {
  target: { name: string; template?: { type?: string; data?: Record<string, string> } };
}

/** What the names of private images begin with, as the definition says. Docker Hub needs no name in an image. */
async function privateStarts(environment: DistEnvironment): Promise<string[]> {
  return Object.keys((await planOf(environment)).registries ?? {});
}

const isPrivate = (starts: readonly string[], image: string): boolean => {
  const [first = ''] = image.split('/');
  const host = /[.:]/.test(first) && image.includes('/');
  const full = host ? image : `docker.io/${image.includes('/') ? image : `library/${image}`}`;
  return starts.some((start) => full.startsWith(start.endsWith('/') ? start : `${start}/`));
};

/** Everything that makes pods, controllers of gateways included, with the logins that its pods have. */
function pods(objects: readonly KubeObject[]) {
  const all: Pulling[] = [...objects, ...(dataPlanes(objects as never) as unknown as KubeObject[])];
  return podTemplates(all).map((pod) => {
    const account = all.find(
      ({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === pod.spec.serviceAccountName,
    );
    const maker = all.find((object) => title(object) === pod.owner)!;
    const lists = [account, pod.spec as object, maker.kind === 'Cluster' ? maker.spec : undefined];
    const logins = lists.flatMap((one) => (one as Partial<Pulling> | undefined)?.imagePullSecrets ?? []);
    return { owner: pod.owner, images: containersOf(pod).map(({ image }) => image), logins };
  });
}

const logins: Rule = async (objects, environment) => {
  const starts = await privateStarts(environment);
  return [
    ...pods(objects).flatMap(({ owner, images, logins: has }) => {
      const asking = images.filter((image) => isPrivate(starts, image));
      return [
        asking.length > 0 && has.length === 0 ? `${owner} pulls ${asking[0]} without a login` : '',
        asking.length === 0 && has.length > 0 ? `${owner} has a login that none of its images asks for` : '',
      ].filter(Boolean);
    }),
    ...kindOf(objects, 'ServiceAccount')
      .filter(({ metadata, imagePullSecrets }: Pulling) => metadata.name === 'default' && imagePullSecrets)
      .map((account) => `${title(account)} is nobody's and has a login`),
  ];
};

const LOGIN = [{ name: 'pull-registry' }];
const hasLogin = those(
  'ServiceAccount',
  (_, { imagePullSecrets }: Pulling) => imagePullSecrets !== undefined,
);
/** An account of pods of which no image is private. */
const isOthers = ({ metadata, imagePullSecrets }: Pulling, objects: readonly KubeObject[]): boolean =>
  !imagePullSecrets && podTemplates(objects).some(({ spec }) => spec.serviceAccountName === metadata.name);

/** Puts an image of a private registry where nobody has a login. */
const privateImage: Seed = (objects, { registries = {} }) => {
  const [start] = Object.keys(registries);
  if (!start) throw new NothingToBreak('all images are public');
  const image = `${start.replace(/\/$/, '')}/team/own:1.0.0`;
  inPod('containers.0.image', image, ({ spec }) =>
    objects.some(
      (one) =>
        one.kind === 'ServiceAccount' &&
        one.metadata.name === spec.serviceAccountName &&
        isOthers(one, objects),
    ),
  )(objects);
};

rule('private images are pulled with a login, and nothing else has one', logins, [
  ['an account without it', inObject(hasLogin, 'imagePullSecrets', undefined), / pulls \S+ without a login/],
  [
    'a login that nobody needs',
    inObject(
      those('ServiceAccount', (_, account, objects) => isOthers(account, objects)),
      'imagePullSecrets',
      LOGIN,
    ),
    / has a login that none of its images asks for/,
  ],
  [
    'a login for whoever says nothing',
    inObject('ServiceAccount/default', 'imagePullSecrets', LOGIN),
    /default is nobody's/,
  ],
  ['a private image in a pod of others', privateImage, / pulls \S+\/own:1\.0\.0 without a login/],
]);

/** Registries in what a template makes, with a word in the place of every value. */
function registriesIn(text = ''): string[] {
  try {
    const { auths } = JSON.parse(text.replaceAll(/\{\{[^}]*\}\}/g, '"x"')) as { auths: object };
    // Docker Hub by the name it has in such a file.
    return Object.keys(auths).map((key) => (key === 'https://index.docker.io/v1/' ? 'docker.io' : key));
  } catch {
    return [];
  }
}

const made: Rule = async (objects, environment) => {
  const starts = await privateStarts(environment);
  const secrets = new Map(
    kindOf(objects, 'ExternalSecret').map(({ spec }) => {
      const { name, template } = (spec as ExternalSecret).target;
      return [name, template];
    }),
  );
  return pods(objects).flatMap(({ owner, images, logins: has }) => {
    const templates = has.map(({ name }) => ({ name, template: secrets.get(name) }));
    const isMade = ({ template }: (typeof templates)[number]): boolean =>
      template?.type === 'kubernetes.io/dockerconfigjson';
    // Kubelet tries all of them, whichever has the registry of an image.
    const known = templates.flatMap(({ template }) => registriesIn(template?.data?.['.dockerconfigjson']));
    return [
      ...templates.filter((one) => !isMade(one)).map(({ name }) => `${owner}: nobody makes login ${name}`),
      ...(templates.length > 0 ? images : [])
        .filter((image) => isPrivate(starts, image) && !isPrivate(known, image))
        .map((image) => `${owner}: no login for ${image}`),
    ];
  });
};

const login = those(
  'ExternalSecret',
  ({ target }: ExternalSecret) => target.template?.type === 'kubernetes.io/dockerconfigjson',
);
const JSON_FIELD = 'spec.target.template.data.\\.dockerconfigjson';

rule('the login of a private image is made, in the form that kubelet reads', made, [
  ['no login', without(login), /: nobody makes login pull-/],
  ['another type', inObject(login, 'spec.target.template.type', 'Opaque'), /nobody makes login pull-/],
  ['text that is no JSON', inObject(login, JSON_FIELD, '{"auths": {{ .x }}'), /: no login for /],
  [
    'another folder',
    inObject(login, JSON_FIELD, '{"auths": {"registry.example/nobodys/": {}}}'),
    /: no login for /,
  ],
]);
