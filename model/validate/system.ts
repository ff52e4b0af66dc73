/** What is wrong with the names and addresses of a system, its environment and its cluster. */

import { EDGE, INTERNET } from '../edge';
import { GITOPS_FOLDER } from '../gitops';
import { MESH_PHASE, WAYPOINT } from '../mesh';
import { compare, type Problems } from '../problems';
import { environmentPath, namespaceOf, systemPath } from '../resolve/draft';
import { isCidr } from '../resolve/flows';
import { platformTargets } from '../resolve/mesh';
import type { System } from '../system';
import { checkRepository } from './container';
import { checkPoolNames, checkPools, checkWatchedDevices } from './device';
import { checkExternal } from './external';
import { checkName, MAX_NAME } from './name';
import { checkPeople } from './people';
import { checkRegistries } from './registries';
import { checkRights } from './rights';
import { checkDomain } from './route';
import { checkIssuer } from './tokens';

/** Longest component name: StatefulSets add a revision hash of 11 characters to a pod label. */
const MAX_COMPONENT = 52;

export function checkSystem(system: System, name: string, problems: Problems): void {
  checkName(problems, system.name, system.name, MAX_NAME);
  if (system.name === GITOPS_FOLDER)
    problems.add(
      system.name,
      `dist/${GITOPS_FOLDER} is the folder of Argo CD's own files; call the system something else`,
    );
  const namespace = namespaceOf(system, name);
  checkName(problems, environmentPath(system, name, 'name'), namespace, MAX_NAME);
  for (const component of Object.keys(system.components)) {
    const path = systemPath(system, `components/${component}`);
    checkName(problems, path, component, MAX_COMPONENT);
    if ([EDGE, INTERNET, WAYPOINT].includes(component)) {
      problems.add(path, `'${component}' is the name of an endpoint; call the component something else`);
    }
  }
  checkRegistries(system, problems);
  checkPoolNames(system, problems);
  checkRights(system, problems);
  checkEnvironment(system, name, problems);
  checkExternal(system, name, problems);
}

function checkEnvironment(system: System, name: string, problems: Problems): void {
  const environment = system.environments[name]!;
  const path = (rest: string): string => environmentPath(system, name, rest);
  checkDomain(environment.domain, path('domain'), problems);
  const { cluster } = environment;
  checkPools(cluster, path('cluster.pools'), problems);
  checkWatchedDevices(cluster, path('cluster.platformTargets'), problems);
  if (environment.people) checkPeople(environment.people, path('people'), problems);
  if (environment.tokens) checkIssuer(environment.tokens, path('tokens'), problems);
  checkName(problems, path('cluster.name'), cluster.name, MAX_NAME);
  if (environment.phase >= MESH_PHASE && !cluster.mesh) {
    problems.add(
      path('cluster.mesh'),
      `phase ${MESH_PHASE} is the service mesh, but cluster '${cluster.name}' has none; name one, such as ` +
        `'istio' of the catalogue, or stay at phase ${MESH_PHASE - 1}`,
    );
  }
  const { nodes } = cluster.capacity;
  if (!Number.isInteger(nodes) || nodes < 1) {
    problems.add(path('cluster.capacity.nodes'), `${nodes} is not a number of machines; 1 or more`);
  }
  for (const { name: target } of platformTargets(environment, system.routes)) {
    if (target === EDGE || target in system.components) {
      problems.add(path('cluster.platformTargets'), `'${target}' is also a component; rename one of them`);
    }
  }
  const { dataPlane } = cluster.gateway;
  const own = dataPlane.kind === 'own' ? dataPlane.images : undefined;
  const images: [string, readonly string[]][] = [
    ['cluster.gateway.dataPlane.images', own ?? []],
    ['cluster.mesh.waypointImage', cluster.mesh ? [cluster.mesh.waypointImage] : []],
  ];
  for (const [where, repositories] of images) {
    for (const repository of repositories) {
      checkRepository(repository, path(where), 'name the repository alone', problems);
    }
  }
  if (own?.length === 0) {
    problems.add(
      path('cluster.gateway.dataPlane.images'),
      "is empty, so the gateway's own pods would be refused",
    );
  }
  const ranges: [string, readonly string[]][] = [
    ['cluster.apiServer.cidrs', cluster.apiServer.cidrs],
    ['cluster.trustedProxies.cidrs', cluster.trustedProxies.cidrs],
    ...(cluster.mesh ? [['cluster.mesh.probes', cluster.mesh.probes] as [string, readonly string[]]] : []),
  ];
  if (environment.internal) {
    ranges.push(['internal.cidrs', environment.internal.cidrs]);
    checkInternal(system, name, problems);
  }
  for (const [where, cidrs] of ranges) {
    if (cidrs.length === 0) problems.add(path(where), 'is empty; name at least one range');
    for (const cidr of [...cidrs].sort(compare)) {
      if (!isCidr(cidr)) problems.add(path(where), `'${cidr}' is not a range such as 203.0.113.0/24`);
    }
  }
}

/** An internal listener needs somewhere to lead to, and a port that the cluster's gateway has for it. */
function checkInternal(system: System, name: string, problems: Problems): void {
  const path = environmentPath(system, name, 'internal');
  const { gateway, name: cluster } = system.environments[name]!.cluster;
  if (system.environments[name]!.shut)
    problems.add(path, "opens pages that 'shut' shuts; leave one of them out");
  if (!system.internalRoutes?.length) problems.add(path, "the system has no 'internalRoutes' to open");
  if (gateway.ports.internal === undefined) {
    problems.add(
      path,
      `the gateway of cluster '${cluster}' has no internal entry point; name its port there`,
    );
  }
}
