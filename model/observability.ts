/** Metrics, alerts and dashboards, in the words of the catalogue; monitoring technologies render them. */

export interface MetricsEndpoint {
  /** Port name, of the component or of one of its sidecars. */
  readonly port: string;
  readonly path: string;
  /** Tells two endpoints of one component apart; the job is then `<component>-<name>`. */
  readonly name?: string;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  /** Credential of the component sent as a bearer token. @default none */
  readonly bearer?: string;
  /**
   * Metric families of this endpoint that alerts and dashboards may name, as the exporter names them;
   * histograms without `_bucket`, `_count` and `_sum`. Only what is used, each checked at its source.
   */
  readonly emits: readonly string[];
}

/** One series of a rule's proof, in the notation of `promtool test rules`, one sample a minute. */
export interface Series {
  readonly series: string;
  readonly values: string;
}

/**
 * An alert with its proof: two stories, tested with the real rule engine. In `fires` the alert is up
 * after `at` minutes; in `silent`, a healthy hour, it never is.
 */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** The component it is about, where somebody else tells of it. @default the one whose job it names */
  readonly component?: string;
  /** Minutes the expression must hold. */
  readonly forMinutes: number;
  readonly severity: 'warning' | 'critical';
  readonly summary: string;
  readonly proof: {
    readonly fires: readonly Series[];
    readonly silent: readonly Series[];
    /** Minutes after which the alert must be up. @default forMinutes + 10 */
    readonly at?: number;
  };
}

export interface Query {
  readonly expr: string;
  /** Legend with labels in braces, `{{queue}}`. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** Grafana unit id: `short`, `bytes`, `s`, `percentunit`, `reqps`. */
  readonly unit: string;
  readonly queries: readonly Query[];
}

export interface Dashboard {
  /** Stable id and file name, in lower case with hyphens. */
  readonly id: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}
