import { randomBytes } from 'node:crypto';
import { certificate } from './certificate';
import type { KubeObject } from './manifests';

/** Secrets as External Secrets and cert-manager would make them, with throw-away values. */
export interface StandIns {
  readonly secrets: KubeObject[];
  /** What those operators would have refused. */
  readonly problems: string[];
}

/**
 * Reads every ExternalSecret and Certificate among `objects`. Only the keys their own specs name come out,
 * so a pod that asks for another key is found out.
 *
 * @param known where generators are looked up. @default objects
 */
export async function standIns(objects: readonly KubeObject[], known = objects): Promise<StandIns> {
  const secrets: KubeObject[] = [];
  const problems: string[] = [];
  for (const object of objects) {
    try {
      if (object.kind === 'ExternalSecret' && !mayBeNothing(object))
        secrets.push(fromExternalSecret(object, known));
      if (object.kind === 'Certificate') secrets.push(await fromCertificate(object));
    } catch (error) {
      problems.push(`${object.kind}/${object.metadata.name}: ${(error as Error).message}`);
    }
  }
  return { secrets, problems };
}

/** Whole entries of the store that may not be there. Here none of them is: nobody may wait for one. */
const mayBeNothing = ({ spec }: KubeObject): boolean =>
  spec.target?.deletionPolicy === 'Delete' &&
  !spec.data?.length &&
  (spec.dataFrom ?? []).every(({ extract }: { extract?: object }) => extract);

function fromExternalSecret(object: KubeObject, known: readonly KubeObject[]): KubeObject {
  const { spec } = object;
  const values: Record<string, string> = {};
  for (const source of spec.dataFrom ?? []) {
    const ref = source.sourceRef?.generatorRef;
    if (!ref) throw new Error('dataFrom without a generator: the keys it would bring cannot be known');
    const made = generate(ref, known);
    for (const [key, value] of Object.entries(made)) values[rewritten(key, source.rewrite ?? [])] = value;
  }
  for (const entry of spec.data ?? []) {
    if (!entry.sourceRef && !spec.secretStoreRef)
      throw new Error(`no store to read "${entry.secretKey}" from`);
    values[entry.secretKey] = random(24);
  }
  if (Object.keys(values).length === 0) throw new Error('brings no key at all');
  const target = spec.target ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: target.name ?? object.metadata.name,
      namespace: object.metadata.namespace,
      labels: target.template?.metadata?.labels,
    },
    type: target.template?.type ?? 'Opaque',
    ...(target.immutable && { immutable: true }),
    stringData: templated(values, target.template),
  };
}

/** The keys of a generator and a value for each. */
function generate(ref: { kind: string; name: string }, known: readonly KubeObject[]): Record<string, string> {
  const found = known.find((one) => one.kind === ref.kind && one.metadata.name === ref.name);
  if (!found) throw new Error(`there is no ${ref.kind} "${ref.name}"`);
  const isCluster = ref.kind === 'ClusterGenerator';
  const kind = isCluster ? found.spec.kind : ref.kind;
  if (kind !== 'Password') throw new Error(`generator ${kind} is not played by the lab; see secrets.ts`);
  const spec = isCluster ? found.spec.generator.passwordSpec : found.spec;
  const keys: string[] = spec.secretKeys ?? ['password'];
  return Object.fromEntries(keys.map((key) => [key, random(spec.length ?? 24)]));
}

function rewritten(key: string, steps: { regexp?: { source: string; target: string } }[]): string {
  return steps.reduce((name, { regexp }) => {
    if (!regexp) throw new Error('only regexp rewrites are played by the lab; see secrets.ts');
    // Go writes a group as ${1} or ${name}, JavaScript as $1 or $<name>.
    const target = regexp.target.replace(/\$\{(\d+)\}/g, '$$$1').replace(/\$\{(\w+)\}/g, '$$<$1>');
    return name.replace(new RegExp(regexp.source.replace(/\(\?P</g, '(?<'), 'g'), target);
  }, key);
}

/** What the template makes of the values; without one, the values themselves. */
function templated(
  values: Record<string, string>,
  template?: { data?: Record<string, string>; mergePolicy?: string; templateFrom?: unknown },
): Record<string, string> {
  if (template?.templateFrom) throw new Error('templateFrom is not played by the lab; see secrets.ts');
  if (!template?.data) return values;
  const filled = Object.entries(template.data).map(([key, text]) => [
    key,
    text.replace(/\{\{-?([^}]*)-?\}\}/g, (_all, action: string) => {
      const [source = '', ...pipes] = action.split('|').map((part) => part.trim());
      const name = /\.([A-Za-z_]\w*)/.exec(source)?.[1] ?? /index\s+\.\s+"([^"]+)"/.exec(source)?.[1];
      if (name === undefined) return '';
      if (!(name in values)) throw new Error(`template of "${key}" uses "${name}", which nothing brings`);
      return pipes.reduce(piped, values[name]!);
    }),
  ]);
  return { ...(template.mergePolicy === 'Merge' ? values : {}), ...Object.fromEntries(filled) };
}

/** Functions of templates that our manifests use; a stand-in that passed others over would let anything through. */
const FUNCTIONS: Readonly<Record<string, (value: string) => string>> = {
  toJson: JSON.stringify,
  // A hash of something: nobody asks whether it is the password's.
  bcrypt: () => `$2a$10$${random(53)}`,
  b64enc: (value) => Buffer.from(value).toString('base64'),
};

function piped(value: string, name: string): string {
  const known = FUNCTIONS[name];
  if (!known) throw new Error(`template function "${name}" is not played by the lab; see secrets.ts`);
  return known(value);
}

async function fromCertificate(object: KubeObject): Promise<KubeObject> {
  const { spec } = object;
  const names: string[] = spec.dnsNames ?? (spec.commonName ? [spec.commonName] : []);
  if (names.length === 0) throw new Error('names no host');
  const { cert, key } = await certificate(names);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: spec.secretName, namespace: object.metadata.namespace },
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': cert, 'tls.key': key, 'ca.crt': cert },
  };
}

const random = (length: number): string => randomBytes(length).toString('hex').slice(0, length);
