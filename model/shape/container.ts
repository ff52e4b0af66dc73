/** What the containers of a pod are described by. */
import type {
  Check,
  ConfigFile,
  Configuration,
  Env,
  Identity,
  Image,
  Port,
  Probe,
  Probes,
  PublicValue,
  Resources,
  Scratch,
  SecretFile,
  SecretKey,
  Sidecar,
} from '../component';
import { type Bytes, type Cpu, mebibytes, millicores } from '../units';
import { byName, listOf, optional, recordOf, things } from './things';
import { either, notation, number, oneOf, text, truth, type Word, yes } from './word';

export const bytes = notation<Bytes>('a quantity such as 512Mi or 2Gi', mebibytes);
export const cpu = notation<Cpu>('a quantity such as 250m or 2', millicores);

export const image = things<Image>({ repository: text, tag: text, digest: optional(text) });
export const port = things<Port>({
  number,
  protocol: optional(oneOf('protocol', { TCP: 0, UDP: 0 })),
  purpose: text,
  servedBy: optional(text),
});
export const identity = things<Identity>({ user: number, group: number });
export const resources = things<Resources>({
  requests: things<Resources['requests']>({ cpu, memory: bytes }),
  limits: things<Resources['limits']>({ cpu: optional(cpu), memory: bytes }),
});

const check = byName<Check>({
  http: things<Extract<Check, { http: string }>>({ http: text, port: text }),
  tcp: things<Extract<Check, { tcp: string }>>({ tcp: text }),
  exec: things<Extract<Check, { exec: unknown }>>({ exec: listOf(text) }),
});
const probe = things<Probe>({
  check,
  period: optional(number),
  timeout: optional(number),
  failures: optional(number),
});
export const probes = things<Probes>({
  startup: optional(probe),
  readiness: probe,
  liveness: optional(probe),
});

const secretKey = things<SecretKey>({ secret: text, key: text, optional: optional(yes) });
const notText = byName<SecretKey | PublicValue>({
  secret: secretKey,
  value: things<PublicValue>({ value: text, public: text }),
});
export const env: Word<Env> = recordOf(either(text, notText));
const file = things<ConfigFile>({
  path: text,
  content: text,
  public: optional(text),
  secrets: optional(recordOf(secretKey)),
});
const secretFile = things<SecretFile>({ path: text, secret: text, key: text, optional: optional(yes) });

export const scratch = things<Scratch>({
  mountPath: text,
  size: bytes,
  memory: optional(truth),
  fromImage: optional(truth),
  from: optional(image),
});

const sidecar = things<Sidecar>({
  name: text,
  image: optional(image),
  identity: optional(identity),
  command: optional(listOf(text)),
  args: optional(listOf(text)),
  env: optional(env),
  ports: optional(recordOf(port)),
  probes: optional(probes),
  resources,
  files: optional(listOf(file, ({ path }) => path)),
  scratch: optional(
    listOf(
      things<NonNullable<Sidecar['scratch']>[number]>({
        mountPath: text,
        size: bytes,
        memory: optional(truth),
      }),
      ({ mountPath }) => mountPath,
    ),
  ),
  shares: optional(listOf(text)),
  preStop: optional(listOf(text)),
  ends: optional(yes),
});

/** What a catalogue file answers when it is told of the system. */
export const configuration = things<Configuration>(
  {
    command: optional(listOf(text)),
    args: optional(listOf(text)),
    env: optional(env),
    files: optional(listOf(file, ({ path }) => path)),
    secretFiles: optional(listOf(secretFile, ({ path }) => path)),
    scratch: optional(listOf(scratch, ({ mountPath }) => mountPath)),
    sidecars: optional(listOf(sidecar, ({ name }) => name)),
  },
  '/',
);
