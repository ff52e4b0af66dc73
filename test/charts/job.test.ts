import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Definition } from '../../model/component';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { alone, pod } from '../support/bare';
import { type KubeObject, podTemplates } from '../support/kubernetes';
import { objectsOf } from '../support/synth';
import { SHOP, STORE, WEB, withEnvironment } from '../support/system';

const JOB: Partial<Definition> = { workload: 'Job', command: ['migrate'] };
const only = (definition: Partial<Definition>): KubeObject =>
  objectsOf(alone({ ...JOB, ...definition })).find(({ kind }) => kind === 'Job')!;
const nameOf = (definition: Partial<Definition> = {}): string => only(definition).metadata.name;
const tag = (version: string) => ({ image: { repository: 'bare', tag: version } });

describe('a Job', () => {
  test('runs one pod at a time, a few times at most, and not for ever', () => {
    expect(only({}).spec).toMatchObject({
      activeDeadlineSeconds: 600,
      backoffLimit: 4,
      completions: 1,
      parallelism: 1,
      // A pod that is still ending counts.
      podReplacementPolicy: 'Failed',
      ttlSecondsAfterFinished: 604_800,
      template: { spec: { restartPolicy: 'Never', serviceAccountName: 'bare' } },
    });
    expect(only({ deadline: 45 }).spec).toMatchObject({ activeDeadlineSeconds: 2700 });
  });

  test('is waited for by Argo CD, which stops the sync where it fails', () => {
    expect(only({}).metadata.annotations).toEqual({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
      'argocd.argoproj.io/sync-wave': '1',
    });
  });

  test('has another name for another image or setting, since it cannot be changed', () => {
    const names = [nameOf(tag('1.0.0')), nameOf(tag('1.0.1')), nameOf({ env: { A: '1' } })];
    expect(new Set(names).size).toBe(3);
    expect(names[0]).toMatch(/^bare-1-0-0-[0-9a-f]{8}$/);
    expect(nameOf(tag('1.0.0'))).toBe(names[0]);
  });

  test('has a name that Kubernetes takes, whatever its tag', () => {
    const long = nameOf(tag('sha-A1B2C3D_feature.with-a.very-long-name-of-a-branch-that-goes-on'));
    expect(long).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
    expect(long.length).toBeLessThanOrEqual(63);
  });

  test('gets variables, account and way to the database as every component does', () => {
    const system: System = {
      ...SHOP,
      components: { store: STORE, migrate: { ...WEB, workload: 'Job', ports: {}, probes: undefined } },
      routes: [],
      flows: [{ from: 'migrate', to: 'store', env: { STORE_URL: 'uri' } }],
    };
    const objects = objectsOf(system);
    expect(objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual(
      expect.arrayContaining([
        'NetworkPolicy/migrate',
        'ServiceAccount/migrate',
        'ExternalSecret/store-migrate',
      ]),
    );
    expect(objects.filter(({ kind, metadata }) => kind === 'Service' && metadata.name === 'migrate')).toEqual(
      [],
    );
    const [migrate] = podTemplates(objects).filter(({ kind }) => kind === 'Job');
    expect(migrate?.spec.containers[0]?.env).toContainEqual({
      name: 'STORE_URL',
      value: 'store://migrate:$(STORE_PASSWORD)@store:7000',
    });
  });

  test('is not measured by autoscalers', () => {
    const system = withEnvironment({ phase: 3 }, alone(JOB));
    expect(objectsOf(system).filter(({ kind }) => /Autoscaler|ScaledObject/.test(kind))).toEqual([]);
  });
});

describe('a CronJob', () => {
  const schedule = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
  const made = (definition: Partial<Definition> = {}): KubeObject =>
    objectsOf(alone({ ...JOB, workload: 'CronJob', schedule, ...definition })).find(
      ({ kind }) => kind === 'CronJob',
    )!;

  test('begins at its time, never beside itself, and not long after it', () => {
    expect(made().metadata.name).toBe('bare');
    expect(made().spec).toMatchObject({
      schedule: '30 2 * * *',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      failedJobsHistoryLimit: 1,
      successfulJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          activeDeadlineSeconds: 600,
          backoffLimit: 2,
          parallelism: 1,
          podReplacementPolicy: 'Failed',
          ttlSecondsAfterFinished: 86_400,
          template: { spec: { restartPolicy: 'Never', serviceAccountName: 'bare' } },
        },
      },
    });
    expect(made().spec).not.toHaveProperty('suspend');
    expect(made({ schedule: { cron: '0 0 * * *', late: 60 } }).spec).toMatchObject({
      timeZone: 'Etc/UTC',
      startingDeadlineSeconds: 60,
    });
  });

  test('is begun by people alone where it is suspended', () => {
    expect(made({ schedule: { ...schedule, suspended: true } }).spec).toMatchObject({ suspend: true });
  });

  test('keeps its name, and is no part of a sync that waits for its end', () => {
    expect(made().metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '1' });
  });

  test('is not measured by autoscalers', () => {
    const system = withEnvironment({ phase: 3 }, alone({ ...JOB, workload: 'CronJob', schedule }));
    expect(objectsOf(system).filter(({ kind }) => /Autoscaler|ScaledObject/.test(kind))).toEqual([]);
  });
});

