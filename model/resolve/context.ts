/** Builds what each component may know of the system around it. */
import type { Configuration, Definition, SecretKey } from '../component';
import type { Context, RouteTo, ScrapeTarget, Upstream } from '../context';
import { INTERNET, typedHost } from '../edge';
import type { AlertRule, Dashboard } from '../observability';
import type { Plan } from '../plan';
import { membersService, metricsService } from '../pod';
import { compare, didYouMean } from '../problems';
import { checkConfiguration } from '../shape';
import { mebibytes } from '../units';
import { archiveOf } from './archives';
import { offsiteKeys, snapshotKey } from './backups';
import { stable } from './canary';
import { attempt, type Draft, everyLink, hasTls, type Link, systemPath } from './draft';
import { toldOf } from './facts';
import { watched } from './mesh';
import { byName } from './order';
import { rightsOf } from './rights';
import { mayBeNone } from './scaling';
import { accountOf, credentialKey } from './secrets';
import { untold } from './untold';

const routesTo = (draft: Draft, component: string): RouteTo[] =>
  draft.routes
    .filter(({ route }) => route.to === component)
    .map((found) => ({
      host: typedHost(draft.environment.cluster, found),
      path: found.path,
      internal: found.internal,
    }));

const hostsOf = (draft: Draft, component: string): string[] => [
  ...new Set(routesTo(draft, component).map(({ host }) => host)),
];

/** What is asked of the component that keeps backups. */
function backupsOf({ system, environment: { backups } }: Draft): Context['backups'] {
  return backups && { ...backups, ...(backups.offsite && { offsiteKeys: offsiteKeys(system.backups!.by) }) };
}

/** Contexts and configurations of all components, each made once, on demand. */
export class Contexts {
  private readonly configurations = new Map<string, Configuration | undefined>();
  private allRules: readonly AlertRule[] | undefined;

  constructor(private readonly draft: Draft) {}

  /**
   * What a component's `configure` answers; undefined where that is no configuration, which is reported.
   * @throws whatever the catalogue file throws
   */
  configuration(name: string): Configuration | undefined {
    if (!this.configurations.has(name)) {
      const { system, problems } = this.draft;
      const told = this.definition(name).configure?.(this.context(name)) ?? {};
      const isSound = checkConfiguration(told, systemPath(system, `components/${name}`), problems);
      this.configurations.set(name, isSound ? told : undefined);
    }
    return this.configurations.get(name);
  }

  context(name: string): Context {
    const { draft } = this;
    const definition = this.definition(name);
    const self = this;
    let targets: readonly ScrapeTarget[] | undefined;
    return {
      name,
      system: draft.system.name,
      title: draft.system.title,
      environment: draft.name,
      namespace: draft.namespace,
      dnsSuffix: draft.dnsSuffix,
      replicas: definition.replicas ?? 1,
      canaryOf: draft.canaries.get(name),
      mayBeNone: mayBeNone(draft, name),
      memoryLimit: mebibytes(definition.resources.limits.memory),
      volumeSize: (volume) => {
        const known = definition.volumes?.[volume];
        if (known) return mebibytes(known.size);
        throw new Error(
          `'${name}' has no volume '${volume}'${didYouMean(volume, Object.keys(definition.volumes ?? {}))}`,
        );
      },
      version: definition.image.tag,
      hosts: hostsOf(draft, stable(draft, name)),
      routes: routesTo(draft, stable(draft, name)),
      hostsOf: (component) => {
        const served = draft.cdn[component];
        if (served) return served.hosts;
        if (draft.local.some((one) => one.name === component)) return [];
        if (component in draft.system.components) return hostsOf(draft, component);
        const hint = didYouMean(component, Object.keys(draft.system.components));
        throw new Error(`there is no component '${component}'${hint}`);
      },
      clients: this.clients(name),
      upstreams: draft.links
        .filter(({ client, server }) => client === name && server !== INTERNET && !draft.canaries.has(server))
        .map((link) => this.upstream(link)),
      credential: (credential) => this.credential(name, definition, credential),
      credentialHash: (credential) => {
        const { secret } = this.credential(name, definition, credential);
        const key = definition.credentials?.[credential]?.hash;
        if (!key) throw new Error(`credential '${credential}' of '${name}' has no hash; give it one`);
        return { secret, key };
      },
      storeKey: (key) => ({ secret: stable(draft, name), key }),
      get targets() {
        targets ??= self.targets(name);
        return targets;
      },
      rules: () => this.rules(),
      dashboards: () => this.dashboards(),
      runbooks: draft.system.runbooks,
      backups: name === draft.system.backups?.by ? backupsOf(draft) : undefined,
      archive: archiveOf(draft, name),
    };
  }

  /** What clients may do with what servers here keep apart, by server and client. */
  rights(): Plan['rights'] {
    const servers = [...this.draft.components].filter(([, { rights }]) => rights);
    return servers.flatMap(([server]) =>
      this.clients(server)
        .filter(({ rights }) => Object.keys(rights).length > 0)
        .map(({ name: client, rights }) => ({ server, client, rights })),
    );
  }

