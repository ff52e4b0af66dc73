import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './exec';
import { type Finding, idOf } from './findings';
import type { Unit } from './manifests';

/** What kubectl-validate says about one document. */
interface Status {
  readonly status: 'Success' | 'Failure';
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly field?: string; readonly message: string }[] };
}

/**
 * Validates objects as the API server does custom resources: types, unknown fields, names, lists with keys, and
 * the rules in CEL that kubeconform cannot read.
 *
 * @param by `openapi` as `writeSchemas` returns it; without it, the newest schemas that kubectl-validate brings are those
 *   of Kubernetes 1.30. Or a folder with definitions of custom resources
 */
export async function kubectlValidate(
  command: string,
  by: { readonly openapi: string } | { readonly crds: string },
  unit: Unit,
): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-validate-'));
  try {
    // One file each: the answer names files, not objects.
    const files = unit.objects.map((object, index) => {
      const file = join(folder, `${index}.json`);
      writeFileSync(file, JSON.stringify(object));
      return file;
    });
    // Otherwise it would ask whatever cluster the user works with.
    const env = { KUBECONFIG: join(folder, 'none') };
    const schemas = 'crds' in by ? ['--local-crds', by.crds] : ['--local-schemas', by.openapi];
    const args = [...schemas, '--output', 'json', folder];
    const { stdout, stderr } = await run(command, args, { env });
    if (!stdout) throw new Error(`kubectl-validate: ${stderr.trim()}`);
    const answers = JSON.parse(stdout) as Record<string, Status[]>;
    return unit.objects.flatMap((object, index) => {
      const statuses = answers[files[index]!];
      if (!statuses) throw new Error(`kubectl-validate did not read ${object.kind}/${object.metadata.name}`);
      return statuses
        .filter(({ status }) => status !== 'Success')
        .flatMap(({ reason = 'failure', message = '', details }) =>
          (details?.causes ?? [{ message, field: '' }]).map((cause) => ({
            check: `kubectl-validate/${reason.toLowerCase()}`,
            object: idOf(unit, object.kind, object.metadata.name),
            message: cause.field ? `${cause.field}: ${cause.message}` : cause.message,
          })),
        );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
