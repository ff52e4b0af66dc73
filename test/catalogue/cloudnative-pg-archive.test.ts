/** The log of a PostgreSQL by CloudNativePG in the other place of backups, and the way back to a moment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { postgresCluster } from '../../catalogue/cloudnative-pg';
import { ARCHIVING } from '../../catalogue/parts/cloudnative-pg-archive';
import type { Backups, Offsite } from '../../model/backup';
import type { BesideResource } from '../../model/operated';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { cloudNativePg } from '../../platform/cloudnative-pg';
import { unknownFields } from '../support/crds';
import { environmentIn, ROOT } from '../support/dist';
import { savedShop } from '../support/saved';
import { CLUSTER } from '../support/system';
import { component } from './fixture';

const OFFSITE: Offsite = {
  endpoint: 'https://s3.elsewhere.example',
  region: 'far',
  bucket: 'shop-backups',
  days: 30,
};

/** The shop, whose store is a PostgreSQL. */
const shop = (backups: Partial<Backups> = {}): System => {
  const system = savedShop({
    backups: { at: '23:55', days: 7, offsite: OFFSITE, ...backups },
    cluster: { ...CLUSTER, operators: { CloudNativePG: cloudNativePg } },
  });
  const postgres = postgresCluster({ database: 'shop', volume: '1Gi', instances: 1 });
  const { web: _, worker: __, ...others } = system.components;
  const [environment] = Object.entries(system.environments);
  return {
    ...system,
    components: { ...others, store: postgres },
    routes: [],
    flows: [],
    environments: {
      [environment![0]]: {
        ...environment![1],
        overrides: undefined,
        images: undefined,
        budget: { cpu: '64', memory: '256Gi', source: 'test' },
      },
    },
  };
};
const planned = (backups?: Partial<Backups>) => resolve(shop(backups), 'live');
const operated = (backups?: Partial<Backups>) => component(planned(backups), 'store').operated!;
const beside = (kind: string, backups?: Partial<Backups>): BesideResource =>
  operated(backups).beside!.find((one) => one.kind === kind)!;
const plugins = (backups?: Partial<Backups>) =>
  (operated(backups).spec as { plugins?: { parameters: object }[] }).plugins;

interface Store {
  configuration: { data: object; wal: object; s3Credentials: object; destinationPath: string };
  retentionPolicy: string;
  instanceSidecarConfiguration: { env: object[]; resources: object };
}
const storeOf = (backups?: Partial<Backups>): Store => beside('ObjectStore', backups).spec as Store;

