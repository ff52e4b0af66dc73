import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADD_ONS } from '../../platform';
import { traefik as gateway } from '../../platform/traefik';
import { type KubeObject, readUnits, type Unit, unitNames } from '../../tools/lab/manifests';
import { clustersOf, REAL, running } from '../../tools/node/add-ons';
import { traefik } from '../../tools/node/add-ons/traefik';
import { planStarted, writeEnvironments } from '../../tools/node/write-environments';

let folder: string;
let units: Unit[];
beforeAll(async () => {
  folder = await writeEnvironments(unitNames());
  units = readUnits(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const groups = ({ objects }: Unit) => new Set(objects.map(({ apiVersion }) => apiVersion.split('/')[0]!));

describe('products of the platform on real nodes', () => {
  it('are called as the platform calls them', () => {
    const known = ADD_ONS.map(({ name }) => name);
    expect(Object.keys(REAL).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('run where an environment asks for what they serve, and nowhere else', async () => {
    for (const unit of units) {
      const { routes, cluster } = await planStarted(unit);
      const [planned] = await clustersOf([unit]);
      const found = running(planned!).map(({ addOn }) => addOn.name);
      const targets = cluster.platformTargets.map(({ name }) => name);
      const asked = ADD_ONS.filter(({ name, install, isGateway }) => {
        if (!(name in REAL) || 'of' in install) return false;
        if (isGateway) return routes.length > 0 && name === cluster.gateway.addOn;
        return install.groups.some((one) => groups(unit).has(one)) || targets.includes(install.target ?? '');
      }).map(({ name }) => name);
      expect([unit.namespace, ...found].sort()).toEqual([unit.namespace, ...asked].sort());
    }
    expect(units.length).toBeGreaterThan(0);
  });

  it('are told what follows from the cluster, as their chart would write it', async ({ skip }) => {
    const unit = units.find((one) =>
      one.objects.some(({ spec }) => spec?.gatewayClassName === gateway().className),
    );
    if (!unit) return skip('no environment comes in by it');
    const [planned] = await clustersOf([unit]);
    const { addOn } = running(planned!).find(({ real }) => real === traefik)!;
    const objects = traefik.objects(addOn, planned!) as KubeObject[];
    const deployment = objects.find(({ kind }) => kind === 'Deployment')!;
    expect(deployment.spec.template.spec.containers[0].args).toContain(
      '--entryPoints.websecure.transport.lifeCycle.graceTimeOut=45s',
    );
    const services = objects.filter(({ kind }) => kind === 'Service');
    expect(services.map(({ metadata }) => metadata.name)).toContain('traefik');
    for (const { metadata, spec } of services) {
      expect([metadata.name, spec.ports.length]).not.toEqual([metadata.name, 0]);
      if (spec.type === 'LoadBalancer') expect(spec.externalTrafficPolicy).toBe('Local');
    }
  });
});
