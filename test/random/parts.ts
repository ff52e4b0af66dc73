/** The components of a random system while it is put together, each after those that it needs. */
import type { Definition } from '../../model/component';
import type { Gateway } from '../../model/gateway';
import type { Flow } from '../../model/system';
import { type ClusterData, gatewayOf } from './clusters';
import { define, type Made, type World } from './data';
import { usual } from './pool';

/** `postgresCluster` → `postgres-cluster`. */
const kebab = (call: string): string =>
  call.replace(/^.*\//, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export class Parts {
  readonly made: Record<string, Made> = {};

  constructor(private readonly world: World) {}

  /** In an order in which they can start. */
  get names(): string[] {
    return Object.keys(this.made);
  }

  /** @param word its name, or the beginning of it; without one it is called like what it is */
  add(made: Made, word = kebab(made.call)): void {
    const { needs, knows, single } = this.world.technologies.get(made.call)!;
    // A second one has no place beside the first.
    if (single && this.first(made.call)) return;
    for (const call of [...needs, ...knows]) {
      const technology = this.world.technologies.get(call)!;
      if (!this.first(call)) this.add({ call, options: usual(technology) });
    }
    let name = word;
    for (let n = 2; name in this.made; n++) name = `${word}-n${n}`;
    this.made[name] = made;
  }

  /** With other options. */
  change(name: string, options: Made['options']): void {
    this.made[name] = { ...this.made[name]!, options: { ...this.made[name]!.options, ...options } };
  }

  definition(name: string, made = this.made[name]!): Definition {
    return define(this.world, this.made, made);
  }

  gateway(cluster: ClusterData): Gateway {
    return gatewayOf(this.world.offer, cluster);
  }

  /** Those that it asks, and without which it would be refused. */
  needs(name: string): string[] {
    return this.world.technologies
      .get(this.made[name]!.call)!
      .needs.flatMap((call) => this.first(call) ?? []);
  }

  /** What a flow between two must tell, where it must. */
  told(from: string, to: string): Flow['env'] {
    return this.world.technologies.get(this.made[from]!.call)!.env?.[this.made[to]!.call];
  }

  /** Those that have to be there with it. */
  dependsOn(name: string): string[] {
    const { call, options } = this.made[name]!;
    const { queue, query } = options as { queue?: { server: string }; query?: object };
    const collector = query && this.names.find((one) => this.definition(one).queryTrigger);
    const known = this.world.technologies.get(call)!.knows.flatMap((one) => this.first(one) ?? []);
    return [
      ...this.needs(name),
      ...known,
      ...(queue ? [queue.server] : []),
      ...(collector ? [collector] : []),
    ];
  }

  /** Whether there is a technology of this call, and what it is made of when nobody wishes anything. */
  usual(call: string): Made | undefined {
    const technology = this.world.technologies.get(call);
    return technology && { call, options: usual(technology) };
  }

  private first(call: string): string | undefined {
    return this.names.find((name) => this.made[name]!.call === call);
  }
}

/** The one that is meant by a number; undefined where there is none. */
export const at = <T>(list: readonly T[], pick: number): T | undefined => list[pick % list.length];
