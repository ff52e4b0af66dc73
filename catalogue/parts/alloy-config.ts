/** Writes Alloy's configuration, which has a syntax of its own: blocks, attributes and quoted strings. */
import type { Context } from '../../model/context';

/** Pod label with the component's name, and the one on the gateway's pods, as service discovery writes them. */
const COMPONENT_LABEL = '__meta_kubernetes_pod_label_app_kubernetes_io_name';
const GATEWAY_LABEL = '__meta_kubernetes_pod_label_gateway_networking_k8s_io_gateway_name';

/** Where each label of a log line comes from; later rules win. */
const LABELS: readonly RelabelRule[] = [
  { from: COMPONENT_LABEL, to: 'component' },
  // The same name that the gateway has as a scrape job.
  { from: GATEWAY_LABEL, to: 'component', when: '.+', value: 'edge' },
  { from: '__meta_kubernetes_pod_name', to: 'pod' },
  { from: '__meta_kubernetes_pod_container_name', to: 'container' },
];

interface RelabelRule {
  readonly from: string;
  readonly to: string;
  /** Expression the whole value must match. @default any */
  readonly when?: string;
  /** @default the value itself */
  readonly value?: string;
}

/** A string literal. Its escapes are Go's, of which JSON's are a part, apart from `\/`, never written. */
const quote = (text: string): string => JSON.stringify(text);

/** A block with its lines indented. */
function block(head: string, lines: readonly string[]): string {
  const body = lines.flatMap((line) => line.split('\n')).map((line) => (line ? `  ${line}` : ''));
  return [`${head} {`, ...body, '}'].join('\n');
}

/** Attributes with their equal signs below each other, as `alloy fmt` writes them. */
function attributes(values: Readonly<Record<string, string>>): string[] {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values).map(([name, value]) => `${name.padEnd(width)} = ${value}`);
}

function relabelRule({ from, to, when, value }: RelabelRule): string {
  return block(
    'rule',
    attributes({
      source_labels: `[${quote(from)}]`,
      ...(when !== undefined && { regex: quote(when) }),
      target_label: quote(to),
      ...(value !== undefined && { replacement: quote(value) }),
    }),
  );
}

/**
 * Pods of the namespace → labels → their logs → Loki.
 * @throws Error when there is no Loki to write to.
 */
export function alloyConfig(context: Context): string {
  const lokis = context.upstreams.filter(({ technology }) => technology === 'loki');
  if (lokis.length === 0) {
    throw new Error(
      `'${context.name}' has no loki to write logs to; add a flow from '${context.name}' to one`,
    );
  }
  const endpoints = lokis.map(({ host, port }) =>
    block('endpoint', [`url = ${quote(`http://${host}:${port}/loki/api/v1/push`)}`]),
  );
  const external = [
    'external_labels = {',
    ...attributes({ system: quote(context.system), environment: quote(context.environment) }).map(
      (line) => `  ${line},`,
    ),
    '}',
  ];
  const blocks = [
    block('logging', ['level = "warn"']),
    block('discovery.kubernetes "pods"', [
      'role = "pod"',
      '',
      block('namespaces', [`names = [${quote(context.namespace)}]`]),
    ]),
    block('discovery.relabel "pods"', [
      'targets = discovery.kubernetes.pods.targets',
      ...LABELS.flatMap((rule) => ['', relabelRule(rule)]),
    ]),
    block('loki.source.kubernetes "pods"', [
      ...attributes({
        targets: 'discovery.relabel.pods.output',
        forward_to: '[loki.process.pods.receiver]',
      }),
    ]),
    // They repeat what the other labels say, and each label makes streams.
    block('loki.process "pods"', [
      'forward_to = [loki.write.out.receiver]',
      '',
      block('stage.label_drop', ['values = ["instance", "job"]']),
    ]),
    block('loki.write "out"', [...endpoints.flatMap((endpoint) => [endpoint, '']), ...external]),
  ];
  return `${blocks.join('\n\n')}\n`;
}
