/** What is wrong with a component on its own, before anything is put together. */
import type { Definition } from '../component';
import { portsServedBy } from '../pod';
import { didYouMean, type Problems } from '../problems';
import { type Draft, environmentPath, systemPath } from '../resolve/draft';
import { checkConnections } from './connections';
import { checkIdentity, checkImage, checkPorts, checkProbes, checkResources } from './container';
import { checkDevice } from './device';
import { checkJob } from './job';
import { checkOperated } from './operated';
import { checkPrivateHeaders, checkPrivatePaths, checkRoutes } from './private-paths';
import { checkScaling } from './scaling';
import { checkServing } from './serving';
import { checkTokens } from './tokens';
import { checkTraffic } from './traffic';

export function checkDraft(draft: Draft): void {
  const { problems } = draft;
  checkConnections(draft);
  for (const [name, definition] of draft.components) {
    const path = systemPath(draft.system, `components/${name}`);
    const overridden = draft.environment.overrides?.[name];
    const pathOf = (key: 'tag' | 'replicas' | 'resources'): string =>
      overridden?.[key] === undefined
        ? `${path}/${key}`
        : environmentPath(draft.system, draft.name, `overrides/${name}/${key}`);
    const { repository } = definition.image;
    const listed = overridden?.tag === undefined && draft.environment.images?.[repository] !== undefined;
    const canary = draft.canaries.get(name);
    const tagPath = canary
      ? environmentPath(draft.system, draft.name, `canary/${canary}.tag`)
      : listed
        ? environmentPath(draft.system, draft.name, `images/${repository}`)
        : pathOf('tag');
    checkImage(definition.image, tagPath, problems);
    checkResources(definition.resources, pathOf('resources'), problems);
    checkVolumes(definition, path, problems);
    checkReplicas(name, definition, pathOf('replicas'), path, problems);
    checkScaling(draft, name, definition);
    checkDevice(draft, name, definition);
    checkJob(definition, path, problems);
    checkOperated(definition, path, problems);
    checkIdentity(definition.identity, `${path}/identity`, problems);
    checkPorts(definition.ports, `${path}/ports`, problems);
    checkAccounts(name, definition, path, problems);
    // Kubernetes looks a port's name up in the container that is asked.
    const { probes, ports } = definition;
    checkProbes({ probes, ports: portsServedBy(ports) }, `${path}/probes`, problems);
    checkBalanced(definition, path, problems);
    checkOneVersion(definition, path, problems);
    checkShutdown(definition, path, problems);
    checkServing(draft, name, definition);
    checkTraffic(draft, name, definition);
    checkTokens(draft, name, definition);
    checkPrivatePaths(draft, name, definition);
    checkPrivateHeaders(draft, name, definition);
  }
  checkRoutes(draft);
}

function checkReplicas(
  name: string,
  definition: Definition,
  pathOfReplicas: string,
  path: string,
  problems: Problems,
): void {
  const replicas = definition.replicas ?? 1;
  if (!Number.isInteger(replicas) || replicas < 1) {
    problems.add(pathOfReplicas, `${replicas} is not a number of pods; 1 is the least`);
  }
  if (definition.singleton && replicas > 1) {
    problems.add(
      pathOfReplicas,
      `'${name}' can only run once (${definition.singleton}), not ${replicas} times`,
    );
  }
  if (definition.minAvailable !== undefined && definition.minAvailable >= replicas) {
    problems.add(
      `${path}/minAvailable`,
      `${definition.minAvailable} of ${replicas} pods must stay, so no node can ever be drained; ` +
        (replicas > 1 ? `${replicas - 1} is the most` : 'leave it out or run more replicas'),
    );
  }
}

function checkVolumes({ workload, volumes = {} }: Definition, path: string, problems: Problems): void {
  if (!['StatefulSet', 'Operated'].includes(workload) && Object.keys(volumes).length > 0) {
    problems.add(`${path}/volumes`, 'only the pods of a StatefulSet have volumes; make it one');
  }
}

function checkAccounts(
  name: string,
  { accounts, ports }: Definition,
  path: string,
  problems: Problems,
): void {
  const port = accounts?.port;
  if (port === undefined || port in ports) return;
  const hint = didYouMean(port, Object.keys(ports));
  problems.add(`${path}/accounts.port`, `'${name}' serves no port '${port}'${hint}`);
}

function checkBalanced({ workload, balanced }: Definition, path: string, problems: Problems): void {
  if (balanced && workload !== 'StatefulSet') {
    problems.add(`${path}/balanced`, `only members of a StatefulSet have names to leave aside; leave it out`);
  }
}

/** Only a Deployment can end all its pods first; of a StatefulSet's single pod there is never a second. */
function checkOneVersion(definition: Definition, path: string, problems: Problems): void {
  const { workload, replicas = 1, oneVersion } = definition;
  if (!oneVersion || workload === 'Deployment' || (workload === 'StatefulSet' && replicas === 1)) return;
  problems.add(
    `${path}/oneVersion`,
    workload === 'StatefulSet'
      ? `the ${replicas} pods of a StatefulSet are replaced one by one, so two versions meet; make it a Deployment, or run one pod`
      : `only a Deployment or a StatefulSet can promise it, not a component of workload ${workload}; leave it out`,
  );
}

function checkShutdown({ shutdown }: Definition, path: string, problems: Problems): void {
  const { grace, preStop } = shutdown;
  if (typeof preStop === 'number' && preStop >= grace) {
    problems.add(`${path}/shutdown`, `waits ${preStop} s in preStop but is killed after ${grace} s`);
  }
}
