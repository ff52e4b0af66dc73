import { describe, expect, test } from 'vitest';
import type { Definition } from '../../model/component';
import { alone, main, pod } from '../support/bare';
import { made } from '../support/synth';
import { WEB } from '../support/system';

describe('a component with everything', () => {
  const all: Partial<Definition> = {
    command: ['run'],
    args: ['--all'],
    env: { MODE: 'full' },
    secrets: { SESSION_KEY: 'generated' },
    ports: { http: { number: 81, purpose: 'pages' }, sync: { number: 82, protocol: 'UDP', purpose: 'sync' } },
    probes: {
      startup: { check: { exec: ['true'] }, period: 7, timeout: 1, failures: 9 },
      readiness: { check: { http: '/', port: 'http' } },
      liveness: { check: { tcp: 'http' } },
    },
    scratch: [
      { mountPath: '/tmp', size: '8Mi' },
      { mountPath: '/run/x', size: '1Mi', memory: true },
    ],
    resources: { requests: { cpu: '1', memory: '8Mi' }, limits: { cpu: '2', memory: '16Mi' } },
    shutdown: { grace: 30, preStop: ['stop', '--soon'] },
    api: [{ groups: ['apps'], resources: ['deployments'], verbs: ['get'] }],
  };

  test('has all of it in its container', () => {
    expect(main(all)).toMatchObject({
      command: ['run'],
      args: ['--all'],
      env: [
        { name: 'SESSION_KEY', valueFrom: { secretKeyRef: { name: 'bare-session-key', key: 'password' } } },
        { name: 'MODE', value: 'full' },
      ],
      ports: [
        { name: 'http', containerPort: 81, protocol: 'TCP' },
        { name: 'sync', containerPort: 82, protocol: 'UDP' },
      ],
      startupProbe: { exec: { command: ['true'] }, periodSeconds: 7, timeoutSeconds: 1, failureThreshold: 9 },
      readinessProbe: {
        httpGet: { path: '/', port: 'http' },
        periodSeconds: 10,
        timeoutSeconds: 3,
        failureThreshold: 3,
      },
      livenessProbe: { tcpSocket: { port: 'http' } },
      lifecycle: { preStop: { exec: { command: ['stop', '--soon'] } } },
      resources: { requests: { cpu: '1', memory: '8Mi' }, limits: { cpu: '2', memory: '16Mi' } },
    });
  });

  test('has room to write in the places it named, on disk or in memory', () => {
    expect(pod(all).spec.volumes).toEqual([
      { name: 'scratch-run-x', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
      { name: 'scratch-tmp', emptyDir: { sizeLimit: '8Mi' } },
    ]);
  });

  test('has a token, and a role of exactly what it uses', () => {
    expect(pod(all).spec.automountServiceAccountToken).toBe(true);
    expect(made(alone(all), 'Role', 'bare')).toMatchObject({
      rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }],
    });
    expect(made(alone(all), 'RoleBinding', 'bare')).toMatchObject({
      roleRef: { kind: 'Role', name: 'bare' },
      subjects: [{ kind: 'ServiceAccount', name: 'bare', namespace: 'shop-live' }],
    });
  });

  test('has helpers with a user of their own, where they have one', () => {
    const helper = { name: 'helper', resources: WEB.resources, identity: { user: 77, group: 78 } };
    const { containers } = pod({
      configure: () => ({ sidecars: [helper, { ...helper, name: 'twin', identity: undefined }] }),
    }).spec;
    expect(containers.map(({ name, securityContext }) => [name, securityContext?.runAsUser])).toEqual([
      ['bare', undefined],
      ['helper', 77],
      ['twin', undefined],
    ]);
  });
});