  /** Number of a metrics port, which may belong to a sidecar. */
  metricsPort(name: string, portName: string): number | undefined {
    const own = this.definition(name).ports[portName];
    if (own) return own.number;
    const sidecars = this.configuration(name)?.sidecars ?? [];
    return sidecars.map((sidecar) => sidecar.ports?.[portName]).find((port) => port !== undefined)?.number;
  }

  private definition(name: string): Definition {
    return this.draft.components.get(name)!;
  }

  private credential(name: string, definition: Definition, credential: string): SecretKey {
    const shared =
      definition.accounts && 'shared' in definition.accounts ? definition.accounts.shared : undefined;
    const known = [...Object.keys(definition.credentials ?? {}), ...(shared ? [shared] : [])];
    if (!known.includes(credential)) {
      throw new Error(`'${name}' has no credential '${credential}'${didYouMean(credential, known)}`);
    }
    return credentialKey(stable(this.draft, name), credential);
  }

  private clients(name: string): Context['clients'] {
    const links = everyLink(this.draft).filter((link) => link.server === name);
    const byName = new Map(links.map((link) => [stable(this.draft, link.client), link]));
    return [...byName].map(([client, link]) => {
      // It may be asked at one port alone.
      const account = links
        .filter((other) => stable(this.draft, other.client) === client)
        .map((other) => accountOf(this.draft, other))
        .find((found) => found !== undefined);
      const work = this.draft.works.get(link.client);
      return {
        name: stable(this.draft, link.client),
        technology: this.draft.whole.components[stable(this.draft, link.client)]!.technology,
        username: account?.name ?? '',
        password: account?.password,
        rights: rightsOf(this.draft.whole, stable(this.draft, link.client), stable(this.draft, name)),
        ...(work && { backup: { ...work, key: snapshotKey(work.store) } }),
      };
    });
  }

  private upstream(link: Link): Upstream {
    const account = accountOf(this.draft, link);
    return {
      name: link.server,
      technology: this.draft.system.components[link.server]!.technology,
      host: link.external?.host ?? link.server,
      port: link.port,
      tls: hasTls(link),
      account: account && {
        username: link.external ? account.username! : account.name,
        password: account.password,
      },
      told: () => toldOf(this.draft, link) ?? { facts: {}, secrets: {} },
    };
  }

  /** Every metrics endpoint of the system, the gateway's and the platform's, by job. */
  private targets(collector: string): ScrapeTarget[] {
    const targets: ScrapeTarget[] = [];
    for (const [component, definition] of this.draft.components) {
      for (const endpoint of definition.metrics ?? []) {
        // The collector asks itself on its own ports; its sidecars would ask for this very list.
        const port =
          component === collector
            ? definition.ports[endpoint.port]?.number
            : this.metricsPort(component, endpoint.port);
        if (port === undefined) continue;
        const service =
          definition.workload === 'StatefulSet'
            ? membersService(component, definition)
            : metricsService(component);
        targets.push({
          job: endpoint.name ? `${component}-${endpoint.name}` : component,
          component,
          dnsName: `${service}.${this.draft.dnsSuffix}`,
          port,
          path: endpoint.path,
          params: endpoint.params && byName(endpoint.params),
          bearer: endpoint.bearer ? this.credential(component, definition, endpoint.bearer) : undefined,
        });
      }
    }
    for (const target of watched(this.draft)) {
      const { name, dnsName, port, path } = target;
      targets.push({ job: name, component: name, dnsName, port, path });
    }
    return targets.sort((a, b) => compare(a.job, b.job));
  }

  /** All alert rules, by name. */
  rules(): readonly AlertRule[] {
    this.allRules ??= this.collectRules();
    return this.allRules;
  }

  private collectRules(): AlertRule[] {
    const rules = [...this.draft.components].flatMap(
      ([name, definition]) => attempt(this.draft, name, () => definition.alerts?.(this.context(name))) ?? [],
    );
    rules.push(...(this.draft.system.alerts ?? []));
    const workloads = untold(this.draft, rules);
    for (const { alerts } of watched(this.draft)) {
      rules.push(...(alerts?.(this.draft.namespace, workloads) ?? []));
    }
    return rules.sort((a, b) => compare(a.alert, b.alert) || compare(a.expr, b.expr));
  }

  /** One dashboard for each technology in use, the platform's, and the system's own. */
  private dashboards(): Dashboard[] {
    const users = new Map<string, string[]>();
    for (const [name, { technology }] of this.draft.components) {
      users.set(technology, [...(users.get(technology) ?? []), name]);
    }
    const dashboards = [...users.values()].flatMap(
      (names) => this.definition(names[0]!).dashboard?.(names) ?? [],
    );
    for (const { dashboard } of watched(this.draft)) {
      if (dashboard) dashboards.push(dashboard(this.draft.namespace));
    }
    if (this.draft.system.dashboard) dashboards.push(this.draft.system.dashboard);
    return dashboards.sort((a, b) => compare(a.id, b.id));
  }
}
