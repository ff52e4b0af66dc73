import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterInfo } from '../lab/api';
import { type Daemon, sleep } from '../lab/exec';
import { program } from '../lab/programs';
import { type Machine, startMachine } from './machine';
import { CNI_PLUGINS } from './needs';
import {
  each,
  hasIpv6,
  LAN,
  LAN6,
  nodeAddress,
  nodeAddress6,
  podRange,
  podRange6,
  podRoutes,
  routeToPods,
} from './network';
import { PAUSE } from './own-images';
import { installDisks } from './storage';

/** A machine with all that makes it a node. */
export interface RealNode extends Machine {
  readonly daemons: readonly Daemon[];
}

/** Who may log in on behalf of a node, and with what. */
export interface NodeLogins {
  readonly kubelet: string;
  readonly proxy: string;
  readonly router: string;
}

/** Version 2, as containerd 1.6 reads it. */
const CONTAINERD = `
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE}"
  # A sandbox within a sandbox may not be allowed to make itself less likely to be killed.
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${CNI_PLUGINS}"
    conf_dir = "/etc/cni/net.d"
`;

/**
 * Each pod has a cable to its node and no neighbour besides; between nodes pods keep their addresses. On one bridge every
 * pod would know every other by its hardware address, and the whole computer keeps a thousand of those.
 */
const podNetwork = (n: number) => ({
  cniVersion: '1.0.0',
  name: 'pods',
  plugins: [
    {
      type: 'ptp',
      ipam: {
        type: 'host-local',
        ranges: [podRange(n), ...(hasIpv6 ? [podRange6(n)] : [])].map((subnet) => [{ subnet }]),
        routes: ['0.0.0.0/0', ...(hasIpv6 ? ['::/0'] : [])].map((dst) => ({ dst })),
      },
    },
    { type: 'portmap', capabilities: { portMappings: true }, snat: true },
  ],
});

/** What leaves the cluster's network has the node's address, as with every cloud. */
const MASQUERADE = `
table ip phasewise {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    ip saddr ${LAN.pods} ip daddr != ${LAN.pods} masquerade
  }
}
${
  hasIpv6
    ? `table ip6 phasewise {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    ip6 saddr ${LAN6.pods} ip6 daddr != ${LAN6.pods} masquerade
  }
}`
    : ''
}
`;

const kubeletConfiguration = (machine: Machine, clientAuthority: string) => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
  cgroupDriver: 'cgroupfs',
  cgroupRoot: machine.cgroup,
  // Version 1 of control groups is what some machines still have.
  failCgroupV1: false,
  failSwapOn: false,
  oomScoreAdj: 0,
  clusterDNS: [LAN.dns],
  clusterDomain: 'cluster.local',
  resolvConf: '/etc/resolv.conf',
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: clientAuthority },
  },
  authorization: { mode: 'Webhook' },
  serializeImagePulls: false,
  // What changes in a Secret arrives in a pod within seconds: certificates of webhooks are waited for.
  syncFrequency: '10s',
  // There is no registry to fetch a deleted image from.
  imageGCHighThresholdPercent: 100,
  evictionHard: { 'memory.available': '100Mi' },
  volumePluginDir: installDisks(machine),
});

