import { describe, expect, it } from 'vitest';
import { postgresCluster } from '../../catalogue/cloudnative-pg';
import { postgres } from '../../catalogue/postgres';
import type { Definition } from '../../model/component';
import { cloudNativePg } from '../../platform/cloudnative-pg';
import { unknownFields } from '../support/crds';
import { APP, component, plan, variable } from './fixture';

const FLOWS = [
  {
    from: 'app',
    to: 'postgres',
    env: { DATABASE_URL: 'uri', READ_URL: 'readUri', DATABASE_USER: 'username' },
  },
];

const around = (definition: Definition, phase: 1 | 3 = 1) =>
  plan(
    { postgres: definition, app: APP },
    { flows: FLOWS, phase, cluster: { operators: { CloudNativePG: cloudNativePg } } },
  );
const planned = (options: Partial<Parameters<typeof postgresCluster>[0]> = {}, phase: 1 | 3 = 1) =>
  around(postgresCluster({ database: 'shop', volume: '10Gi', ...options }), phase);

interface Spec {
  instances: number;
  ephemeralVolumesSizeLimit: { shm: string };
  postgresql: { parameters: Record<string, string>; synchronous?: object };
  managed: {
    roles: { name: string; login: boolean; inRoles?: string[]; passwordSecret?: { name: string } }[];
    services: { additional: { selectorType: string; serviceTemplate: { metadata: { name: string } } }[] };
  };
}
const specOf = (...given: Parameters<typeof planned>): Spec =>
  component(planned(...given), 'postgres').operated!.spec as Spec;

describe('PostgreSQL by CloudNativePG', () => {
  it('is for clients what the single server is: the same host, account and variables', () => {
    const own = component(planned(), 'app').env.map(({ name }) => name);
    const single = around(postgres({ database: 'shop', volume: '10Gi' }));
    expect(own).toEqual(component(single, 'app').env.map(({ name }) => name));
    const uri = (read: string) =>
      `postgresql://app:$(POSTGRES_PASSWORD)@postgres${read}:5432/shop?options=-c%20role%3Dshop_owner`;
    const app = component(planned(), 'app');
    expect([variable(app, 'DATABASE_URL'), variable(app, 'READ_URL')]).toEqual([uri(''), uri('-ro')]);
    const prisma = plan(
      { postgres: postgresCluster({ database: 'shop', volume: '10Gi' }), app: APP },
      {
        flows: [{ from: 'app', to: 'postgres', env: { DATABASE_URL: 'prismaUri' }, pool: 5 }],
        cluster: { operators: { CloudNativePG: cloudNativePg } },
      },
    );
    expect(variable(component(prisma, 'app'), 'DATABASE_URL')).toBe(`${uri('')}&connection_limit=5`);
    // One server reads for itself.
    const alone = component(single, 'app');
    expect(variable(alone, 'READ_URL')).toBe(variable(alone, 'DATABASE_URL'));
  });

  it('has the Services under which clients look for it', () => {
    const hosts = (instances: number) =>
      specOf({ instances }).managed.services.additional.map(
        ({ selectorType, serviceTemplate }) => `${selectorType} ${serviceTemplate.metadata.name}`,
      );
    expect(hosts(3)).toEqual(['rw postgres', 'ro postgres-ro']);
    expect(hosts(1)).toEqual(['rw postgres', 'r postgres-ro']);
  });

  it('gives each client an account that acts as the owner, who cannot log in', () => {
    expect(specOf().managed.roles).toMatchObject([
      { name: 'shop_owner', login: false },
      { name: 'app', login: true, inRoles: ['shop_owner'], passwordSecret: { name: 'postgres-app' } },
    ]);
    expect(planned().secrets).toContainEqual(
      expect.objectContaining({ name: 'postgres-app', labels: { 'cnpg.io/reload': 'true' } }),
    );
  });

  it('promises a commit only when a standby has it, where there are two to wait for', () => {
    expect(specOf().postgresql.synchronous).toMatchObject({ number: 1, dataDurability: 'preferred' });
    expect(specOf({ instances: 2 }).postgresql.synchronous).toBeUndefined();
  });

  it('divides the memory of an instance as the single server does', () => {
    expect(specOf().postgresql.parameters).toMatchObject({ shared_buffers: '512MB', max_wal_size: '1280MB' });
    const single = component(around(postgres({ database: 'shop', volume: '10Gi' })), 'postgres');
    const shared = single.scratch.find(({ mountPath }) => mountPath === '/dev/shm');
    expect(specOf().ephemeralVolumesSizeLimit).toMatchObject({ shm: shared!.size });
  });

  it('is left alone by vertical autoscalers and budgets of ours', () => {
    const { vertical, disruption } = component(planned({}, 3), 'postgres');
    expect([vertical, disruption]).toEqual([undefined, undefined]);
  });

  it('asks for a database name that needs no quotes anywhere', () => {
    expect(() => planned({ database: 'my-shop' })).toThrow(/'my-shop' is no database name/);
  });

  it('asks for a number of servers that there can be', () => {
    expect(() => planned({ instances: 0 })).toThrow(/0 is not a number of pods/);
  });

  // The API server judges every value in the cluster tests; here a misspelt field is found at once.
  it.skipIf(!process.env.PHASEWISE_CRD_MIRROR)('uses only fields that the definition has', async () => {
    const unknown = await unknownFields('cloudnative-pg');
    expect(unknown('Cluster', specOf())).toEqual([]);
    expect(unknown('Cluster', { instanses: 3 })).toEqual(['spec.instanses']);
  });
});
