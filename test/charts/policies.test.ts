import { describe, expect, test } from 'vitest';
import type { System } from '../../model/system';
import { istio } from '../../platform/istio';
import { alone } from '../support/bare';
import type { KubeObject } from '../support/kubernetes';
import { meshed } from '../support/meshed';
import { made, objectsOf } from '../support/synth';
import { CLUSTER, SHOP, withComponent, withEnvironment } from '../support/system';

const cluster = { ...CLUSTER, mesh: istio() };
const at = (phase: 1 | 2 | 3 | 4, system: System = SHOP): System =>
  withEnvironment({ phase, cluster }, system);
const policies = (system: System): KubeObject[] =>
  objectsOf(system).filter(({ apiVersion }) => apiVersion === 'policies.kyverno.io/v1');

interface Spec {
  variables: { name: string; expression: string }[];
}

/** The expression of a variable of one policy. */
const variable = (system: System, policy: string, name: string): string =>
  (made(system, 'NamespacedValidatingPolicy', policy).spec as Spec).variables.find(
    (one) => one.name === name,
  )!.expression;

const repositories = (system: System): unknown =>
  JSON.parse(variable(at(4, system), 'image-repositories', 'repositories').replaceAll("'", '"'));

describe('the policies of a namespace', () => {
  test('come with phase 4 and go with it', () => {
    expect(policies(at(3))).toEqual([]);
    expect(policies(at(4)).map(({ metadata }) => metadata.name)).toEqual([
      'image-repositories',
      'image-tags',
      'security-context',
      'resources',
      'labels',
      'service-accounts',
      'services',
      'network-isolation',
      'default-deny',
    ]);
  });

  test('say the same for another system, but for its name and its images', () => {
    const text = (system: System): string => JSON.stringify(policies(at(4, system)));
    const other = text({ ...SHOP, name: 'bazaar' }).replaceAll('bazaar', 'shop');
    expect(JSON.parse(other)).toEqual(JSON.parse(text(SHOP)));
  });
});

describe('images may come', () => {
  test('from where components and the gateway take theirs', () => {
    expect(repositories(SHOP)).toEqual(['registry.example/gateway', 'registry.example/team/web', 'store']);
  });

  test('from where helpers take theirs', () => {
    const image = { repository: 'exporter', tag: '1.0.0' };
    const resources = { requests: { cpu: '1m', memory: '1Mi' }, limits: { memory: '2Mi' } } as const;
    const configure = () => ({ sidecars: [{ name: 'exporter', image, resources }] });
    expect(repositories(withComponent('web', { configure }))).toContain('exporter');
  });

  test('from where a waypoint takes its own', () => {
    expect(repositories(SHOP)).not.toContain('docker.io/istio/proxyv2');
    expect(repositories(meshed({ traffic: { timeout: 5 } }))).toContain('docker.io/istio/proxyv2');
  });

  test('from no gateway where there is none', () => {
    expect(repositories(alone({}))).toEqual(['bare']);
  });
});

describe('images of our own', () => {
  const signatures = {
    repositories: 'registry.example/team/',
    issuer: 'https://ci.example',
    subject: '^https://ci\\.example/shop/.*$',
  };
  const signed = (enforce?: boolean): System => at(4, { ...SHOP, signatures: { ...signatures, enforce } });
  const policy = (system: System) => made(system, 'NamespacedImageValidatingPolicy', 'image-signatures');

  test('are reported when they are not signed, by a scan that no pod waits for', () => {
    expect(policy(signed()).spec).toMatchObject({
      attestors: [
        {
          cosign: {
            keyless: {
              identities: [{ issuer: 'https://ci.example', subjectRegExp: '^https://ci\\.example/shop/.*$' }],
            },
          },
        },
      ],
      evaluation: { admission: { enabled: false } },
      matchImageReferences: [{ expression: "ref.startsWith('registry.example/team/')" }],
      validationActions: ['Audit'],
      validationConfigurations: { mutateDigest: false, required: true, verifyDigest: false },
    });
  });

  test('are refused where that is wanted, and run as they were verified', () => {
    expect(policy(signed(true)).spec).toMatchObject({
      evaluation: { admission: { enabled: true } },
      validationActions: ['Deny'],
      validationConfigurations: { mutateDigest: true, required: true, verifyDigest: true },
    });
  });
});
