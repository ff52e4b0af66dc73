/** Where its chart puts the controller. */
export const NAMESPACE = 'traefik';
export const POD_LABELS = { 'app.kubernetes.io/name': 'traefik' };
/** Second part of the name of the Service that answers with every pod, as the chart's values ask for it. */
export const PODS_SERVICE = 'pods';
/** The same of the one for the people who run a system. */
export const INTERNAL_SERVICE = 'internal';