describe('a component that may not start yet', () => {
  const waits: Partial<Definition> = {
    startsWhen: { command: ['node', '/check.js'], env: ['URL'], files: ['/check.js'] },
    secrets: { STORE_KEY: 'generated', SIGNING_KEY: 'generated' },
    env: { URL: 'store://$(USER):$(STORE_KEY)@store', USER: 'bare', MODE: 'full' },
    scratch: [{ mountPath: '/tmp', size: '8Mi' }],
    configure: () => ({
      files: [
        { path: '/check.js', content: '' },
        { path: '/etc/main.conf', content: 'a' },
      ],
    }),
  };
  const [wait] = pod(waits).spec.initContainers!;

  test('asks its own image before the program starts', () => {
    expect(wait).toMatchObject({ name: 'wait-to-start', image: 'bare:0.1.0', args: ['node', '/check.js'] });
    expect(pod({}).spec.initContainers).toBeUndefined();
  });

  test('hands the question what it names, with what that refers to, and nothing else', () => {
    expect(wait!.env!.map(({ name }) => name)).toEqual(['STORE_KEY', 'USER', 'URL']);
    expect(wait!.volumeMounts!.map(({ mountPath }) => mountPath)).toEqual(['/tmp', '/check.js']);
    const [bare] = pod({ ...waits, startsWhen: { command: ['true'] } }).spec.initContainers!;
    expect(bare!.env).toBeUndefined();
    expect(bare!.volumeMounts!.map(({ mountPath }) => mountPath)).toEqual(['/tmp']);
  });

  test('asks again until the answer is yes', () => {
    const [, , script] = wait!.command!;
    const quick = script!.replace('sleep 5', 'sleep 0.1');
    const folder = mkdtempSync(join(tmpdir(), 'phasewise-wait-'));
    const counts = 'n=$(cat asked 2>/dev/null || echo 0); echo $((n+1)) > asked; [ $n -ge 2 ]';
    const { status, stdout } = spawnSync('sh', ['-c', quick, 'wait', 'sh', '-c', counts], {
      cwd: folder,
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(Array(2).fill('not yet, asking again in 5 s'));
  });
});

describe('what an environment does without', () => {
  test('is not there, nor anything about it', () => {
    const plan = resolve(withEnvironment({ without: ['store'] }), 'live');
    expect(plan.components.map(({ name }) => name)).toEqual(['web', 'worker']);
    expect(JSON.stringify([plan.secrets, plan.connections, plan.flows])).not.toContain('store');
  });
});