describe('the log of a PostgreSQL', () => {
  it('goes to the other place, by a container beside each instance, with a key of its own', () => {
    expect(plugins()).toEqual([
      {
        name: 'barman-cloud.cloudnative-pg.io',
        isWALArchiver: true,
        parameters: { barmanObjectName: 'store-cluster', serverName: 'store-cluster' },
      },
    ]);
    expect(storeOf()).toMatchObject({
      configuration: {
        destinationPath: 's3://shop-backups/shop-live/store.log',
        endpointURL: 'https://s3.elsewhere.example',
        s3Credentials: {
          accessKeyId: { name: 'store-offsite', key: 'accessKey' },
          secretAccessKey: { name: 'store-offsite', key: 'secretKey' },
        },
        wal: { encryption: 'AES256' },
        data: { encryption: 'AES256' },
      },
      retentionPolicy: '30d',
    });
    expect(storeOf().instanceSidecarConfiguration.env).toContainEqual({
      name: 'AWS_DEFAULT_REGION',
      value: 'far',
    });
  });

  it('begins with a copy at once, and another each week after the work on snapshots', () => {
    // One store, ten minutes after the time that is said: past midnight.
    expect(beside('ScheduledBackup').spec).toMatchObject({
      cluster: { name: 'store-cluster' },
      method: 'plugin',
      immediate: true,
      schedule: '0 5 0 * * 0',
    });
  });

  it('is another one where the store began with other data, with a copy of its own', () => {
    const logs = { store: 2 };
    expect(plugins({ logs })![0]!.parameters).toMatchObject({ serverName: 'store-cluster-2' });
    expect(beside('ScheduledBackup').name).toBe('store-cluster');
    expect(beside('ScheduledBackup', { logs }).name).toBe('store-cluster-2');
    expect(storeOf({ logs })).toEqual(storeOf());
  });

  it('asks the provider for no encryption where that one refuses the question', () => {
    const { wal, data } = storeOf({ offsite: { ...OFFSITE, encryption: 'bucket' } }).configuration;
    expect(JSON.stringify([wal, data])).not.toContain('encryption');
    expect(storeOf({ offsite: { ...OFFSITE, encryption: 'aws:kms' } }).configuration.wal).toMatchObject({
      encryption: 'aws:kms',
    });
  });

  it('is kept nowhere without another place, and nobody watches it', () => {
    const here = planned({ offsite: undefined });
    const { spec, beside: others, sidecars } = component(here, 'store').operated!;
    expect([spec, others, sidecars]).toEqual([expect.not.objectContaining({ plugins: [] }), undefined, {}]);
    expect(spec).not.toHaveProperty('plugins');
    const archiving = /Archiving|BaseBackup/;
    expect(here.alerts.filter(({ alert }) => archiving.test(alert))).toEqual([]);
    const watched = planned().alerts.filter(({ alert }) => archiving.test(alert));
    expect(watched.map(({ alert }) => alert)).toEqual([
      'CnpgArchivingFails',
      'CnpgArchivingStuck',
      'CnpgBaseBackupTooOld',
    ]);
  });

  it('takes a container in each instance, which is counted', () => {
    const [resources] = Object.values(ARCHIVING.sidecars);
    expect(storeOf().instanceSidecarConfiguration.resources).toEqual(resources);
    expect(operated().sidecars).toEqual(ARCHIVING.sidecars);
  });

  // The API server judges every value in the cluster tests.
  it.skipIf(!process.env.PHASEWISE_CRD_MIRROR)('uses only fields that the definitions have', async () => {
    const unknown = await unknownFields('cloudnative-pg');
    expect(unknown('Cluster', operated().spec)).toEqual([]);
    for (const { kind, spec } of operated().beside!) expect(unknown(kind, spec)).toEqual([]);
    expect(unknown('ObjectStore', { configuration: { endpointUrl: '' } })).toEqual([
      'spec.configuration.endpointUrl',
    ]);
  });
});

describe('the way back to a moment, as the page has it', () => {
  const page = readFileSync(join(ROOT, 'docs/disaster-recovery.md'), 'utf8');
  const text = /cat > moment\/kustomization\.yaml <<'EOF'\n([\s\S]*?)\nEOF\n/.exec(page)![1]!;
  const { patches } = yaml.load(text) as { patches: { target: { name: string }; patch: string }[] };
  const patch = yaml.load(patches[0]!.patch) as { op: string; path: string; value: object }[];
  const { objects } = environmentIn('org-chatbot/production');
  const of = (kind: string) => objects.find((one) => one.kind === kind)!;
  const cluster = of('Cluster') as unknown as { metadata: { name: string }; spec: Record<string, unknown> };
  const moment = {
    ...cluster.spec,
    ...Object.fromEntries(patch.map(({ path, value }) => [path.replace('/spec/', ''), value])),
  };

  it('changes the Cluster that is there, in words that its definition has', async ({ skip }) => {
    expect(patches.map(({ target }) => target.name)).toEqual([cluster.metadata.name]);
    expect(patch.map(({ op, path }) => `${op} ${path}`)).toEqual([
      'replace /spec/bootstrap',
      'add /spec/externalClusters',
    ]);
    expect([cluster.spec.bootstrap, cluster.spec.externalClusters]).toEqual([expect.anything(), undefined]);
    if (!process.env.PHASEWISE_CRD_MIRROR) return skip('the definitions are in the mirror');
    expect((await unknownFields('cloudnative-pg'))('Cluster', moment)).toEqual([]);
  });

  it('reads the log that is being written, by its name', () => {
    const [{ name, plugin }] = moment.externalClusters as [
      { name: string; plugin: { name: string; parameters: Record<string, string> } },
    ];
    expect(moment.bootstrap).toMatchObject({ recovery: { source: name } });
    const [written] = cluster.spec.plugins as { name: string; parameters: Record<string, string> }[];
    expect(plugin.name).toBe(written!.name);
    expect(plugin.parameters).toEqual(written!.parameters);
    expect(of('ObjectStore').metadata.name).toBe(plugin.parameters.barmanObjectName);
  });
});
