import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inSource } from './changed-source';
import { must, run, which } from './exec';
import { isLate, secondsLeft } from './time-limit';

const REPOSITORY = resolve(__dirname, '../..');

/**
 * Program → the Go module under `tools/go/` that pins it, and its package there. What every cluster test needs comes
 * first, what takes longest last: they are built in this order while tests run.
 */
const PROGRAMS = {
  'kube-apiserver': ['kubernetes', 'k8s.io/kubernetes/cmd/kube-apiserver'],
  'kube-controller-manager': ['kubernetes', 'k8s.io/kubernetes/cmd/kube-controller-manager'],
  'kube-scheduler': ['kubernetes', 'k8s.io/kubernetes/cmd/kube-scheduler'],
  kubectl: ['kubernetes', 'k8s.io/kubernetes/cmd/kubectl'],
  etcd: ['etcd', 'go.etcd.io/etcd/server/v3'],
  kubelet: ['kubernetes', 'k8s.io/kubernetes/cmd/kubelet'],
  'kube-proxy': ['kubernetes', 'k8s.io/kubernetes/cmd/kube-proxy'],
  'kube-router': ['kube-router', '.'],
  coredns: ['coredns', '.'],
  pause: ['pause', '.'],
  kwok: ['kwok', 'sigs.k8s.io/kwok/cmd/kwok'],
  netpolicy: ['netpol-analyzer', 'github.com/np-guard/netpol-analyzer/cmd/netpolicy'],
  kubeconform: ['kubeconform', 'github.com/yannh/kubeconform/cmd/kubeconform'],
  'kube-score': ['kube-score', 'github.com/zegl/kube-score/cmd/kube-score'],
  'kubectl-validate': ['kubectl-validate', 'sigs.k8s.io/kubectl-validate'],
  promtool: ['prometheus', 'github.com/prometheus/prometheus/cmd/promtool'],
  prometheus: ['prometheus', 'github.com/prometheus/prometheus/cmd/prometheus'],
  amtool: ['alertmanager', 'github.com/prometheus/alertmanager/cmd/amtool'],
  alertmanager: ['alertmanager', 'github.com/prometheus/alertmanager/cmd/alertmanager'],
  'alloy-syntax': ['alloy-syntax', '.'],
  'istio-validate': ['istio-validate', '.'],
  loki: ['loki', 'github.com/grafana/loki/v3/cmd/loki'],
  'logstash-syntax': ['logstash-syntax', '.'],
  json_exporter: ['json-exporter', 'github.com/prometheus-community/json_exporter'],
  postgres_exporter: [
    'postgres-exporter',
    'github.com/prometheus-community/postgres_exporter/cmd/postgres_exporter',
  ],
  redis_exporter: ['redis-exporter', 'github.com/oliver006/redis_exporter'],
  elasticsearch_exporter: [
    'elasticsearch-exporter',
    'github.com/prometheus-community/elasticsearch_exporter',
  ],
  mongodb_exporter: ['mongodb-exporter', 'github.com/percona/mongodb_exporter'],
  'node-exporter': ['node-exporter', 'github.com/prometheus/node_exporter'],
  'metrics-server': ['metrics-server', 'sigs.k8s.io/metrics-server/cmd/metrics-server'],
  'kube-state-metrics': ['kube-state-metrics', 'k8s.io/kube-state-metrics/v2'],
  mc: ['mc', 'github.com/minio/mc'],
  minio: ['minio', 'github.com/minio/minio'],
  restic: ['restic', 'github.com/restic/restic/cmd/restic'],
  'rest-server': ['rest-server', 'github.com/restic/rest-server/cmd/rest-server'],
  argocd: ['argocd', 'github.com/argoproj/argo-cd/v3/cmd'],
  kyverno: ['kyverno', 'github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno'],
  'kyverno-admission': ['kyverno', 'github.com/kyverno/kyverno/cmd/kyverno'],
  'cloudnative-pg': ['cloudnative-pg', 'github.com/cloudnative-pg/cloudnative-pg/cmd/manager'],
  'barman-cloud': ['barman-cloud', 'github.com/cloudnative-pg/plugin-barman-cloud/cmd/manager'],
  'external-secrets': ['external-secrets', 'github.com/external-secrets/external-secrets'],
  'cert-manager-controller': ['cert-manager', 'github.com/cert-manager/cert-manager/cmd/controller'],
  'cert-manager-webhook': ['cert-manager', 'github.com/cert-manager/cert-manager/cmd/webhook'],
  'cert-manager-cainjector': ['cert-manager', 'github.com/cert-manager/cert-manager/cmd/cainjector'],
  'keda-triggers': ['keda', 'github.com/kedacore/keda/v2/cmd/triggers'],
  'keda-operator': ['keda', 'github.com/kedacore/keda/v2/cmd/operator'],
  'keda-adapter': ['keda', 'github.com/kedacore/keda/v2/cmd/adapter'],
  traefik: ['traefik', 'github.com/traefik/traefik/v3/cmd/traefik'],
  jaeger: ['jaeger', 'github.com/jaegertracing/jaeger/cmd/jaeger'],
} as const;

export type Program = keyof typeof PROGRAMS;
export const PROGRAM_NAMES = Object.keys(PROGRAMS) as Program[];

/** Built by whoever starts an environment on nodes that asks for them: `.ci/run` starts none, and each takes minutes. */
export const ON_DEMAND: readonly Program[] = ['jaeger', 'keda-adapter', 'keda-operator'];

/** A program this machine lacks. Tests report it as "not run"; in CI it is a failure, unless time for builds is up. */
export class MissingProgramError extends Error {}

