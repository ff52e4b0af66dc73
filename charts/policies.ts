/**
 * What the environment's own namespace admits: Kyverno's policies in CEL, made from the plan. They live in that
 * namespace, so nothing here reaches another system, and going back a phase takes them along.
 *
 * A policy refuses (Deny) what would harm and can always be put right in the definition. While Kyverno does not
 * answer, pods start all the same: a product that cannot come back up is the greater harm, Pod Security still
 * holds, and what slipped in is reported by the next background scan.
 */

import { imageRepositories, imageTags } from './policies/images';
import { defaultDeny, networkIsolation, services } from './policies/network';
import { labels, resources, securityContext, serviceAccounts } from './policies/pods';
import { imageSignatures } from './policies/signatures';
import type { TierChart } from './tier';

export const policies: TierChart = {
  name: 'policies',
  since: 4,
  build(chart, plan) {
    imageRepositories(chart, plan);
    imageTags(chart, plan);
    imageSignatures(chart, plan);
    securityContext(chart, plan);
    resources(chart, plan);
    labels(chart, plan);
    serviceAccounts(chart, plan);
    services(chart, plan);
    networkIsolation(chart, plan);
    defaultDeny(chart, plan);
  },
};
