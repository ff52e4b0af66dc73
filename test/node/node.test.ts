import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { List } from '../../tools/lab/api';
import { sleep } from '../../tools/lab/exec';
import type { KubeObject } from '../../tools/lab/manifests';
import { TOOLS } from '../../tools/node/own-images';
import { realNodes } from './lab';

const { cluster, nodes } = realNodes();
const NAMESPACE = 'node-check';

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsUser: 1000,
  runAsGroup: 1000,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A pod that serves `hello` on port 8080, and from which others can be asked. */
const pod = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: NAMESPACE, labels: { app: name } },
  spec: {
    containers: [
      {
        name: 'web',
        image: TOOLS,
        command: ['sh', '-c', 'echo hello > /tmp/index.html && exec httpd -f -p 8080 -h /tmp'],
        readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
        securityContext: restricted,
        volumeMounts: [
          { name: 'tmp', mountPath: '/tmp' },
          { name: 'data', mountPath: '/data' },
        ],
      },
    ],
    securityContext: { fsGroup: 2000 },
    terminationGracePeriodSeconds: 1,
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'data', persistentVolumeClaim: { claimName: name } },
    ],
  },
});

const service = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: NAMESPACE },
  spec: { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] },
});

const claim = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: NAMESPACE },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '64Mi' } } },
});

const NAMESPACE_OBJECT = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
};

const policy = (name: string, spec: unknown): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: NAMESPACE },
  spec,
});

const apply = (objects: readonly unknown[]) =>
  cluster.kubectlOk(['apply', '--server-side', '-f', '-'], {
    stdin: objects.map((object) => JSON.stringify(object)).join('\n---\n'),
  });

const inPod = (name: string, script: string) =>
  cluster.kubectl(['-n', NAMESPACE, 'exec', name, '--', 'sh', '-c', script], { timeout: 30 });

/** Whether one pod gets the other's page, by the Service's name. */
const reaches = async (from: string, to: string): Promise<boolean> =>
  (await inPod(from, `wget -q -T 2 -O - http://${to}`)).stdout === 'hello\n';

/** Waits until the answer is `wanted`; policies take a moment. @returns the last answer */
async function settles(from: string, to: string, wanted: boolean): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++) {
    if ((await reaches(from, to)) === wanted) return wanted;
    await sleep(500);
  }
  return !wanted;
}

describe('a real node', () => {
  beforeAll(async () => {
    await apply([NAMESPACE_OBJECT]);
    await apply(['one', 'two', 'three'].flatMap((name) => [claim(name), pod(name), service(name)]));
    await cluster.kubectlOk(
      ['-n', NAMESPACE, 'wait', '--for=condition=Ready', '--timeout=60s', 'pod/one', 'pod/two', 'pod/three'],
      { timeout: 90 },
    );
  });
  afterAll(async () => {
    await cluster.kubectl(['delete', 'namespace', NAMESPACE, '--wait=false']);
  });

  test('is Ready and of the version that the lab pins', async () => {
    const { items } = await cluster.get<List<KubeObject>>('/api/v1/nodes');
    expect(items.map((node) => node.status.nodeInfo.kubeletVersion)).toEqual(nodes.map(() => 'v1.36.3'));
  });

  test('gives a pod its user, its volume and a root folder it cannot write to', async () => {
    const said = await inPod('one', 'id; touch /file; echo x > /data/file && ls -ln /data/file; df /data');
    expect(said.stdout).toContain('uid=1000 gid=1000 groups=1000,2000');
    expect(said.stderr).toContain('Read-only file system');
    expect(said.stdout, 'the volume belongs to the fsGroup').toMatch(/1000\s+2000\s+2 .*\/data\/file/);
    expect(said.stdout, 'the volume is as large as the claim').toMatch(/\s5\d{4}\s/);
  });

  test('Services and names lead to pods', async () => {
    expect(await reaches('one', 'two')).toBe(true);
    expect(await reaches('one', `two.${NAMESPACE}.svc.cluster.local`)).toBe(true);
  });

  test('the API server is where the definitions say', async () => {
    const said = await inPod(
      'one',
      'wget -q -T 2 -O - https://kubernetes.default.svc/readyz --no-check-certificate',
    );
    expect(said.stdout + said.stderr).toMatch(/^ok|403|401/);
  });

  test('NetworkPolicies drop what nobody allowed', async () => {
    expect(await reaches('two', 'three')).toBe(true);
    const dns = [{ ports: [{ port: 53, protocol: 'UDP' }] }];
    const client = { from: [{ podSelector: { matchLabels: { app: 'one' } } }] };
    await apply([
      policy('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: dns }),
      policy('one', {
        podSelector: { matchLabels: { app: 'one' } },
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: { matchLabels: { app: 'three' } } }] }],
      }),
      policy('three', { podSelector: { matchLabels: { app: 'three' } }, ingress: [client] }),
    ]);
    expect(await settles('two', 'three', false)).toBe(false);
    expect(await settles('one', 'three', true)).toBe(true);
    expect(await reaches('one', 'two')).toBe(false);
    // Kubelet's probes come from the node itself and are let in.
    await sleep(4000);
    const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${NAMESPACE}/pods`);
    expect(items.filter((one) => one.status.containerStatuses[0].ready)).toHaveLength(3);
  });

  test('nothing leads out of the sandbox', async () => {
    const devices = readdirSync('/sys/class/net').length;
    expect(devices).toBeGreaterThan(0);
    const routes = readFileSync('/proc/net/route', 'utf8').trim().split('\n').slice(1);
    expect(
      routes.filter((route) => route.split('\t')[1] === '00000000'),
      'a default route',
    ).toEqual([]);
    expect(readFileSync('/proc/net/dev', 'utf8')).not.toMatch(/^\s*(en|eth|wl)\w*:/m);
  });
});
