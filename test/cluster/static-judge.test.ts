import { describe, expect, test } from 'vitest';
import { looseImages, weigh } from '../../tools/lab/findings';
import { brokenLinks } from '../../tools/lab/links';
import { duplicates } from '../../tools/lab/manifests';
import { imagesOf } from '../../tools/lab/pods';
import { broken, fixture } from './fixture';

describe('the static judge, without a program', () => {
  test('names an image without a version, in any container', () => {
    const unit = broken((find) => {
      const { spec } = find('Deployment/web').spec.template;
      spec.containers[0].image = 'registry.example:5000/web:latest';
      spec.initContainers = [{ name: 'wait', image: 'busybox' }];
    });
    expect(looseImages(fixture(), imagesOf)).toEqual([]);
    expect(looseImages(unit, imagesOf).map((one) => one.message)).toEqual([
      'busybox is not an exact version',
      'registry.example:5000/web:latest is not an exact version',
    ]);
  });

  test('names an object that is there twice', () => {
    const unit = broken((find, { objects }) => {
      objects.push({ ...find('Service/web'), spec: {} });
    });
    expect(duplicates(unit.objects)).toEqual([`/Service/${unit.namespace}/web`]);
  });

  test('names routes, services and budgets that lead nowhere', () => {
    expect(brokenLinks(fixture().objects)).toEqual([]);
    const unit = broken((find) => {
      find('Service/store').spec.ports[0].targetPort = 'reddis';
      find('HTTPRoute/web').spec.rules[0].backendRefs[0].port = 8080;
      find('PodDisruptionBudget/web').spec.selector.matchLabels = { app: 'web' };
    });
    expect(brokenLinks(unit.objects)).toEqual([
      'Service/store: StatefulSet/store has no port "reddis" (it has redis)',
      'PodDisruptionBudget/web: selects no workload',
      'HTTPRoute/web: Service "web" has no port 8080 (it has 80)',
    ]);
  });

  test('reports an exception that excepts nothing', () => {
    const kept = { check: 'kube-score/x', on: 'a/*/Pod/b', reason: 'r' };
    const found = [{ check: 'kube-score/x', object: 'a/production/Pod/b', message: 'm' }];
    expect(weigh(found, [kept])).toEqual({ open: [], stale: [] });
    expect(weigh(found, [{ ...kept, on: 'a/*/Pod/c' }])).toEqual({
      open: ['kube-score/x a/production/Pod/b: m'],
      stale: ['kube-score/x a/*/Pod/c'],
    });
  });
});
