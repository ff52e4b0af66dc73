import { describe, expect, test } from 'vitest';
import type { Definition } from '../../model/component';
import { alone, main, pod } from '../support/bare';
import { title } from '../support/kubernetes';
import { made, objectsOf } from '../support/synth';
import { SHOP, STORE, WEB, withComponent } from '../support/system';

describe('a component with nothing but the necessary', () => {
  test('is an account and a Deployment: no Service, no configuration, no budget', () => {
    expect(objectsOf(alone({})).map(title)).toEqual([
      'Namespace/shop-live',
      'ServiceAccount/default',
      'NetworkPolicy/default-deny',
      'NetworkPolicy/bare',
      'ServiceAccount/bare',
      'Deployment/bare',
    ]);
  });

  test('has a pod with nothing in it that was not asked for', () => {
    expect(pod({}).spec).toEqual({
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'bare',
          image: 'bare:0.1.0',
          imagePullPolicy: 'IfNotPresent',
          resources: { limits: { memory: '2Mi' }, requests: { cpu: '1m', memory: '1Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            readOnlyRootFilesystem: true,
          },
        },
      ],
      enableServiceLinks: false,
      securityContext: {
        fsGroup: 12,
        fsGroupChangePolicy: 'OnRootMismatch',
        runAsGroup: 12,
        runAsNonRoot: true,
        runAsUser: 11,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      serviceAccountName: 'bare',
      terminationGracePeriodSeconds: 7,
    });
  });
});

describe('a new version', () => {
  const strategy = (definition: Partial<Definition>) =>
    (made(alone(definition), 'Deployment', 'bare').spec as { strategy: object }).strategy;

  test('is ready before the old one goes', () => {
    expect(strategy({})).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
  });

  test('starts when the old one has ended, where the two must never meet', () => {
    expect(strategy({ oneVersion: 'they would quarrel' })).toEqual({ type: 'Recreate' });
  });
});

describe('a folder that the program adds files to', () => {
  const { initContainers, containers, volumes } = pod({
    scratch: [
      { mountPath: '/etc/bare', size: '8Mi', fromImage: true },
      { mountPath: '/tmp', size: '8Mi' },
    ],
  }).spec;

  test('is filled from the image before the program starts, and others stay empty', () => {
    expect(initContainers).toMatchObject([
      {
        name: 'copy-etc-bare',
        image: 'bare:0.1.0',
        command: ['cp', '-R', '/etc/bare/.', '/copy'],
        // At its own path the volume would hide what is to be copied.
        volumeMounts: [{ name: 'scratch-etc-bare', mountPath: '/copy' }],
      },
    ]);
    expect(containers[0]?.volumeMounts).toContainEqual({ name: 'scratch-etc-bare', mountPath: '/etc/bare' });
    expect(volumes).toContainEqual({ name: 'scratch-etc-bare', emptyDir: { sizeLimit: '8Mi' } });
  });

  test('is filled from another image, where that has what is released apart', () => {
    const from = { repository: 'registry.example/models', tag: '2026.11' };
    const { initContainers: copies } = pod({ scratch: [{ mountPath: '/models', size: '8Gi', from }] }).spec;
    expect(copies).toMatchObject([
      {
        name: 'copy-models',
        image: 'registry.example/models:2026.11',
        command: ['cp', '-R', '/models/.', '/copy'],
      },
    ]);
  });

  test('is filled without asking for more than the program does, which the budget would not know', () => {
    expect(initContainers?.[0]?.resources?.requests).toEqual({ cpu: '1m', memory: '1Mi' });
    const large = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } } as const;
    const scratch = [{ mountPath: '/etc/bare', size: '8Mi', fromImage: true }] as const;
    expect(pod({ resources: large, scratch }).spec.initContainers?.[0]?.resources).toEqual({
      requests: { cpu: '10m', memory: '16Mi' },
      limits: { memory: '64Mi' },
    });
  });
});

