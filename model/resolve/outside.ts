/** Ways out of the cluster that follow from an environment, and were declared by nobody. */
import { INTERNET, INTERNET_PORTS } from '../edge';
import type { Flow, System } from '../system';

interface WayOut {
  /** Address of a server alone: `https://s3.example.com:9000`. */
  readonly to: string;
  readonly purpose: string;
  /** Why nothing else stands between, where zones are drawn. */
  readonly why: string;
}

/** The system in which some components ask an address outside: one flow from each to the internet, whatever for. */
export function withWayOut(
  system: System,
  components: readonly string[],
  { to, purpose, why }: WayOut,
): System {
  const { flows, zones, zoneExceptions = [] } = system;
  const port = Number(new URL(to).port || 443);
  const leads = (one: { readonly from: string; readonly to: string }, from: string): boolean =>
    one.from === from && one.to === INTERNET;
  const more = (flow: Flow): Flow => ({
    ...flow,
    ports: [...new Set([...(flow.ports ?? INTERNET_PORTS), port])],
    purpose: flow.purpose ? `${flow.purpose}; ${purpose}` : purpose,
  });
  return {
    ...system,
    flows: [
      ...flows.map((flow) => (components.some((one) => leads(flow, one)) ? more(flow) : flow)),
      ...components
        .filter((one) => !flows.some((flow) => leads(flow, one)))
        .map((from) => ({ from, to: INTERNET, ports: [port], purpose })),
    ],
    zoneExceptions: [
      ...zoneExceptions,
      ...components
        .filter((one) => zones && !zoneExceptions.some((exception) => leads(exception, one)))
        .map((from) => ({ from, to: INTERNET, why })),
    ],
  };
}
