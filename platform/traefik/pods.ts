/** Where its chart puts the controller. */
export const NAMESPACE = 'traefik';
export const POD_LABELS = { 'app.kubernetes.io/name': 'traefik' };
