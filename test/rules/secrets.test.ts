import type { DistEnvironment } from '../support/dist';
import { eachContainer, type KubeObject, title } from '../support/kubernetes';
import { another, inObject, inPod, type Rule, rule } from '../support/rule';
import { planOf } from '../support/systems';

/** All texts of an object with the path to each. */
function texts(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, child]) => texts(child, path ? `${path}.${key}` : key));
}

const kinds = (objects: readonly KubeObject[]): string[] =>
  objects.filter(({ kind }) => kind === 'Secret').map((object) => `${title(object)} stands in Git`);

rule('no Secret is committed', kinds, [
  ['a Secret', another('ConfigMap', 'kind', 'Secret'), /Secret\/.* stands in Git/],
]);

/** Filled in by Kubernetes, `$(NAME)`, by the init container, `${NAME}`, by the shell, `$name`, or by a template. */
const PLACEHOLDER = /^["']?(\$\([A-Z0-9_]+\)|\$\{[A-Z0-9_]+\}|\$[A-Za-z_]\w*|\{\{)/;
/** Names under which something secret stands, up to their value. */
const NAMED =
  /(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|credentials?)["']?\s*(?:=>|[:=])\s*(?:["']?)(\S+)/gi;
/** The part of an address that holds a password. */
const ADDRESS = /[a-z][a-z0-9+]*:\/\/[^\s:/@'"]*:([^\s@'"]+)@/gi;

/** Values that stand after such a name and tell nothing: switches, names of keys, files and variables. */
const HARMLESS = /^["']?(true|false|null|off|on|none|\/[\w./-]+|[A-Z][A-Z0-9_]*_PASSWORD)["',;]*$/;

/** Bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}

/** Changes between small letters, large ones and digits; a capital goes with the word that it begins. */
const changes = (word: string): number => (word.match(/[A-Z]?[a-z]+|[A-Z]+|\d+|[^A-Za-z\d]+/g) ?? []).length;

/** Letters of both cases and digits, long and without a pattern, nor words: a key somebody pasted. */
const looksRandom = (word: string): boolean =>
  word.length >= 20 &&
  /[a-z]/.test(word) &&
  /[A-Z]/.test(word) &&
  /\d/.test(word) &&
  entropy(word) > 4 &&
  changes(word) > word.length / 4;

function secretsIn(text: string): string[] {
  const named = [...text.matchAll(NAMED), ...text.matchAll(ADDRESS)].map(([, value = '']) => value);
  return [
    ...(/-----BEGIN [A-Z ]+-----/.test(text) ? ['a key or certificate'] : []),
    ...named
      .filter((value) => !PLACEHOLDER.test(value) && !HARMLESS.test(value))
      .map((value) => `'${value}'`),
    // The parts of a path are looked at one by one.
    ...(text.match(/[A-Za-z0-9+_-]{20,}={0,2}/g) ?? []).filter(looksRandom).map((word) => `random '${word}'`),
  ];
}

/** Texts that the definition says everybody may read, each with a reason. */
async function openTexts(environment: DistEnvironment): Promise<Set<string>> {
  const { components } = await planOf(environment);
  const containers = components.flatMap((component) => [component, ...component.sidecars]);
  const values = containers.flatMap(({ env }) =>
    env.flatMap((variable) => ('value' in variable && variable.public ? variable.value : [])),
  );
  const files = containers.flatMap(({ files = [] }) => files.filter((file) => file.public));
  return new Set([...values, ...files.map(({ content }) => content)]);
}

const values: Rule = async (objects, environment) => {
  const open = await openTexts(environment);
  return objects.flatMap((object) =>
    texts(object)
      .filter(([, text]) => !open.has(text))
      .flatMap(([path, text]) => secretsIn(text).map((found) => `${title(object)} ${path} holds ${found}`)),
  );
};

const inConfig = (text: string) => inObject('ConfigMap', 'data', () => ({ 'own.conf': text }));

rule('no password, key or token stands in what is committed', values, [
  ['a password in a file', inConfig('requirepass x\npassword: hunter2\n'), /hunter2/],
  ['one in JSON', inConfig('{"password": "hunter2"}'), /hunter2/],
  ['a password in an address', inPod('containers.0.env.0.value', 'amqp://api:hunter2@rabbitmq'), /hunter2/],
  ['a private key', inConfig('-----BEGIN RSA PRIVATE KEY-----'), /a key or cert/],
  ['a pasted key', inPod('containers.0.args', ['sk9fJ2kLmQ8xZr4TvB7nWc1YpD']), /random 'sk9f/],
  ['one in an address', inConfig('https://hooks.example/sk9fJ2kLmQ8xZr4TvB7nWc1YpD'), /random 'sk9f/],
]);

/** Names that end in what is secret; `TOKEN_SERVICE_URL` and `MAX_TOKENS` tell something about it. */
const SECRET =
  /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|(PRIVATE|API|ENCRYPTION|SECRET|SIGNING)_?KEY)\d*$/;

const variables: Rule = async (objects, environment) => {
  const open = await openTexts(environment);
  return eachContainer(objects, ({ env = [] }) =>
    env.map(
      ({ name, value }) =>
        value !== undefined &&
        value !== '' &&
        !open.has(value) &&
        SECRET.test(name) &&
        !HARMLESS.test(value) &&
        !PLACEHOLDER.test(value) &&
        `${name} is written out`,
    ),
  );
};

rule('variables with a secret take it from a Secret', variables, [
  [
    'a password',
    inPod('containers.0.env.0', { name: 'DB_PASSWORD', value: 'x' }),
    /DB_PASSWORD is written out/,
  ],
  ['a key', inPod('containers.0.env.0', { name: 'STRIPE_API_KEY', value: 'x' }), /API_KEY is written out/],
]);

const order = (objects: readonly KubeObject[]): string[] =>
  eachContainer(objects, ({ env = [], args = [], command = [] }) => [
    ...env.flatMap(({ name, value = '' }, index) =>
      [...value.matchAll(/\$\((\w+)\)/g)].map(
        ([, used]) =>
          !env.slice(0, index).some((earlier) => earlier.name === used) &&
          `${name} uses ${used}, which Kubernetes leaves as it stands`,
      ),
    ),
    ...[...command, ...args].flatMap((text) =>
      // Scripts are for a shell, which has its own `$(…)`.
      text.includes('\n') || / /.test(text)
        ? []
        : [...text.matchAll(/\$\((\w+)\)/g)].map(
            ([, used]) => !env.some(({ name }) => name === used) && `no variable ${used} for its arguments`,
          ),
    ),
    ...env.map(
      ({ name }, index) => env.findIndex((other) => other.name === name) !== index && `${name} twice`,
    ),
  ]);

rule('connection strings are filled in: what they use stands before them', order, [
  ['an unknown variable', inPod('containers.0.env.0', { name: 'URL', value: 'a://$(PW)@b' }), /URL uses PW/],
  ['the same variable twice', inPod('containers.0.env', (all: object[]) => [...all, all[0]]), /: \w+ twice/],
  ['an argument without a variable', inPod('containers.0.args', ['--key=$(NOPE)']), /no variable NOPE/],
]);
