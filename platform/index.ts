/**
 * What clusters bring, product by product: what it is for, how it is installed, what it makes in our namespaces and
 * what it tells of itself. In the order in which they are installed.
 */
import type { AddOn } from '../model/platform';
import type { Phase } from '../model/system';
import { certManagerAddOns } from './cert-manager';
import { cloudNativePgAddOns } from './cloudnative-pg';
import { externalSecretsAddOns } from './external-secrets';
import { gatewayApiAddOns } from './gateway-api';
import { istioAddOns } from './istio/add-ons';
import { kedaAddOns } from './keda';
import { kyvernoAddOns } from './kyverno';
import { metricsServerAddOns } from './metrics-server';
import { nginxGatewayFabricAddOns } from './nginx-gateway-fabric';
import { nodeExporterAddOns } from './node-exporter';
import { traefikAddOns } from './traefik';
import { verticalPodAutoscalerAddOns } from './vertical-pod-autoscaler';

const PRODUCTS: readonly (readonly AddOn[])[] = [
  gatewayApiAddOns,
  nginxGatewayFabricAddOns,
  traefikAddOns,
  certManagerAddOns,
  externalSecretsAddOns,
  nodeExporterAddOns,
  cloudNativePgAddOns,
  metricsServerAddOns,
  kedaAddOns,
  verticalPodAutoscalerAddOns,
  istioAddOns,
  kyvernoAddOns,
];

/** Phase by phase; what one product makes of another comes with the later of the two. */
export const ADD_ONS: readonly AddOn[] = PRODUCTS.flat().sort((a, b) => a.since - b.since);

/**
 * What an environment needs at `to` that it did not need at `from`; nothing on the way down.
 * @param gateway the add-on that is the cluster's
 * @param operators add-ons whose operators run components of the environment
 */
export const addOnsBetween = (
  from: Phase,
  to: Phase,
  gateway: string,
  operators: readonly string[] = [],
): AddOn[] =>
  ADD_ONS.filter(
    ({ name, since, isGateway, operates, install }) =>
      since > from &&
      since <= to &&
      (!isGateway || ('of' in install ? install.of : name) === gateway) &&
      (operates === undefined || operators.includes(operates)),
  );
