import { describe, expect, test } from 'vitest';
import { run } from '../../tools/lab/exec';
import type { KubeObject } from '../support/kubernetes';
import { cases, environmentAt } from '../support/phases';
import { find } from '../support/rule';
import { planOf } from '../support/systems';
import { needBuilt } from './lab';

/** Istio's resources only: the others have judges of their own. */
const isIstio = ({ apiVersion }: KubeObject): boolean => apiVersion.includes('.istio.io/');

async function validated(program: string, objects: readonly KubeObject[]) {
  const stdin = objects
    .filter(isIstio)
    .map((object) => JSON.stringify(object))
    .join('\n---\n');
  const { code, stdout, stderr } = await run(program, [], { stdin });
  return { code, stderr: stderr.trim(), judged: Number(stdout) };
}

describe('Istio takes the resources', async () => {
  const meshed = (await cases()).filter(({ phase }) => phase === 4);
  test.for(meshed)('of $name, without an error or a warning', async ({ load }, context) => {
    const program = await needBuilt(context, 'istio-validate');
    const environment = await load();
    expect((await planOf(environment)).mesh, 'the environment is in no mesh').toBeDefined();
    const judged = environment.objects.filter(isIstio).length;
    expect(judged).toBeGreaterThan(0);
    expect(await validated(program, environment.objects)).toEqual({ code: 0, stderr: '', judged });
  });
});

describe('the judge of Istio', () => {
  const rule = (of: KubeObject) =>
    (of.spec as { rules: { to: { operation: { ports: string[] } }[] }[] }).rules[0]!;
  const defects: Record<string, [string, (objects: KubeObject[]) => void]> = {
    'a port that is none': [
      'bad port (http)',
      (objects) => {
        rule(find(objects, 'AuthorizationPolicy', 'redis')).to[0]!.operation.ports = ['http'];
      },
    ],
    'an unknown mode': [
      'unknown value',
      (objects) => {
        find(objects, 'PeerAuthentication', 'default').spec = { mtls: { mode: 'ALWAYS' } };
      },
    ],
    'an issuer without a name': [
      'issuer or jwksUri must be non-empty string',
      (objects) => {
        const { apiVersion, metadata } = find(objects, 'PeerAuthentication', 'default');
        const spec = {
          targetRefs: [{ group: '', kind: 'Service', name: 'api' }],
          jwtRules: [{ issuer: '' }],
        };
        objects.push({ apiVersion, kind: 'RequestAuthentication', metadata, spec });
      },
    ],
    'more than all pods at rest': [
      'not in range 0..100',
      (objects) => {
        find(objects, 'DestinationRule').spec = {
          host: 'api',
          trafficPolicy: { outlierDetection: { maxEjectionPercent: 200 } },
        };
      },
    ],
  };
  for (const [name, [finding, seed]] of Object.entries(defects)) {
    test(`names ${name}`, async (context) => {
      const program = await needBuilt(context, 'istio-validate');
      const { objects } = await environmentAt('kaleem', 'production', 4);
      const broken = structuredClone(objects);
      seed(broken);
      const { code, stderr } = await validated(program, broken);
      expect(stderr).toContain(finding);
      expect(code).toBe(1);
    });
  }
});
