import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { meshOf } from '../../model/resolve/mesh';
import { loadSystems } from '../../systems';
import { readUnits, unitNames } from '../../tools/lab/manifests';
import { nodesFor } from '../../tools/node/cluster';
import { environmentsWanted, planStarted, writeEnvironments } from '../../tools/node/write-environments';

const folders: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const written = async (...names: string[]) => {
  const folder = await writeEnvironments(names);
  folders.push(folder);
  return readUnits(folder);
};

const all = unitNames();
const joined = async () =>
  (await loadSystems()).flatMap(({ name, environments }) =>
    Object.entries(environments)
      .filter(([, environment]) => meshOf(environment))
      .map(([environment, { cluster }]) => ({ name: `${name}/${environment}`, mesh: cluster.mesh! })),
  );

describe('what is started on real nodes', () => {
  it('is what is committed, where no mesh is joined', async () => {
    const meshed = (await joined()).map(({ name }) => name);
    const names = all.filter((name) => !meshed.includes(name));
    expect(names.length).toBeGreaterThan(0);
    const committed = readUnits().filter((unit) => names.includes(`${unit.system}/${unit.environment}`));
    expect((await written(...names)).map(({ objects }) => objects)).toEqual(
      committed.map(({ objects }) => objects),
    );
  });

  it('has nothing of a mesh, where one is joined', async () => {
    const meshed = await joined();
    expect(meshed.length).toBeGreaterThan(0);
    for (const unit of await written(...meshed.map(({ name }) => name))) {
      const { mesh } = meshed.find(({ name }) => name === `${unit.system}/${unit.environment}`)!;
      const text = JSON.stringify(unit.objects);
      for (const label of Object.keys(mesh.namespaceLabels)) expect(text).not.toContain(label);
      expect(text).not.toContain(mesh.waypointClass);
      expect(unit.objects.some(({ kind }) => kind === 'NetworkPolicy')).toBe(true);
    }
  });

  it('has a plan that says the same of meshes', async () => {
    for (const name of all) {
      const [system = '', environment = ''] = name.split('/');
      const plan = await planStarted({ system, environment });
      expect([plan.system, plan.environment, plan.mesh]).toEqual([system, environment, undefined]);
    }
  });

  it('is one environment of each system and those of the lab, when all are asked for', async () => {
    const wanted = await environmentsWanted(true);
    expect(wanted.slice(-2)).toEqual(['every-fact/lab', 'kept-elsewhere/lab']);
    const systems = await loadSystems();
    expect(wanted.slice(0, -2).map((one) => one.split('/')[0])).toEqual(systems.map(({ name }) => name));
    expect(all).toEqual(expect.arrayContaining(wanted.slice(0, -2)));
  });

  it('is the first in whose cluster all of its programs are, when all are asked for', async () => {
    const wanted = await environmentsWanted(true);
    const owned = (await loadSystems()).flatMap(({ name, environments }) => {
      const own = Object.entries(environments).map(([one, { local = [] }]) => ({
        name: `${name}/${one}`,
        isWhole: local.length === 0,
      }));
      expect(wanted).toContain(own.find(({ isWhole }) => isWhole)!.name);
      return own.filter(({ isWhole }) => !isWhole);
    });
    expect(owned.length).toBeGreaterThan(0);
  });

  it('is what PHASEWISE_NODE names, and tells what there is', async () => {
    vi.stubEnv('PHASEWISE_NODE', 'a/b,c/d');
    expect(await environmentsWanted(false)).toEqual(['a/b', 'c/d']);
    await expect(writeEnvironments(['a/b', 'c/d'])).rejects.toThrow(
      `there is no a/b, c/d; there is ${all[0]}`,
    );
  });

  it('is not silently another one than PHASEWISE_DIST has', async () => {
    const { name } = (await joined())[0]!;
    const copy = await writeEnvironments([name]);
    folders.push(copy);
    vi.stubEnv('PHASEWISE_DIST', copy);
    await expect(writeEnvironments([name])).rejects.toThrow('unset PHASEWISE_DIST');
  });
});

describe('how many nodes there are', () => {
  it('follows from what quotas let the largest environment ask for', async () => {
    const nodes = async (...names: string[]) => nodesFor(await written(...names), 2000);
    expect(await nodes('sentineliq/development', 'every-fact/lab', 'kept-elsewhere/lab')).toBe(1);
    expect(await nodes('sentineliq/development', 'org-chatbot/development')).toBe(2);
    expect(nodesFor([{ objects: [] }], 2000)).toBe(1);
  });
});
