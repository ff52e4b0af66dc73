import { beforeAll, describe, expect, test } from 'vitest';
import { synthesize } from '../../charts/synth';
import { resolve } from '../../model/resolve';
import kaleem from '../../systems/kaleem';
import { parse } from '../support/dist';
import { type KubeObject, kindOf, podTemplates, title } from '../support/kubernetes';
import { Policies, pods } from '../support/network';
import { OBJECTS, variables } from './kaleem';

/** The one line that moves the object storage to a provider. */
const external = { minio: { host: 's3.example.com', port: 443 } };
let objects: KubeObject[];

beforeAll(() => {
  const production = { ...kaleem.environments.production!, external };
  const plan = resolve({ ...kaleem, environments: { production } }, 'production');
  objects = [...synthesize(plan).values()].flatMap(parse);
});

describe('object storage at a provider, in one line', () => {
  test('takes away the server, and nothing else but what is about it', () => {
    const names = new Set(objects.map(title));
    const gone = OBJECTS.map(title).filter((name) => !names.has(name));
    expect(gone.sort()).toEqual([
      'AuthorizationPolicy/minio',
      'ConfigMap/minio-config',
      'ExternalSecret/minio-api',
      'ExternalSecret/minio-minio-backup',
      'ExternalSecret/minio-minio-restore',
      'ExternalSecret/minio-root',
      'NetworkPolicy/minio',
      'Service/minio',
      'ServiceAccount/minio',
      'StatefulSet/minio',
      'VerticalPodAutoscaler/minio',
    ]);
    const known = new Set(OBJECTS.map(title));
    expect(objects.map(title).filter((name) => !known.has(name))).toEqual(['ExternalSecret/minio']);
  });

  test('leaves the application the variables it knows', () => {
    const env = podTemplates(objects).find(({ name }) => name === 'api')!.spec.containers[0]!.env!;
    const s3 = Object.fromEntries(
      env.filter(({ name }) => name.startsWith('MINIO_')).map((one) => [one.name, one]),
    );
    expect(Object.keys(s3).sort()).toEqual(
      Object.keys(variables('api'))
        .filter((name) => name.startsWith('MINIO_'))
        .sort(),
    );
    expect(s3.MINIO_ENDPOINT!.value).toBe('https://s3.example.com:443');
    expect(s3.MINIO_ACCESS_KEY!.valueFrom).toEqual({ secretKeyRef: { name: 'minio', key: 'username' } });
    expect(s3.MINIO_SECRET_KEY!.valueFrom).toEqual({ secretKeyRef: { name: 'minio', key: 'password' } });
  });

  test('takes the account from the secret store', () => {
    const secret = kindOf(objects, 'ExternalSecret').find(({ metadata }) => metadata.name === 'minio')!;
    expect(secret.spec).toMatchObject({
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'platform' },
      data: [
        { secretKey: 'password', remoteRef: { key: 'kaleem/production/minio', property: 'password' } },
        { secretKey: 'username', remoteRef: { key: 'kaleem/production/minio', property: 'username' } },
      ],
    });
  });

  test('opens the way there by HTTPS, and no other', () => {
    const policies = new Policies(objects, 'kaleem-production');
    const api = pods(objects, 'kaleem-production').find(({ name }) => name === 'api')!;
    const open = (cidr: string, port: number): boolean =>
      policies.egress({ from: api, to: { name: cidr, cidr }, port, protocol: 'TCP' });
    expect(open('198.51.100.1/32', 443)).toBe(true);
    expect(open('198.51.100.1/32', 9000)).toBe(false);
    expect(open('10.0.0.5/32', 443)).toBe(false);
  });

  test('is no longer watched, as nobody would answer', () => {
    const prometheus = kindOf(objects, 'ConfigMap').find(
      ({ metadata }) => metadata.name === 'prometheus-config',
    )!;
    expect(JSON.stringify(prometheus.data)).not.toMatch(/job="minio"|job_name: minio/);
  });
});
