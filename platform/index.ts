/**
 * What clusters bring, product by product: what it is for, how it is installed, what it makes in our namespaces and
 * what it tells of itself. In the order in which they are installed.
 */
import type { AddOn } from '../model/platform';
import { barmanCloudAddOns } from './barman-cloud';
import { certManagerAddOns } from './cert-manager';
import { cloudNativePgAddOns } from './cloudnative-pg';
import { dcgmExporterAddOns } from './dcgm-exporter';
import { externalSecretsAddOns } from './external-secrets';
import { gatewayApiAddOns } from './gateway-api';
import { istioAddOns } from './istio/add-ons';
import { kedaAddOns } from './keda';
import { kubeStateMetricsAddOns } from './kube-state-metrics';
import { kyvernoAddOns } from './kyverno';
import { metricsServerAddOns } from './metrics-server';
import { nginxGatewayFabricAddOns } from './nginx-gateway-fabric';
import { nodeExporterAddOns } from './node-exporter';
import { nvidiaDevicePluginAddOns } from './nvidia-device-plugin';
import { traefikAddOns } from './traefik';
import { verticalPodAutoscalerAddOns } from './vertical-pod-autoscaler';

const PRODUCTS: readonly (readonly AddOn[])[] = [
  gatewayApiAddOns,
  nginxGatewayFabricAddOns,
  traefikAddOns,
  certManagerAddOns,
  externalSecretsAddOns,
  nodeExporterAddOns,
  kubeStateMetricsAddOns,
  nvidiaDevicePluginAddOns,
  dcgmExporterAddOns,
  cloudNativePgAddOns,
  barmanCloudAddOns,
  metricsServerAddOns,
  kedaAddOns,
  verticalPodAutoscalerAddOns,
  istioAddOns,
  kyvernoAddOns,
];

/** Phase by phase; what one product makes of another comes with the later of the two. */
export const ADD_ONS: readonly AddOn[] = PRODUCTS.flat().sort((a, b) => a.since - b.since);

/** The oldest Kubernetes on which the makers of all of them see theirs. */
export const KUBERNETES: string = `1.${Math.max(
  ...ADD_ONS.flatMap(({ kubernetes }) => (kubernetes ? Number(kubernetes.slice(2)) : [])),
)}`;

/** What objects ask of their cluster. */
export interface Asked {
  /** API groups of the objects. */
  readonly groups: ReadonlySet<string>;
  /** Platform targets that are watched, by name. */
  readonly targets: ReadonlySet<string>;
  /** Devices of machines, as their plugins call them. @default none */
  readonly devices?: ReadonlySet<string>;
  /** The add-on that is the gateway, also where its own kinds are not asked for. @default found as the others */
  readonly gateway?: string;
  /** Fields that rules of HTTPRoutes have. @default not looked at */
  readonly routeFields?: ReadonlySet<string>;
}

/** What is asked for, found in the objects themselves: add-ons, and what one makes of another. */
export function addOnsAsked({ groups, targets, devices, gateway, routeFields }: Asked): AddOn[] {
  const isAsked = ({ name, isGateway, install }: AddOn): boolean => {
    if (isGateway && gateway !== undefined) return name === gateway;
    const isNamed = install.groups.some((group) => groups.has(group));
    if (!('of' in install)) {
      const { target, device } = install;
      return isNamed || targets.has(target ?? '') || devices?.has(device ?? '') === true;
    }
    const { of, routeField } = install;
    if (!isNamed || (routeField && !routeFields?.has(routeField))) return false;
    return ADD_ONS.some((one) => one.name === of && isAsked(one));
  };
  const asked = ADD_ONS.filter(isAsked);
  const needed = asked.flatMap(({ install }) => ('needs' in install ? (install.needs ?? []) : []));
  return ADD_ONS.filter((one) => asked.includes(one) || needed.includes(one.name));
}
