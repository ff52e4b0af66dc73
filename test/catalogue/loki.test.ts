import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { loki } from '../../catalogue/loki';
import { component, file, variable } from './fixture';
import { monitored } from './monitoring';

const planned = (options = {}, around = {}) => component(monitored({ loki: loki(options) }, around), 'loki');
// biome-ignore lint/suspicious/noExplicitAny: a parsed file, of which each test knows its part
const config = (options = {}, around = {}): any =>
  yaml.load(file(planned(options, around), '/etc/loki/loki.yaml'));

describe('loki', () => {
  it('really deletes old logs: a period alone does nothing without the compactor', () => {
    expect(config().limits_config).toEqual({
      retention_period: '336h',
      reject_old_samples_max_age: '336h',
    });
    expect(config().compactor).toEqual({ retention_enabled: true, delete_request_store: 'filesystem' });
    expect(config({ retention: 30 }).limits_config.retention_period).toBe('720h');
  });

  it('keeps everything it writes on its volume, also over a change of version', () => {
    expect(planned({ volume: '50Gi' }).volumes).toEqual({ data: { mountPath: '/loki', size: '50Gi' } });
    expect(config().common.path_prefix).toBe('/loki');
    const { chunks_directory, rules_directory } = config().common.storage.filesystem;
    expect([chunks_directory, rules_directory]).toEqual(['/loki/chunks', '/loki/rules']);
    // A quoted date: the schema of stored logs must never move.
    expect(config().schema_config.configs).toMatchObject([
      { from: '2024-04-01', store: 'tsdb', schema: 'v13', object_store: 'filesystem' },
    ]);
  });

  it('runs alone and tells nobody', () => {
    expect(config()).toMatchObject({
      auth_enabled: false,
      analytics: { reporting_enabled: false },
      common: { replication_factor: 1, ring: { kvstore: { store: 'inmemory' } } },
    });
  });

  it('stays within its memory, also while it reads its write-ahead log', () => {
    const overrides = {
      loki: { resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '2Gi' } } },
    };
    expect(variable(planned(), 'GOMEMLIMIT')).toBe('691MiB');
    expect(variable(planned({}, { overrides }), 'GOMEMLIMIT')).toBe('1843MiB');
    expect(config({}, { overrides }).ingester.wal.replay_memory_ceiling).toBe('1024MB');
  });

  it('is asked over HTTP only: its image has no shell for commands', () => {
    const probes = Object.values(planned().probes ?? {});
    expect(probes).toHaveLength(3);
    for (const { check } of probes) expect(check).toHaveProperty('http');
  });
});
