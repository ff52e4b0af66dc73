/** What an environment may become without a change of its phase. None is committed, each is judged like what is. */
import { isProduction } from '../../model/gitops';
import type { Environment, Phase, System } from '../../model/system';
import { cloudflare } from '../../platform/cloudflare';
import * as servers from '../../systems/dokploy-saas/cluster';
import * as sizes from '../../systems/dokploy-saas/profiles';
import { large } from '../../systems/sentineliq/cluster';
import { enterprise } from '../../systems/sentineliq/profiles';

export type Change = (system: System, environment: string) => System;

export interface Variant {
  /** As in `kaleem/production with canaries at phase 4`. */
  readonly name: string;
  readonly phases: readonly Phase[];
  readonly change: Change;
  /** Environments it is tried on, where their definitions allow for it. */
  has(system: System, environment: string): boolean;
}

/** The system with something else said of one environment. */
export const changed = (system: System, name: string, change: Partial<Environment>): System => ({
  ...system,
  environments: { ...system.environments, [name]: { ...system.environments[name]!, ...change } },
});

/** A next version beside each component that people reach and that may have one, with a tenth of the requests. */
const withCanaries: Change = (system, environment) => {
  const canary = Object.fromEntries(routed(system).map((name) => [name, { tag: '9.9.9', weight: 10 }]));
  return changed(system, environment, { canary });
};

const routed = ({ routes, components }: System): string[] =>
  routes
    .map(({ to }) => to)
    .filter((name) => components[name]?.workload === 'Deployment' && !components[name].singleton);

/** Nobody has a next version beside the old one for long. */
export const CANARIES: Variant = {
  name: 'with canaries',
  phases: [4],
  change: withCanaries,
  has: (system, environment) => isProduction(environment) && routed(system).length > 0,
};

/** The size that production grows to. */
export const ENTERPRISE: Variant = {
  name: 'of enterprise size',
  phases: [3, 4],
  change: (system, environment) => changed(system, environment, { ...enterprise, cluster: large }),
  has: ({ name }, environment) => name === 'sentineliq' && environment === 'production',
};

/** Once the product brings some: a Job that the server starts after. */
export const FIRST_DATA: Variant = {
  name: 'with first data',
  phases: [3],
  change: (system, environment) => {
    const { without = [] } = system.environments[environment]!;
    return changed(system, environment, { without: without.filter((name) => name !== 'seed') });
  },
  has: ({ name }, environment) => name === 'sentineliq' && environment === 'development',
};

/** Managed stores, and several servers for what is our own. */
export const HORIZONTAL: Variant = {
  name: 'of horizontal form',
  phases: [3, 4],
  change: (system, environment) =>
    changed(system, environment, { ...sizes.horizontal, cluster: servers.several }),
  has: ({ name }, environment) => name === 'dokploy-saas' && environment === 'production',
};

/** The largest server, with all that the document calls optional. */
export const EVERY_SWITCH: Variant = {
  name: 'with every switch',
  phases: [3],
  change: (system, environment) =>
    changed(system, environment, {
      ...sizes.large,
      without: [],
      cluster: { ...servers.large, trustedProxies: cloudflare },
    }),
  has: ({ name }, environment) => name === 'dokploy-saas' && environment === 'production',
};

export const VARIANTS: readonly Variant[] = [CANARIES, ENTERPRISE, EVERY_SWITCH, FIRST_DATA, HORIZONTAL];
