import { describe, expect, test } from 'vitest';
import { jaeger } from '../../catalogue/jaeger';
import { planClusters } from '../../gitops/cluster';
import { resolve } from '../../model/resolve';
import type { Environment, System } from '../../model/system';
import { kindOf } from '../support/kubernetes';
import { meshed } from '../support/meshed';
import { find } from '../support/rule';
import { objectsOf } from '../support/synth';

/** The small system with a waypoint before `web`, and somebody who takes traces. */
function traced(environment: Partial<Environment> = {}, timeout: number | undefined = 5): System {
  const system = meshed(timeout ? { traffic: { timeout } } : {}, environment);
  return {
    ...system,
    components: { ...system.components, traces: jaeger() },
    flows: [...system.flows, { from: 'worker', to: 'traces', env: { OTLP: 'otlp' } }],
  };
}

/** What istiod is told, where such environments run. */
function istiod(systems: readonly System[]) {
  const plans = systems.map((system) => resolve(system, 'live'));
  const file = '---\napiVersion: security.istio.io/v1\nkind: Any\nmetadata:\n  name: a\n  namespace: b\n';
  const files = new Map(plans.map(({ system }) => [`${system}/live/service-mesh.k8s.yaml`, file]));
  const [planned] = planClusters(plans, files);
  const { source } = planned!.addOns.find(({ name }) => name === 'Istio istiod')!;
  return (source as { values: Record<string, unknown> }).values;
}

describe('spans of a waypoint', () => {
  test('are made by the provider that istiod is told of, one for each environment of the cluster', () => {
    const others = { ...traced(), name: 'other' };
    const { meshConfig, env } = istiod([others, traced()]) as {
      meshConfig: { extensionProviders: { name: string; opentelemetry: object }[] };
      env: object;
    };
    expect(meshConfig.extensionProviders).toEqual(
      ['other', 'shop'].map((system) => ({
        name: `spans-${system}-live`,
        opentelemetry: { service: `traces.${system}-live.svc.cluster.local`, port: 4317 },
      })),
    );
    // Who takes them has a Service without an address.
    expect(env).toEqual({ PILOT_ENABLE_EDS_FOR_HEADLESS_SERVICES: 'true' });
    const objects = objectsOf(traced());
    expect(find(objects, 'Service', 'traces').spec).toMatchObject({ clusterIP: 'None' });
    expect(find(objects, 'Telemetry', 'waypoint').spec).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
      tracing: [
        {
          providers: [{ name: meshConfig.extensionProviders.at(-1)!.name }],
          randomSamplingPercentage: 1,
        },
      ],
    });
  });

  test('have a way, and their identity at its end', () => {
    const objects = objectsOf(traced());
    expect(JSON.stringify(find(objects, 'AuthorizationPolicy', 'traces').spec)).toContain('/sa/waypoint');
    expect(JSON.stringify(find(objects, 'NetworkPolicy', 'waypoint').spec)).toContain('4317');
  });

  test.each([
    ['no waypoint', traced({}, 0)],
    [
      'nobody here who takes them',
      traced({ external: { traces: { host: 'traces.example.com', port: 443 } } }),
    ],
    ['no mesh yet', traced({ phase: 3 })],
  ])('are not made where there is %s', (_, system) => {
    expect(kindOf(objectsOf(system), 'Telemetry')).toEqual([]);
    expect(istiod([system])?.meshConfig).toBeUndefined();
  });
});
