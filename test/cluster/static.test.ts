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
import { brokenLinks } from '../../tools/lab/links';
import { duplicates, type KubeObject, readUnits } from '../../tools/lab/manifests';
import { containers, podTemplate } from '../../tools/lab/pods';
import { kubernetesVersion } from '../../tools/lab/programs';
import { writeSchemas } from '../../tools/lab/schemas';
import { broken, fixture } from './fixture';
import { labCluster, needBuilt, needCluster } from './lab';

const units = readUnits();
const exceptions = readExceptions(join(__dirname, 'exceptions.yaml'));
const minor = kubernetesVersion().split('.').slice(0, 2).join('.');
const findings: Finding[] = [];
const imagesOf = (object: KubeObject) => {
  const template = podTemplate(object);
  return template ? containers(template).map((container) => container.image) : [];
};

let schemas: string | undefined;
const folder = mkdtempSync(join(tmpdir(), 'phasewise-schemas-'));
beforeAll(async () => {
  const cluster = labCluster();
  if (!cluster) return;
  const all = [...units, fixture()].flatMap((unit) => unit.objects);
  await loadCrds(cluster, crdsNeededBy(all));
  schemas = await writeSchemas(cluster, folder, [...new Set(all.map((object) => object.apiVersion))]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(units)('$system/$environment, read without a cluster', (unit) => {
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
    expect(judged(await kubeconform(await needBuilt(context, 'kubeconform'), schemas!, unit))).toEqual([]);
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
    expect(await kubeconform(command, schemas!, fixture())).toEqual([]);
    const unit = broken((find) => {
      find('Deployment/web').spec.template.spec.containers[0].imagePullPolice = 'Always';
    });
    const [finding] = await kubeconform(command, schemas!, unit);
    expect(finding).toMatchObject({
      check: 'kubeconform/invalid',
      object: `sample/${unit.environment}/Deployment/web`,
    });
    expect(finding?.message).toContain("additional properties 'imagePullPolice' not allowed");
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

  test('names an image without a version, in any container', () => {
    const unit = broken((find) => {
      const { spec } = find('Deployment/web').spec.template;
      spec.containers[0].image = 'registry.example:5000/web:latest';
      spec.initContainers = [{ name: 'wait', image: 'busybox' }];
    });
    expect(looseImages(fixture(), imagesOf)).toEqual([]);
    expect(looseImages(unit, imagesOf).map((one) => one.message)).toEqual([
      'busybox is not an exact version',
      'registry.example:5000/web:latest is not an exact version',
    ]);
  });

  test('names an object that is there twice', () => {
    const unit = broken((find, { objects }) => {
      objects.push({ ...find('Service/web'), spec: {} });
    });
    expect(duplicates(unit.objects)).toEqual([`/Service/${unit.namespace}/web`]);
  });

  test('names routes, services and budgets that lead nowhere', () => {
    expect(brokenLinks(fixture().objects)).toEqual([]);
    const unit = broken((find) => {
      find('Service/store').spec.ports[0].targetPort = 'reddis';
      find('HTTPRoute/web').spec.rules[0].backendRefs[0].port = 8080;
      find('PodDisruptionBudget/web').spec.selector.matchLabels = { app: 'web' };
    });
    expect(brokenLinks(unit.objects)).toEqual([
      'Service/store: StatefulSet/store has no port "reddis" (it has redis)',
      'PodDisruptionBudget/web: selects no workload',
      'HTTPRoute/web: Service "web" has no port 8080 (it has 80)',
    ]);
  });

  test('reports an exception that excepts nothing', () => {
    const kept = { check: 'kube-score/x', on: 'a/*/Pod/b', reason: 'r' };
    const found = [{ check: 'kube-score/x', object: 'a/production/Pod/b', message: 'm' }];
    expect(weigh(found, [kept])).toEqual({ open: [], stale: [] });
    expect(weigh(found, [{ ...kept, on: 'a/*/Pod/c' }])).toEqual({
      open: ['kube-score/x a/production/Pod/b: m'],
      stale: ['kube-score/x a/*/Pod/c'],
    });
  });
});
