import { describe, expect, it } from 'vitest';
import { alertmanager } from '../../catalogue/alertmanager';
import { alloy } from '../../catalogue/alloy';
import { jaeger } from '../../catalogue/jaeger';
import { logstash } from '../../catalogue/logstash';
import { loki } from '../../catalogue/loki';
import { prometheus } from '../../catalogue/prometheus';
import type { Definition } from '../../model/component';
import { hiddenPaths } from '../../model/resolve/hidden';

const hidden = (definition: Definition, port = 'http'): readonly string[] =>
  hiddenPaths(definition, definition.ports[port]!.number);

describe('what programs keep to themselves where they have a route', () => {
  it('Prometheus, Alertmanager, Alloy: metrics, profiles, and what would end or change them', () => {
    expect(hidden(prometheus())).toEqual(['/-', '/api/v1/admin', '/debug', '/metrics']);
    expect(hidden(alertmanager())).toEqual(['/-', '/debug', '/metrics']);
    expect(hidden(alloy())).toEqual(['/-', '/debug', '/metrics']);
  });

  it('Jaeger: where traces are sent, and its health', () => {
    for (const port of ['grpc-otlp', 'http-otlp', 'health']) expect(hidden(jaeger(), port)).toEqual(['/']);
    expect(hidden(jaeger(), 'metrics')).toEqual(['/metrics']);
    expect(hidden(jaeger())).toEqual([]);
  });

  it('Loki, and the figures of Logstash, have no route at all, because they have no login', () => {
    expect(hidden(loki())).toEqual(['/']);
    expect(hidden(logstash({ index: 'logs', volume: '1Gi' }), 'api')).toEqual(['/']);
  });
});
