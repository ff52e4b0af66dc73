import { describe, expect, test } from 'vitest';
import { type KubeObject, kindOf, podTemplates } from '../support/kubernetes';
import { environmentAt } from '../support/phases';
import { quantity } from '../support/quantity';
import { ENTERPRISE } from '../support/variants';
import { committed } from './committed';

const GB = 1e9;

/** What all pods of an environment ask for, and what their volumes take. */
function sums(objects: readonly KubeObject[]) {
  const requests = (name: string): number =>
    podTemplates(objects).reduce(
      (all, { most, spec }) =>
        all +
        most *
          spec.containers.reduce(
            (sum, { resources }) => sum + quantity(resources?.requests?.[name] ?? '0'),
            0,
          ),
      0,
    );
  // An operator makes a claim for each instance.
  const operated = kindOf(objects, 'Cluster').reduce((all, { spec }) => {
    const { instances, storage } = spec as { instances: number; storage: { size: string } };
    return all + instances * quantity(storage.size);
  }, 0);
  const disk = kindOf(objects, 'StatefulSet').reduce((all, { spec }) => {
    const { volumeClaimTemplates = [] } = spec as {
      volumeClaimTemplates?: { spec: { resources: { requests: { storage: string } } } }[];
    };
    return (
      all +
      volumeClaimTemplates.reduce((sum, claim) => sum + quantity(claim.spec.resources.requests.storage), 0)
    );
  }, operated);
  return { cpu: requests('cpu'), memory: requests('memory'), disk };
}

const enterprise = async () => (await environmentAt('sentineliq', 'production', 3, ENTERPRISE)).objects;

describe('"Resource Allocation": each profile adds up to no more than the machines it is for', () => {
  test.each([
    ['development', () => committed('sentineliq/development').objects, 2, 8, 50],
    ['staging, as small as production', () => committed('sentineliq/staging').objects, 4, 16, 100],
    ['production, small', () => committed('sentineliq/production').objects, 4, 16, 100],
    ['enterprise', enterprise, 8, 32, 500],
  ] as const)('%s', async (_, objects, cpu, memory, disk) => {
    const found = sums(await objects());
    expect(found.cpu).toBeLessThanOrEqual(cpu);
    expect(found.memory).toBeLessThanOrEqual(memory * GB);
    expect(found.disk).toBeLessThanOrEqual(disk * GB);
    // Nor so little that the profile means nothing.
    expect(found.disk).toBeGreaterThan(0.6 * disk * GB);
  });

  test('development fits its 8 GB also when every program takes all it may', () => {
    const limits = podTemplates(committed('sentineliq/development').objects)
      .filter(({ kind }) => kind !== 'Job')
      .flatMap(({ spec }) => spec.containers)
      .reduce((sum, { resources }) => sum + quantity(resources!.limits!.memory!), 0);
    expect(limits).toBeLessThanOrEqual(8 * 2 ** 30);
  });
});

/** "Container limits": cores and memory; what needs more to start at all stands with its reason in parts.ts. */
const LIMITS: readonly [string, number, string][] = [
  ['server', 2, '4Gi'],
  ['postgres', 2, '4Gi'],
  ['elasticsearch', 2, '2Gi'],
  ['redis', 1, '1Gi'],
  ['minio', 0.5, '512Mi'],
  ['client', 0.5, '512Mi'],
  ['logstash', 0.5, '1Gi'],
  ['kibana', 0.5, '1Gi'],
];

test.each(LIMITS)('production limits %s to %d cores and %s', (name, cores, memory) => {
  const { limits } = committed('sentineliq/production').container(name).resources!;
  expect(quantity(limits!.cpu!)).toBe(cores);
  expect(limits!.memory).toBe(memory);
});
