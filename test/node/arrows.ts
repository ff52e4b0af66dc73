/** What is declared passes, and nothing else does, by packets between all that is there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../model/plan';
import { APPLY, asStdin } from '../../tools/lab/bring-up';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { componentOf, podTemplate, selects } from '../../tools/lab/pods';
import { type Differences, type Reach, startReach, type Way, wayText } from '../../tools/node/reach/measure';
import type { Target } from '../../tools/node/reach/parties';
import { planStarted } from '../../tools/node/write-environments';
import { realNodes } from './lab';
import { silentPorts } from './silent-ports';

/** Seconds after which kube-router has done what a changed policy says. */
const SETTLED = 45;

/** Registers the tests of an environment that was brought up before. */
export function everyArrow(unit: Unit): void {
  const { cluster, nodes } = realNodes();
  const policies = unit.objects.filter(({ kind }) => kind === 'NetworkPolicy');
  let plan: Plan;
  let reach: Reach;

  /** Waits until the network is as a judge of pairs says, and returns what was found last. */
  const untilOpen = async (passes: (way: Way) => boolean): Promise<[Differences, Differences]> => {
    const differing = reach.ways.filter(
      (way) => reach.isDeclared(way) !== 'either' && reach.isDeclared(way) !== passes(way),
    );
    const lines = (declared: boolean) =>
      differing
        .filter((way) => reach.isDeclared(way) === declared)
        .map(wayText)
        .sort();
    const wanted = { missing: lines(true), excess: lines(false) };
    const isSame = (found: Differences) => JSON.stringify(found) === JSON.stringify(wanted);
    const until = Date.now() + SETTLED * 1000;
    // What is to change comes first, because it is soon tried; the rest must then be as it was.
    while (!isSame(await reach.measure(0, differing)) && Date.now() < until);
    for (;;) {
      // To try all of it may take as long: the last time begins when everything has had its time.
      const isLast = Date.now() > until;
      const found = await reach.measure(0);
      if (isSame(found) || isLast) return [found, wanted];
    }
  };
  const restore = async (added: readonly KubeObject[] = []) => {
    if (added.length > 0) await cluster.kubectlOk(['delete', '-f', '-'], { stdin: asStdin(added) });
    await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(policies) });
  };

  describe('every pair of pods, every port, and what is around them', () => {
    beforeAll(async () => {
      plan = await planStarted(unit);
      reach = await startReach(cluster, nodes, unit, plan);
    });
    afterAll(() => reach?.end());

    test('what is declared passes, and nothing else does', async () => {
      expect(reach.ways.length).toBeGreaterThan(0);
      const started = Date.now();
      expect(await reach.measure()).toEqual({ missing: [], excess: [] });
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`${unit.namespace}: ${reach.ways.length} ways were tried in ${seconds} s`);
    });

    test('somebody listens on every port that a pod names', async () => {
      expect(await silentPorts(cluster, nodes, unit, plan)).toEqual([]);
    });

    test('a policy that is missing and policies that are too wide show as just those pairs', async () => {
      const [closed, open, wide] = seedable(reach);
      const own = policies.find(({ spec }) => closed && selectsOnly(spec.podSelector, unit, closed));
      const added = [
        seed(unit, open, { policyTypes: ['Ingress'], ingress: [{}] }),
        seed(unit, wide, { policyTypes: ['Egress'], egress: [{}] }),
      ].flatMap((one) => one ?? []);
      expect([own?.kind, added.length]).toEqual(['NetworkPolicy', 2]);
      try {
        await cluster.kubectlOk(['delete', '-f', '-'], { stdin: asStdin([own!]) });
        await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(added) });
        const declared = (way: Way) => reach.isDeclared(way) === true;
        const [found, wanted] = await untilOpen((way) => {
          const { from, to } = way;
          const out = !from.inside || is(from, wide) || (!is(from, closed) && declared(way));
          const into = !to.inside || is(to, open) || (!is(to, closed) && declared(way));
          return out && into;
        });
        expect([wanted.missing.length > 0, wanted.excess.length > 0]).toEqual([true, true]);
        expect(found).toEqual(wanted);
      } finally {
        await restore(added);
      }
    });

    test('without the policy that denies, a pod nobody declared is open', async () => {
      const deny = policies.filter(({ spec }) => selects(spec.podSelector, {}));
      try {
        await cluster.kubectlOk(['delete', '-f', '-'], { stdin: asStdin(deny) });
        const isStranger = ({ role, inside }: Target) => inside && role.kind === 'stranger';
        const [found, wanted] = await untilOpen((way) => {
          const beyond = isStranger(way.from) ? !way.to.inside : isStranger(way.to) && !way.from.inside;
          return beyond || reach.isDeclared(way) === true;
        });
        expect(wanted.excess.length).toBeGreaterThan(0);
        expect(found).toEqual(wanted);
      } finally {
        await restore();
      }
    });
  });
}

const is = ({ role, inside }: Target, component: string | undefined): boolean =>
  inside && role.kind === 'component' && role.name === component;

/** Three components to do something to: one that others ask, and two others. */
function seedable({ ways, isDeclared, pods }: Reach): string[] {
  const asked = ways.filter((way) => isDeclared(way) === true && way.from.inside && way.to.inside);
  const all = [...asked.map(({ to }) => to), ...pods.filter(({ inside }) => inside)];
  return [...new Set(all.flatMap(({ role }) => (role.kind === 'component' ? role.name : [])))].slice(0, 3);
}

const labelsOf = (unit: Unit, component: string): Record<string, string> | undefined =>
  unit.objects
    .filter((object) => componentOf(object) === component)
    .map((object) => podTemplate(object)?.metadata?.labels)
    .find(Boolean);

const selectsOnly = (selector: object, unit: Unit, component: string): boolean =>
  Object.keys(selector).length > 0 && selects(selector, labelsOf(unit, component));

/** A policy of nobody's, about one component. */
function seed(unit: Unit, component: string | undefined, spec: object): KubeObject | undefined {
  const labels = component && labelsOf(unit, component);
  return labels
    ? {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: `seeded-${component}`, namespace: unit.namespace },
        spec: { podSelector: { matchLabels: labels }, ...spec },
      }
    : undefined;
}
