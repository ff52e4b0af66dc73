import { beforeAll, describe, expect, test } from 'vitest';
import type { DistEnvironment } from '../support/dist';
import { kindOf, podTemplates } from '../support/kubernetes';
import { environmentAt } from '../support/phases';
import { find } from '../support/rule';
import { ENTERPRISE } from '../support/variants';

/** What "Future Improvements" asks of a larger production. */
let large: DistEnvironment;
beforeAll(async () => {
  large = await environmentAt('sentineliq', 'production', 3, ENTERPRISE);
});

const server = () => podTemplates(large.objects).find(({ name }) => name === 'server')!;

test('"Multiple server instances behind load balancer": none of them is the only one, also in a drain', () => {
  expect([server().replicas, server().most]).toEqual([3, 6]);
  expect(find(large.objects, 'PodDisruptionBudget', 'server').spec).toMatchObject({ maxUnavailable: 1 });
});

describe('"Client served from CDN"', () => {
  test('the cluster has no part in it: no object, no host', () => {
    expect(large.objects.filter(({ metadata }) => /^client/.test(metadata.name))).toEqual([]);
    const hosts = kindOf(large.objects, 'HTTPRoute').flatMap(
      ({ spec }) => (spec as { hostnames: string[] }).hostnames,
    );
    expect([...new Set(hosts)]).toEqual(['api.sentineliq.com']);
  });

  test('the server still lets its pages call it', () => {
    expect(server().spec.containers[0]!.env).toContainEqual({
      name: 'WASP_WEB_CLIENT_URL',
      value: 'https://app.sentineliq.com',
    });
  });
});
