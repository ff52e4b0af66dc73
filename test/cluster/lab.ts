import { inject, type TestContext } from 'vitest';
import { isProduction } from '../../model/gitops';
import type { Argo } from '../../tools/lab/argocd';
import { type Cluster, connect } from '../../tools/lab/cluster';
import { which } from '../../tools/lab/exec';
import type { Unit } from '../../tools/lab/manifests';
import { MissingProgramError, type Program, program } from '../../tools/lab/programs';
import { isLate } from '../../tools/lab/time-limit';
import type { DistEnvironment } from '../support/dist';
import { type Case, cases } from '../support/phases';

/** Workers are numbered from 1 on. */
const mine = <Lab>(labs: readonly Lab[]): Lab => {
  const lab = labs[Number(process.env.VITEST_POOL_ID) - 1];
  if (!lab) throw new Error(`worker ${process.env.VITEST_POOL_ID} has none of the ${labs.length} clusters`);
  return lab;
};

/** The worker's cluster, or undefined where it could not be started; `needCluster` says so in the test. */
export function labCluster(): Cluster | undefined {
  const labs = inject('labs');
  return 'info' in labs ? connect(mine(labs.info)) : undefined;
}

/** The cluster for one test; without one, the test is reported as not run. */
export function needCluster(context: TestContext): Cluster {
  const labs = inject('labs');
  if ('missing' in labs) return notRun(context, labs.missing);
  return connect(mine(labs.info));
}

/** Argo CD for one test; where it could not be started, the test is reported as not run. */
export function needArgo(context: TestContext, argo: Argo | undefined, missing: string): Argo {
  needCluster(context);
  return argo ?? notRun(context, missing);
}

/** A program we build; where Go is missing, the test is reported as not run. */
export async function needBuilt(context: TestContext, name: Program): Promise<string> {
  try {
    return await program(name);
  } catch (error) {
    if (error instanceof MissingProgramError) return notRun(context, error.message);
    throw error;
  }
}

/** A program of the distribution; where it is missing, the test is reported as not run. */
export function needInstalled(context: TestContext, name: string, debianPackage: string): string {
  return which(name) ?? notRun(context, `${name} is missing (Debian package ${debianPackage})`);
}

/**
 * In CI a missing program is a failure: a check that is skipped there would never run anywhere. But for the first run on
 * a machine, whose time for builds is up.
 */
export function notRun(context: TestContext, why: string): never {
  if (process.env.CI && !isLate()) throw new Error(why);
  return context.skip(`not run: ${why}`);
}

/** An environment as the judges of the lab want it. */
export async function unitOf({ load }: Case): Promise<Unit & Pick<DistEnvironment, 'plan'>> {
  const { system, environment, objects, plan } = await load();
  return { system, environment, namespace: `${system}-${environment}`, files: [], objects, plan };
}

/** What is committed, and what people depend on as it will be once it has come all the way. */
export async function committedAndLast(): Promise<Case[]> {
  const all = await cases();
  const last = ({ system, environment }: Case): number =>
    Math.max(
      ...all
        .filter((one) => one.system === system && one.environment === environment)
        .map(({ phase }) => phase),
    );
  return all.filter((one) => one.committed || (isProduction(one.environment) && one.phase === last(one)));
}

/** Of each system the one with the most that could go wrong: production before others, and its last phase. */
export function furthestOfEach(all: readonly Case[]): Case[] {
  const rank = ({ environment, phase }: Case): number => (isProduction(environment) ? 10 : 0) + phase;
  return [...new Set(all.map(({ system }) => system))].map((system) =>
    all.filter((one) => one.system === system).reduce((a, b) => (rank(b) > rank(a) ? b : a)),
  );
}