/** Starts the n-th node of all, from 1 on, and everything that runs on it beside pods. */
export async function startNode(
  info: ClusterInfo,
  n: number,
  all: number,
  logins: NodeLogins,
  clientAuthority: string,
  images: readonly string[],
): Promise<RealNode> {
  const name = `node-${n}`;
  const { bridge, prefix, host: gateway } = LAN;
  const six = { address: nodeAddress6(n), prefix: LAN6.prefix, gateway: LAN6.host };
  const machine = await startMachine({
    name,
    address: nodeAddress(n),
    prefix,
    bridge,
    gateway,
    ...(hasIpv6 && { six }),
  });
  await routeToPods(n);
  for (let other = 1; other <= all; other++) {
    if (other === n) continue;
    for (const route of podRoutes(other)) await machine.must('ip', route);
  }
  const etc = (path: string, text: string) => {
    const file = join(machine.folder, 'etc-files', path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const kubeconfig = (user: string, token: string) => etc(user, json(kubeconfigOf(info, user, token)));
  await machine.must('mkdir', ['-p', '/etc/cni/net.d']);
  await machine.must('tee', ['/etc/cni/net.d/10-pods.conflist'], { stdin: json(podNetwork(n)) });
  // Names of the outside world: nobody answers there unless a test does.
  await machine.must('tee', ['/etc/resolv.conf'], { stdin: `nameserver ${gateway}\n` });
  await machine.must('nft', ['-f', '-'], { stdin: MASQUERADE });

  const start = machine.start;
  const daemons = [start('containerd', 'containerd', ['--config', etc('containerd.toml', CONTAINERD)])];
  // Kubelet gives up at once where containerd does not answer yet.
  await importImages(machine, images);
  daemons.push(
    start('kubelet', await program('kubelet'), [
      `--kubeconfig=${kubeconfig(`system:node:${name}`, logins.kubelet)}`,
      `--config=${etc('kubelet.json', json(kubeletConfiguration(machine, clientAuthority)))}`,
      `--hostname-override=${name}`,
      `--node-ip=${each(nodeAddress(n), nodeAddress6(n))}`,
      `--node-labels=topology.kubernetes.io/zone=zone-${'abc'[(n - 1) % 3]},topology.kubernetes.io/region=lab`,
    ]),
    start('kube-proxy', await program('kube-proxy'), [
      `--kubeconfig=${kubeconfig('system:kube-proxy', logins.proxy)}`,
      `--hostname-override=${name}`,
      '--proxy-mode=nftables',
      `--cluster-cidr=${each(LAN.pods, LAN6.pods)}`,
      // These belong to the whole computer.
      '--conntrack-max-per-core=0',
      '--conntrack-min=0',
      '--conntrack-tcp-timeout-established=0',
      '--conntrack-tcp-timeout-close-wait=0',
    ]),
    start('kube-router', await program('kube-router'), [
      `--kubeconfig=${kubeconfig('system:kube-router', logins.router)}`,
      `--hostname-override=${name}`,
      // It enforces NetworkPolicies and does nothing else.
      '--run-firewall=true',
      '--run-router=false',
      '--run-service-proxy=false',
      '--run-loadbalancer=false',
      `--enable-ipv6=${hasIpv6}`,
      `--service-cluster-ip-range=${each(LAN.services, LAN6.services)}`,
      // It would let everybody reach what the node itself listens on in this range, whatever policies say, for the sake of
      // its own proxy of Services. Here kube-proxy has led such packets on before; so it is a range of nobody's.
      '--service-node-port-range=65534-65535',
      '--iptables-sync-period=30s',
    ]),
  );
  return { ...machine, daemons };
}

/** Gives a node its images; each is a folder as `images/oci.ts` writes it. */
async function importImages(machine: Machine, layouts: readonly string[]): Promise<void> {
  const until = Date.now() + 60_000;
  while ((await machine.run('ctr', ['version'])).code !== 0) {
    if (Date.now() > until) throw new Error(`containerd on ${machine.name} does not answer`);
    await sleep(200);
  }
  const command = 'tar -C "$1" -cf - . | ctr -n k8s.io images import -';
  for (const layout of layouts) {
    await machine.must('sh', ['-ec', command, 'sh', layout], { timeout: 1200 });
  }
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

const kubeconfigOf = (info: ClusterInfo, user: string, token: string) => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'lab', cluster: { server: info.server, 'certificate-authority': info.caFile } }],
  users: [{ name: user, user: { token } }],
  contexts: [{ name: 'lab', context: { cluster: 'lab', user } }],
  'current-context': 'lab',
});
