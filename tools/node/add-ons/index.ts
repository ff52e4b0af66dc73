/**
 * Products of the platform that run on the nodes by their own programs. Which of them are brought up follows from what
 * the started environments ask of their clusters, as Argo CD would install it.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type PlannedAddOn, type PlannedCluster, planClusters } from '../../../gitops/cluster';
import { APPLY, asStdin } from '../../lab/bring-up';
import type { Cluster } from '../../lab/cluster';
import { type CrdLock, loadCrds, readCrds, readLock } from '../../lab/crds';
import type { KubeObject, Unit } from '../../lab/manifests';
import { imagesOf } from '../../lab/pods';
import { environmentsToStart } from '../environments';
import { untilPodsReady } from '../pod-logs';
import { bringStorageClasses } from '../storage';
import { planStarted } from '../write-environments';
import { barmanCloud } from './barman-cloud';
import { certManager } from './cert-manager';
import { cloudNativePg } from './cloudnative-pg';
import { externalSecrets } from './external-secrets';
import { keda } from './keda';
import { kubeStateMetrics } from './kube-state-metrics';
import { metricsServer } from './metrics-server';
import { nginxGatewayFabric } from './nginx-gateway-fabric';
import { nodeExporter } from './node-exporter';
import { traefik } from './traefik';

/** An add-on as it is to be installed, in its own namespace. */
export type Installed = PlannedAddOn & { readonly namespace: string };

/** What runs in the place of an add-on's chart. */
export interface RealAddOn {
  /** Its images, for the table of images. */
  readonly images: readonly string[];
  /** What its chart makes of the values that follow from the cluster; the namespace is made before. */
  objects(addOn: Installed, cluster: PlannedCluster): readonly KubeObject[];
  /** Other definitions of custom resources that it does not start without, by their names in `crds.lock.yaml`. */
  readonly definitions?: readonly string[];
  /** What else it has that only its release has, fetched before the sandbox is entered. @default nothing */
  fetched?(addOn: Installed): Promise<readonly KubeObject[]>;
  /** What its pods wait for, and others of the platform make. @default nothing */
  meanwhile?(cluster: Cluster, addOn: Installed): Promise<void>;
  /** What people make by hand once it runs. @default nothing */
  afterwards?(cluster: Cluster, addOn: Installed, planned: PlannedCluster): Promise<void>;
}

/** By the names that `platform/` gives them. The rest of what is asked for does not run here. */
export const REAL: Readonly<Record<string, RealAddOn>> = {
  'Barman Cloud Plugin': barmanCloud,
  CloudNativePG: cloudNativePg,
  Traefik: traefik,
  'cert-manager': certManager,
  'External Secrets': externalSecrets,
  KEDA: keda,
  'kube-state-metrics': kubeStateMetrics,
  'metrics-server': metricsServer,
  'NGINX Gateway Fabric': nginxGatewayFabric,
  'node exporter': nodeExporter,
};

/** Images of all that can run here. */
export const addOnImages = (): string[] => Object.values(REAL).flatMap(({ images }) => images);

/** Seconds that the pods of one add-on may take. */
const PATIENCE = 120;

/** What the clusters of these environments are to have, cluster by cluster. */
export async function clustersOf(units: readonly Unit[]): Promise<PlannedCluster[]> {
  const plans = await Promise.all(units.map(planStarted));
  const files = units.flatMap(({ system, environment, files: own }) =>
    own.map((file) => [`${system}/${environment}/${basename(file)}`, readFileSync(file, 'utf8')] as const),
  );
  return planClusters(plans, new Map(files));
}

/** The add-ons of a cluster that run here, in the order in which they are installed. */
export const running = (planned: PlannedCluster): { addOn: Installed; real: RealAddOn }[] =>
  planned.addOns.flatMap((addOn) => {
    const real = REAL[addOn.name];
    return real && isOfUse(planned, addOn)
      ? { addOn: { ...addOn, namespace: addOn.namespace ?? 'default' }, real }
      : [];
  });

/** Not there for an add-on alone that does not run here. */
function isOfUse({ addOns, environments }: PlannedCluster, { name, groups, target }: PlannedAddOn): boolean {
  const by = addOns.filter(({ needs }) => needs?.includes(name));
  if (by.length === 0 || by.some((one) => one.name in REAL)) return true;
  return environments.some(
    ({ plan, kinds }) =>
      [...kinds.namespaced, ...kinds.clusterWide].some(({ group }) => groups.includes(group)) ||
      plan.cluster.platformTargets.some((one) => one.name === target),
  );
}

/** API groups whose objects a controller that runs here takes care of, for one environment. */
export async function groupsServed(unit: Unit): Promise<Set<string>> {
  const clusters = await clustersOf([unit]);
  return new Set(clusters.flatMap(running).flatMap(({ addOn }) => addOn.groups));
}

/** Definitions of custom resources that its add-ons need, as far as they run here. */
function definitionsOf(planned: PlannedCluster): CrdLock[] {
  const wanted = running(planned);
  const groups = new Set(wanted.flatMap(({ addOn }) => addOn.groups));
  const others = wanted.flatMap(({ real }) => real.definitions ?? []);
  return readLock().filter(
    (entry) => others.includes(entry.name) || entry.groups.some((one) => groups.has(one)),
  );
}

/** Images that add-ons of these environments run. */
export async function imagesOfAddOns(units: readonly Unit[]): Promise<string[]> {
  const clusters = await clustersOf(units);
  return clusters.flatMap((planned) =>
    running(planned).flatMap(({ addOn, real }) => real.objects(addOn, planned).flatMap(imagesOf)),
  );
}

/** Fetches what add-ons of these environments need and is not here: nothing can be had in the sandbox. */
export async function fetchForAddOns(units: readonly Unit[]): Promise<void> {
  for (const planned of await clustersOf(units)) {
    for (const crds of definitionsOf(planned)) await readCrds(crds);
    for (const { addOn, real } of running(planned)) await real.fetched?.(addOn);
  }
}

/**
 * Brings up the platform of an environment's cluster, as far as it runs here, and waits for its pods.
 *
 * @throws Error with the cluster's own reasons, and what pods said
 */
export async function bringAddOns(cluster: Cluster, unit: Unit): Promise<void> {
  const [planned] = (await clustersOf(environmentsToStart())).filter(({ environments }) =>
    environments.some(({ plan }) => plan.namespace === unit.namespace),
  );
  const wanted = running(planned!);
  await bringStorageClasses(cluster, unit.objects);
  await loadCrds(cluster, definitionsOf(planned!));
  for (const { addOn, real } of wanted) {
    const fetched = (await real.fetched?.(addOn)) ?? [];
    const stdin = asStdin([namespaceOf(addOn), ...fetched, ...real.objects(addOn, planned!)]);
    await cluster.kubectlOk([...APPLY, '--force-conflicts', '-f', '-'], { stdin });
  }
  await Promise.all(
    wanted.map(async ({ addOn, real }) => {
      await real.meanwhile?.(cluster, addOn);
      await untilPodsReady(cluster, addOn.name, addOn.namespace, PATIENCE);
      await real.afterwards?.(cluster, addOn, planned!);
    }),
  );
}

const namespaceOf = ({ namespace, namespaceLabels, privileged }: Installed): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: namespace,
    labels: {
      ...(privileged ? { 'pod-security.kubernetes.io/enforce': 'privileged' } : {}),
      ...namespaceLabels,
    },
  },
});
