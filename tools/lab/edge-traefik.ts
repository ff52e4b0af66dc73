/**
 * The real Traefik in front of routes in the lab's API server, told what the values of its chart tell it. Pods are
 * played, so what it sends to them goes to a server of the test's own, as to an HTTP proxy.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Values } from '../../model/platform';
import { asStdin, untilFree } from './bring-up';
import type { Cluster } from './cluster';
import { crdsNeededBy, loadCrds } from './crds';
import { type Daemon, sleep, startDaemon, stopDaemon } from './exec';
import type { KubeObject } from './manifests';
import { standIns } from './secrets';

/** What the chart brings beside the program. */
export const CLASS: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: 'traefik' },
  spec: { controllerName: 'traefik.io/gateway-controller' },
};

/** What the way in needs of a system; no pod is started. */
const NEEDED = [
  'Namespace',
  'Service',
  'Gateway',
  'HTTPRoute',
  'Middleware',
  'Certificate',
  'ExternalSecret',
];

/** Applies the way in of a system, with an address of a pod that is not there behind each Service. */
export async function bringEdge(
  cluster: Cluster,
  objects: readonly KubeObject[],
  logins: Readonly<Record<string, string>> = {},
): Promise<void> {
  const needed = objects.filter(({ kind }) => NEEDED.includes(kind));
  const namespace = needed.find(({ kind }) => kind === 'Namespace')!;
  await untilFree(cluster, namespace.metadata.name);
  await loadCrds(cluster, crdsNeededBy(needed));
  const { secrets } = await standIns(needed, objects);
  const withLogins = secrets.map((secret) => {
    const users = logins[secret.metadata.name];
    return users ? { ...secret, stringData: { users } } : secret;
  });
  const slices = needed.filter(({ kind }) => kind === 'Service').map(slice);
  const all = [CLASS, namespace, ...needed.filter((one) => one !== namespace), ...withLogins, ...slices];
  await cluster.kubectlOk(['apply', '--server-side', '--force-conflicts', '-f', '-'], {
    stdin: asStdin(all),
  });
}

function slice({ metadata, spec }: KubeObject, index: number): KubeObject {
  const { name, namespace } = metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-played`, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [`10.99.0.${index + 1}`], conditions: { ready: true } }],
    ports: spec.ports.map(
      ({ name, port, protocol = 'TCP' }: { name: string; port: number; protocol?: string }) => ({
        name,
        port,
        protocol,
      }),
    ),
  } as KubeObject;
}

export interface TraefikPlaces {
  /** Loopback address on which its entry points listen. */
  readonly address: string;
  /** Where requests to pods go: `http://127.0.0.1:1234`. */
  readonly pods: string;
}

/** Flags as the chart makes them of its values; see templates/_podtemplate.tpl. */
function flags(values: Values, address: string): string[] {
  const { ports = {} } = values as {
    ports?: Record<
      string,
      { port?: number; forwardedHeaders?: { trustedIPs?: string[] }; transport?: object }
    >;
  };
  const own: Record<string, number> = { web: 8000, websecure: 8443 };
  return Object.entries(ports)
    .filter(([name]) => name !== 'metrics')
    .flatMap(([name, { port = own[name]!, forwardedHeaders, transport = {} }]) => [
      `--entryPoints.${name}.address=${address}:${port}`,
      ...(forwardedHeaders?.trustedIPs
        ? [`--entryPoints.${name}.forwardedHeaders.trustedIPs=${forwardedHeaders.trustedIPs.join()}`]
        : []),
      ...Object.entries(transport).flatMap(([group, settings]) =>
        Object.entries(settings as Record<string, string>).map(
          ([key, value]) => `--entryPoints.${name}.transport.${group}.${key}=${value}`,
        ),
      ),
    ]);
}

export interface RunningTraefik {
  readonly daemon: Daemon;
  stop(): Promise<void>;
}

export async function startTraefik(
  binary: string,
  cluster: Cluster,
  values: Values,
  { address, pods }: TraefikPlaces,
): Promise<RunningTraefik> {
  const folder = mkdtempSync(join(tmpdir(), 'traefik-'));
  const provider = (name: string): string[] => [
    `--providers.${name}=true`,
    `--providers.${name}.endpoint=${cluster.server}`,
    `--providers.${name}.token=${cluster.token}`,
    `--providers.${name}.certAuthFilePath=${cluster.caFile}`,
  ];
  const args = [
    '--global.checkNewVersion=false',
    '--global.sendAnonymousUsage=false',
    ...flags(values, address),
    ...provider('kubernetesGateway'),
    ...provider('kubernetesCRD'),
  ];
  const daemon = startDaemon('traefik', binary, args, join(folder, 'log'), {
    HTTP_PROXY: pods,
    NO_PROXY: '127.0.0.1',
  });
  return {
    daemon,
    async stop() {
      // It takes requests for a while after it was told to end; here nobody sends any.
      await stopDaemon(daemon, 0.1);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Until a question is answered as it will be once the routes are there. @throws after a minute */
export async function untilRouted(
  { daemon }: RunningTraefik,
  isRouted: () => Promise<boolean>,
): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    daemon.check();
    if (await isRouted().catch(() => false)) return;
    await sleep(500);
  }
  throw new Error('no route came up within a minute');
}
