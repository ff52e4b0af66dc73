import { beforeAll, describe, expect, test } from 'vitest';
import { rabbitmq } from '../catalogue/rabbitmq';
import { files } from '../main';
import { resolveAll } from '../model/resolve';
import type { System } from '../model/system';
import { loadSystems } from '../systems';
import { messaging } from '../systems/kaleem/messaging';
import { parse, tree } from './support/dist';
import type { KubeObject } from './support/kubernetes';
import { title } from './support/kubernetes';
import { turnedAround } from './support/shuffle';

const PRODUCTION = 'dist/kaleem/production';
let all: System[];
let fresh: Map<string, string>;

beforeAll(async () => {
  all = await loadSystems();
  fresh = files(resolveAll(all));
});

/** What Kaleem's files become when its definition is changed in memory. */
const alter = (change: (kaleem: System) => System): Map<string, string> =>
  files(resolveAll([change(all.find(({ name }) => name === 'kaleem')!)]));

/** Paths whose content is other than it was, with those that came or went. */
const changed = (now: Map<string, string>, before = fresh): string[] =>
  [...new Set([...before.keys(), ...now.keys()])].filter((path) => before.get(path) !== now.get(path)).sort();

/** Lines that are only in the one or only in the other. */
function changedLines(path: string, now: Map<string, string>): { gone: string[]; come: string[] } {
  const before = fresh.get(path)!.split('\n');
  const later = now.get(path)!.split('\n');
  return {
    gone: before.filter((line) => !later.includes(line)).map((line) => line.trim()),
    come: later.filter((line) => !before.includes(line)).map((line) => line.trim()),
  };
}

/** Objects of a file that are other than they were: `ConfigMap/rabbitmq-config`. */
function changedObjects(path: string, now: Map<string, string>): string[] {
  const before = new Map(parse(fresh.get(path)!).map((object) => [title(object), JSON.stringify(object)]));
  return parse(now.get(path)!)
    .filter((object: KubeObject) => before.get(title(object)) !== JSON.stringify(object))
    .map(title);
}

describe('what is committed is what the definitions say', () => {
  test('dist, with no file too many or too few', () => {
    const made = [...fresh.keys()].filter((path) => path.startsWith('dist/')).sort();
    expect([...tree('dist').keys()].sort()).toEqual(made);
    for (const [path, content] of tree('dist'))
      expect(content, `run npx cdk8s synth: ${path}`).toBe(fresh.get(path));
  });

  test('the topology pages', () => {
    const made = [...fresh.keys()].filter((path) => path.startsWith('docs/')).sort();
    expect([...tree('docs/systems').keys()].sort()).toEqual(made);
    for (const [path, content] of tree('docs/systems')) {
      expect(content, `run npx cdk8s synth: ${path}`).toBe(fresh.get(path));
    }
  });
});

describe('the same definition gives the same bytes', () => {
  test('a second time, and written down in any order', () => {
    expect(changed(files(resolveAll(all.map(turnedAround).reverse())))).toEqual([]);
  });
});

describe('a reviewer sees what a change touches, and only that', () => {
  let same: Map<string, string>;
  beforeAll(() => {
    same = alter((kaleem) => kaleem);
  });

  const withRabbitmq = (options: Partial<Parameters<typeof rabbitmq>[0]>) =>
    alter((kaleem) => ({
      ...kaleem,
      components: {
        ...kaleem.components,
        rabbitmq: rabbitmq({
          ...messaging,
          volume: '8Gi',
          // What the system says of its size.
          resources: kaleem.components.rabbitmq!.resources,
          ...options,
        }),
      },
    }));

  /** The file of a tier in every environment: what all of them share changes in all of them. */
  const everywhere = (tier: string): string[] =>
    Object.keys(all.find(({ name }) => name === 'kaleem')!.environments)
      .sort()
      .map((environment) => `dist/kaleem/${environment}/${tier}.k8s.yaml`);

  test('one line of the RabbitMQ configuration: its file and its hash', () => {
    const now = withRabbitmq({ memoryWatermark: 0.5 });
    expect(changed(now, same)).toEqual(everywhere('queue'));
    const { gone, come } = changedLines(`${PRODUCTION}/queue.k8s.yaml`, now);
    expect(gone).toEqual([
      'vm_memory_high_watermark.absolute = 1228MiB',
      expect.stringMatching(/^phasewise\/config-hash: [0-9a-f]{16}$/),
    ]);
    expect(come).toEqual([
      'vm_memory_high_watermark.absolute = 1024MiB',
      expect.stringMatching(/^phasewise\/config-hash: [0-9a-f]{16}$/),
    ]);
  });

  test('one more queue: the ConfigMap and what reads it', () => {
    const now = withRabbitmq({ queues: { ...messaging.queues, 'email.out.q': {} } });
    expect(changed(now, same)).toEqual(everywhere('queue'));
    expect(changedObjects(`${PRODUCTION}/queue.k8s.yaml`, now)).toEqual([
      'ConfigMap/rabbitmq-config',
      'StatefulSet/rabbitmq',
    ]);
  });

  test('one version in one environment: the image, the label of the version and the page', () => {
    const now = alter((kaleem) => {
      const { production } = kaleem.environments;
      const images = { ...production!.images, 'ghcr.io/kaleem-ai/frontend': '1.0.1' };
      return { ...kaleem, environments: { ...kaleem.environments, production: { ...production!, images } } };
    });
    expect(changed(now, same)).toEqual([`${PRODUCTION}/app.k8s.yaml`, 'docs/systems/kaleem.md']);
    expect(changedObjects(`${PRODUCTION}/app.k8s.yaml`, now)).toEqual(['Deployment/frontend']);
    expect(changedLines(`${PRODUCTION}/app.k8s.yaml`, now).come).toEqual([
      'app.kubernetes.io/version: 1.0.1',
      'app.kubernetes.io/version: 1.0.1',
      'image: ghcr.io/kaleem-ai/frontend:1.0.1',
    ]);
  });
});
