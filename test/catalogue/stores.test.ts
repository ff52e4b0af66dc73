import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { afterAll, describe, expect, it } from 'vitest';
import { type MinioOptions, minio } from '../../catalogue/minio';
import { qdrant } from '../../catalogue/qdrant';
import type { Flow } from '../../model/system';
import { APP, component, file, plan, variable } from './fixture';

const folder = mkdtempSync(join(tmpdir(), 'phasewise-minio-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const s3 = (external = false) =>
  plan(
    { minio: minio({ buckets: ['files', 'exports'], volume: '10Gi' }), app: APP },
    {
      flows: [
        {
          from: 'app',
          to: 'minio',
          port: 's3',
          env: { S3_ENDPOINT: 'endpoint', S3_KEY: 'accessKey', S3_SECRET: 'secretKey', S3_BUCKET: 'bucket' },
        },
      ],
      external: external ? { minio: { host: 's3.example.com', port: 443 } } : undefined,
    },
  );

/** Runs the setup script with an `mc` that notes its calls, up to the point where it rests. */
function runSetup(policies: string): string[] {
  const setup = component(s3(), 'minio').sidecars.find(({ name }) => name === 'setup')!;
  const script = setup.files!.find(({ path }) => path.endsWith('setup.sh'))!.content;
  writeFileSync(
    join(folder, 'mc'),
    `#!/bin/sh\necho "$*" >> ${folder}/calls\ncase "$*" in *attach*) exit 1;; *info*) echo '${policies}';; esac\n`,
  );
  chmodSync(join(folder, 'mc'), 0o755);
  writeFileSync(join(folder, 'calls'), '');
  const once = script.slice(0, script.indexOf('until setup'));
  execFileSync('sh', ['-c', `${once}\nsetup`], {
    env: { PATH: `${folder}:/usr/bin:/bin`, APP_PASSWORD: 'secret' },
  });
  return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
}

describe('minio', () => {
  it('has memory for the two keys with which mc attaches a policy', () => {
    const setup = component(s3(), 'minio').sidecars.find(({ name }) => name === 'setup')!;
    expect(setup.resources.limits.memory).toBe('256Mi');
  });

  it('tells clients endpoint, bucket and keys', () => {
    const app = component(s3(), 'app');
    expect(variable(app, 'S3_ENDPOINT')).toBe('http://minio:9000');
    expect(variable(app, 'S3_KEY')).toBe('app');
    expect(variable(app, 'S3_BUCKET')).toBe('files');
    expect(app.env).toContainEqual({ name: 'S3_SECRET', from: { secret: 'minio-app', key: 'password' } });
  });

  it('shows nothing of its administration and metrics, of whatever version, where S3 has a route', () => {
    const { routes } = plan(
      { minio: minio({ buckets: ['files'], volume: '10Gi' }) },
      { routes: [{ host: 'files', to: 'minio', port: 's3' }] },
    );
    // It covers the path that Prometheus asks.
    expect(routes.map(({ hidden }) => hidden)).toEqual([['/minio']]);
  });

  it('becomes S3 elsewhere by one choice: same variables, keys from the secret store', () => {
    const planned = s3(true);
    const app = component(planned, 'app');
    expect(planned.components.map(({ name }) => name)).toEqual(['app']);
    expect(variable(app, 'S3_ENDPOINT')).toBe('https://s3.example.com:443');
    expect(app.env).toContainEqual({ name: 'S3_KEY', from: { secret: 'minio', key: 'username' } });
    expect(app.env).toContainEqual({ name: 'S3_SECRET', from: { secret: 'minio', key: 'password' } });
    expect(planned.secrets).toContainEqual(
      expect.objectContaining({ kind: 'store', name: 'minio', remoteKey: 'demo/test/minio' }),
    );
  });

  it('makes buckets and a user for each client, also when its policies are attached already', () => {
    expect(runSetup('{"policyName":"client-app,clients"}')).toEqual([
      'mb --ignore-existing local/files',
      'mb --ignore-existing local/exports',
      'ilm rule ls local/files',
      'ilm rule remove --all --force local/files',
      'quota clear local/files',
      'ilm rule ls local/exports',
      'ilm rule remove --all --force local/exports',
      'quota clear local/exports',
      'admin policy create local client-app /etc/setup/client-app.json',
      'admin user add local app secret',
      'admin user info local app --json',
      'admin policy create local clients /etc/setup/clients.json',
      'admin user info local app --json',
      'admin policy entities local --policy clients --json',
    ]);
  });

  it('does not call it done while a user lacks a policy', () => {
    // Where it is attached, nothing changes that.
    expect(() => runSetup('{"policyName":"client-app"}')).toThrow();
    expect(() => runSetup('{"policyName":"client-app-2,clients"}')).toThrow();
  });

  const buckets = { uploads: { quota: '5Gi' }, exports: { expires: 7 } } as const;
  const flow = { from: 'app', to: 'minio', port: 's3' };
  const own = (rights: Flow['rights'], options: MinioOptions['buckets'] = buckets) =>
    plan({ minio: minio({ buckets: options, volume: '10Gi' }), app: APP }, { flows: [{ ...flow, rights }] });
  const statements = (planned: ReturnType<typeof own>): object[] => {
    const { files = [] } = component(planned, 'minio').sidecars.find(({ name }) => name === 'setup')!;
    const { content } = files.find(({ path }) => path === '/etc/setup/client-app.json')!;
    return (JSON.parse(content) as { Statement: object[] }).Statement;
  };

  it('gives a client the objects of each bucket, and no bucket itself, where nobody says more', () => {
    expect(statements(own(undefined, ['files']))).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        Resource: ['arn:aws:s3:::files'],
      },
      {
        Effect: 'Allow',
        Action: [
          's3:GetObject',
          's3:PutObject',
          's3:AbortMultipartUpload',
          's3:ListMultipartUploadParts',
          's3:DeleteObject',
        ],
        Resource: ['arn:aws:s3:::files/*'],
      },
    ]);
  });

  it('gives a client what its flow says, and nothing of other buckets', () => {
    expect(statements(own({ uploads: ['read'] }))).toEqual([
      { Effect: 'Allow', Action: ['s3:GetBucketLocation'], Resource: ['arn:aws:s3:::uploads'] },
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::uploads/*'] },
    ]);
  });

  it.each<[string, Flow['rights'], MinioOptions['buckets'], string]>([
    ['no right', undefined, buckets, "say what 'app' may do with which of exports, uploads"],
    ['an unknown bucket', { upload: ['read'] }, buckets, "'minio' has no 'upload'. Did you mean 'uploads'?"],
    ['an unknown right', { uploads: ['get' as 'read'] }, buckets, "there is no right 'get'"],
    ['a right to nothing', { uploads: [] }, buckets, 'is empty; leave it out for no right at all'],
    ['a name for no bucket', undefined, ['My.Files'], "bucket 'My.Files' has a name that S3 does not take"],
    ['half a day', { x00: ['read'] }, { x00: { expires: 0.5 } }, "bucket 'x00' expires after 0.5 days"],
    [
      'too much',
      { x00: ['read'] },
      { x00: { quota: '20Gi' } },
      'may hold 20Gi, which is more than the volume',
    ],
  ])('tells of %s', (_, rights, options, message) => expect(() => own(rights, options)).toThrow(message));

  const around = {
    flows: [
      { ...flow, env: { S3_PUBLIC_ENDPOINT: 'publicOrigin' }, rights: { uploads: ['write' as const] } },
    ],
    routes: [
      { host: 'storage', to: 'minio', port: 'console' },
      { host: 's3', to: 'minio', port: 's3', path: '/uploads', below: true },
      { host: 'app', to: 'app' },
    ],
  };
  const uploads = (more: object, pages?: string[]) =>
    plan(
      {
        minio: minio({ buckets, volume: '10Gi', pages }),
        app: { ...APP, probes: { readiness: { check: { tcp: 'http' } } } },
      },
      { ...around, ...more },
    );

  it('tells clients the public origin of the port they ask, here and at a provider', () => {
    const told = (more: object) => variable(component(uploads(more), 'app'), 'S3_PUBLIC_ENDPOINT');
    expect(told({})).toBe('https://s3.example.com');
    expect(told({ external: { minio: { host: 's3.eu.example', port: 443 } } })).toBe('https://s3.eu.example');
    const elsewhere = { minio: { host: 's3.eu.example', port: 9000, tls: false } };
    expect(told({ external: elsewhere })).toBe('http://s3.eu.example:9000');
    expect(() => uploads({ routes: around.routes.slice(0, 1) })).toThrow(
      "no public route leads to port 9000 of 'minio', so browsers have no address of it; add one",
    );
  });

  it('lets the pages named read its answers, and says nothing where they have no address', () => {
    const allowed = (more: object, pages?: string[]) =>
      variable(component(uploads(more, pages), 'minio'), 'MINIO_API_CORS_ALLOW_ORIGIN');
    expect(allowed({}, ['app'])).toBe('https://app.example.com');
    expect(allowed({ routes: around.routes.slice(0, 2) }, ['app'])).toBeUndefined();
    expect(allowed({})).toBeUndefined();
    expect(() => allowed({}, ['apq'])).toThrow("there is no component 'apq'. Did you mean 'app'?");
  });

  it('gives the first bucket of those that a client may use', () => {
    const env = { BUCKET: 'bucket' };
    const told = (rights: Flow['rights']) =>
      variable(component(uploads({ flows: [{ ...flow, env, rights }] }), 'app'), 'BUCKET');
    expect([told({ uploads: ['read'] }), told({ uploads: ['read'], exports: ['read'] })]).toEqual([
      'uploads',
      'exports',
    ]);
  });

  const env = { A: 'bucket', B: 'uploadsBucket', C: 'exportsBucket', D: 'region', E: 'pathStyle' };
  const elsewhere = (parameters?: Record<string, string>) => {
    const external = { minio: { host: 's3.eu.example', port: 443, parameters } };
    const app = component(
      uploads({ external, flows: [{ ...flow, env, rights: { uploads: ['read'] } }] }),
      'app',
    );
    return Object.keys(env).map((name) => variable(app, name));
  };

  it('has a region, and buckets as paths and by our names, unless a provider says otherwise', () => {
    expect(elsewhere()).toEqual(['uploads', 'uploads', 'exports', 'us-east-1', 'true']);
    const theirs = { region: 'auto', pathStyle: 'false', uploadsBucket: 'acme-uploads' };
    expect(elsewhere(theirs)).toEqual(['acme-uploads', 'acme-uploads', 'exports', 'auto', 'false']);
    expect(() => elsewhere({ regoin: 'auto' })).toThrow(
      "[demo/test/external/minio.parameters.regoin] 'minio' tells its clients nothing of it; leave it out",
    );
  });

  it('is the only one of these that rights are for', () => {
    const flows = [{ from: 'app', to: 'qdrant', port: 'http', rights: { x: ['read' as const] } }];
    const told = () => plan({ qdrant: qdrant({ storage: '5Gi' }), app: APP }, { flows });
    expect(told).toThrow("'qdrant' keeps nothing apart that rights could be for; leave them out");
  });
});

describe('qdrant', () => {
  const planned = plan(
    { qdrant: qdrant({ storage: '5Gi' }), app: APP },
    {
      flows: [
        { from: 'app', to: 'qdrant', port: 'http', env: { QDRANT_URL: 'url', QDRANT_API_KEY: 'apiKey' } },
      ],
    },
  );

  it('answers only with the key, and Prometheus has one that only reads', () => {
    const { env, metrics } = component(planned, 'qdrant');
    expect(env).toContainEqual({
      name: 'QDRANT__SERVICE__API_KEY',
      from: { secret: 'qdrant-api-key', key: 'password' },
    });
    expect(component(planned, 'app').env).toContainEqual({
      name: 'QDRANT_API_KEY',
      from: { secret: 'qdrant-api-key', key: 'password' },
    });
    expect(metrics).toMatchObject([{ port: 'http', path: '/metrics', bearer: 'read-only-api-key' }]);
  });

  it('writes only to its volumes and reports nothing to its vendor', () => {
    const { volumes } = component(planned, 'qdrant');
    expect(volumes.snapshots?.size).toBe('5Gi');
    expect(yaml.load(file(component(planned, 'qdrant'), '/qdrant/config/production.yaml'))).toMatchObject({
      telemetry_disabled: true,
      storage: { storage_path: '/qdrant/storage', snapshots_path: '/qdrant/snapshots' },
    });
  });

  it('builds and unpacks snapshots on the volume for them: no other place could hold a whole one', () => {
    const { scratch, volumes } = component(planned, 'qdrant');
    const { storage } = yaml.load(file(component(planned, 'qdrant'), '/qdrant/config/production.yaml')) as {
      storage: Record<string, string>;
    };
    expect(storage.temp_path).toBe(volumes.snapshots?.mountPath);
    expect(scratch.map(({ mountPath }) => mountPath)).toEqual(['/qdrant/init']);
  });

  it('hears itself that it shall stop, and has the time to write what it holds', () => {
    expect(component(planned, 'qdrant').command).toEqual(['/qdrant/qdrant']);
    expect(component(planned, 'qdrant').shutdown.grace).toBeGreaterThan(30);
  });
});
