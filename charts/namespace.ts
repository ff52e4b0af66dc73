/** The namespace itself: which pods it admits, and an account that can do nothing. */
import { JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { comment } from './parts/comment';
import { commonLabels, syncWave, WAVES } from './parts/labels';
import type { TierChart } from './tier';

/** Pod Security Standard of every namespace of ours. */
const LEVEL = 'restricted';

export const namespace: TierChart = {
  name: 'namespace',
  build(chart, plan) {
    const podSecurity = Object.fromEntries(
      ['enforce', 'audit', 'warn'].flatMap((mode) => [
        [`pod-security.kubernetes.io/${mode}`, LEVEL],
        [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
      ]),
    );
    const object = new k8s.KubeNamespace(chart, 'namespace', {
      metadata: {
        name: plan.namespace,
        labels: { ...commonLabels(plan), ...podSecurity },
        annotations: {
          ...syncWave(WAVES.namespace),
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        },
      },
    });
    // It lives in no namespace; cdk8s gives it the chart's all the same.
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    comment(object, 'Deleting the namespace would delete every volume claim in it, so Argo CD never does.', [
      'metadata',
      'annotations',
      'argocd.argoproj.io/sync-options',
    ]);
    new k8s.KubeServiceAccount(chart, 'default-account', {
      metadata: { name: 'default', labels: commonLabels(plan), annotations: syncWave(WAVES.namespace) },
      automountServiceAccountToken: false,
    });
  },
};