describe('fields newer than the generated classes reach the YAML', () => {
  test('a wait before the end, without a shell', () => {
    expect(main({ shutdown: { grace: 30, preStop: 5 } }).lifecycle).toEqual({
      preStop: { sleep: { seconds: 5 } },
    });
  });

  test('a budget that does not guard pods that are not ready', () => {
    expect(made(alone({ replicas: 2 }), 'PodDisruptionBudget', 'bare').spec).toEqual({
      maxUnavailable: 1,
      selector: {
        matchLabels: { 'app.kubernetes.io/instance': 'shop-live', 'app.kubernetes.io/name': 'bare' },
      },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('claims that outlive their pods', () => {
    const system = alone({ workload: 'StatefulSet', volumes: { data: { mountPath: '/data', size: '3Gi' } } });
    expect(made(system, 'StatefulSet', 'bare').spec).toMatchObject({
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { resources: { requests: { storage: '3Gi' } } } },
      ],
    });
  });

  test('an update that is spread over the nodes', () => {
    const { spec } = made(alone({ replicas: 2 }), 'Deployment', 'bare') as {
      spec: { template: { spec: object } };
    };
    expect(spec.template.spec).toMatchObject({
      topologySpreadConstraints: [{ matchLabelKeys: ['pod-template-hash'] }],
    });
  });
});

describe('Services', () => {
  test('name every pod of a store, and its exporters', () => {
    expect(made(SHOP, 'Service', 'store').spec).toMatchObject({
      clusterIP: 'None',
      ports: [
        { name: 'store', port: 7000 },
        { name: 'metrics', port: 7001 },
      ],
    });
  });

  test('show only the ports that somebody reaches', () => {
    const ports = { ...WEB.ports, debug: { number: 9229, purpose: 'debugger' } };
    expect(made(withComponent('web', { ports }), 'Service', 'web').spec).toMatchObject({
      ports: [{ port: 8080 }],
    });
  });

  test('show pods that are not ready where members must meet first', () => {
    const system = withComponent('store', { ...STORE, publishNotReady: true });
    expect(made(system, 'Service', 'store').spec).toMatchObject({ publishNotReadyAddresses: true });
    expect(made(system, 'StatefulSet', 'store').spec).toMatchObject({ podManagementPolicy: 'Parallel' });
  });

  test('lead clients to ready pods alone, where members have a Service of their own', () => {
    const system = withComponent('store', {
      ...STORE,
      publishNotReady: true,
      balanced: true,
      replicas: 3,
      ports: { ...STORE.ports, gossip: { number: 7002, purpose: 'members' } },
      peers: ['gossip'],
    });
    const members = made(system, 'Service', 'store-members').spec as { ports: { port: number }[] };
    expect(members).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    expect(members.ports.map(({ port }) => port)).toContain(7002);
    const clients = made(system, 'Service', 'store').spec as Record<string, unknown>;
    expect(clients).toMatchObject({ ports: [{ port: 7000 }] });
    expect(clients).not.toHaveProperty('clusterIP');
    expect(clients).not.toHaveProperty('publishNotReadyAddresses');
    expect(made(system, 'StatefulSet', 'store').spec).toMatchObject({ serviceName: 'store-members' });
  });

  test('are not there where nobody asks: an address without a port is refused', () => {
    const { ports, volumes } = STORE;
    const idle = alone({ workload: 'StatefulSet', ports, volumes, balanced: true });
    const names = objectsOf(idle).map(title);
    expect(names).toContain('Service/bare-members');
    expect(names).not.toContain('Service/bare');
  });
});

describe('a sidecar', () => {
  const { initContainers, containers, volumes } = pod({
    workload: 'StatefulSet',
    volumes: { data: { mountPath: '/data', size: '1Gi' }, other: { mountPath: '/other', size: '1Gi' } },
    ports: { front: { number: 80, purpose: 'clients', servedBy: 'helper' } },
    credentials: { admin: { length: 32 } },
    configure: (context) => ({
      sidecars: [
        {
          name: 'helper',
          shares: ['data'],
          preStop: ['sleep', '5'],
          resources: { requests: { cpu: '1m', memory: '1Mi' }, limits: { memory: '2Mi' } },
          files: [
            {
              path: '/etc/helper.conf',
              content: 'password ${P}\n',
              secrets: { P: context.credential('admin') },
            },
          ],
        },
      ],
    }),
  }).spec;
  const [program, helper] = containers;

  test('serves a port of the component in place of the program', () => {
    expect(program).not.toHaveProperty('ports');
    expect(helper!.ports).toEqual([{ name: 'front', containerPort: 80, protocol: 'TCP' }]);
  });

  test('shares the volumes it names, and reads its secrets from memory', () => {
    expect(helper!.volumeMounts).toEqual([
      { name: 'data', mountPath: '/data' },
      { name: 'rendered', mountPath: '/etc/helper.conf', subPath: 'helper.conf', readOnly: true },
    ]);
    expect(volumes).toContainEqual({ name: 'rendered', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } });
    expect(initContainers).toMatchObject([
      { name: 'render-config', args: ['helper.conf'], env: [{ name: 'P' }] },
    ]);
  });

  test('does what it must before it ends', () => {
    expect(helper!.lifecycle).toEqual({ preStop: { exec: { command: ['sleep', '5'] } } });
  });
});