/** Where built programs are kept: PHASEWISE_CACHE, or `.cache/` in the repository. */
export function cacheFolder(): string {
  return resolve(process.env.PHASEWISE_CACHE || join(REPOSITORY, '.cache'));
}

/** The Kubernetes version the lab runs, as its go.mod pins it, such as `v1.36.3`. */
export function kubernetesVersion(): string {
  const version = /^\s*k8s\.io\/kubernetes (v[\d.]+)/m.exec(goMod('kubernetes'))?.[1];
  if (!version) throw new Error('tools/go/kubernetes/go.mod does not require k8s.io/kubernetes');
  return version;
}

/**
 * The path of a program, built first if this exact version is not in the cache.
 *
 * @throws MissingProgramError without Go, or when the time for builds is up
 */
export async function program(name: Program): Promise<string> {
  const [module, pkg] = PROGRAMS[name];
  const flags = buildFlags(module);
  const key = createHash('sha256')
    .update(JSON.stringify([sources(module), pkg, flags]))
    .digest('hex')
    .slice(0, 12);
  const binary = join(cacheFolder(), 'bin', `${name}-${key}`);
  if (existsSync(binary)) return binary;
  try {
    if (!isLate()) await build(name, module, pkg, flags, binary);
  } catch (error) {
    if (!isLate()) throw error;
  }
  if (!existsSync(binary)) throw new MissingProgramError(`${name} is not built: the time for builds was up`);
  return binary;
}

async function build(name: Program, module: string, pkg: string, flags: string[], binary: string) {
  const go = await findGo();
  mkdirSync(join(cacheFolder(), 'bin'), { recursive: true });
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  say(`building ${name} (once; kept in ${join(cacheFolder(), 'bin')})`);
  const ticker = setInterval(() => say(`building ${name}: ${seconds()} s`), 30_000);
  // Built aside and renamed, so an interrupted build never looks like a finished one.
  const aside = `${binary}.${process.pid}`;
  try {
    const [command, ...args] = inTime(oneAtATime(binary, [go, 'build', ...flags, '-o', aside, pkg]));
    await inSource(go, folder(module), join(cacheFolder(), 'bin'), (cwd) =>
      must(command!, args, {
        cwd,
        env: { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOWORK: 'off' },
        timeout: 3600,
      }),
    );
    if (existsSync(aside)) renameSync(aside, binary);
  } finally {
    clearInterval(ticker);
  }
  say(`built ${name} in ${seconds()} s`);
}

/** Two processes may want the same program: where Linux offers locks, the second waits and finds it built. */
function oneAtATime(binary: string, build: readonly string[]): readonly string[] {
  const flock = which('flock');
  return flock
    ? [flock, `${binary}.lock`, 'sh', '-c', `test -e '${binary}' || exec "$@"`, 'sh', ...build]
    : build;
}

/** The compilers that `go` starts end with it: `timeout` ends its whole process group. */
const inTime = (build: readonly string[]): readonly string[] =>
  Number.isFinite(secondsLeft())
    ? ['timeout', '--signal=KILL', `${Math.ceil(secondsLeft())}`, ...build]
    : build;

/** The `go` command. @throws MissingProgramError when it is missing or older than the modules ask for. */
async function findGo(): Promise<string> {
  const wanted = /^go (\d+)\.(\d+)/m.exec(goMod('kubernetes'))!.slice(1, 3).map(Number);
  const advice = `Install Go ${wanted.join('.')} or newer from https://go.dev/dl/ and put it on the PATH.`;
  const go = which('go');
  if (!go) throw new MissingProgramError(`go is missing: the lab builds its programs from source. ${advice}`);
  const version = (await run(go, ['env', 'GOVERSION'], { env: { GOTOOLCHAIN: 'local' } })).stdout.trim();
  const [major = 0, minor = 0] = /^go(\d+)\.(\d+)/.exec(version)?.slice(1, 3).map(Number) ?? [];
  if (major < wanted[0]! || (major === wanted[0] && minor < wanted[1]!)) {
    throw new MissingProgramError(`go is too old: ${version || 'unknown version'} at ${go}. ${advice}`);
  }
  return go;
}

function buildFlags(module: string): string[] {
  const stripped = ['-trimpath', '-ldflags', '-s -w'];
  // Discovery in clouds we do not use would more than double its build.
  if (module === 'prometheus')
    return [...stripped, '-tags', 'remove_all_sd,enable_dns_sd,enable_kubernetes_sd'];
  if (module !== 'kubernetes') return stripped;
  // Kubernetes programs report their version, and accept objects by it, so it is set as its own build does.
  const version = kubernetesVersion();
  const [major, minor] = version.slice(1).split('.');
  const set = {
    'k8s.io/component-base/version.gitVersion': version,
    'k8s.io/component-base/version.gitMajor': major,
    'k8s.io/component-base/version.gitMinor': minor,
    'k8s.io/client-go/pkg/version.gitVersion': version,
  };
  const assignments = Object.entries(set).map(([name, value]) => `-X ${name}=${value}`);
  return ['-trimpath', '-ldflags', ['-s -w', ...assignments].join(' ')];
}

/** go.mod, go.sum and what little source there is of ours. */
const sources = (module: string) =>
  readdirSync(folder(module), { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder(module), file)).isFile())
    .sort()
    .map((file) => [file, readFileSync(join(folder(module), file), 'utf8')]);

const folder = (module: string) => join(REPOSITORY, 'tools/go', module);
const goMod = (module: string) => readFileSync(join(folder(module), 'go.mod'), 'utf8');
