/** What cdk8s would make of the same objects, but for fields that its classes do not know. */
import { readFileSync } from 'node:fs';
import { App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { FIELD_NAMES, MAPS } from '../../charts/parts/field-names';
import { k8s } from '../../charts/parts/k8s';
import { rendered } from '../../charts/parts/rendered';
import { objectsByTier } from '../../charts/synth';
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
        for (const [, objects] of objectsByTier(plan)) {
          for (const object of objects) {
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

  test('has what patches say, though the class does not know it', () => {
    const made = map({ one: '1' });
    made.addJsonPatch(JsonPatch.remove('/metadata/namespace'), JsonPatch.add('/newer', true));
    expect(rendered(made)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'chart-map' },
      data: { one: '1' },
      newer: true,
    });
  });

  test('has fields as Kubernetes names them, and those of maps as they are', () => {
    const props = {
      metadata: { labels: { hostIp: 'label' } },
      spec: {
        hostIpc: true,
        nodeSelector: { nodeId: '1' },
        containers: [{ name: 'one', resources: { limits: { pdId: k8s.Quantity.fromNumber(1) } } }],
        hostAliases: [{ ip: '127.0.0.1', hostnames: ['hostIp'] }],
      },
    };
    const made = new k8s.KubePod(chart(), 'pod', props);
    expect(rendered(made)).toEqual(made.toJson());
    const service = new k8s.KubeService(chart(), 'one', {
      spec: { clusterIp: 'None', selector: { clusterIp: 'a' }, sessionAffinityConfig: { clientIp: {} } },
    });
    expect(rendered(service)).toEqual(service.toJson());
    const file = map({ nodeId: 'a', data: 'b' });
    expect(rendered(file)).toEqual(file.toJson());
  });

  test('of a definition of custom resources is what its class makes of it', () => {
    const made = new k8s.KubeCustomResourceDefinition(chart(), 'definition', {
      spec: {
        group: 'example.com',
        names: { kind: 'One', plural: 'ones' },
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openApiv3Schema: { ref: 'one', xKubernetesIntOrString: true } },
          },
        ],
      },
    });
    const [version] = (rendered(made) as { spec: { versions: object[] } }).spec.versions;
    expect(version).toMatchObject({
      schema: { openAPIV3Schema: { $ref: 'one', 'x-kubernetes-int-or-string': true } },
    });
  });

  test('has no token in it, which nobody would make a value of', () => {
    expect(() => rendered(map({ one: Lazy.any({ produce: () => '1' }) }))).toThrow(
      "ConfigMap 'chart-map': an object of class Lazy is no data",
    );
  });
});

/** The generated classes themselves. */
const source = (end: string) =>
  readFileSync(require.resolve('cdk8s-plus-27/lib/imports/k8s').replace(/js$/, end), 'utf8');

/** Interface → what it says of its fields; without the schemas of custom resources. */
const interfaces = new Map(
  [...source('d.ts').matchAll(/^export interface (\w+) \{\n(.*?)^\}/gms)]
    .filter(([, name]) => !/^(CustomResource|JsonSchemaProps)/.test(name!))
    .map(([, name, body]) => [name!, body!] as const),
);

const fieldsOf = (body: string, type: RegExp) =>
  [...body.matchAll(/readonly (\w+)\??: ([^;]*?);?$/gm)].filter(([, , its]) => type.test(its!));

describe('the names of fields', () => {
  test('are the classes own', () => {
    const own = new Map<string, Set<string>>();
    const functions = source('js').matchAll(/^function toJson_(\w+)\(obj\) \{\n(.*?)^\}/gms);
    for (const [, type, body] of functions) {
      if (/^(CustomResource|JsonSchemaProps)/.test(type!)) continue;
      for (const [, written, name] of body!.matchAll(/'([^']+)': .*?\bobj\.(\w+)/g))
        own.set(name!, (own.get(name!) ?? new Set()).add(written!));
    }
    expect(own.size).toBeGreaterThan(500);
    const others = [...own].filter(([name, written]) => written.size > 1 || !written.has(name));
    expect(others.map(([name, written]) => [name, ...written]).sort()).toEqual([...FIELD_NAMES].sort());
  });

  test('are nobody else s below those that are maps', () => {
    const maps = new Set<string>();
    for (const body of interfaces.values()) for (const [, name] of fieldsOf(body, /^\{/)) maps.add(name!);
    expect([...maps].sort()).toEqual([...MAPS].sort());
    // A map's name may be that of something else too, which then has no field of another name.
    for (const body of interfaces.values())
      for (const [, name, type] of fieldsOf(body, /^[A-Z]\w+(\[\])?$/)) {
        if (!MAPS.has(name!)) continue;
        const below = interfaces.get(type!.replace('[]', '')) ?? '';
        expect([name, fieldsOf(below, /./).filter(([, its]) => FIELD_NAMES.has(its!))]).toEqual([name, []]);
      }
  });
});
