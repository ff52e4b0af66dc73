import { describe, expect, test } from 'vitest';
import { kindOf } from '../support/kubernetes';
import { environmentAt } from '../support/phases';

const objects = async (phase: 2 | 3, environment = 'production') =>
  (await environmentAt('kaleem', environment, phase)).objects;
const names = async (kind: string, phase: 2 | 3 = 3): Promise<string[]> =>
  kindOf(await objects(phase), kind)
    .map(({ metadata }) => metadata.name)
    .sort();

describe('from phase 3 on', () => {
  test('what answers people is scaled by its load', async () => {
    expect(await names('HorizontalPodAutoscaler')).toEqual(['api', 'frontend']);
  });

  test('each worker is scaled by the queue that the document gives it', async () => {
    const scaled = kindOf(await objects(3), 'ScaledObject').map(({ metadata, spec }) => {
      const { triggers } = spec as { triggers: { metadata: { queueName: string; host: string } }[] };
      return [metadata.name, ...triggers.map((trigger) => trigger.metadata.queueName)];
    });
    expect(scaled).toEqual([
      ['worker-ai-reply', 'ai.reply-worker.q'],
      ['worker-indexing', 'indexing.q'],
      ['worker-webhook-dispatcher', 'webhook.dispatch.q'],
    ]);
  });

  test('everything that keeps data, or runs once, is resized in place', async () => {
    const resized = kindOf(await objects(3), 'VerticalPodAutoscaler').filter(
      ({ spec }) =>
        (spec as { updatePolicy: { updateMode: string } }).updatePolicy.updateMode === 'InPlaceOrRecreate',
    );
    expect(resized.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(['minio', 'mongodb', 'n8n', 'qdrant', 'rabbitmq', 'redis']),
    );
  });

  test('a developer gets along with one pod', async () => {
    const [api] = kindOf(await objects(3, 'development'), 'HorizontalPodAutoscaler');
    expect(api!.spec).toMatchObject({ minReplicas: 1, maxReplicas: 2 });
  });
});

test('before phase 3 nothing scales by itself', async () => {
  for (const kind of ['HorizontalPodAutoscaler', 'ScaledObject', 'VerticalPodAutoscaler'])
    expect(await names(kind, 2)).toEqual([]);
});
