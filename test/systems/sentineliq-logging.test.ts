import * as yaml from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { committed } from './committed';

describe.each(['development', 'staging', 'production'])('the logging pipeline of %s', (environment) => {
  const { file, container } = committed(`sentineliq/${environment}`);
  const pipeline = file('logstash', 'logstash.conf');
  const json = (name: string) => JSON.parse(file('elasticsearch', name));

  test('takes JSON over TCP and UDP on port 5000 and writes an index a day', () => {
    expect(pipeline).toMatch(/tcp \{[^}]*port => 5000[^}]*codec => json_lines/);
    expect(pipeline).toMatch(/udp \{[^}]*port => 5000[^}]*codec => json/);
    expect(pipeline).toContain(`index => "sentineliq-logs-${environment}-%{+YYYY.MM.dd}"`);
  });

  test('loses nothing while Elasticsearch is stopped', () => {
    expect(yaml.load(file('logstash', 'logstash.yml'))).toMatchObject({ 'queue.type': 'persisted' });
  });

  test('its indices have a template, and are deleted after 90 days', () => {
    expect(json('template.json')).toMatchObject({
      index_patterns: [`sentineliq-logs-${environment}-*`],
      template: { settings: { 'index.lifecycle.name': 'sentineliq-logs' } },
    });
    expect(json('policy.json').policy.phases.delete).toEqual({ min_age: '90d', actions: { delete: {} } });
  });

  test('Elasticsearch asks for a login; Logstash and Kibana have an account each', () => {
    expect(yaml.load(file('elasticsearch', 'elasticsearch.yml'))).toMatchObject({
      'discovery.type': 'single-node',
      'node.store.allow_mmap': false,
      'xpack.security.enabled': true,
    });
    const script = file('elasticsearch', 'setup.sh');
    expect(script).toContain('account logstash "$LOGSTASH_PASSWORD" log-writer');
    expect(script).toContain('/_security/user/kibana_system/_password');
  });

  test('half of the memory of Elasticsearch is its heap', () => {
    const { env = [], resources } = container('elasticsearch');
    const heap = /-Xms(\d+)m -Xmx\1m/.exec(env.find(({ name }) => name === 'ES_JAVA_OPTS')?.value ?? '')?.[1];
    const limit = { '2Gi': 2048, '1536Mi': 1536 }[resources!.limits!.memory!];
    expect(Number(heap) * 2).toBe(limit);
  });

  test('Kibana shows them from the start', () => {
    expect(JSON.parse(file('kibana', 'view.json'))).toMatchObject({
      data_view: { title: `sentineliq-logs-${environment}-*`, timeFieldName: '@timestamp' },
    });
  });
});
