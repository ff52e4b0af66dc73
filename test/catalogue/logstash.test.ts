import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { elasticsearch } from '../../catalogue/elasticsearch';
import { logstash } from '../../catalogue/logstash';
import { METADATA_FIELDS } from '../../catalogue/parts/elastic';
import { synthesize } from '../../charts/synth';
import { parse } from '../support/dist';
import { APP, component, file, plan, variable } from './fixture';

const planned = (external = false) =>
  plan(
    {
      elasticsearch: elasticsearch({ logs: { index: 'shop-logs', days: 90 }, volume: '20Gi' }),
      logstash: logstash({ index: 'shop-logs', volume: '8Gi' }),
      app: APP,
    },
    {
      flows: [
        { from: 'logstash', to: 'elasticsearch', port: 'http' },
        { from: 'app', to: 'logstash', port: 'tcp', env: { LOGSTASH_HOST: 'address' } },
        { from: 'app', to: 'logstash', port: 'udp' },
      ],
      external: external ? { elasticsearch: { host: 'es.example.com', port: 9243 } } : undefined,
    },
  );

const PIPELINE = '/usr/share/logstash/pipeline/logstash.conf';

describe('logstash', () => {
  it('is reached over TCP and UDP on one port, and tells clients where', () => {
    const connections = planned().connections.filter(
      ({ to, reason }) => reason === 'flow' && to.kind === 'component' && to.name === 'logstash',
    );
    expect(connections.map(({ port, protocol }) => `${port}/${protocol}`).sort()).toEqual([
      '5000/TCP',
      '5000/UDP',
    ]);
    expect(variable(component(planned(), 'app'), 'LOGSTASH_HOST')).toBe('logstash:5000');
  });

  it('keeps lines on its volume, and never fills it', () => {
    const here = component(planned(), 'logstash');
    expect(yaml.load(file(here, '/usr/share/logstash/config/logstash.yml'))).toMatchObject({
      'api.http.host': '0.0.0.0',
      'queue.type': 'persisted',
      'queue.max_bytes': '6144mb',
      // What Elasticsearch refuses for good is kept beside the queue; both leave room for a page that is written.
      'dead_letter_queue.enable': true,
      'dead_letter_queue.max_bytes': '409mb',
      'dead_letter_queue.storage_policy': 'drop_older',
    });
    expect(here.volumes.data?.mountPath).toBe('/usr/share/logstash/data');
  });

  it('has an address that stays: nginx asks for it once, when it starts', () => {
    const objects = [...synthesize(planned()).values()].flatMap(parse);
    const services = objects.filter(({ kind }) => kind === 'Service');
    const logstashes = services.filter(({ metadata }) => metadata.name.startsWith('logstash'));
    const addresses = logstashes.map(({ metadata, spec }) => [
      metadata.name,
      (spec as { clusterIP?: string }).clusterIP,
    ]);
    expect(Object.fromEntries(addresses)).toEqual({ logstash: undefined, 'logstash-members': 'None' });
  });

  it('cannot outgrow its limit: lines that come in are held in the heap, and little beside it', () => {
    const here = component(planned(), 'logstash');
    expect(yaml.load(file(here, '/usr/share/logstash/config/logstash.yml'))).toMatchObject({
      'pipeline.buffer.type': 'heap',
    });
    expect(variable(here, 'LS_JAVA_OPTS')).toMatch(/^-Xms512m -Xmx512m -XX:MaxDirectMemorySize=128m /);
  });

  it('leaves as text what is nested so deeply that Elasticsearch could end by it', () => {
    expect(variable(component(planned(), 'logstash'), 'LS_JAVA_OPTS')).toMatch(/max-nesting-depth=100$/);
  });

  it("takes the names of Elasticsearch's own fields from a line, which would be refused for them", () => {
    const pipeline = file(component(planned(), 'logstash'), PIPELINE);
    for (const name of METADATA_FIELDS) expect(pipeline).toContain(`"[${name}]" => "[field${name}]"`);
  });

  it('tells of the first line that is lost: its counter is not there before', () => {
    const rule = planned().alerts.find(({ alert }) => alert === 'LogstashLinesRefused')!;
    expect(rule.expr).toContain('unless logstash_output_refused_total{job="logstash"} offset 15m');
    expect(rule.proof.fires).toEqual([
      { series: 'logstash_output_refused_total{job="logstash"}', values: '_x5 3x60' },
    ]);
  });

  it('writes one index a day, with the environment in its name', () => {
    const pipeline = file(component(planned(), 'logstash'), PIPELINE);
    expect(pipeline).toContain('index => "shop-logs-test-%{+YYYY.MM.dd}"');
    expect(pipeline).toContain('hosts => ["http://elasticsearch:9200"]');
  });

  it('logs in as itself, with a password that stands in no file', () => {
    const here = component(planned(), 'logstash');
    expect(file(here, PIPELINE)).toContain('password => "${ELASTICSEARCH_PASSWORD}"');
    expect(variable(here, 'ELASTICSEARCH_USERNAME')).toBe('logstash');
    expect(here.env).toContainEqual({
      name: 'ELASTICSEARCH_PASSWORD',
      from: { secret: 'elasticsearch-logstash', key: 'password' },
    });
  });

  it('writes to a provider with the account of the secret store, encrypted', () => {
    const here = component(planned(true), 'logstash');
    expect(file(here, PIPELINE)).toContain('hosts => ["https://es.example.com:9243"]');
    expect(here.env).toContainEqual({
      name: 'ELASTICSEARCH_USERNAME',
      from: { secret: 'elasticsearch', key: 'username' },
    });
  });

  it('sets nothing that its entrypoint would write into the read-only settings file', () => {
    // Every name of a setting, in capitals: `env2yaml` of the image looks for those.
    const names = component(planned(), 'logstash').env.map(({ name }) => name);
    const squashed = names.map((name) => name.toLowerCase().replaceAll('_', ''));
    expect(squashed.filter((name) => /^(pipeline|queue|path|api|http|xpack|config|log)/.test(name))).toEqual(
      [],
    );
  });

  it('asks for an Elasticsearch to write to', () => {
    expect(() => plan({ logstash: logstash({ index: 'shop-logs', volume: '8Gi' }) })).toThrow(
      /'logstash' has no elasticsearch; add a flow/,
    );
  });
});
