/** What CloudNativePG's own controllers make of our Cluster, on a real API server, and whether that fits the rest. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../model/plan';
import { call, type List } from '../../tools/lab/api';
import { APPLY, asStdin, type BringUp, bringUp, FIELD_MANAGER, takeDown } from '../../tools/lab/bring-up';
import { type CloudNativePg, startCloudNativePg } from '../../tools/lab/cloudnative-pg';
import { sleep } from '../../tools/lab/exec';
import { kyvernoApply } from '../../tools/lab/kyverno';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { selects } from '../../tools/lab/pods';
import { MissingProgramError } from '../../tools/lab/programs';
import { environmentAt } from '../support/phases';
import { ENTERPRISE } from '../support/variants';
import { labCluster, needBuilt, needCluster } from './lab';

let operator: CloudNativePg | undefined;
let missing = '';
let plan: Plan;
let unit: Unit;
let report: BringUp;

const list = async (path: string): Promise<KubeObject[]> =>
  (await labCluster()!.get<List<KubeObject>>(`${path.replace('NS', unit.namespace)}`)).items;
const pods = () => list('/api/v1/namespaces/NS/pods?labelSelector=cnpg.io/cluster');
const jobs = () => list('/apis/batch/v1/namespaces/NS/jobs?labelSelector=cnpg.io/cluster');

beforeAll(async () => {
  const made = await environmentAt('sentineliq', 'production', 4, ENTERPRISE);
  plan = made.plan!;
  const { system, environment, namespace } = plan;
  unit = { system, environment, namespace, files: [], objects: made.objects as KubeObject[] };
  const cluster = labCluster();
  if (!cluster) return;
  try {
    operator = await startCloudNativePg(cluster);
  } catch (error) {
    if (!(error instanceof MissingProgramError)) throw error;
    missing = error.message;
    return;
  }
  report = await bringUp(cluster, unit);
  // The first instance comes when the Job that makes its files has ended.
  const until = Date.now() + 20_000;
  while ((await instances()).length === 0 && Date.now() < until) await sleep(500);
}, 300_000);

afterAll(async () => {
  const cluster = labCluster();
  await operator?.stop();
  if (cluster && unit) await takeDown(cluster, unit);
}, 120_000);

const instances = async () => (await pods()).filter(({ metadata }) => metadata.labels?.['cnpg.io/podRole']);

describe('PostgreSQL by CloudNativePG, at enterprise size and phase 4', () => {
  test('debug', async (context) => {
    const cluster = needCluster(context);
    if (missing) return context.skip(missing);
    require('node:fs').copyFileSync(`${cluster.folder}/cloudnative-pg.log`, '/tmp/x/operator.log');
    console.log(report);
    console.log(
      (
        await cluster.kubectl([
          '-n',
          unit.namespace,
          'get',
          'all,secrets,cm,pvc,sa,role,rolebinding,pdb,lease,clusters.postgresql.cnpg.io',
        ])
      ).stdout,
    );
    console.log(
      await cluster.kubectlOk(['-n', unit.namespace, 'get', 'clusters.postgresql.cnpg.io', '-o', 'yaml']),
    );
    console.log(JSON.stringify(await pods(), null, 1).slice(0, 9000));
    console.log((await cluster.kubectl(['-n', unit.namespace, 'get', 'events'])).stdout.slice(0, 6000));
  });
});
void call;
void jobs;
void selects;
void kyvernoApply;
void needBuilt;
void APPLY;
void asStdin;
void FIELD_MANAGER;
