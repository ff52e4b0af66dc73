import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { alertmanager } from '../../catalogue/alertmanager';
import { component, file } from './fixture';
import { monitored } from './monitoring';

const CONFIG = '/etc/alertmanager/alertmanager.yml';
// biome-ignore lint/suspicious/noExplicitAny: a parsed file, of which each test knows its part
const config = (options = {}): any =>
  yaml.load(file(component(monitored({ alertmanager: alertmanager(options) }), 'alertmanager'), CONFIG));

describe('alertmanager', () => {
  it('reads the address of its receiver from the secret store, and no file holds it', () => {
    const planned = monitored();
    const { secretFiles } = component(planned, 'alertmanager');
    const path = '/etc/alertmanager/secrets/receiver-url';
    expect(secretFiles).toEqual([{ secret: 'alertmanager', key: 'receiver-url', path }]);
    expect(config().receivers).toEqual([
      { name: 'webhook', webhook_configs: [{ url_file: path, send_resolved: true }] },
    ]);
    expect(planned.secrets).toContainEqual({
      kind: 'store',
      name: 'alertmanager',
      keys: { 'receiver-url': 'receiver-url' },
      remoteKey: 'demo/test/alertmanager',
      owner: 'alertmanager',
    });
  });

  it('repeats what is critical every hour and the rest twice a day', () => {
    expect(config().route).toMatchObject({
      repeat_interval: '12h',
      group_by: ['alertname', 'component'],
      routes: [{ matchers: ['severity="critical"'], repeat_interval: '1h' }],
    });
    const often = config({ repeat: { critical: '2h', warning: '24h' } });
    expect(often.route.repeat_interval).toBe('24h');
    expect(often.route.routes[0].repeat_interval).toBe('2h');
  });

  it('a critical alert silences warnings of its own component, never of another or of none', () => {
    const [inhibit] = config().inhibit_rules;
    expect(inhibit.equal).toEqual(['component']);
    expect(inhibit.source_matchers).toEqual(['severity="critical"', 'component=~".+"']);
    expect(inhibit.target_matchers).toEqual(['severity="warning"', 'component=~".+"']);
  });

  it('keeps silences over a restart and looks for no peers', () => {
    const planned = component(monitored(), 'alertmanager');
    expect(planned.workload).toBe('StatefulSet');
    expect(planned.volumes).toEqual({ data: { mountPath: '/alertmanager', size: '1Gi' } });
    expect(planned.args).toContain('--cluster.listen-address=');
  });

  it('stays under its memory limit by its own care', () => {
    const overrides = {
      alertmanager: { resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '200Mi' } } },
    } as const;
    const env = component(monitored({}, { overrides }), 'alertmanager').env;
    expect(env).toContainEqual({ name: 'GOMEMLIMIT', value: '180MiB' });
  });
});
