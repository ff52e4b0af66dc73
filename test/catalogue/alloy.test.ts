import { describe, expect, it } from 'vitest';
import { alloy } from '../../catalogue/alloy';
import { alloyConfig } from '../../catalogue/parts/alloy-config';
import type { Context } from '../../model/context';
import { APP, component, file, plan } from './fixture';
import { monitored } from './monitoring';

const config = (): string => file(component(monitored(), 'alloy'), '/etc/alloy/config.alloy');

describe('alloy', () => {
  it('reads the pods of its own namespace only', () => {
    expect(config()).toContain('names = ["demo-test"]');
  });

  it('labels every line with component, pod and container, as metrics are labelled', () => {
    for (const label of ['component', 'pod', 'container']) {
      expect(config()).toContain(`target_label  = "${label}"`);
    }
    expect(config()).toContain('"__meta_kubernetes_pod_label_app_kubernetes_io_name"');
    expect(config()).toContain('replacement   = "edge"');
  });

  it('writes to the Loki it has a flow to', () => {
    expect(config()).toContain('url = "http://loki:3100/loki/api/v1/push"');
    expect(config()).toMatch(/system {6}= "demo",\n {4}environment = "test",/);
  });

  it('refuses to collect logs for nobody', () => {
    expect(() => plan({ alloy: alloy(), web: APP })).toThrow("'alloy' has no loki to write logs to");
  });

  it('quotes what it is told, so that no name can add a block', () => {
    const upstreams = [{ name: 'loki', technology: 'loki', host: 'a"b\\c', port: 1 }];
    const context = { name: 'alloy', namespace: 'n"}\n', system: 's', environment: 'e', upstreams };
    const text = alloyConfig(context as unknown as Context);
    expect(text).toContain('names = ["n\\"}\\n"]');
    expect(text).toContain('url = "http://a\\"b\\\\c:1/loki/api/v1/push"');
  });

  it('may look at pods and their logs, and at nothing else', () => {
    expect(component(monitored(), 'alloy').api).toEqual([
      { groups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
      { groups: [''], resources: ['pods/log'], verbs: ['get'] },
    ]);
  });

  it('remembers how far it has read, so that a new pod does not send everything again', () => {
    const planned = component(monitored(), 'alloy');
    expect(planned.volumes).toEqual({ data: { mountPath: '/var/lib/alloy/data', size: '1Gi' } });
    expect(planned.args).toContain('--storage.path=/var/lib/alloy/data');
    expect(planned.args).toContain('--disable-reporting');
  });
});
