import { call } from './api';
import type { Cluster } from './cluster';
import type { KubeObject } from './manifests';

/** Resources by kind: those whose creation is tried. */
const RESOURCES: Readonly<Record<string, string>> = {
  CronJob: 'cronjobs',
  DaemonSet: 'daemonsets',
  Deployment: 'deployments',
  Job: 'jobs',
  NetworkPolicy: 'networkpolicies',
  Pod: 'pods',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
  StatefulSet: 'statefulsets',
};

/** Why the API server would not take a new object; undefined when it would. Nothing is made. */
export async function refusal(cluster: Cluster, object: KubeObject): Promise<string | undefined> {
  const resource = RESOURCES[object.kind];
  if (!resource) throw new Error(`${object.kind} is not known here; see admission.ts`);
  const group = object.apiVersion.includes('/') ? `/apis/${object.apiVersion}` : `/api/${object.apiVersion}`;
  const path = `${group}/namespaces/${object.metadata.namespace}/${resource}?dryRun=All`;
  try {
    await call(cluster, 'POST', path, object);
    return undefined;
  } catch (error) {
    const message = (error as Error).message;
    // It looked at what is asked for before it looked whether it is there.
    return message.includes('AlreadyExists') ? undefined : message;
  }
}
