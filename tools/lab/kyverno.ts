import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './exec';
import { type KubeObject, nameOf } from './manifests';

/** What one policy says about one object. */
export interface Verdict {
  readonly policy: string;
  /** `Kind/name` */
  readonly object: string;
  /** `skip` where a condition of the policy does not hold. */
  readonly result: 'pass' | 'fail' | 'error' | 'skip';
  readonly message: string;
}

export interface ApplyOptions {
  /** What somebody does with the objects. @default CREATE */
  readonly operation?: 'CREATE' | 'UPDATE' | 'DELETE';
  /** What policies find when they ask for other objects. @default nothing */
  readonly cluster?: readonly KubeObject[];
}

interface Report {
  readonly results: readonly {
    readonly policy: string;
    readonly result: Verdict['result'];
    readonly message?: string;
    readonly resources: readonly { readonly kind: string; readonly name: string }[];
  }[];
}

/**
 * Kyverno's own command line applies policies to objects, without a cluster. It knows built-in kinds only.
 * @throws with what it said when it gave no report
 */
export async function kyvernoApply(
  command: string,
  policies: readonly KubeObject[],
  objects: readonly KubeObject[],
  options: ApplyOptions = {},
): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-kyverno-'));
  const file = (name: string, documents: readonly object[]) => {
    writeFileSync(join(folder, name), documents.map((one) => JSON.stringify(one)).join('\n---\n'));
    return join(folder, name);
  };
  const cli = (kind: string, rest: object) => [{ apiVersion: 'cli.kyverno.io/v1alpha1', kind, ...rest }];
  try {
    const args = [
      'apply',
      file('policies.yaml', policies),
      '--resource',
      file('objects.yaml', objects),
      '--context-file',
      file('context.yaml', cli('Context', { spec: { resources: options.cluster ?? [] } })),
      '--values-file',
      file(
        'values.yaml',
        cli('Values', { globalValues: { 'request.operation': options.operation ?? 'CREATE' } }),
      ),
      '--policy-report',
      '--output-format=json',
    ];
    // Otherwise it would look for whatever cluster the user works with.
    const answer = await run(command, args, { env: { KUBECONFIG: join(folder, 'none') }, timeout: 300 });
    const reports = answer.stdout.split(/^---$/m).filter((text) => text.trim().startsWith('{'));
    if (reports.length === 0) throw new Error(`kyverno apply: ${answer.stderr || answer.stdout}`);
    return reports.flatMap((text) => verdicts(JSON.parse(text) as Report));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const verdicts = ({ results }: Report): Verdict[] =>
  results.flatMap(({ policy, result, message = '', resources }) =>
    resources.map(({ kind, name }) => ({
      policy: policy.replace(/^.*\//, ''),
      object: nameOf({ apiVersion: '', kind, metadata: { name } }),
      result,
      message,
    })),
  );
