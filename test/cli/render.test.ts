import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needs } from '../../cli/add-ons';
import type { KubeObject } from '../../cli/objects';
import { pinOf } from '../../cli/pin';
import { renderMarkdown } from '../../cli/render/markdown';
import { renderText } from '../../cli/render/text';
import { comparison, type Report } from '../../cli/report';
import { steps } from '../../cli/steps';
import { ADD_ONS } from '../../platform';
import { SHOP } from '../support/system';
import { configMap, deployment, HOME, object, placed, statefulSet } from './fixture';

const before = [
  deployment({ replicas: 1 }),
  statefulSet({ spec: { serviceName: 'a' } }),
  configMap({ conf: `a\nb\n` }),
  object('v1', 'Service', 'old'),
];
const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
  spec: { minReplicas: 1, scaleTargetRef: { kind: 'Deployment', name: 'web' } },
});
const after = [
  deployment({ container: { image: 'web:2' } }),
  statefulSet({ spec: { serviceName: 'b' } }),
  configMap({ conf: `a\nc\n` }),
  scaler,
];

const found = comparison(placed(before), [
  ...placed(after.slice(0, 3)),
  { tier: 'autoscaling', object: scaler, about: 'More pods when it is busy.' },
]);
const names = {
  environment: 'shop/live',
  namespace: HOME,
  from: 'phase 2 (environments)',
  to: 'phase 3 (auto-scaling)',
};
const addOns = ADD_ONS.filter(({ since }) => since === 3);
const journey = {
  ...names,
  ...found,
  system: 'shop',
  environment: 'live',
  pin: 'systems/shop/index.ts',
  from: 2,
  to: 3,
  addOns,
  unneeded: [],
} as const;
const report: Report = {
  ...names,
  ...found,
  notes: [],
  road: { from: 2, to: 3, addOns, steps: steps(journey) },
};

