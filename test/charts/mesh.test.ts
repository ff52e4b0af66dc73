import { describe, expect, test } from 'vitest';
import { synthesize } from '../../charts/synth';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { totals } from '../../model/totals';
import type { Traffic } from '../../model/traffic';
import type { KubeObject as LabObject } from '../../tools/lab/manifests';
import { waypoints } from '../../tools/lab/waypoint';
import { type KubeObject, kindOf, podTemplates, title } from '../support/kubernetes';
import { meshed } from '../support/meshed';
import { find } from '../support/rule';
import { objectsOf } from '../support/synth';
import { SHOP } from '../support/system';

const treated = (traffic: Traffic, replicas = 1): KubeObject[] => objectsOf(meshed({ traffic, replicas }));
const names = (objects: readonly KubeObject[]): string[] => objects.map(title);
/** What Istio would make of the waypoint. */
const made = (objects: readonly KubeObject[]): KubeObject[] =>
  waypoints(objects as LabObject[]) as KubeObject[];

describe('a system in the mesh', () => {
  test('has no waypoint while nobody asks for one: it would be a proxy more on the way', () => {
    const objects = objectsOf(meshed());
    expect(names(objects)).not.toContain('Gateway/waypoint');
    expect(names(objects)).not.toContain('NetworkPolicy/waypoint');
    expect(JSON.stringify(objects)).not.toContain('use-waypoint');
  });

  test('leads the clients of a treated server by way of it, and nobody else', () => {
    const objects = treated({ timeout: 5 });
    const labelled = kindOf(objects, 'Service').filter(
      ({ metadata }) => metadata.labels?.['istio.io/use-waypoint'] === 'waypoint',
    );
    expect(names(labelled)).toEqual(['Service/web']);
  });

  test('has a policy for every server that somebody asks, and none for a worker', () => {
    const policies = kindOf(objectsOf(meshed()), 'AuthorizationPolicy').map(({ metadata }) => metadata.name);
    expect(policies).toEqual(['default-deny', 'store', 'web', 'edge']);
  });

  test('that nobody reaches from outside has no exception for a gateway', () => {
    const objects = objectsOf({ ...meshed(), routes: [] });
    expect(names(objects)).not.toContain('PeerAuthentication/edge');
    expect(names(objects)).not.toContain('AuthorizationPolicy/edge');
  });

  test('says what it does not encrypt: the mesh carries no UDP', () => {
    const said = (system: System): string =>
      synthesize(resolve(system, 'live')).get('shop/live/service-mesh.k8s.yaml')!;
    const udp = meshed({
      ports: { ...SHOP.components.web!.ports, sync: { number: 82, protocol: 'UDP', purpose: 'sync' } },
    });
    const flows = [...udp.flows, { from: 'worker', to: 'web', port: 'sync' }];
    expect(said({ ...udp, flows })).toContain(
      'stays plain and is held by network policies alone:\n# worker → web 82\n',
    );
    expect(said(meshed())).not.toContain('UDP');
  });

  test('takes its trust domain from the cluster', () => {
    const system = meshed();
    const live = system.environments.live!;
    const mesh = { ...live.cluster.mesh!, trustDomain: 'shop.example' };
    const objects = objectsOf({
      ...system,
      environments: { live: { ...live, cluster: { ...live.cluster, mesh } } },
    });
    expect(JSON.stringify(find(objects, 'AuthorizationPolicy', 'web'))).toContain(
      'shop.example/ns/shop-live/sa/worker',
    );
  });
});

describe('requests to a server', () => {
  const rulesOf = (objects: readonly KubeObject[]) =>
    (find(objects, 'HTTPRoute', 'web-mesh').spec as { rules: Record<string, unknown>[] }).rules;

  test('end after their time, and are repeated no more than Istio does, when that is all that is said', () => {
    const objects = treated({ timeout: 5 });
    expect(rulesOf(objects)).toEqual([
      {
        backendRefs: [{ name: 'web', port: 8080 }],
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        timeouts: { request: '5s' },
      },
    ]);
    expect(kindOf(objects, 'DestinationRule')).toEqual([]);
  });

  test('are sent again after an answer only where a repeat does no harm', () => {
    const [first, second] = rulesOf(treated({ retries: { attempts: 3, codes: [503] } }));
    expect((first!.matches as { method?: string }[]).map(({ method }) => method)).toEqual([
      'GET',
      'HEAD',
      'OPTIONS',
      'PUT',
      'DELETE',
    ]);
    expect(first!.retry).toEqual({ attempts: 3, codes: [503] });
    expect(second).toMatchObject({ matches: [{ path: { value: '/' } }], retry: { attempts: 3 } });
    expect(second!.retry).not.toHaveProperty('codes');
  });

  test('are shared out among pods that answer, and wait in a line that has an end', () => {
    const objects = treated({
      ejection: { errors: 4, seconds: 20 },
      limits: { connections: 50, waiting: 10 },
    });
    expect(find(objects, 'DestinationRule', 'web').spec).toEqual({
      host: 'web.shop-live.svc.cluster.local',
      trafficPolicy: {
        outlierDetection: { consecutive5xxErrors: 4, baseEjectionTime: '20s', maxEjectionPercent: 50 },
        connectionPool: { tcp: { maxConnections: 50 }, http: { http1MaxPendingRequests: 10 } },
      },
    });
    expect(kindOf(objects, 'HTTPRoute').map(({ metadata }) => metadata.name)).not.toContain('web-mesh');
  });
});

describe("the waypoint's pods", () => {
  test('pass Pod Security `restricted`, which those that Istio makes of itself do not', () => {
    const [pod] = podTemplates(made(treated({ timeout: 5 })));
    expect(pod!.spec.securityContext?.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    const objects = treated({ timeout: 5 });
    (find(objects, 'Gateway', 'waypoint').spec as { infrastructure?: unknown }).infrastructure = undefined;
    expect(podTemplates(made(objects))[0]!.spec.securityContext).toBeUndefined();
  });

  test('are one before a server of one pod, and two with a budget before one of several', () => {
    const one = made(treated({ timeout: 5 }));
    const two = made(treated({ timeout: 5 }, 2));
    expect(podTemplates(one)[0]!.replicas).toBe(1);
    expect(kindOf(one, 'PodDisruptionBudget')).toEqual([]);
    expect(podTemplates(two)[0]!.replicas).toBe(2);
    expect(find(two, 'PodDisruptionBudget', 'waypoint').spec).toMatchObject({
      maxUnavailable: 1,
      selector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' } },
    });
  });

  test('are counted, so that the budget holds what they ask for', () => {
    const without = totals(resolve(meshed({ replicas: 2 }), 'live'));
    const withTwo = totals(resolve(meshed({ replicas: 2, traffic: { timeout: 5 } }), 'live'));
    const [pod] = podTemplates(made(treated({ timeout: 5 }, 2)));
    expect(pod!.spec.containers[0]!.resources?.requests).toEqual({ cpu: '100m', memory: '128Mi' });
    expect(withTwo.requests.cpu - without.requests.cpu).toBe(200);
    expect(withTwo.requests.memory - without.requests.memory).toBe(256);
  });
});
