import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crdsNeededBy, loadCrds } from '../../tools/lab/crds';
import {
  type Finding,
  kubeconform,
  kubeScore,
  looseImages,
  readExceptions,
  weigh,
} from '../../tools/lab/findings';
import { dataPlanes } from '../../tools/lab/gateway';
import { kubectlValidate } from '../../tools/lab/kubectl-validate';
import { brokenLinks } from '../../tools/lab/links';
import { duplicates } from '../../tools/lab/manifests';
import { imagesOf } from '../../tools/lab/pods';
import { kubernetesVersion } from '../../tools/lab/programs';
import { type Schemas, writeSchemas } from '../../tools/lab/schemas';
import { broken, fixture } from './fixture';
import { labCluster, needBuilt, needCluster } from './lab';
import { unitsAtEveryPhase } from './units';

const units = unitsAtEveryPhase();
const exceptions = readExceptions(join(__dirname, 'exceptions.yaml'));
const minor = kubernetesVersion().split('.').slice(0, 2).join('.');
const findings: Finding[] = [];

let schemas: Schemas | undefined;
const folder = mkdtempSync(join(tmpdir(), 'phasewise-schemas-'));
beforeAll(async () => {
  const cluster = labCluster();
  if (!cluster) return;
  const all = [...units, fixture()].flatMap((unit) => unit.objects);
  await loadCrds(cluster, crdsNeededBy(all));
  schemas = await writeSchemas(cluster, folder, all);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(units)('$label, read without a cluster', (unit) => {
  /** Keeps the findings for the last test, and gives back those no exception covers. */
  const judged = (found: Finding[]) => {
    findings.push(...found);
    return weigh(found, exceptions).open;
  };

  test('has no object twice', () => {
    expect(duplicates(unit.objects)).toEqual([]);
  });

  test('has no route, service, budget or autoscaler that leads nowhere', () => {
    expect(brokenLinks([...unit.objects, ...dataPlanes(unit.objects)])).toEqual([]);
  });

  test('names every image with an exact version', () => {
    expect(judged(looseImages(unit, imagesOf))).toEqual([]);
  });

  test("fits the API's own schemas (kubeconform)", async (context) => {
    needCluster(context);
    const command = await needBuilt(context, 'kubeconform');
    expect(judged(await kubeconform(command, schemas!.kubeconform, unit))).toEqual([]);
  });

  test('keeps the rules in those schemas (kubectl-validate)', async (context) => {
    needCluster(context);
    const command = await needBuilt(context, 'kubectl-validate');
    expect(judged(await kubectlValidate(command, schemas!, unit))).toEqual([]);
  });

  test('has no weakness that kube-score knows', async (context) => {
    expect(judged(await kubeScore(await needBuilt(context, 'kube-score'), minor, unit))).toEqual([]);
  });
});

test('every exception still has something to except', async (context) => {
  await needBuilt(context, 'kube-score');
  expect(weigh(findings, exceptions).stale).toEqual([]);
});

describe('the static judge', () => {
  test('names a field the schema does not know', async (context) => {
    needCluster(context);
    const command = await needBuilt(context, 'kubeconform');
    expect(await kubeconform(command, schemas!.kubeconform, fixture())).toEqual([]);
    const unit = broken((find) => {
      find('Deployment/web').spec.template.spec.containers[0].imagePullPolice = 'Always';
    });
    const [finding] = await kubeconform(command, schemas!.kubeconform, unit);
    expect(finding).toMatchObject({
      check: 'kubeconform/invalid',
      object: `sample/${unit.environment}/Deployment/web`,
    });
    expect(finding?.message).toContain("additional properties 'imagePullPolice' not allowed");
  });

  test('names a broken rule, a key twice and an unknown field', async (context) => {
    needCluster(context);
    const command = await needBuilt(context, 'kubectl-validate');
    expect(await kubectlValidate(command, schemas!, fixture())).toEqual([]);
    const unit = broken((find) => {
      const redirect = { type: 'RequestRedirect', requestRedirect: { statusCode: 301 } };
      find('HTTPRoute/web').spec.rules[0].filters = [redirect];
      const { ports } = find('Service/store').spec;
      ports.push({ ...ports[0], name: 'again' });
      find('Deployment/web').spec.template.spec.containers[0].imagePullPolice = 'Always';
    });
    const found = await kubectlValidate(command, schemas!, unit);
    const told = found.map(
      (one) => `${one.check} ${one.object.split('/').slice(2).join('/')} ${one.message}`,
    );
    expect(told.sort()).toEqual([
      expect.stringMatching(/^kubectl-validate\/invalid Deployment\/web .*imagePullPolice.* unknown field$/),
      expect.stringMatching(/^kubectl-validate\/invalid HTTPRoute\/web .*must not be used together/),
      expect.stringMatching(/^kubectl-validate\/invalid Service\/store spec.ports\[1\]: Duplicate value/),
    ]);
  });

  test('names what kube-score calls a weakness', async (context) => {
    const unit = broken((find) => {
      delete find('Deployment/web').spec.template.spec.containers[0].resources;
    });
    const found = await kubeScore(await needBuilt(context, 'kube-score'), minor, unit);
    expect(found.map((one) => `${one.check} ${one.object}`)).toContain(
      `kube-score/container-resources sample/${unit.environment}/Deployment/web`,
    );
  });
});
