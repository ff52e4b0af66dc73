/** What cdk8s would make of the same objects, but for the patches that are ours. */
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { CHARTS } from '../../charts';
import { k8s } from '../../charts/parts/k8s';
import { patchRendered, rendered } from '../../charts/parts/rendered';
import { loadSystems } from '../../systems';
import { planAt } from '../support/phases';

const chart = () => new Chart(new App(), 'chart', { namespace: 'here', disableResourceNameHashes: true });
const map = (data: Record<string, string>) => new k8s.KubeConfigMap(chart(), 'map', { data });

/** Fields that the generated classes do not know. */
const NEWER = /"(podReplacementPolicy|lifecycle)":/;

describe('an object as JSON', () => {
  test('is what cdk8s makes of it, of every kind that all systems have', async () => {
    const kinds = new Set<string>();
    for (const system of await loadSystems()) {
      for (const environment of Object.keys(system.environments)) {
        const plan = planAt(system, environment, system.environments[environment]!.phase);
        if (!plan) continue;
        const app = new App();
        for (const tier of CHARTS) {
          const made = new Chart(app, tier.name, {
            namespace: plan.namespace,
            disableResourceNameHashes: true,
          });
          if ((tier.since ?? 1) <= plan.phase) tier.build(made, plan);
          for (const object of made.node.findAll().filter((node) => node instanceof ApiObject)) {
            // One of each kind and system is enough, and a tenth of the time.
            if (kinds.has(`${system.name} ${object.kind}`)) continue;
            if (NEWER.test(JSON.stringify(rendered(object)))) continue;
            kinds.add(`${system.name} ${object.kind}`);
            expect(rendered(object)).toEqual(object.toJson());
          }
        }
      }
    }
    expect(kinds.size).toBeGreaterThan(20);
  });

  test('has no field that is not set, and keeps what is empty', () => {
    const made = new k8s.KubePod(chart(), 'pod', {
      spec: { containers: [], volumes: [{ name: 'one', emptyDir: {}, hostPath: undefined }] },
    });
    expect(rendered(made)).toMatchObject({
      metadata: { name: 'chart-pod', namespace: 'here' },
      spec: { containers: [], volumes: [{ name: 'one', emptyDir: {} }] },
    });
    expect(JSON.stringify(rendered(made))).not.toContain('hostPath');
  });

  test('is patched before its class looks at it, and after', () => {
    const made = map({ one: '1' });
    made.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    patchRendered(made, JsonPatch.add('/newer', true));
    patchRendered(made, JsonPatch.add('/newest', true));
    expect(rendered(made)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'chart-map' },
      data: { one: '1' },
      newer: true,
      newest: true,
    });
  });

  test('has no token in it, which nobody would make a value of', () => {
    expect(() => rendered(map({ one: Lazy.any({ produce: () => '1' }) }))).toThrow(
      "ConfigMap 'chart-map': an object of class Lazy is no data",
    );
  });
});
