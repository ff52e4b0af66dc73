/** Puts one component together: definition, overrides, configuration and variables. */
import { createHash } from 'node:crypto';
import type { Configuration, Definition } from '../component';
import { inParts } from '../images';
import type { PlannedComponent } from '../plan';
import { allFiles, portsServedBy } from '../pod';
import { compare } from '../problems';
import { zoneOf } from '../zones';
import { stable } from './canary';
import type { Contexts } from './context';
import { planDevice } from './device';
import { attempt, type Draft } from './draft';
import { share } from './environment';
import { planOperated } from './operated';
import { byName, byNumber } from './order';
import { planScaling, planVertical } from './scaling';
import { componentVariables, orderVariables } from './variables';
import { planWait } from './wait';

/** The planned component, or undefined when its configuration could not be made. */
export function planComponent(
  draft: Draft,
  contexts: Contexts,
  name: string,
  wave: number,
): PlannedComponent | undefined {
  const definition = draft.components.get(name)!;
  const configuration = attempt(draft, name, () => contexts.configuration(name));
  if (!configuration) return undefined;
  const replicas = definition.replicas ?? 1;
  const operated = planOperated(draft, contexts, name, definition);
  if (definition.operated && !operated) return undefined;
  const scaling = planScaling(draft, name, definition);
  const sidecars = (configuration.sidecars ?? []).map((sidecar) => ({
    ...sidecar,
    image: sidecar.image ? inParts(sidecar.image) : definition.image,
    identity: sidecar.identity ?? definition.identity,
    resources: share(sidecar.resources, draft.environment.requestShare),
    env: orderVariables(sidecar.env ?? {}),
    ports: byNumber({ ...sidecar.ports, ...portsServedBy(definition.ports, sidecar.name) }),
  }));
  const env = componentVariables(draft, name, definition, { ...definition.env, ...configuration.env });
  const files = sortBy(configuration.files ?? [], (file) => file.path);
  return {
    name,
    zone: zoneOf(draft.system, stable(draft, name))?.name,
    technology: definition.technology,
    tier: definition.tier,
    description: definition.description,
    caveats: definition.caveats,
    image: definition.image,
    workload: definition.workload,
    schedule: definition.schedule,
    operated,
    identity: definition.identity,
    replicas,
    scaling,
    // A canary is compared with the other version: the same size, and advice alone.
    vertical: draft.canaries.has(name) ? undefined : planVertical(draft, definition, scaling),
    several: (definition.scaling?.max ?? replicas) > 1,
    // An operator writes its own.
    disruption: operated ? undefined : disruption(definition, scaling?.max ?? replicas),
    ports: byNumber(portsServedBy(definition.ports)),
    resources: definition.resources,
    ...planDevice(draft, definition),
    probes: definition.probes,
    shutdown: definition.shutdown,
    deadline: definition.deadline,
    oneVersion: definition.oneVersion,
    command: configuration.command ?? definition.command,
    args: configuration.args ?? definition.args,
    env,
    wait: planWait(draft, name, definition.startsWhen, { env, files }),
    // Claim templates can never change, so neither can their order.
    volumes: byName(definition.volumes ?? {}),
    scratch: sortBy(
      [...(definition.scratch ?? []), ...(configuration.scratch ?? [])],
      (scratch) => scratch.mountPath,
    ),
    files,
    secretFiles: sortBy(configuration.secretFiles ?? [], (file) => file.path),
    sidecars: sortBy(sidecars, (sidecar) => sidecar.name),
    metrics: definition.metrics ?? [],
    api: definition.api ?? [],
    publishNotReady: definition.publishNotReady ?? false,
    balanced: definition.balanced ?? false,
    wave,
    configHash: hashOf(configuration),
  };
}

function disruption(definition: Definition, most: number): PlannedComponent['disruption'] {
  const { minAvailable } = definition;
  if (minAvailable !== undefined) return { minAvailable };
  // One after the other, however many an autoscaler has made of them.
  return most > 1 ? { maxUnavailable: 1 } : undefined;
}

const sortBy = <T>(list: readonly T[], key: (item: T) => string): T[] =>
  [...list].sort((a, b) => compare(key(a), key(b)));

/** Sixteen hexadecimal digits over all files the pod reads, so that a change restarts it. */
function hashOf(configuration: Configuration): string | undefined {
  const files = allFiles(configuration);
  if (files.length === 0) return undefined;
  const content = sortBy(files, (file) => file.path).map((file) => [file.path, file.content]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