describe('at a terminal, a person reads', () => {
  const text = renderText(report, false);

  it('each object under its tier, with its fields and what it is for', () => {
    expect(text).toContain(`
app
  ~ Deployment web
    - spec.replicas: 1
    ~ spec.template.spec.containers[web].image: web:1 → web:2
  ~ StatefulSet web
    ~ spec.serviceName: a → b
  ~ ConfigMap settings
    ~ data.conf:
        @@ line 1 @@
        a
      - b
      + c
  - Service old

autoscaling
  + HorizontalPodAutoscaler web
      More pods when it is busy.
`);
  });

  it('what follows: refused, restarts, disruptive, and who sets the number of pods', () => {
    expect(text).toContain(`
The API server refuses this, and leaves the whole object as it is
  StatefulSet web: a StatefulSet cannot change this (spec.serviceName: a → b)

What restarts
  web: image web:1 → web:2

What is disruptive
  Deployment web: one pod; a new one is ready before it goes, yet its open connections and work in hand are cut

Who sets the number of pods
  Deployment web: so far 1, from now on its autoscaler
`);
  });

  it('what to install, from where, and at which version', () => {
    for (const { name, minimum, documentation } of addOns) {
      expect(text).toMatch(new RegExp(`${name} ${minimum} or later, in namespace .*${documentation}`));
    }
  });

  it('the steps in an order that keeps the pods: install, pin, hand over, apply, delete', () => {
    const order = [
      'Install in',
      'write `phase: 3`',
      'cdk8s synth',
      'git diff',
      'handover',
      'apply --server-side -f',
      'delete service/old',
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('the objects alone, a line for each kind, when that is asked for', () => {
    const two = [configMap({ a: '1' }), object('v1', 'ConfigMap', 'other', { data: { a: '1' } })];
    const now = two.map((one) => ({ ...one, data: { a: '2' } }));
    const brief = renderText(
      { ...names, ...comparison(placed(two), placed(now)), notes: [], brief: true },
      false,
    );
    expect(brief).toContain('\napp\n  ~ ConfigMap settings, other\n\n');
    expect(brief).not.toContain('data.a');
    expect(renderText({ ...report, brief: true }, false)).toContain('      More pods when it is busy.');
  });

  it('no escape codes where nobody sees colours, and some where somebody does', () => {
    expect(text).not.toContain('\u001b[');
    expect(renderText(report, true)).toContain('\u001b[');
  });

  it('a long text cut short, with the count of what is left out', () => {
    const lines = (word: string) => Array.from({ length: 60 }, (_, index) => `${word}${index}`).join('\n');
    const long = comparison(placed([configMap({ a: lines('a') })]), placed([configMap({ a: lines('b') })]));
    expect(renderText({ ...names, ...long, notes: [] }, false)).toContain('… 97 more lines');
  });
});

describe('in a pull request, a reviewer reads', () => {
  const markdown = renderMarkdown(report);

  it('a diff block for each tier, with the signs that colour it', () => {
    expect(markdown).toContain(`<details open><summary><b>app</b>: 4 objects</summary>

\`\`\`diff
! Deployment web
-   spec.replicas: 1
!   spec.template.spec.containers[web].image: web:1 → web:2
`);
  });

  it('add-ons as a table, warnings as lists, commands as code', () => {
    expect(markdown).toContain('| [KEDA](https://keda.sh/docs/latest/deploy/) | 2.17 | `keda` |');
    expect(markdown).toContain('**:warning: What is disruptive**\n\n- Deployment web');
    expect(markdown).toContain('   kubectl apply --server-side -f dist/shop/live/');
  });

  it('a file with backticks in it without the comment falling apart', () => {
    const ticks = comparison(placed([configMap({ a: 'x\n' })]), placed([configMap({ a: '```\n' })]));
    expect(renderMarkdown({ ...names, ...ticks, notes: [] })).toContain('````diff');
  });
});

describe('the way back', () => {
  const back = comparison(placed(after), placed(before));
  const down = steps({ ...journey, ...back, from: 3, to: 2, addOns: [], unneeded: addOns });
  const commands = down.flatMap((step) => step.commands);

  it('takes the autoscaler away before the number of pods is applied, and applies it although it was changed', () => {
    const gone = commands.indexOf(`kubectl -n ${HOME} delete horizontalpodautoscaler.autoscaling/web`);
    const applied = commands.indexOf('kubectl apply --server-side --force-conflicts -f dist/shop/live/');
    expect(gone).toBeGreaterThan(-1);
    expect(applied).toBeGreaterThan(gone);
  });

  it('leaves an add-on in the cluster that another environment may need', () => {
    expect(down.at(-1)!.text).toMatch(/KEDA.*only when no other environment/);
  });

  it('never deletes what is marked to stay', () => {
    const kept = {
      ...configMap({}),
      metadata: {
        name: 'kept',
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      },
    };
    const gone = comparison(placed([kept]), []);
    expect(
      steps({ ...journey, ...gone })
        .flatMap((step) => step.commands)
        .join(),
    ).not.toContain('delete');
  });
});

describe('the step into the mesh', () => {
  const space = (labels: Record<string, string>) => {
    const { metadata, ...rest } = object('v1', 'Namespace', HOME);
    return { ...rest, metadata: { ...metadata, labels } };
  };
  const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', 'waypoint');
  const joined = { 'istio.io/dataplane-mode': 'ambient' };
  const commandsOf = (one: Parameters<typeof placed>[0], other: Parameters<typeof placed>[0]): string[] =>
    steps({ ...journey, ...comparison(placed(one), placed(other)) }).flatMap(({ commands }) => commands);

  it('opens the tunnel and starts the waypoint before the namespace joins, so that no connection fails', () => {
    const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'web');
    const commands = steps({
      ...journey,
      ...comparison(placed([space({})]), [
        ...placed([space(joined)]),
        ...placed([policy], 'network-policies'),
        ...placed([gateway], 'service-mesh'),
      ]),
    }).flatMap((step) => step.commands);
    const opened = commands.findIndex((command) => /network-policies.* -f .*service-mesh/.test(command));
    const started = commands.findIndex((command) => /wait .*Programmed.* gateway\/waypoint/.test(command));
    const applied = commands.indexOf('kubectl apply --server-side -f dist/shop/live/');
    expect([opened, started, applied].every((index) => index >= 0)).toBe(true);
    expect(opened).toBeLessThan(started);
    expect(started).toBeLessThan(applied);
  });

  it('is taken once: neither a namespace that is in it, nor one that is new, needs an order', () => {
    for (const one of [[space(joined)], []]) {
      const commands = commandsOf(one, [space({ ...joined, more: 'x' }), gateway]);
      expect(commands.join()).not.toContain('service-mesh');
    }
  });
});

describe('add-ons', () => {
  const routed = (rule: object) =>
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web', { spec: { rules: [rule] } });
  const meshed = object('security.istio.io/v1', 'AuthorizationPolicy', 'web');
  const queued = object('keda.sh/v1alpha1', 'ScaledObject', 'web');
  const of = (one: readonly KubeObject[], other: readonly KubeObject[], gateway = 'NGINX Gateway Fabric') => {
    const found = needs(placed(one), placed(other), gateway);
    return { more: found.addOns.map(({ name }) => name), less: found.unneeded.map(({ name }) => name) };
  };
  const ISTIO = ['Istio base', 'Istio istiod', 'Istio cni', 'Istio ztunnel'];

  it('are those that the files ahead ask for and the files left behind do not', () => {
    expect(of([], [scaler])).toEqual({ more: ['metrics-server'], less: [] });
    expect(of([scaler], [scaler, queued])).toEqual({ more: ['KEDA'], less: [] });
    expect(of([scaler, queued], [])).toEqual({ more: [], less: ['metrics-server', 'KEDA'] });
    expect(of([scaler], [scaler, deployment()])).toEqual({ more: [], less: [] });
  });

  it('of the mesh are those of what joins it', () => {
    expect(of([], [meshed])).toEqual({ more: ISTIO, less: [] });
    expect(of([queued], [queued, meshed]).more).toEqual(['KEDA in the mesh', ...ISTIO]);
    expect(of([routed({})], [routed({}), meshed]).more).toEqual(ISTIO);
    // It has no kinds of its own there, and opens connections all the same.
    expect(of([], [meshed], 'Traefik').more).toEqual(['Traefik in the mesh', ...ISTIO]);
    expect(of([routed({})], [routed({ retry: { attempts: 2 } }), meshed]).more).toEqual([
      'Gateway API for the mesh',
      ...ISTIO,
    ]);
  });

  it('have one name each', () => {
    expect(new Set(ADD_ONS.map(({ name }) => name)).size).toBe(ADD_ONS.length);
  });
});

describe('files that a plan names', () => {
  it('to apply first are only those that change', () => {
    const space = object('v1', 'Namespace', HOME);
    const joined = {
      ...space,
      metadata: { ...space.metadata, labels: { 'istio.io/dataplane-mode': 'ambient' } },
    };
    const policy = object('security.istio.io/v1', 'PeerAuthentication', 'default');
    const found = comparison(placed([space]), [...placed([joined]), ...placed([policy], 'service-mesh')]);
    const commands = steps({ ...journey, ...found }).flatMap((step) => step.commands);
    expect(commands).toContain('kubectl apply --server-side -f dist/shop/live/service-mesh.k8s.yaml');
    expect(commands.join()).not.toContain('network-policies');
  });

  it('to change are those in which the phase stands', () => {
    const environment = { ...SHOP.environments.live!, phase: 3 } as const;
    const root = mkdtempSync(join(tmpdir(), 'phasewise-pin-'));
    const pin = () => pinOf({ system: SHOP, name: 'live', environment }, root);
    expect(pin()).toBe('its definition');
    const folder = join(root, 'systems', 'shop');
    mkdirSync(join(folder, 'sites'), { recursive: true });
    writeFileSync(join(folder, 'index.ts'), 'export default { phase: LAST, phases: 3 };\n');
    expect(pin()).toBe('systems/shop/');
    writeFileSync(join(folder, 'sites', 'live.ts'), 'export const live = { phase: 3, domain };\n');
    expect(pin()).toBe('systems/shop/sites/live.ts');
    writeFileSync(join(folder, 'flows.ts'), 'export const later = { phase: 3 };\n');
    expect(pin()).toBe('systems/shop/');
    rmSync(root, { recursive: true });
  });
});
