/** Writes `prometheus.yml` and `rules.yml` from what the system declares. */
import * as yaml from 'js-yaml';
import type { SecretFile, SecretKey } from '../../model/component';
import type { Context, ScrapeTarget } from '../../model/context';
import type { AlertRule } from '../../model/observability';

export const CONFIG_FILE = '/etc/prometheus/prometheus.yml';
export const RULES_FILE = '/etc/prometheus/rules.yml';
const SECRETS = '/etc/prometheus/secrets';
const DUMP: yaml.DumpOptions = { noRefs: true, lineWidth: -1 };

export interface Settings {
  /** Days. */
  readonly retention: number;
  /** MiB that blocks and write-ahead log may fill. */
  readonly size: number;
  /** Seconds between two scrapes. */
  readonly interval: number;
}

/**
 * The main configuration. Retention stands here because its flags are deprecated since 3.x.
 * @throws Error when alerts have nowhere to go, or when two targets have one name.
 */
export function mainConfig(context: Context, settings: Settings): string {
  const alertmanagers = context.upstreams.filter(({ technology }) => technology === 'alertmanager');
  if (alertmanagers.length === 0) {
    throw new Error(
      `'${context.name}' has no alertmanager to send alerts to; add an alertmanager to the components ` +
        `and a flow from '${context.name}' to it`,
    );
  }
  const config = {
    global: {
      scrape_interval: `${settings.interval}s`,
      scrape_timeout: '10s',
      evaluation_interval: `${settings.interval}s`,
      external_labels: { system: context.system, environment: context.environment },
    },
    // Prometheus reads MB as mebibytes.
    storage: { tsdb: { retention: { time: `${settings.retention}d`, size: `${settings.size}MB` } } },
    rule_files: [RULES_FILE],
    alerting: {
      alertmanagers: [
        { static_configs: [{ targets: alertmanagers.map(({ host, port }) => `${host}:${port}`) }] },
      ],
    },
    scrape_configs: uniqueJobs(context.targets).map(scrapeConfig),
  };
  return yaml.dump(config, DUMP);
}

function uniqueJobs(targets: readonly ScrapeTarget[]): readonly ScrapeTarget[] {
  const seen = new Map<string, ScrapeTarget>();
  for (const target of targets) {
    const other = seen.get(target.job);
    if (other) {
      throw new Error(
        `two scrape jobs are called '${target.job}' (${other.dnsName} and ${target.dnsName}); rename one`,
      );
    }
    seen.set(target.job, target);
  }
  return targets;
}

function scrapeConfig(target: ScrapeTarget) {
  const { job, component, dnsName, port, path, params, bearer } = target;
  return {
    job_name: job,
    metrics_path: path,
    ...(params && { params }),
    // An application that forgets the content type would otherwise not be read at all since 3.0.
    fallback_scrape_protocol: 'PrometheusText0.0.4',
    ...(bearer && { authorization: { credentials_file: secretPath(bearer) } }),
    dns_sd_configs: [{ names: [dnsName], type: 'A', port, refresh_interval: '30s' }],
    relabel_configs: [
      { target_label: 'component', replacement: component },
      // The pod's address without the port: `api/10.42.0.7`.
      {
        source_labels: ['__address__'],
        regex: '(.*):\\d+',
        target_label: 'instance',
        replacement: `${component}/$1`,
      },
    ],
  };
}

const secretPath = ({ secret, key }: SecretKey): string => `${SECRETS}/${secret}/${key}`;

/** One file for each Secret that some target asks for as a bearer token; Prometheus reads it at each scrape. */
export function secretFiles(context: Context): SecretFile[] {
  const files = context.targets.flatMap(({ bearer }) =>
    bearer ? [{ ...bearer, path: secretPath(bearer) }] : [],
  );
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** All alert rules of the system: a group for each severity, in it by name as the context gives them. */
export function rulesConfig(context: Context): string {
  const components = new Map(context.targets.map(({ job, component }) => [job, component]));
  const rules = context.rules();
  const groups = (['critical', 'warning'] as const)
    .map((severity) => ({
      name: severity,
      rules: rules
        .filter((rule) => rule.severity === severity)
        .map((rule) => renderRule(rule, components, context.runbooks)),
    }))
    .filter((group) => group.rules.length > 0);
  return yaml.dump({ groups }, DUMP);
}

function renderRule(rule: AlertRule, components: ReadonlyMap<string, string>, runbooks: string) {
  const component = rule.component ?? componentOf(rule.expr, components);
  return {
    alert: rule.alert,
    expr: rule.expr,
    for: `${rule.forMinutes}m`,
    labels: { severity: rule.severity, ...(component && { component }) },
    annotations: { summary: rule.summary, runbook_url: `${runbooks}/${rule.alert}` },
  };
}

/**
 * The one component an expression is about, by the job it names. A sum or a ratio loses that label,
 * and Alertmanager groups and inhibits by it.
 */
function componentOf(expr: string, components: ReadonlyMap<string, string>): string | undefined {
  const named = [...expr.matchAll(/\bjob="([^"]+)"/g)].map(([, job]) => components.get(job!));
  const [first, ...others] = new Set(named);
  return others.length === 0 ? first : undefined;
}
