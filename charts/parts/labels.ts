/** Labels and annotations that every object carries. */
import type { Plan, PlannedComponent } from '../../model/plan';
import { ZONE_LABEL } from '../../model/zones';

/** Prefix of our own annotations. */
const PREFIX = 'phasewise';

/** Waves before the first component: what pods need must be there when they start. */
export const WAVES = { namespace: -4, networkPolicies: -3, secrets: -2, policies: -1, mesh: -1 } as const;

type Named = Pick<PlannedComponent, 'name'>;
export type Labels = Record<string, string>;

/** The two labels that select a component's pods: the same in every phase and version. */
export function selectorLabels(plan: Plan, component: Named): Labels {
  return {
    'app.kubernetes.io/name': component.name,
    'app.kubernetes.io/instance': plan.namespace,
  };
}

/** Labels by which policies choose a component's pods: its own, or those that an operator gives them. */
export function podLabels(plan: Plan, component: Named): Labels {
  const operated = plan.components.find(({ name }) => name === component.name)?.operated;
  return operated ? { ...operated.podLabels } : selectorLabels(plan, component);
}

/** Labels of objects that belong to the environment as a whole. */
export function commonLabels(plan: Plan): Labels {
  return {
    'app.kubernetes.io/part-of': plan.system,
    'app.kubernetes.io/managed-by': PREFIX,
  };
}

/** Labels of a component's objects that outlive a version: claims, accounts, policies. */
export function stableLabels(plan: Plan, component: PlannedComponent): Labels {
  return {
    ...selectorLabels(plan, component),
    'app.kubernetes.io/component': component.tier,
    ...commonLabels(plan),
  };
}

/** All labels of a component's workload and pods. */
export function componentLabels(plan: Plan, component: PlannedComponent): Labels {
  return {
    ...stableLabels(plan, component),
    'app.kubernetes.io/version': labelValue(component.image.tag),
    ...(component.zone && { [ZONE_LABEL]: component.zone }),
  };
}

/** Longest value of a label. */
const MAX_VALUE = 63;

/** As much of a text as a label can hold; it begins and ends with a letter or a digit. A tag may be longer. */
const labelValue = (text: string): string =>
  text
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, MAX_VALUE)
    .replace(/[^A-Za-z0-9]+$/, '');

/** Argo CD applies lower waves first and waits until they are healthy. */
export const syncWave = (wave: number): Labels => ({ 'argocd.argoproj.io/sync-wave': String(wave) });

/** Argo CD neither prunes it nor deletes it with its Application. */
export const kept: Labels = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };

/** Nor does it call a difference what stays when Git has it no longer. */
export const keptAsData: Labels = { ...kept, 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' };

/** A new value replaces the pods, an unchanged one does not. */
export const configHash = (component: PlannedComponent): Labels =>
  component.configHash ? { [`${PREFIX}/config-hash`]: component.configHash } : {};
