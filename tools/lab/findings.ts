import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { run } from './exec';
import { dataPlanes } from './gateway';
import type { KubeObject, Unit } from './manifests';

/** What an analyser has to say about one object. */
export interface Finding {
  /** `kube-score/pod-probes` */
  readonly check: string;
  /** `<system>/<environment>/<Kind>/<name>` */
  readonly object: string;
  readonly message: string;
}

/** A finding that is accepted, and why. */
export interface Exception {
  readonly check: string;
  /** Object; a star stands for any part: `kaleem/production/Deployment/*`. @default everything */
  readonly on?: string;
  /** Part of the message, where a check says several things. @default any message */
  readonly says?: string;
  readonly reason: string;
}

const asYaml = (objects: readonly KubeObject[]) =>
  objects.map((one) => JSON.stringify(one, null, 1)).join('\n---\n');
export const idOf = (unit: Unit, kind: string, name: string) =>
  `${unit.system}/${unit.environment}/${kind}/${name}`;

/** Checks objects against JSON schemas; `location` as `writeSchemas` returns it. */
export async function kubeconform(command: string, location: string, unit: Unit): Promise<Finding[]> {
  const args = ['-strict', '-output', 'json', '-schema-location', location, '-'];
  const { stdout, stderr } = await run(command, args, { stdin: asYaml(unit.objects) });
  if (!stdout) throw new Error(`kubeconform: ${stderr.trim()}`);
  const { resources } = JSON.parse(stdout) as {
    resources: { kind: string; name: string; status: string; msg: string }[];
  };
  return (resources ?? []).map(({ kind, name, status, msg }) => ({
    check: `kubeconform/${status.replace('status', '').toLowerCase()}`,
    object: idOf(unit, kind, name),
    message: msg,
  }));
}

interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks: {
    readonly check: { readonly id: string };
    readonly skipped: boolean;
    /** 1 critical, 5 warning, 7 nearly, 10 good */
    readonly grade: number;
    readonly comments: { readonly path: string; readonly summary: string }[] | null;
  }[];
}

/** Everything kube-score grades as a warning or worse. */
export async function kubeScore(command: string, version: string, unit: Unit): Promise<Finding[]> {
  const args = ['score', '--output-format', 'json', '--kubernetes-version', version, '-'];
  // With the pods of the gateway, or its Service and policy would seem to select nothing.
  const stdin = asYaml([...unit.objects, ...dataPlanes(unit.objects)]);
  const { stdout, stderr } = await run(command, args, { stdin });
  if (!stdout) throw new Error(`kube-score: ${stderr.trim()}`);
  const isOurs = ({ type_meta, object_meta }: Scored) =>
    unit.objects.some((one) => one.kind === type_meta.kind && one.metadata.name === object_meta.name);
  return (JSON.parse(stdout) as Scored[]).filter(isOurs).flatMap((scored) =>
    scored.checks
      .filter(({ skipped, grade }) => !skipped && grade <= 5)
      .flatMap(({ check, comments }) =>
        (comments ?? []).map(({ path, summary }) => ({
          check: `kube-score/${check.id}`,
          object: idOf(unit, scored.type_meta.kind, scored.object_meta.name),
          message: path ? `${path}: ${summary}` : summary,
        })),
      ),
  );
}

/** Our own rule: an image that is not pinned to an exact version changes under us. */
export function looseImages(unit: Unit, images: (object: KubeObject) => readonly string[]): Finding[] {
  return unit.objects.flatMap((object) =>
    images(object)
      .filter((image) => !/@sha256:|:[^/]*\d+\.\d+/.test(image) && !/RELEASE\.\d/.test(image))
      .map((image) => ({
        check: 'images/pinned',
        object: idOf(unit, object.kind, object.metadata.name),
        message: `${image} is not an exact version`,
      })),
  );
}

/** @throws when an exception has no reason */
export function readExceptions(file: string): Exception[] {
  const found = (load(readFileSync(file, 'utf8')) ?? []) as Exception[];
  const bare = found.find((one) => !one.check || !one.reason);
  if (bare) throw new Error(`${file}: every exception needs a check and a reason: ${JSON.stringify(bare)}`);
  return found;
}

export function covers({ check, on = '*/*/*/*', says = '' }: Exception, finding: Finding): boolean {
  if (check !== finding.check || !finding.message.includes(says)) return false;
  const [wanted, actual] = [on.split('/'), finding.object.split('/')];
  return (
    wanted.length === actual.length && wanted.every((part, index) => part === '*' || part === actual[index])
  );
}

/** Findings no exception covers, and exceptions that cover nothing any more. */
export function weigh(findings: readonly Finding[], exceptions: readonly Exception[]) {
  return {
    open: findings
      .filter((finding) => !exceptions.some((exception) => covers(exception, finding)))
      .map(({ check, object, message }) => `${check} ${object}: ${message}`),
    stale: exceptions
      .filter((exception) => !findings.some((finding) => covers(exception, finding)))
      .map(({ check, on = '', says = '' }) => `${check} ${on} ${says}`.trim()),
  };
}
