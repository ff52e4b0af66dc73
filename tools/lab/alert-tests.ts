/** An alert and its two stories; the model's rules fit. */
export interface ProvenAlert {
  readonly alert: string;
  readonly expr: string;
  readonly forMinutes: number;
  readonly proof: {
    readonly fires: readonly { readonly series: string; readonly values: string }[];
    readonly silent: readonly { readonly series: string; readonly values: string }[];
    /** Minutes after which it must be up. @default forMinutes + 10 */
    readonly at?: number;
  };
}

/** Minutes a healthy story is watched. */
const HEALTHY = 60;

/** A written rule; what else it says is kept. */
export interface WrittenRule {
  readonly alert?: string;
  readonly expr: string;
}

/**
 * Two files for `promtool test rules`: the one rule, as it is written among `rules`, and its tests. The rule is up
 * at its minute in one story and never in the other. Alone, because rules of the same name watch other things.
 *
 * @param rulesFile where the caller will put the first
 * @throws when the alert is not among the rules exactly once
 */
export function alertTest(rulesFile: string, rules: readonly WrittenRule[], alert: ProvenAlert) {
  const written = rules.filter(
    (rule) => rule.alert === alert.alert && rule.expr.trim() === alert.expr.trim(),
  );
  if (written.length !== 1)
    throw new Error(`${alert.alert} is written ${written.length} times: ${alert.expr}`);
  const firing = `ALERTS{alertname="${alert.alert}",alertstate="firing"}`;
  const { fires, silent, at = alert.forMinutes + 10 } = alert.proof;
  const story = (
    name: string,
    series: ProvenAlert['proof']['fires'],
    minute: number,
    expr: string,
    up: boolean,
  ) => ({
    name: `${alert.alert} ${name}`,
    interval: '1m',
    input_series: series,
    promql_expr_test: [
      { expr, eval_time: `${minute}m`, exp_samples: up ? [{ labels: '{}', value: 1 }] : [] },
    ],
  });
  return {
    rules: { groups: [{ name: 'alone', rules: written }] },
    tests: {
      rule_files: [rulesFile],
      evaluation_interval: '1m',
      tests: [
        story('fires', fires, at, `max(${firing})`, true),
        story('stays silent', silent, HEALTHY, `count(max_over_time(${firing}[${HEALTHY}m]))`, false),
      ],
    },
  };
}
