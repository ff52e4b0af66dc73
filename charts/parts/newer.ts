/** Fields that Kubernetes has and the generated classes (1.27) do not. Here only. */
import { type ApiObject, JsonPatch } from 'cdk8s';

/** A Job's next pod comes only when the one before is gone, and not while it ends (Kubernetes 1.29). @param spec where the Job's is */
export function oneAfterTheOther(job: ApiObject, spec: string): void {
  job.addJsonPatch(JsonPatch.add(`${spec}/podReplacementPolicy`, 'Failed'));
}

/** Seconds the main container waits before SIGTERM, without needing a shell (Kubernetes 1.30). */
export function preStopSleep(workload: ApiObject, seconds: number): void {
  workload.addJsonPatch(
    JsonPatch.add('/spec/template/spec/containers/0/lifecycle', { preStop: { sleep: { seconds } } }),
  );
}
